"""The tipping point: the least that must lie elsewhere for a gap to turn its sign."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from equity.measures.inputs import Floats, Numbers, aligned, side_masks
from equity.measures.unknown.placements import (
    Parts,
    extreme_placement,
    gap_weights,
    parts,
    proportional_placement,
)

ROUNDING = 1e-13  # sums of counts over millions are exact to this share of their size


@dataclass(frozen=True)
class Tipping:
    """The least that must move from the proportional placement for the sign to turn.

    Whole counts: the proportional placement is rounded by largest remainders first.

    votes_moved: over all pools. gap: with the proportional placement, not rounded, in points.
    moved, unallocated: per pool. placed, proportional: per pool and side ("north", "south",
    "left_out"), at the tipping point and before. least: what a pool's side must hold in any
    case, because its other parts have no more room. whole_share: the side's share of the
    pool's whole, 0 to 1; pools without a whole are absent.
    """

    votes_moved: int
    gap: float
    moved: Mapping[Hashable, int]
    placed: Mapping[Hashable, Mapping[str, int]]
    proportional: Mapping[Hashable, Mapping[str, int]]
    least: Mapping[Hashable, Mapping[str, int]]
    whole_share: Mapping[Hashable, Mapping[str, float]]
    unallocated: Mapping[Hashable, int]


def tipping(
    counted: Numbers,
    whole: Numbers,
    side: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> Tipping | None:
    """Return the least moved from the proportional placement that turns the gap's sign.

    None where no placement turns it, or where the proportional gap is 0. Within a pool the
    best move takes from the side that weighs most and gives to the one that weighs least, and
    each further count gains no more than the one before: greedy over all pools is exact.

    Inputs and errors: as in `gap_range` and `gap_proportional`.

    >>> sides, pools = ["north", "south"], ["a", "a"]
    >>> tip = tipping([52, 50], [100, 100], sides, pools, {"a": 20})
    >>> tip.votes_moved, tip.placed["a"]["north"], tip.gap
    (2, 8, 2.0)
    """
    (c, w, s, p), names = aligned(counted=counted, whole=whole, side=side, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    weight = gap_weights(known.whole, s, names)
    start = proportional_placement(known)
    gap = float(weight @ (known.counted + start))
    toward = np.sign(gap) * weight
    end = extreme_placement(toward, known.room, known.pool, known.unallocated)
    slack = ROUNDING * float(np.abs(weight) @ (known.counted + start))
    if abs(gap) <= slack or float(toward @ (known.counted + end)) >= -slack:
        return None
    north, south = side_masks(s, names)
    groups = {"north": north, "south": south, "left_out": ~(north | south)}
    whole_start = _whole_counts(known, start)
    placed, moved = _move(known, toward, whole_start, slack)
    return Tipping(
        votes_moved=sum(moved.values()),
        gap=gap,
        moved=moved,
        placed=_by_pool(known, placed, groups),
        proportional=_by_pool(known, whole_start, groups),
        least={
            name: {
                side: max(0, int(known.unallocated[at] - known.room[inside & ~mask].sum()))
                if np.isfinite(known.room[inside & ~mask]).all()
                else 0
                for side, mask in groups.items()
            }
            for at, name in enumerate(known.pools)
            for inside in [known.pool == at]
        },
        whole_share={
            name: {
                side: float(known.whole[inside & mask].sum() / known.whole[inside].sum())
                for side, mask in groups.items()
            }
            for at, name in enumerate(known.pools)
            if known.whole[inside := known.pool == at].sum() > 0
        },
        unallocated={name: int(n) for name, n in zip(known.pools, known.unallocated, strict=True)},
    )


def _whole_counts(known: Parts, placement: Floats) -> Floats:
    # largest remainder: whole counts that add up to each pool's, none above its part's room
    placed = np.floor(placement + 1e-9)
    for at, name in enumerate(known.pools):
        inside = known.members(at)
        amount = known.unallocated[at]
        room = known.room[inside]
        if amount % 1 or (np.isfinite(room) & (room % 1 != 0)).any():
            raise ValueError(f"pool {name!r}: a tipping point is told in whole counts")
        left = round(amount - placed[inside].sum())
        nearest = np.argsort(placed[inside] - placement[inside], kind="stable")
        placed[inside[nearest[:left]]] += 1
    return placed


def _move(
    known: Parts, weight: Floats, start: Floats, slack: float
) -> tuple[Floats, dict[Hashable, int]]:
    # whole counts, the best first, until the sum of weight × count lies below 0
    placed, moved = start.copy(), dict.fromkeys(known.pools, 0)
    missing = float(weight @ (known.counted + start))
    for gain, most, source, target in _best_moves(known, weight, start):
        # a count that only brings the gap to 0 has not turned it
        amount = min(most, int(np.floor((missing + slack) / gain)) + 1)
        if amount <= 0:
            break
        placed[source] -= amount
        placed[target] += amount
        moved[known.pools[known.pool[source]]] += amount
        missing -= gain * amount
        if missing < -slack:
            break
    return placed, moved


def _best_moves(
    known: Parts, weight: Floats, start: Floats
) -> list[tuple[float, int, np.intp, np.intp]]:
    # (gain of each count, counts, from, to), the greatest gain first
    moves = []
    for at in range(len(known.pools)):
        inside = known.members(at)
        sources = list(inside[np.argsort(-weight[inside], kind="stable")])
        targets = list(inside[np.argsort(weight[inside], kind="stable")])
        given, space = start.copy(), known.room - start
        while sources and targets:
            source, target = sources[0], targets[0]
            if (gain := float(weight[source] - weight[target])) <= 0:
                break
            amount = min(given[source], space[target])
            if amount > 0:
                moves.append((gain, int(amount), source, target))
            given[source] -= amount
            space[target] -= amount
            sources = sources[int(given[source] <= 0) :]
            targets = targets[int(space[target] <= 0) :]
    return sorted(moves, key=lambda move: -move[0])


def _by_pool(
    known: Parts, placement: Floats, groups: Mapping[str, Any]
) -> dict[Hashable, dict[str, int]]:
    return {
        name: {
            side: int(placement[(known.pool == at) & mask].sum()) for side, mask in groups.items()
        }
        for at, name in enumerate(known.pools)
    }
