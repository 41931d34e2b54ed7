"""All ways to place what is unallocated, and the ends that a weighted sum can reach over them.

A *part* is a piece of an area (district × constituency). Each part belongs to one *pool*
(constituency) whose unallocated count is known as a sum only. A placement gives each part
x ≥ 0, adds up to the pool's count, and puts no more into a part than it has room for. The set
of placements is a product of one polytope a pool, with whole-number corners where counts and
rooms are whole; a sum of weight × x is least and greatest at corners that fill the pool from
its lightest, or heaviest, part: the continuous knapsack, so the ends are exact.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.measures.inputs import Floats, Numbers, aligned, counts, side_masks, values

ZERO = 1e-12  # an end this near 0 is 0, but for rounding
Kind = Literal["exact", "outer"]


@dataclass(frozen=True)
class Range:
    """The least and the greatest value over everything consistent with what is known.

    Not an interval with a probability: no point inside is likelier than another. kind:
    "exact" where both ends can be reached, "outer" where the true ends may lie inside.

    >>> low, high = Range(-0.72, -0.43)
    >>> Range(-0.72, -0.43).sign, Range(-0.25, 2.38).sign
    (-1, None)
    """

    low: float
    high: float
    kind: Kind = "exact"

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"no range: low {self.low} is not at or below high {self.high}")

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        """Return the greatest minus the least."""
        return self.high - self.low

    @property
    def sign(self) -> int | None:
        """Return 1, −1 or 0 where all of the range has that sign, None where the sign is open."""
        if self.low > ZERO or self.high < -ZERO:
            return int(np.sign(self.low))
        return 0 if max(-self.low, self.high) <= ZERO else None


@dataclass(frozen=True)
class Parts:
    """Checked parts: counted, whole and room (inf: no bound), and the pool of each.

    pool: the position of the part's pool in `pools`, −1 for a part that can hold nothing
    unallocated. unallocated: one count a pool.
    """

    names: tuple[Hashable, ...]
    counted: Floats
    whole: Floats
    room: Floats
    pool: npt.NDArray[np.intp]
    pools: tuple[Hashable, ...]
    unallocated: Floats

    def members(self, at: int) -> npt.NDArray[np.intp]:
        """Return the positions of the parts of pool number `at`."""
        return np.flatnonzero(self.pool == at)


def parts(
    counted: Any,
    whole: Any,
    pool: Any,
    unallocated: Mapping[Any, float],
    capped: bool,
    names: Sequence[Hashable],
) -> Parts:
    """Return the parts, checked; arrays are aligned before.

    capped: a part's count may not exceed its whole, so its room is whole − counted.
    Raises ValueError, naming the area, for missing or negative counts and for more counted than
    the whole where capped; naming the pool, as `placement_range` does.
    """
    counted, whole = counts(counted, "counted", names), counts(whole, "whole", names)
    room = whole - counted if capped else np.full(len(whole), np.inf)
    if (room < 0).any():
        at = int(np.flatnonzero(room < 0)[0])
        raise ValueError(
            f"area {names[at]!r} has {counted[at]:g} counted of a whole of {whole[at]:g}: "
            "no share; a ratio has no cap (capped=False)"
        )
    codes, pools, amounts = pools_of(pool, unallocated)
    require_room(room, codes, pools, amounts)
    return Parts(tuple(names), counted, whole, room, codes, pools, amounts)


def extreme_placement(
    weight: Floats, room: Floats, pool: npt.NDArray[np.intp], unallocated: Floats
) -> Floats:
    """Return the placement with the least sum of weight × x: each pool filled lightest first.

    weight: one a part, or rows of them, each with a placement of its own.
    """
    order = np.lexsort((weight, np.broadcast_to(pool, weight.shape)), axis=-1)
    codes = np.sort(pool)
    order, codes = order[..., codes >= 0], codes[codes >= 0]
    placed = np.zeros(weight.shape)
    if not len(codes):
        return placed
    whole_pool = unallocated[codes]
    fits = np.minimum(room[order], whole_pool)
    before = np.cumsum(fits, axis=-1) - fits
    starts = np.r_[True, codes[1:] != codes[:-1]]
    before -= before[..., starts][..., np.cumsum(starts) - 1]
    np.put_along_axis(placed, order, np.clip(whole_pool - before, 0, fits), axis=-1)
    return placed


def placement_range(
    weight: Numbers, capacity: Numbers, pool: Numbers, unallocated: Mapping[Any, float]
) -> Range:
    """Return the least and greatest sum of weight × x over all placements x, exact.

    x ≥ 0, x ≤ capacity in each part, and the x of a pool add up to its unallocated count.

    weight, capacity (inf: no bound), pool: one per part, as Series that share their labels or as
    arrays; a missing pool holds nothing. unallocated: the count of every pool, 0 where none.
    Raises ValueError, naming the pool, where its parts cannot hold its count, where its count
    is not given, and for a count whose pool has no part.

    >>> placement_range([1.0, -1.0], [6, 8], ["a", "a"], {"a": 10})
    Range(low=-6.0, high=2.0, kind='exact')
    """
    (w, c, p), names = aligned(weight=weight, capacity=capacity, pool=pool)
    w, room = values(w, "weight", names), counts(c, "capacity", names, infinite=True)
    codes, pools, amounts = pools_of(p, unallocated)
    require_room(room, codes, pools, amounts)
    return sum_range(w, room, codes, amounts)


def sum_range(
    weight: Floats,
    room: Floats,
    pool: npt.NDArray[np.intp],
    unallocated: Floats,
    fixed: float = 0.0,
) -> Range:
    """Return the range of fixed + sum of weight × x, for what is checked already."""
    low = fixed + float(weight @ extreme_placement(weight, room, pool, unallocated))
    high = fixed + float(weight @ extreme_placement(-weight, room, pool, unallocated))
    return Range(low, max(low, high))


def proportional_placement(known: Parts) -> Floats:
    """Return the placement in proportion to the whole of each pool's parts.

    A part that would overflow is filled, and the rest goes to the others in proportion, so that
    the placement is always one of the possible ones.
    Raises ValueError, naming the pool, where its parts have no whole to go by.
    """
    placed = np.zeros(len(known.whole))
    for at, (name, amount) in enumerate(zip(known.pools, known.unallocated, strict=True)):
        free = known.members(at)
        left = float(amount)
        while left > 0:
            if (total := known.whole[free].sum()) == 0:
                raise ValueError(f"pool {name!r}: no whole to be in proportion to")
            share = left * known.whole[free] / total
            full = share > known.room[free]
            if not full.any():
                placed[free] = share
                break
            placed[free[full]] = known.room[free[full]]
            left -= float(known.room[free[full]].sum())
            free = free[~full]
    return placed


def gap_weights(whole: Floats, side: Any, names: Sequence[Hashable]) -> Floats:
    """Return what one more count in each part adds to the gap of pooled rates, per 100."""
    weight = np.zeros(len(whole))
    for mask, sign, word in zip(
        side_masks(side, names), (100, -100), ("north", "south"), strict=True
    ):
        if (total := whole[mask].sum()) == 0:
            raise ValueError(f"the {word}'s whole is 0, a rate of nothing has no value")
        weight[mask] = sign / total
    return weight


def level_weights(whole: Floats, member: Any, names: Sequence[Hashable]) -> Floats:
    """Return what one more count in each part adds to the members' pooled rate, per 100."""
    is_told = isinstance(member, np.ndarray) and member.dtype == bool
    if not is_told and pd.isna(pd.Series(member, dtype=object)).any():
        raise ValueError("member is missing for some area: say True or False")
    mask = np.asarray(member, dtype=bool)
    if not mask.any():
        raise ValueError("no area is a member: a level needs one")
    if (total := whole[mask].sum()) == 0:
        members = [name for name, inside in zip(names, mask, strict=True) if inside]
        raise ValueError(f"the whole of {members} is 0, a rate of nothing has no value")
    return np.where(mask, 100 / total, 0.0)


