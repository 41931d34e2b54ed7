"""What can be said when some counts have no place: the least and the greatest value, exactly.

The unknowns lie in a stated set; the identification range is the infimum and supremum of the
measure over that set. A gap of pooled rates is linear in what is placed, because the wholes
(the eligible) are known: its ends are corners, and exact. Sharp for one measure at a time: a
difference has a range of its own, never the difference of two ranges. A side without a whole is
refused: 0/0 has no value.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from equity.measures.inputs import Numbers, aligned
from equity.measures.unknown.ladder import (
    gap_range_within_factor,
    level_range_within_factor,
)
from equity.measures.unknown.placements import (
    Kind,
    Range,
    gap_weights,
    level_weights,
    parts,
    placement_range,
    proportional_placement,
    sum_range,
)
from equity.measures.unknown.tipping import Tipping, tipping

__all__ = [
    "Range",
    "Tipping",
    "change_range",
    "gap_proportional",
    "gap_range",
    "gap_range_within_factor",
    "level_proportional",
    "level_range",
    "level_range_within_factor",
    "levels_by_area",
    "placement_range",
    "share_bounds",
    "tipping",
    "worth",
]


def share_bounds(inside: float, outside: float, unplaced: float) -> Range:
    """Return the least and greatest share inside, over all ways to place the unplaced.

    inside, outside, unplaced: counts or amounts, not negative.
    Raises ValueError for a negative or missing count, and for nothing at all.
    Source: Manski, Identification for Prediction and Decision (2007), ch. 2.

    >>> low, high = share_bounds(inside=3, outside=2, unplaced=5)
    >>> low, high
    (0.3, 0.8)
    """
    numbers = {"inside": inside, "outside": outside, "unplaced": unplaced}
    for name, number in numbers.items():
        if not (np.isfinite(number) and number >= 0):
            raise ValueError(f"{name} is {number}: a number of at least 0 is needed")
    total = inside + outside + unplaced
    if total == 0:
        raise ValueError("nothing inside, outside or unplaced: a share of nothing has no value")
    return Range(inside / total, (inside + unplaced) / total)


def gap_range(
    counted: Numbers,
    whole: Numbers,
    side: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> Range:
    """Return the least and greatest north minus south of a pooled rate, in percentage points.

    Over every way to place each pool's unallocated count in its own parts, those left out by
    the definition included. One placement serves both sides, so this is not the difference of
    two levels' ranges.

    counted, whole: counts per part, without the unallocated. side: "north", "south" or missing
    (left out). pool: the pool of each part; missing where nothing can be unallocated.
    unallocated: the count of every pool. capped: no part above its whole (shares); False for
    a ratio.
    Raises ValueError as `pooled_gap` and `placement_range` do.

    >>> gap_range([50, 50], [100, 100], ["north", "south"], ["a", "a"], {"a": 10})
    Range(low=-10.0, high=10.0, kind='exact')
    """
    (c, w, s, p), names = aligned(counted=counted, whole=whole, side=side, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    weight = gap_weights(known.whole, s, names)
    fixed = float(weight @ known.counted)
    return sum_range(weight, known.room, known.pool, known.unallocated, fixed)


def gap_proportional(
    counted: Numbers,
    whole: Numbers,
    side: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> float:
    """Return north minus south with each pool's unallocated in proportion to its parts' whole.

    An assumption, in percentage points, and always inside `gap_range`: where capped, a part
    that would overflow is filled and the rest goes to the others. Inputs and errors: as in
    `gap_range`, and a pool whose parts have no whole to go by.

    >>> gap_proportional([50, 50], [100, 400], ["north", "south"], ["a", "a"], {"a": 50})
    37.5
    """
    (c, w, s, p), names = aligned(counted=counted, whole=whole, side=side, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    weight = gap_weights(known.whole, s, names)
    return float(weight @ (known.counted + proportional_placement(known)))


def level_range(
    counted: Numbers,
    whole: Numbers,
    member: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> Range:
    """Return the least and greatest pooled rate of the members, per 100.

    The low end obeys the room of the others too: what they cannot hold must lie here.

    member: True for the parts of the area (a district, a side, the city). Other inputs and
    errors: as in `gap_range`.

    >>> level_range([50, 95], [100, 100], [True, False], ["a", "a"], {"a": 10})
    Range(low=55.0, high=60.0, kind='exact')
    """
    (c, w, m, p), names = aligned(counted=counted, whole=whole, member=member, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    weight = level_weights(known.whole, m, names)
    fixed = float(weight @ known.counted)
    return sum_range(weight, known.room, known.pool, known.unallocated, fixed)


def level_proportional(
    counted: Numbers,
    whole: Numbers,
    member: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> float:
    """Return the members' pooled rate per 100, each pool's unallocated placed in proportion.

    Inputs and errors: as in `level_range` and `gap_proportional`.

    >>> level_proportional([50, 50], [100, 300], [True, False], ["a", "a"], {"a": 40})
    60.0
    """
    (c, w, m, p), names = aligned(counted=counted, whole=whole, member=member, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    weight = level_weights(known.whole, m, names)
    return float(weight @ (known.counted + proportional_placement(known)))


def levels_by_area(
    counted: Numbers,
    whole: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> dict[Any, tuple[float, Range]]:
    """Return each area's rate per 100, placed in proportion, and its range.

    The same as `level_proportional` and `level_range` of each area, in one pass; an area
    whose whole is 0 has no rate and is left out.

    area: the area of each part. Other inputs and errors: as in `level_range`.

    >>> found = levels_by_area([50, 95], [100, 100], ["A", "B"], ["a", "a"], {"a": 10})
    >>> found["A"]
    (55.0, Range(low=55.0, high=60.0, kind='exact'))
    """
    (c, w, a, p), names = aligned(counted=counted, whole=whole, area=area, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    full = known.counted + proportional_placement(known)
    found = {}
    for name in dict.fromkeys(a.tolist()):
        member = np.asarray(a == name, dtype=bool)
        total = known.whole[member].sum()
        if total == 0:
            continue
        weight = np.where(member, 100 / total, 0.0)
        fixed = float(weight @ known.counted)
        held = sum_range(weight, known.room, known.pool, known.unallocated, fixed)
        found[name] = float(weight @ full), held
    return found


def change_range(earlier: Range, later: Range) -> Range:
    """Return the range of later minus earlier, where their unknowns have nothing in common.

    Two elections' unallocated votes are different votes, so the ends are exact:
    [low of later − high of earlier, high of later − low of earlier]. Never for two terms that
    share an unknown, such as two sides of one election.

    >>> change_range(Range(1.0, 2.0), Range(2.5, 3.0))
    Range(low=0.5, high=2.0, kind='exact')
    """
    kind: Kind = "outer" if "outer" in (earlier.kind, later.kind) else "exact"
    return Range(later.low - earlier.high, later.high - earlier.low, kind)


def worth(without: Range, known: Range) -> float:
    """Return by how much a fact narrows a range: width without it minus width with it.

    Raises ValueError where `known` reaches outside `without`: a fact never widens a range.

    >>> worth(Range(-9.0, 7.0), Range(-0.75, -0.5))
    15.75
    """
    slack = 1e-9 * max(1.0, abs(without.low), abs(without.high))
    if known.low < without.low - slack or known.high > without.high + slack:
        raise ValueError(f"{known} reaches outside {without}: these are not one claim")
    return without.width - known.width
