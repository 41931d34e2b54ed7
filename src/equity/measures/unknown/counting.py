"""Ranges found by counting: every placement, every corner, or one unit at a time."""

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from equity.measures.inputs import Floats, Numbers, aligned, counts
from equity.measures.unknown.placements import Range, pools_of, require_room

LIMIT = 200_000
MOST_CORNERS = 20_000


def enumerated_range(
    measure: Callable[[Floats], float],
    capacity: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    limit: int = LIMIT,
) -> Range:
    """Return the least and greatest of any measure over all whole-number placements, exact.

    measure: takes the placed counts, one a part in the order given, and returns a number;
    where it returns nan (0/0, undefined) that placement is passed over.
    capacity, pool, unallocated: as in `placement_range`, in whole counts. limit: the most
    placements that are tried.
    Raises ValueError above the limit, where the measure is defined nowhere, and as
    `placement_range` does.

    >>> enumerated_range(lambda x: float(max(x)), [3, 3], ["a", "a"], {"a": 4})
    Range(low=2.0, high=3.0, kind='exact')
    """
    (c, p), names = aligned(capacity=capacity, pool=pool)
    room = counts(c, "capacity", names, infinite=True)
    codes, pools, amounts = pools_of(p, unallocated)
    require_room(room, codes, pools, amounts)
    if (amounts % 1).any():
        raise ValueError("enumeration places whole counts: an unallocated count is not whole")
    ways = [
        _ways(np.floor(room[codes == at]), int(amount), limit) for at, amount in enumerate(amounts)
    ]
    total = prod(len(way) for way in ways)
    if total > limit:
        raise ValueError(f"{total} placements, more than the limit of {limit}")
    found = [measure(x) for x in _together(ways, codes, len(names))]
    defined = [value for value in found if not np.isnan(value)]
    if not defined:
        raise ValueError("the measure is undefined (0/0) for every placement")
    return Range(float(min(defined)), float(max(defined)))


def dissimilarity_range(placed: Numbers, reference: Numbers, unplaced: int) -> Range:
    """Return the least and greatest index of dissimilarity, over all places of unknown units.

    Half the sum of |share of units − share of reference|, 0 to 1. Convex in the units, so
    greatest with all unknown ones in one area; and separable, so least by putting one unit at
    a time where it helps most. Exact for whole units.

    placed: units known to be in each area. reference: people, or another count, per area.
    unplaced: how many units have no known place.
    Raises ValueError, naming the area, for unlike labels, missing or negative counts, counts of
    units that are not whole; and where there is no unit or no reference at all.
    Source: Duncan & Duncan, American Sociological Review 20 (1955).

    >>> dissimilarity_range([2, 0], [100, 100], unplaced=2)
    Range(low=0.0, high=0.5, kind='exact')
    """
    (a, b), names = aligned(placed=placed, reference=reference)
    units, people = counts(a, "placed", names), counts(b, "reference", names)
    if unplaced < 0 or unplaced % 1 or (units % 1).any():
        raise ValueError("units are whole and not negative: a placed or unplaced count is not")
    if (total := float(units.sum() + unplaced)) == 0 or people.sum() == 0:
        raise ValueError("no unit, or no reference: dissimilarity of nothing has no value")
    aim = people / people.sum() * total
    one_area = units + unplaced * np.eye(len(units))
    greatest = float(np.abs(one_area - aim).sum(axis=1).max() / (2 * total))
    for _ in range(int(unplaced)):
        units[np.argmin(np.abs(units + 1 - aim) - np.abs(units - aim))] += 1
    least = float(np.abs(units - aim).sum() / (2 * total))
    return Range(least, max(least, greatest))


def corners(
    room: Floats, pool: npt.NDArray[np.intp], unallocated: Floats, limit: int = MOST_CORNERS
) -> tuple[Floats, bool]:
    """Return placements among which any convex function is greatest, one a row.

    The corners of the set of placements, and True; where they are more than `limit`, corners
    of a larger set that holds it (no room bounds, then all pools as one), and False.
    """
    unbounded = np.where(room > 0, np.inf, 0.0)
    for bound in (room, unbounded):
        found = [_corners(bound[pool == at], float(u), limit) for at, u in enumerate(unallocated)]
        rows = prod(len(way) if way is not None else limit + 1 for way in found)
        if rows <= limit:
            ways = [way for way in found if way is not None]
            return _together(ways, pool, len(room)), bound is room
    held = np.flatnonzero((pool >= 0) & (room > 0))
    alone = np.zeros((len(held), len(room)))
    alone[np.arange(len(held)), held] = unallocated.sum()
    return alone, False


def _corners(room: Floats, amount: float, limit: int) -> Floats | None:
    # at a corner all parts but one are empty or full; None where there are more than the limit
    usable = np.flatnonzero(room > 0)
    found: list[Floats] = []
    open_sets: list[tuple[int, float, tuple[int, ...]]] = [(0, amount, ())]
    while open_sets:
        start, left, full = open_sets.pop()
        corner = np.zeros(len(room))
        corner[list(full)] = room[list(full)]
        for last in usable if left > 0 else []:
            if last not in full and room[last] > left:
                found.append(corner.copy())
                found[-1][last] = left
        if left == 0:
            found.append(corner)
        if len(found) + len(open_sets) > limit:
            return None
        open_sets += [
            (at + 1, left - float(room[part]), (*full, int(part)))
            for at, part in enumerate(usable[start:], start)
            if room[part] <= left
        ]
    return np.array(found)


def _ways(room: Floats, amount: int, limit: int) -> Floats:
    ways: list[tuple[int, ...]] = [()]
    for at in range(len(room)):
        after = room[at + 1 :].sum()
        ways = [
            (*way, x)
            for way in ways
            for x in range(int(min(room[at], amount - sum(way))) + 1)
            if amount - sum(way) - x <= after
        ]
        if len(ways) > limit:
            raise ValueError(f"more placements than the limit of {limit}")
    return np.array([way for way in ways if sum(way) == amount], dtype=np.float64)


def _together(ways: list[Floats], pool: npt.NDArray[np.intp], parts: int) -> Floats:
    # every choice of one way a pool, one a row
    rows = prod(len(way) for way in ways)
    placed = np.zeros((rows, parts))
    sizes = [len(way) for way in ways]
    for at, choice in enumerate(np.unravel_index(np.arange(rows), sizes) if sizes else ()):
        placed[:, pool == at] = ways[at][choice]
    return placed