def pools_of(
    pool: Any, unallocated: Mapping[Any, float]
) -> tuple[npt.NDArray[np.intp], tuple[Hashable, ...], Floats]:
    """Return each part's pool by number, the pools and their counts; ValueError as above."""
    codes, uniques = pd.factorize(np.asarray(pool, dtype=object))
    pools = tuple(uniques)
    if missing := [name for name in pools if name not in unallocated]:
        raise ValueError(f"pool {missing[0]!r} has no unallocated count: give 0 if there is none")
    if empty := [name for name, n in unallocated.items() if n > 0 and name not in set(pools)]:
        raise ValueError(f"pool {empty[0]!r} has {unallocated[empty[0]]:g} to place and no part")
    amounts = np.array([unallocated[name] for name in pools], dtype=np.float64)
    for name, amount in zip(pools, amounts, strict=True):
        if not (np.isfinite(amount) and amount >= 0):
            raise ValueError(f"pool {name!r}: its unallocated count is {amount:g}")
    return codes, pools, amounts


def require_room(
    room: Floats, pool: npt.NDArray[np.intp], pools: tuple[Hashable, ...], unallocated: Floats
) -> None:
    """Raise ValueError, naming the pool, where its parts cannot hold its count."""
    inside = pool >= 0
    held = np.bincount(pool[inside], weights=room[inside], minlength=len(pools))
    for name, amount, space in zip(pools, unallocated, held, strict=True):
        if amount > space:
            raise ValueError(f"pool {name!r} has {amount:g} to place and room for {space:g} only")
