"""Everything that can be said of one indicator, each measure only where it fits."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from equity.differences.cases import is_poolable
from equity.differences.changes import changes_of
from equity.differences.gaps import gaps_of, require_known
from equity.differences.levels import levels_of
from equity.differences.reading import cases_of, periods_of
from equity.differences.spreads import inequality_of, spatial_of
from equity.findings import Findings
from equity.geography.grouping import Definitions, each

LATEST = "latest"


def profile(
    observations: pd.DataFrame,
    sides: Definitions,
    neighbours: Iterable[tuple[str, str]],
    *,
    indicator: str,
) -> Findings:
    """Return levels, gaps, inequality, spatial pattern and changes of one indicator.

    For every period and definition. An indicator that cannot be pooled by side has levels and
    a spatial pattern only; fewer than four districts have no spatial pattern.

    Inputs and errors: as in `gap`.
    """
    require_known(observations, each(sides))
    pairs = list(neighbours)
    cases = list(cases_of(observations, indicator).values())
    found = levels_of(cases, sides)
    if all(is_poolable(known) for known in cases):
        gaps = gaps_of(cases, sides, pairs)
        found = found + gaps + inequality_of(cases, sides, pairs) + changes_of(gaps, indicator)
    return found + spatial_of(cases, pairs, where_it_fits=True)


def overview(
    observations: pd.DataFrame,
    sides: Definitions,
    neighbours: Iterable[tuple[str, str]],
    *,
    indicators: Iterable[str],
) -> Findings:
    """Return what one page needs of several indicators, in the order given.

    The gaps of all periods of the first and how much of its latest levels lies between the sides;
    the latest levels and gaps of all.

    Inputs and errors: as in `gap`; ValueError for no indicator.
    """
    names, pairs = list(indicators), list(neighbours)
    if not names:
        raise ValueError("an overview needs at least one indicator")
    require_known(observations, each(sides))
    found = Findings()
    for name in names:
        cases = list(cases_of(observations, name).values())
        latest = cases[-1:]
        found = found + levels_of(latest, sides)
        if name == names[0]:
            found = found + inequality_of(latest, sides, pairs, ranges=True)
        found = found + gaps_of(cases if name == names[0] else latest, sides, pairs)
    return found


def chosen_period(observations: pd.DataFrame, indicator: str, period: str | int = LATEST) -> str:
    """Return the period asked for, or the last one there is for "latest".

    Raises ValueError for a period that the indicator does not have, naming those it has.

    >>> frame = pd.DataFrame({"area": ["A", "A"], "value": [1, 2], "period": ["2014", "2018"]})
    >>> chosen_period(frame, "votes")
    '2018'
    """
    periods, period = periods_of(observations, indicator), str(period)
    if period == LATEST:
        return periods[-1]
    if period not in periods:
        raise ValueError(f"{indicator} has no period {period!r}; there is {', '.join(periods)}")
    return period
