"""How far areas lie behind a target, when counts have no place or weights are not known.

A target that holds for all areas is behind the one that lies lowest by most; what can be shared
out only once makes the least of the greatest distances a linear programme. A mean of the whole
holds its own member: the two move together, and their difference has a range of its own.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linprog

from equity.measures.inputs import Floats, Numbers, aligned
from equity.measures.unknown.placements import Range, level_weights, parts
from equity.measures.weights import weighted_mean_range


def whole_less_member_range(
    low: Numbers, high: Numbers, weight_low: Numbers, weight_high: Numbers, member: Numbers
) -> Range:
    """Return the least and greatest mean of the whole minus that of a part of it, exact.

    In the unit of the values; one choice of values and weights for both means.

    member: true for what makes the part. Other inputs and errors: as in `weighted_mean_range`;
    also ValueError for a part that is nothing, or the whole.

    >>> ends = [200, 240, 220], [200, 240, 220]
    >>> whole_less_member_range(*ends, 1, 1, [True, False, False])
    Range(low=20.0, high=20.0, kind='exact')
    """
    inputs = {"low": low, "high": high, "weight_low": weight_low, "weight_high": weight_high}
    (a, b, wa, wb, inside), _ = aligned(**inputs, member=member)
    weighted_mean_range(low, high, weight_low, weight_high)  # refuses what is no number
    a, b, wa, wb = (np.asarray(x, dtype=np.float64) for x in (a, b, wa, wb))
    inside = np.asarray(inside, dtype=bool)
    if inside.all() or not wb[inside].sum() > 0:
        raise ValueError("the part is nothing, or the whole: there is no distance between them")
    top = _greatest(np.where(inside, a, b), wa, wb, inside)
    bottom = -_greatest(np.where(inside, -b, -a), wa, wb, inside)
    return Range(bottom, max(bottom, top))


def largest_distance_range(
    counted: Numbers,
    whole: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    target: float,
    capped: bool = True,
    behind: str = "low",
) -> Range:
    """Return the least and greatest value of the largest distance of an area to a target, exact.

    In units of 100 · rate. One placement of the unallocated for all areas.

    target: the same for all areas. behind: "low" where the lowest rate is furthest behind,
    "high" where the highest is. Other inputs and errors: as in `level_range`.

    >>> largest_distance_range([50, 52], 100, ["A", "B"], ["a", "a"], {"a": 8}, target=60)
    Range(low=5.0, high=10.0, kind='exact')
    """
    (c, w, a, p), names = aligned(counted=counted, whole=whole, area=area, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    codes, areas = pd.factorize(np.asarray(a, dtype=object))
    rates = [level_weights(known.whole, codes == i, names) for i in range(len(areas))]
    sign = {"low": 1.0, "high": -1.0}[behind]
    rate, held = sign * np.array(rates), known.pool >= 0
    sums = (known.pool[:, None] == np.arange(len(known.pools))).T.astype(float)
    base = rate @ known.counted
    places = [(0, r if h else 0) for r, h in zip(known.room, held, strict=True)]
    common: dict[str, Any] = {"b_eq": known.unallocated, "method": "highs"}
    least = linprog(
        np.r_[np.zeros(len(held)), 1.0],
        A_ub=np.hstack([-rate, -np.ones((len(rate), 1))]),
        b_ub=base - sign * target,
        A_eq=np.hstack([sums, np.zeros((len(sums), 1))]),
        bounds=[*places, (None, None)],
        **common,
    )
    if least.status != 0:
        raise ValueError(f"the largest distance was not found: {least.message}")
    lowest = [linprog(row, A_eq=sums, bounds=places, **common).fun for row in rate]
    greatest = max(sign * target - (base + np.array(lowest)))
    low = round(float(least.fun), 9)
    return Range(low, max(low, round(float(greatest), 9)))


def _greatest(value: Floats, least: Floats, most: Floats, inside: npt.NDArray[np.bool_]) -> float:
    """Return the greatest mean of all minus mean of the part, each value being given.

    Outside the part, weights are at their ends, the greatest values heavy. Inside, less is
    better at equal weight: the best lies on the chain that makes the smallest values heavy
    first, at a corner or at the one stationary point of an edge.
    """
    outer = np.argsort(-value[~inside], kind="stable")
    v, a, b = value[~inside][outer], least[~inside][outer], most[~inside][outer]
    weight = (np.r_[0.0, np.cumsum(b)] + np.r_[np.cumsum(a[::-1])[::-1], 0.0])[:, None]
    total = (np.r_[0.0, np.cumsum(b * v)] + np.r_[np.cumsum((a * v)[::-1])[::-1], 0.0])[:, None]
    inner = np.argsort(value[inside], kind="stable")
    x, step = value[inside][inner], (most - least)[inside][inner]
    own = np.r_[0.0, np.cumsum(step)] + least[inside].sum()
    sums = np.r_[0.0, np.cumsum(step * x)] + (least * value)[inside].sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        corners = (total + sums) / (weight + own) - sums / own
        start = sums[:-1] - x * own[:-1]
        rest = total + start - x * weight
        at = weight / (np.sqrt(rest / start) - 1)
        there = (at > own[:-1]) & (at < own[1:])
        turns = np.where(there, rest / (weight + at) - start / at, -np.inf)
    return float(max(np.nanmax(corners), np.nanmax(turns, initial=-np.inf)))
