"""Who has the greater need: shares where need is counted, only ranks where it is composed.

A count (non-voters, recipients of social assistance) adds up, so it can be shared out. A
percentage, a mean or an index cannot: it says who is ahead, not by how many people.
"""

from collections.abc import Hashable, Mapping
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from equity.measures.inputs import Floats, Numbers, aligned, require_scale, values
from equity.measures.shares import SHARE_SCALES, shares

MOST_VERTICES = 50_000
TIE = 1e-9
MORE_NEED = {"high": 1.0, "low": -1.0}


def shares_of_need(count: Numbers, *, indicator: str, scale: str) -> pd.Series:
    """Return each area's share of the need, 0–1, from a count of people in need.

    The base that projects and money are set against: `shares.representation_ratio`.

    count: people per area, zero or more. indicator: its id. scale: must be count.
    Raises ValueError, naming indicator and scale, for anything but a count; and as
    `shares.shares` does.

    >>> shares_of_need([30, 10], indicator="non_voters", scale="count").tolist()
    [0.75, 0.25]
    >>> shares_of_need([80.0, 60.0], indicator="merit_rating", scale="mean")
    Traceback (most recent call last):
    ValueError: merit_rating is a mean; this measure takes a count: use ranks_of_need
    """
    require_scale(indicator, scale, SHARE_SCALES, instead="ranks_of_need")
    return shares(count)


def ranks_of_need(indicators: pd.DataFrame, more_need: Mapping[str, str]) -> pd.DataFrame:
    """Return each area's rank of need, 1 the greatest, and its range over all weights.

    rank: by the mean of the indicators' z-scores, each turned so that more is more need,
    equally weighted; areas that tie share the best rank. low, high: the best and the worst
    rank that any weights (zero or more, adding up to 1) can give; ties count for the area at
    `low` and against it at `high`. Exact. A wide range says that the order rests on the
    weights. The index itself is not returned: its size means nothing and cannot be divided.

    indicators: one row per area, one column per indicator, nothing missing, any unit. more_need:
    per column, "high" where a higher value means more need, "low" where a lower one does.
    Raises ValueError, naming area or indicator, for missing values, repeated areas, columns
    without a direction, an indicator equal in all areas, and too many areas and indicators.
    Source: z = (x − mean)/sd, sd over n (OECD and JRC, Handbook on Constructing Composite
    Indicators, 2008); the range from the vertices of the arrangement of ties between areas.

    >>> table = pd.DataFrame({"merit": [190, 240, 250], "income": [300, 310, 700]}, list("ABC"))
    >>> ranks_of_need(table, {"merit": "low", "income": "low"}).loc["B"].to_dict()
    {'rank': 2, 'low': 2, 'high': 2}
    """
    scores, names = _scores(indicators, more_need)
    equal = scores.mean(axis=1)
    rows = []
    for at in range(len(names)):
        above = np.delete(scores, at, axis=0) - scores[at]
        least, most = _least_and_most_above(above)
        rows.append((1 + int((equal - equal[at] > TIE).sum()), 1 + least, 1 + most))
    return pd.DataFrame(rows, index=pd.Index(names), columns=["rank", "low", "high"])


def _scores(
    indicators: pd.DataFrame, more_need: Mapping[str, str]
) -> tuple[Floats, tuple[Hashable, ...]]:
    if indicators.empty:
        raise ValueError("no areas or no indicators: nothing to rank")
    if not indicators.columns.is_unique:
        twice = indicators.columns[indicators.columns.duplicated()][0]
        raise ValueError(f"indicator {twice!r} stands there twice")
    (*columns,), names = aligned(**{str(name): indicators[name] for name in indicators})
    scores = []
    for name, column in zip(indicators.columns, columns, strict=True):
        word = more_need.get(name)
        if word not in MORE_NEED:
            raise ValueError(f"more_need of {name} is {word!r}, expected high or low")
        numbers = values(column, str(name), names)
        if np.ptp(numbers) == 0:
            raise ValueError(f"{name} is equal in all areas: it ranks nobody, leave it out")
        scores.append(MORE_NEED[word] * (numbers - numbers.mean()) / numbers.std())
    unknown = sorted(set(more_need) - set(indicators.columns))
    if unknown:
        raise ValueError(f"more_need names {unknown[0]}, which is no column")
    return np.column_stack(scores), names


def _least_and_most_above(above: Floats) -> tuple[int, int]:
    """Return the fewest and the most areas that weights can put above one area.

    above: per other area and indicator, its score minus the one area's. Weights fall into cells
    inside which nobody changes place; a corner of a cell has no more areas strictly above, and
    no fewer at least level, than its inside. So the corners suffice.
    """
    others, indicators = above.shape
    if comb(others + indicators, indicators - 1) > MOST_VERTICES:
        raise ValueError(
            f"{others + 1} areas by {indicators} indicators are too many for an exact range: "
            "use fewer indicators"
        )
    lengths = np.linalg.norm(above, axis=1, keepdims=True)
    unlike = lengths[:, 0] > TIE  # areas alike in everything stay level under all weights
    planes = np.vstack([above[unlike] / lengths[unlike], np.eye(indicators)])
    chosen = list(combinations(range(len(planes)), indicators - 1))
    systems = np.ones((len(chosen), indicators, indicators))  # the last row: weights add up to 1
    systems[:, :-1] = planes[np.array(chosen, dtype=np.intp)]
    systems = systems[np.abs(np.linalg.det(systems)) > 1e-12]
    right = np.zeros((len(systems), indicators, 1))
    right[:, -1] = 1
    weights = np.linalg.solve(systems, right)[:, :, 0]
    leads = weights[(weights >= -TIE).all(axis=1)] @ above.T
    return int((leads > TIE).sum(axis=1).min()), int((leads >= -TIE).sum(axis=1).max())
