"""Between what is published and proportion: a stated, weaker assumption.

The rung: inside a pool, the unallocated per whole (votes per eligible) of its parts, parts
outside both sides included, differ by at most a stated factor, greatest over least.
"""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog

from equity.measures.inputs import Floats, Numbers, aligned
from equity.measures.unknown.placements import (
    Parts,
    Range,
    gap_weights,
    level_weights,
    parts,
)


class NoRoomError(ValueError):
    """The parts of a pool have no room for its count within the factor: the rung does not exist."""


def gap_range_within_factor(
    counted: Numbers,
    whole: Numbers,
    side: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
    factor: float = 2.0,
) -> Range:
    """Return the gap's range where a pool's parts differ by at most `factor`, in points.

    The unallocated per whole of a pool's parts lies between some m and factor × m, the same m
    for all of them; m itself is not known. Exact, by linear programming (HiGHS). A part
    without a whole holds nothing.

    Inputs and errors: as in `gap_range`; a factor below 1 is refused, and so is a pool whose
    room does not allow the factor.

    >>> sides, pools = ["north", "south"], ["a", "a"]
    >>> low, high = gap_range_within_factor([50, 50], [100, 100], sides, pools, {"a": 30})
    >>> round(low, 9), round(high, 9)
    (-10.0, 10.0)
    """
    (c, w, s, p), names = aligned(counted=counted, whole=whole, side=side, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    return _range_within_factor(known, gap_weights(known.whole, s, names), factor)


def level_range_within_factor(
    counted: Numbers,
    whole: Numbers,
    member: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
    factor: float = 2.0,
) -> Range:
    """Return the range of the members' rate per 100, where parts differ by at most `factor`.

    Inputs and errors: as in `level_range` and `gap_range_within_factor`.

    >>> pools = ["a", "a"]
    >>> north = [True, False]
    >>> low, high = level_range_within_factor([50, 50], [100, 100], north, pools, {"a": 30})
    >>> round(low, 9), round(high, 9)
    (60.0, 70.0)
    """
    (c, w, m, p), names = aligned(counted=counted, whole=whole, member=member, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    return _range_within_factor(known, level_weights(known.whole, m, names), factor)


def _range_within_factor(known: Parts, weight: Floats, factor: float) -> Range:
    if not (np.isfinite(factor) and factor >= 1):
        raise ValueError(f"factor {factor} is not a number of at least 1")
    fixed = float(weight @ known.counted)
    blocks = []
    for at, name in enumerate(known.pools):
        amount = known.unallocated[at]
        inside = known.members(at)
        inside = inside[known.whole[inside] > 0]
        if amount == 0:
            continue
        _require_factor(known, inside, amount, factor, name)
        if np.ptp(weight[inside]) == 0:
            fixed += float(amount * weight[inside[0]])
        else:
            blocks.append((inside, amount))
    if not blocks:
        return Range(fixed, fixed)
    return _solve(known, weight, blocks, fixed, factor)


def _solve(
    known: Parts, weight: Floats, blocks: list[tuple[Any, float]], fixed: float, factor: float
) -> Range:
    # One programme for both ends: z = x / amount and m are unknown twice over.
    at = np.concatenate([inside for inside, _ in blocks])
    block = np.repeat(np.arange(len(blocks)), [len(inside) for inside, _ in blocks])
    amount = np.array([amount for _, amount in blocks])
    whole = known.whole[at] / np.bincount(block, known.whole[at])[block]
    gain = weight[at] * amount[block]
    scale = np.abs(gain).max()
    n, k = len(at), len(blocks)
    pick = (block[:, None] == np.arange(k)).astype(float)
    above = np.hstack([-np.eye(n), pick * whole[:, None]])
    below = np.hstack([np.eye(n), -factor * pick * whole[:, None]])
    once = np.vstack([above, below])
    sums = np.hstack([pick.T, np.zeros((k, k))])
    bounds = [(0, min(1.0, r)) for r in known.room[at] / amount[block]] + [(0, None)] * k
    cost = np.concatenate([gain / scale, np.zeros(k)])
    zero, no_sum = np.zeros_like(once), np.zeros_like(sums)
    found = linprog(
        np.concatenate([cost, -cost]),
        A_ub=np.block([[once, zero], [zero, once]]),
        b_ub=np.zeros(4 * n),
        A_eq=np.block([[sums, no_sum], [no_sum, sums]]),
        b_eq=np.ones(2 * k),
        bounds=bounds * 2,
        method="highs",
    )
    if found.status != 0:
        raise ValueError(f"the range within factor {factor:g} was not found: {found.message}")
    low, high = (fixed + float(gain @ found.x[i : i + n]) for i in (0, n + k))
    return Range(low, max(low, high))


def _require_factor(
    known: Parts, inside: Any, amount: float, factor: float, name: Hashable
) -> None:
    whole, room = known.whole[inside], known.room[inside]
    most = min(amount / whole.sum(), (room / whole).min()) if len(inside) else 0.0
    if np.minimum(factor * most * whole, room).sum() < amount * (1 - 1e-12):
        raise NoRoomError(
            f"pool {name!r}: its parts have no room for {amount:g} within a factor of {factor:g}"
        )
