"""North minus south, with everything that is unknown: the gap, its ladder and its tipping point."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import pandas as pd

from equity.differences.cases import Case, Counts, require_poolable
from equity.differences.columns import require_areas
from equity.differences.counted import gap_of_counts
from equity.differences.ranks import Pairs, ranks
from equity.differences.reading import cases_of
from equity.differences.values import district_values
from equity.differences.weighted import gap_of_weighted
from equity.findings import Finding, Findings
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides


def gap(
    observations: pd.DataFrame,
    sides: Definitions,
    *,
    indicator: str,
    period: str | None = None,
    neighbours: Iterable[tuple[str, str]] | None = None,
) -> Findings:
    """Return north minus south of an indicator, with every rung of its ladder.

    Counts are added within a side before they are divided. Where some counts belong to no
    area, `gap.<indicator>` has the range over everything consistent with what is published
    and, as value, the placement in proportion to what is known; `.counted` leaves them out,
    `.anywhere` forgets their constituency, `.factor_2` holds them to a stated factor,
    `.tipping` says what would turn an open sign. Values with unknown weights get `.factor_1_5`
    and, where some are published as an end only, `.from_90`.

    `.rank_all` says how many other ways to draw two sides of the same sizes give a gap at least
    as large, `.rank_contiguous` how many that hang together by pairs of `neighbours`.

    observations: the tidy table or a frame of one's own (area, and value or numerator and
    denominator). sides: one definition or several, or a grouping of one's own such as
    `{"north": [areas], "south": [areas]}`. period: one, or every period there is.
    Raises ValueError for an indicator or period that is not there, and for one that cannot be
    pooled, naming what to use instead.

    >>> frame = pd.DataFrame({"area": ["A", "B"], "numerator": [80, 70], "denominator": [100, 100]})
    >>> from equity.findings import Label
    >>> river = Sides("river", Label(en="River"), Label(en=""), ("A",), ("B",))
    >>> gap(frame, river, indicator="votes").get("gap.votes", "", "river").value
    10.0
    """
    require_known(observations, each(sides))
    return gaps_of(cases_of(observations, indicator, period).values(), sides, neighbours)


def gaps_of(cases: Iterable[Case], sides: Definitions, neighbours: Pairs | None) -> Findings:
    """Return the gaps of cases read before; inputs, errors and ids as in `gap`."""
    found: list[Finding] = []
    for any_case in cases:
        known = require_poolable(any_case)
        values = district_values(known)
        for definition in each(sides):
            if isinstance(known, Counts):
                found += gap_of_counts(known, definition)
            else:
                found += gap_of_weighted(known, definition)
            found += ranks(known.about, values, definition, neighbours)
    return Findings(found)


def require_known(observations: pd.DataFrame, sides: Iterable[Sides]) -> None:
    """Raise ValueError for a definition that names an area which the frame does not have."""
    require_areas(observations)
    columns = [name for name in ("area", "district") if name in observations.columns]
    known = {area for name in columns for area in observations[name].unique()}
    for definition in sides:
        if strange := [name for name in definition.names() if name not in known]:
            close = difflib.get_close_matches(strange[0], [str(area) for area in known], n=1)
            there = ", ".join(sorted(str(area) for area in known)[:3])
            hint = f"did you mean {close[0]}?" if close else f"the frame has {there}, …"
            raise ValueError(f"sides {definition.id!r}: no area {strange[0]!r}; {hint}")
