"""How unlike the people the projects lie, by district, over everything that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linprog

from equity.measures.bounds import Range
from equity.projects.baselines import Baseline
from equity.projects.counted.shares import district_tally

MOST_DISTRICTS = 18
Floats = npt.NDArray[np.float64]


def dissimilarity_of(
    placed: pd.DataFrame, baseline: Baseline, apart: Iterable[Sequence[str]] = ()
) -> Range | None:
    """Return the least and greatest index of dissimilarity of projects and people, 0 to 1.

    Over every way to place the unknown parts of projects in districts, and the people who belong
    to no district. A project with an unknown place may be split; one that may not has less room,
    so the ends are outer wherever something is unknown. None where no project has a place.

    placed: one row a project and district. apart: projects known to lie in different districts.
    Raises ValueError, naming it, for a district that the baseline does not have, and for more
    than 18 districts.
    Source: ½ Σ |p − b| (Duncan and Duncan 1955), which is the greatest p(A) − b(A) of any set A
    of districts; so its greatest is found set by set, its least by a linear programme.
    """
    names = baseline.districts
    if len(names) > MOST_DISTRICTS:
        raise ValueError(f"{len(names)} districts, more than {MOST_DISTRICTS}: too many sets")
    counted = district_tally(placed, apart)
    if strange := sorted(set(counted.known) - set(names)):
        raise ValueError(f"baseline {baseline.name!r}: no area {strange[0]!r}")
    lies = np.array([counted.known.get(name, 0.0) for name in names])
    total, loose = counted.whole, counted.loose
    if total == 0:
        return None
    low = _least(lies / total, loose / total, baseline)
    high = _greatest(lies, loose, counted.spilled, total, baseline)
    open_ = loose > 0 or baseline.loose > 0
    return Range(min(low, high), max(low, high), "outer" if open_ else "exact")


def _greatest(
    lies: Floats, loose: float, spilled: float, total: float, baseline: Baseline
) -> float:
    """Return the greatest p(A) − b(A) over sets A of districts and all placements."""
    size = len(lies)
    sets = (np.arange(1, 2**size)[:, None] >> np.arange(size)) & 1
    inside = sets @ lies + loose - np.where(sets.sum(axis=1) == 1, spilled, 0.0)
    return float(np.max(inside / total - _least_people(sets, baseline)))


def _least_people(sets: npt.NDArray[np.int64], baseline: Baseline) -> Floats:
    """Return the least share of the people that can live in each set of districts."""
    at = np.array([baseline.districts.index(name) for name in baseline.district])
    counted, member = np.array(baseline.counted), sets[:, at]
    people = (member @ counted).astype(np.float64)
    for pool, amount in baseline.unallocated.items():
        here = np.array([p == pool for p in baseline.pool])
        if baseline.taken_away:
            people -= np.minimum(amount, member[:, here] @ counted[here])
        else:
            people += np.where(member[:, here].all(axis=1), amount, 0.0)
    return np.asarray(people / baseline.total)


def _least(lies: Floats, loose: float, baseline: Baseline) -> float:
    """Return the least ½ Σ |p − b| over all placements, by a linear programme.

    Unknowns: x, what each district gets of the unknown projects; y, what each part gets of the
    people without a district (or loses); t, at least |p − b| for each district.
    """
    parts, size = len(baseline.district), len(lies)
    member = np.array([[name == d for d in baseline.district] for name in baseline.districts])
    people = member @ np.array(baseline.counted) / baseline.total
    sign = -1.0 if baseline.taken_away else 1.0
    moved = sign * member / baseline.total
    eye = np.eye(size)
    above = np.hstack([eye, -moved, -eye])
    rows = np.vstack([above, np.hstack([-eye, moved, -eye])])
    ends = np.concatenate([people - lies, lies - people])
    pools = list(dict.fromkeys(baseline.pool))
    equal = np.zeros((1 + len(pools), 2 * size + parts))
    equal[0, :size] = 1.0
    for row, pool in enumerate(pools, 1):
        equal[row, size : size + parts] = [p == pool for p in baseline.pool]
    sums = [loose, *(baseline.unallocated.get(pool, 0.0) for pool in pools)]
    room = [(0.0, c if baseline.taken_away else None) for c in baseline.counted]
    found = linprog(
        np.concatenate([np.zeros(size + parts), np.full(size, 0.5)]),
        A_ub=rows,
        b_ub=ends,
        A_eq=equal,
        b_eq=sums,
        bounds=[(0.0, None)] * size + room + [(0.0, None)] * size,
    )
    if found.status != 0:
        raise ValueError(f"baseline {baseline.name!r}: no placement obeys it ({found.message})")
    return float(max(found.fun, 0.0))
