"""Pooled rates and means, and what lies between two sides.

Counts are added before they are divided, so a large district weighs more than a small one. A
mean of rates is never taken.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from equity.measures.inputs import Floats, Numbers, aligned, counts, side_masks, values


def pooled_rate(part: Numbers, whole: Numbers) -> float:
    """Return the rate of all areas together, per 100.

    Sum of `part` over sum of `whole`; for shares this is per cent.

    part, whole: counts, one per area, as Series that share their labels or as arrays.
    Raises ValueError, naming the area, for unlike or repeated labels, missing or negative
    counts, and where there is nothing to divide by.

    >>> pooled_rate([80, 10], [100, 50])
    60.0
    """
    (p, w), names = aligned(part=part, whole=whole)
    return _rate(counts(p, "part", names), counts(w, "whole", names), "areas")


def pooled_gap(part: Numbers, whole: Numbers, side: Numbers) -> float:
    """Return north minus south of a rate, in percentage points (per 100 for a ratio).

    Counts are added within a side before dividing, so a large district weighs more than a
    small one.

    part, whole: counts, one per area. side: "north", "south" or missing (left out).
    Raises ValueError, naming the area, for unlike or repeated labels, missing or negative
    counts, and for a side that is empty or has nothing to divide by.

    >>> areas = ["A", "B", "C"]
    >>> side = pd.Series(["north", "north", "south"], areas)
    >>> voted = pd.Series([80, 10, 70], areas)
    >>> pooled_gap(voted, pd.Series(100, areas), side)
    -25.0
    """
    north, south = _side_rates(part, whole, side)
    return north - south


def ratio(part: Numbers, whole: Numbers, side: Numbers) -> float:
    """Return the pooled rate of the north over that of the south; 1 means no difference.

    part, whole, side and errors: as in `pooled_gap`; a south without any part is refused,
    because nothing can be divided by its rate of 0.

    >>> ratio([80, 10, 90], [100, 100, 100], ["north", "north", "south"])
    0.5
    """
    north, south = _side_rates(part, whole, side)
    if south == 0:
        raise ValueError("the south's rate is 0: no ratio to it; give the difference instead")
    return north / south


def pooled_mean(value: Numbers, weight: Numbers) -> float:
    """Return the mean of all areas together, in the unit of `value`.

    Sum of weight × value over sum of weights: the mean of the people, where weights count
    them, not of the areas. Weights need not sum to one.

    Raises ValueError, naming the area, for unlike or repeated labels, missing values, negative
    weights and weights that are all 0.

    >>> pooled_mean([200, 300], [3, 1])
    225.0
    """
    (v, w), names = aligned(value=value, weight=weight)
    return _mean(values(v, "value", names), counts(w, "weight", names), "areas")


def mean_gap(value: Numbers, weight: Numbers, side: Numbers) -> float:
    """Return north minus south of a weighted mean, in the unit of `value`.

    value, weight: as in `pooled_mean`. side: "north", "south" or missing (left out).
    Raises ValueError as `pooled_mean` does, and for a side that is empty or without weight.

    >>> mean_gap([200, 300, 240], [3, 1, 9], ["north", "north", "south"])
    -15.0
    """
    (v, w, s), names = aligned(value=value, weight=weight, side=side)
    v, w = values(v, "value", names), counts(w, "weight", names)
    north, south = side_masks(s, names)
    return _mean(v[north], w[north], "north") - _mean(v[south], w[south], "south")


def attributable_difference(part: Numbers, whole: Numbers, *, reference: Hashable) -> float:
    """Return the reference area's rate minus the rate of all, in percentage points.

    What the city's rate would gain if every area had the reference's. Not what any measure
    would cause: a comparison with a named area.

    reference: the area's label (its position for arrays).
    Raises ValueError for a reference that is no area, and as `pooled_rate` does.
    Source: population attributable risk, WHO Handbook on health inequality monitoring (2013).

    >>> attributable_difference([10, 40], [100, 100], reference=1)
    15.0
    """
    (p, w), names = aligned(part=part, whole=whole)
    p, w = counts(p, "part", names), counts(w, "whole", names)
    if reference not in names:
        raise ValueError(f"the reference {reference!r} is none of the areas")
    at = names.index(reference)
    return _rate(p[[at]], w[[at]], f"reference {reference!r}") - _rate(p, w, "areas")


def change(earlier: Numbers, later: Numbers) -> "float | pd.Series[float] | Floats":
    """Return later minus earlier, in the unit of both.

    earlier, later: two numbers, two Series that share their labels, or two arrays.
    Raises ValueError, naming the area, for unlike labels and missing values.

    >>> change(-1.5, -0.5)
    1.0
    >>> change(pd.Series([1.0], ["A"]), pd.Series([3.0], ["A"])).to_dict()
    {'A': 2.0}
    """
    (first, second), names = aligned(earlier=earlier, later=later)
    difference = values(second, "later", names) - values(first, "earlier", names)
    if isinstance(earlier, pd.Series):
        return pd.Series(difference, index=earlier.index)
    return difference if np.ndim(earlier) or np.ndim(later) else float(difference[0])


def _side_rates(part: Numbers, whole: Numbers, side: Numbers) -> tuple[float, float]:
    (p, w, s), names = aligned(part=part, whole=whole, side=side)
    p, w = counts(p, "part", names), counts(w, "whole", names)
    north, south = side_masks(s, names)
    return _rate(p[north], w[north], "north"), _rate(p[south], w[south], "south")


def _rate(part: Floats, whole: Floats, where: str) -> float:
    total = whole.sum()
    if total == 0:
        raise ValueError(f"{where}: the whole is 0, a rate of nothing has no value")
    return float(100 * part.sum() / total)


def _mean(value: Floats, weight: Floats, where: str) -> float:
    total = weight.sum()
    if total == 0:
        raise ValueError(f"{where}: all weights are 0, a mean of nothing has no value")
    return float(value @ weight / total)
