"""Inside the baseline's band, outside it, or not to be told; and what would make it be told."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.optimize import linprog

from equity.measures.bounds import Range
from equity.projects.counted.shares import Tally, north_share

Answer = Literal["inside", "above", "below", "open"]
SLACK = 1e-12


def answer(share: Range, baseline: Range, tolerance: float) -> Answer:
    """Return where a share lies: all of it within the tolerance of the baseline, none, or open.

    share, baseline: from 0 to 1; both ranges count, so the answer holds for every value of each.
    tolerance: percentage points, not negative. "above" and "below" are the two ways outside.

    >>> answer(Range(0.0, 0.29), Range(0.48, 0.48), 5.0)
    'below'
    >>> answer(Range(0.3, 0.5), Range(0.48, 0.48), 5.0)
    'open'
    """
    if not tolerance >= 0:
        raise ValueError(f"tolerance {tolerance} is not a number of at least 0")
    band = tolerance / 100
    if share.low - baseline.high > band + SLACK:
        return "above"
    if baseline.low - share.high > band + SLACK:
        return "below"
    if max(share.high - baseline.low, baseline.high - share.low) <= band + SLACK:
        return "inside"
    return "open"


def distance(share: Range, baseline: Range) -> Range:
    """Return the share minus the baseline, in percentage points: their unknowns are not shared.

    >>> distance(Range(0.25, 0.5), Range(0.5, 0.5))
    Range(low=-25.0, high=0.0, kind='exact')
    """
    return Range(100 * (share.low - baseline.high), 100 * (share.high - baseline.low))


def places_needed(counted: Tally, baseline: Range, tolerance: float) -> int | None:
    """Return how many more projects must get a place before an open answer can be another.

    The least number: projects with the most unknown first, placed where they decide soonest.
    None where the answer is decided already, so that no place can change it, and where even all
    places could not decide it, because the baseline's own range is too wide.

    >>> places_needed(Tally(1.0, 1.0, 0.0, 0.0, {"a": 1.0, "b": 1.0}), Range(0.5, 0.5), 5.0)
    2
    """
    held = north_share(counted)
    if held is None or answer(held, baseline, tolerance) != "open":
        return None
    band = tolerance / 100
    sizes = sorted(counted.unknown.values(), reverse=True)
    for known in range(1, len(sizes) + 1):
        placed = sum(sizes[:known])
        left = max(counted.whole - counted.north - counted.south - placed, 0.0)
        most = (counted.north + placed) / counted.whole
        least = (counted.north + left) / counted.whole
        if most - baseline.high > band + SLACK or baseline.low - least > band + SLACK:
            return known
        if _can_be_inside(counted, placed, left, baseline, band):
            return known
    return None


def ask_first(counted: Tally) -> tuple[tuple[str, ...], float]:
    """Return the projects whose place would narrow the range most, and by how much of the share.

    Several where they tie; none where everything has a place. The narrowing is that of one of
    them, found to lie in a side.

    >>> ask_first(Tally(1.0, 1.0, 0.0, 0.0, {"a": 0.75, "b": 0.5, "c": 0.75}))
    (('a', 'c'), 0.1875)
    """
    most = max(counted.unknown.values(), default=0.0)
    if most == 0:
        return (), 0.0
    names = tuple(name for name, size in counted.unknown.items() if size > most - 1e-9)
    return names, most / counted.whole


def _can_be_inside(
    counted: Tally, placed: float, left: float, baseline: Range, band: float
) -> bool:
    """Return whether some place of the newly known puts all that remains open inside the band.

    Unknowns: how much of it lies north (x) and outside both sides (z), x + z ≤ placed. Then
    north + x ≥ (high − band)(whole − z) and north + x + left ≤ (low + band)(whole − z).
    """
    floor, roof = baseline.high - band, baseline.low + band
    rows = np.array([[-1.0, -floor], [1.0, roof], [1.0, 1.0]])
    bounds = np.array(
        [
            counted.north - floor * counted.whole,
            roof * counted.whole - counted.north - left,
            placed,
        ]
    )
    found = linprog([0.0, 0.0], A_ub=rows, b_ub=bounds + SLACK, bounds=[(0, None), (0, None)])
    return bool(found.status == 0)
