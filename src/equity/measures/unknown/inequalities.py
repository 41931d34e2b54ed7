"""Ranges of inequality across areas, while some counts have no place.

The total is known, so the mean is, and Gini, Theil T and the mean difference are convex in what
is placed: greatest at a corner, all of which are tried; least where a convex programme ends. The
share between sides is a squared linear term over a squared norm: its root is quasi-concave
where the gap has one sign, so it is least at a corner, or 0 where the gap may be 0, and
greatest where a programme ends. Each programme's end is checked by a bound that no placement
can pass: within 1e-7 the range is "exact", otherwise the bound itself is given, as "outer". So
are corners too many to try, replaced by those of a larger set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from equity.measures.inputs import Floats, Numbers, aligned
from equity.measures.unknown.counting import corners
from equity.measures.unknown.descent import descend, missed_by, most_in_each, pool_rows
from equity.measures.unknown.placements import (
    Parts,
    Range,
    extreme_placement,
    gap_weights,
    level_weights,
    parts,
    proportional_placement,
    sum_range,
)

CERTAIN = 1e-7


@dataclass(frozen=True)
class Areas:
    """Parts, the rows that make areas' rates of them, and the areas' shares of the whole."""

    parts: Parts
    rate: Floats
    weight: Floats


def share_between_range(
    counted: Numbers,
    whole: Numbers,
    side: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> Range:
    """Return the least and greatest share of the areas' variance that lies between sides, 0–1.

    Areas are weighted by their whole; those left out by the definition are not in the
    variance, but may hold unallocated counts. Where all rates may be equal the share has no
    value there (0/0) and comes as near as one likes to any: then the outer range [0, 1].

    area: the area of each part; all its parts have one side. Other inputs and errors: as in
    `gap_range`; an area without a whole has no rate and is refused.

    >>> sides = ["north", "north", "south"]
    >>> low, high = share_between_range([5, 6, 9], 10, sides, [0, 1, 2], ["a"] * 3, {"a": 1})
    >>> round(low, 3), round(high, 3)
    (0.75, 1.0)
    """
    (c, w, s, a, p), names = aligned(counted=counted, whole=whole, side=side, area=area, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    gap = gap_weights(known.whole, s, names) / 100
    _require_one_side(gap, a)
    areas = _areas(known, a, gap != 0)
    north = float(areas.weight @ (areas.rate @ (gap > 0) > 0))
    gap = gap * np.sqrt(north * (1 - north))
    away = np.sqrt(areas.weight)[:, None] * (areas.rate - areas.weight @ areas.rate)
    return _quotient_range(known, gap, away)


def gini_range(
    counted: Numbers,
    whole: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = False,
) -> Range:
    """Return the least and greatest Gini of counts per whole across areas, without n/(n − 1).

    counted: amounts (recipients, money). whole: people. area: the area of each part. Other
    inputs and errors: as in `gap_range`; an area without people, and a total of 0, are refused.

    >>> low, high = gini_range([3, 0], [10, 10], [0, 1], ["a", "a"], {"a": 2})
    >>> round(low, 9), round(high, 9)
    (0.1, 0.5)
    """
    areas, mean = _amounts(counted, whole, area, pool, unallocated, capped)
    low = _least_difference(areas, mean)
    top, exact = _greatest(areas, lambda rates: _differences(rates, areas.weight))
    return Range(low / mean, max(low, top) / mean, "exact" if exact else "outer")


def theil_range(
    counted: Numbers,
    whole: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = False,
) -> Range:
    """Return the least and greatest Theil T of counts per whole across areas, in nats.

    An area with 0 contributes 0, the limit of x ln x. Inputs and errors: as in `gini_range`.

    >>> low, high = theil_range([3, 0], [10, 10], [0, 1], ["a", "a"], {"a": 2})
    >>> round(low, 6), round(high, 6)
    (0.020136, 0.693147)
    """
    areas, mean = _amounts(counted, whole, area, pool, unallocated, capped)

    def theils(rates: Floats) -> Floats:
        relative = rates / mean
        logs = np.log(relative, where=relative > 0, out=np.zeros_like(relative))
        return np.maximum((relative * logs) @ areas.weight, 0.0)

    def slope(x: Floats) -> tuple[float, Floats]:
        rates = areas.rate @ (areas.parts.counted + x)
        logs = np.log(np.maximum(rates / mean, 1e-12))
        return float(theils(rates)), (areas.weight * (logs + 1) / mean) @ areas.rate

    top, exact = _greatest(areas, theils)
    low, missed, _ = descend(areas.parts, slope, proportional_placement(areas.parts))
    if missed > CERTAIN:
        low, exact = max(0.0, low - missed), False
    return Range(low, max(low, top), "exact" if exact else "outer")


def _require_one_side(gap: Floats, area: Any) -> None:
    sides = pd.Series(np.sign(gap)).groupby(np.asarray(area, dtype=object)).nunique()
    if (sides > 1).any():
        raise ValueError(f"area {sides.idxmax()!r} has parts on two sides, or left out: give one")


def _areas(known: Parts, area: Any, inside: Any) -> Areas:
    codes, names = pd.factorize(np.where(inside, np.asarray(area, object), np.array(None)))
    if (codes[inside] < 0).any():
        raise ValueError("a part has no area: name the area of each")
    masks = [codes == at for at in range(len(names))]
    rate = np.array([level_weights(known.whole, mask, known.names) for mask in masks]) / 100
    weight = np.array([known.whole[mask].sum() for mask in masks])
    return Areas(known, rate, weight / weight.sum())


def _amounts(
    counted: Numbers,
    whole: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool,
) -> tuple[Areas, float]:
    (c, w, a, p), names = aligned(counted=counted, whole=whole, area=area, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    areas = _areas(known, a, np.full(len(names), True))
    total = float(known.counted.sum() + known.unallocated.sum())
    if total == 0:
        raise ValueError("all amounts are 0: inequality of nothing has no value")
    return areas, total / float(known.whole.sum())


def _greatest(areas: Areas, measure: Callable[[Floats], Floats]) -> tuple[float, bool]:
    known = areas.parts
    placed, exact = corners(known.room, known.pool, known.unallocated)
    return float(measure((known.counted + placed) @ areas.rate.T).max()), exact


def _differences(rates: Floats, weight: Floats) -> Floats:
    # half Gini's mean difference, of each row: two means over it is Gini
    order = np.argsort(rates, axis=1)
    w, r = weight[order], np.take_along_axis(rates, order, axis=1)
    return np.asarray((w * r * (2 * np.cumsum(w, axis=1) - w - 1)).sum(axis=1))


def _least_difference(areas: Areas, mean: float) -> float:
    # linear programme: each pair's distance is at least its difference, either way round
    known, n = areas.parts, len(areas.parts.whole)
    one, other = np.triu_indices(len(areas.weight), 1)
    apart = (areas.rate[one] - areas.rate[other]) / mean
    cost = areas.weight[one] * areas.weight[other]
    pick = pool_rows(known)
    size, distance = max(known.unallocated.sum(), 1.0), -np.eye(len(one))
    found = linprog(
        np.r_[np.zeros(n), cost],
        A_ub=np.vstack([np.hstack([size * apart, distance]), np.hstack([-size * apart, distance])]),
        b_ub=np.r_[-apart @ known.counted, apart @ known.counted],
        A_eq=np.hstack([pick, np.zeros((len(pick), len(one)))]),
        b_eq=known.unallocated / size,
        bounds=[(0, most / size) for most in most_in_each(known)] + [(0, None)] * len(one),
        method="highs",
    )
    if found.status != 0:
        raise ValueError(f"the least Gini was not found: {found.message}")
    rates = areas.rate @ (known.counted + size * found.x[:n])
    return float(_differences(rates[None, :], areas.weight)[0])


def _quotient_range(known: Parts, gap: Floats, away: Floats) -> Range:
    """Return the range of (gap · x)² / |away · x|², for x = counted + placed."""
    spread = (known.room, known.pool, known.unallocated)
    reach = sum_range(gap, *spread, float(gap @ known.counted))
    square = away.T @ away

    def variance(x: Floats) -> tuple[float, Floats]:
        total = known.counted + x
        return float(total @ square @ total), 2 * square @ total

    least, missed, _ = descend(known, variance, proportional_placement(known))
    norm = np.sqrt(max(least - missed, 0.0))
    if norm < CERTAIN:
        return Range(0.0, 1.0, "outer")
    placed, exact = corners(*spread)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = (known.counted + placed) @ gap
        root /= np.linalg.norm((known.counted + placed) @ away.T, axis=1)
    one_sign = np.isfinite(root).all() and root.min() * root.max() > 0
    low = min(1.0, float((root**2).min())) if reach.sign and one_sign else 0.0
    exact = exact or (low == 0.0 and reach.sign is None)
    high, sure = 0.0, True
    for sign in (1, -1):
        if max(sign * reach.low, sign * reach.high) > 0:
            value, bound = _highest(known, sign * gap, square, norm)
            sure = sure and bound**2 - value**2 <= CERTAIN
            high = max(high, value if sure else bound)
    return Range(low, min(1.0, max(low, high**2)), "exact" if exact and sure else "outer")


def _highest(known: Parts, gap: Floats, square: Floats, norm: float) -> tuple[float, float]:
    # gap · x − value × |away · x| is concave: its tangent at the end found bounds it everywhere
    def ratio(x: Floats) -> tuple[float, Floats]:
        total = known.counted + x
        length = np.sqrt(total @ square @ total)
        value = float(gap @ total / length)
        return -value, -(gap - value * (square @ total) / length) / length

    start = extreme_placement(-gap, known.room, known.pool, known.unallocated)
    _, _, x = descend(known, ratio, start)
    value, slope = ratio(x)
    length = np.sqrt((known.counted + x) @ square @ (known.counted + x))
    missed = missed_by(known, slope, x) * length
    return -value, float(-value + missed / norm)
