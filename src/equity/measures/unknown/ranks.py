"""Which area can be lowest, and which ranks each may have, while some counts have no place."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from equity.measures.inputs import Floats, Numbers, aligned
from equity.measures.unknown.placements import (
    Kind,
    Parts,
    extreme_placement,
    level_weights,
    parts,
    proportional_placement,
)

TIE = 1e-9


@dataclass(frozen=True)
class Ranks:
    """The ranks each area may have by its rate, 1 being the lowest.

    least, greatest: by area. can_be_lowest, can_be_highest: the areas for which some placement
    makes their rate no greater, or no smaller, than every other's; exact. kind: of least and
    greatest. "exact" where no two areas' order is open; otherwise "outer": each pair's order is
    exact, and so is whether the first and the last rank can be had, but the pairs that make a
    rank between them need not all hold in one placement.
    """

    least: "pd.Series[int]"
    greatest: "pd.Series[int]"
    can_be_lowest: tuple[Hashable, ...]
    can_be_highest: tuple[Hashable, ...]
    kind: Kind


def rank_ranges(
    counted: Numbers,
    whole: Numbers,
    area: Numbers,
    pool: Numbers,
    unallocated: Mapping[Any, float],
    capped: bool = True,
) -> Ranks:
    """Return the ranks that areas may have by their rates, given one placement for all.

    area: the area of each part. Other inputs and errors: as in `level_range`; an area without
    a whole has no rate and is refused. Areas that tie share the better and the worse rank.

    >>> ranks = rank_ranges([50, 52, 80], 100, ["A", "B", "C"], ["a", "a", "b"], {"a": 9, "b": 0})
    >>> ranks.can_be_lowest, ranks.greatest.to_dict()
    (('A', 'B'), {'A': 2, 'B': 2, 'C': 3})
    """
    (c, w, a, p), names = aligned(counted=counted, whole=whole, area=area, pool=pool)
    known = parts(c, w, p, unallocated, capped, names)
    codes, areas = pd.factorize(np.asarray(a, dtype=object))
    if (codes < 0).any():
        raise ValueError(f"part {names[int(np.argmin(codes))]!r} has no area")
    rate = np.array([level_weights(known.whole, codes == i, names) for i in range(len(areas))])
    below = _surely_below(known, rate)
    index = pd.Index(list(areas), dtype=object, tupleize_cols=False)
    least = pd.Series(1 + below.sum(axis=0), index)
    greatest = pd.Series(len(areas) - below.sum(axis=1), index)
    low = [i for i in range(len(areas)) if not below[:, i].any()]
    high = [i for i in range(len(areas)) if not below[i].any()]
    lowest = [i for i in low if len(low) == 1 or _can(known, rate, i, 1)]
    highest = [i for i in high if len(high) == 1 or _can(known, rate, i, -1)]
    least.iloc[sorted(set(low) - set(lowest))] = 2
    greatest.iloc[sorted(set(high) - set(highest))] = len(areas) - 1
    return Ranks(
        least=least,
        greatest=greatest,
        can_be_lowest=tuple(areas[i] for i in lowest),
        can_be_highest=tuple(areas[i] for i in highest),
        kind="exact" if (least == greatest).all() else "outer",
    )


def _surely_below(known: Parts, rate: Floats) -> Any:
    """Return a square of booleans: the row's rate lies below the column's in every placement."""
    fixed = rate @ known.counted
    low, high = _ends(known, rate)
    below = (fixed + high)[:, None] < (fixed + low)[None, :] - TIE
    one, other = np.nonzero(np.triu(~(below | below.T), k=1))
    if len(one):  # apart as levels they may overlap, and yet not in one placement
        low, high = _ends(known, rate[one] - rate[other])
        apart = fixed[one] - fixed[other]
        below[one, other] = apart + high < -TIE
        below[other, one] = apart + low > TIE
    return below


def _ends(known: Parts, weight: Floats) -> tuple[Floats, Floats]:
    """Return the least and the greatest sum of weight × x over all placements, for each row."""
    spread = (known.room, known.pool, known.unallocated)
    low, high = (
        np.einsum("ij,ij->i", weight, extreme_placement(sign * weight, *spread)) for sign in (1, -1)
    )
    return low, high


def _can(known: Parts, rate: Floats, at: int, sign: int) -> bool:
    others = np.arange(len(rate)) != at
    apart = sign * (rate[at] - rate[others])
    if (apart @ (known.counted + _likely_witness(known, rate[at], sign)) <= TIE).all():
        return True
    # the least t for which sign × (this rate − each other's) ≤ t has a placement; it can if t ≤ 0
    held = known.pool >= 0
    sums = (known.pool[:, None] == np.arange(len(known.pools))).T.astype(float)
    found = linprog(
        np.r_[np.zeros(len(held)), 1.0],
        A_ub=np.hstack([apart, -np.ones((len(apart), 1))]),
        b_ub=-apart @ known.counted,
        A_eq=np.hstack([sums, np.zeros((len(sums), 1))]),
        b_eq=known.unallocated,
        bounds=[(0, r if h else 0) for r, h in zip(known.room, held, strict=True)] + [(None, None)],
        method="highs",
    )
    if found.status != 0:
        raise ValueError(f"whether an area can be lowest was not found: {found.message}")
    return bool(found.fun <= TIE)


def _likely_witness(known: Parts, weight: Floats, sign: int) -> Floats:
    # this area at its end, the others in proportion: a placement that mostly settles it
    spread = (known.room, known.pool, known.unallocated)
    own = np.where(weight > 0, extreme_placement(sign * weight, *spread), 0.0)
    held = known.pool >= 0
    taken = np.bincount(known.pool[held], own[held], minlength=len(known.pools))
    rest = replace(
        known,
        room=np.where(weight > 0, 0.0, known.room),
        unallocated=np.maximum(known.unallocated - taken, 0.0),
    )
    try:
        return own + proportional_placement(rest)
    except ValueError:  # a pool whose other parts have no whole: the programme decides
        return np.full(len(weight), np.nan)
