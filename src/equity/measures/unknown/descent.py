"""The least of a convex function over all placements, with a bound on what was missed.

The end that a general solver finds is never trusted by itself: a convex function lies above its
tangent, and the tangent's least over all placements is known exactly (greedy filling). The
difference bounds how much lower the true least may be.
"""

import warnings
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from equity.measures.inputs import Floats
from equity.measures.unknown.placements import Parts, extreme_placement

Slope = Callable[[Floats], tuple[float, Floats]]


def descend(known: Parts, slope: Slope, start: Floats) -> tuple[float, float, Floats]:
    """Return the least found, what it may have missed by, and its placement.

    slope: gives a convex function's value and gradient at a placement. start: a placement.
    The true least of the function lies in [least − missed, least].
    """
    size = known.unallocated.sum()
    if size == 0:
        return slope(start)[0], 0.0, start
    scale = abs(slope(start)[0]) or 1.0
    rows = pool_rows(known)

    def scaled(z: Floats) -> tuple[float, Floats]:
        value, gradient = slope(size * z)
        return value / scale, gradient * size / scale

    with warnings.catch_warnings():
        # the solver warns of steps it clips; what it finds is checked below
        warnings.simplefilter("ignore", RuntimeWarning)
        found = minimize(
            scaled,
            start / size,
            jac=True,
            method="SLSQP",
            bounds=[(0.0, most / size) for most in most_in_each(known)],
            constraints={
                "type": "eq",
                "fun": lambda z: rows @ z - known.unallocated / size,
                "jac": lambda z: rows,
            },
            options={"ftol": 1e-15, "maxiter": 500},
        )
    ends = [start]
    placed = np.clip(size * found.x, 0.0, most_in_each(known))
    if np.isfinite(placed).all() and np.allclose(rows @ placed, known.unallocated, rtol=1e-9):
        ends.append(placed)
    least = min(ends, key=lambda x: slope(x)[0])
    value, gradient = slope(least)
    return value, missed_by(known, gradient, least), least


def missed_by(known: Parts, gradient: Floats, placed: Floats) -> float:
    """Return how far the tangent at `placed` falls over all placements, at least 0."""
    lowest = extreme_placement(gradient, known.room, known.pool, known.unallocated)
    return max(0.0, float(gradient @ (placed - lowest)))


def most_in_each(known: Parts) -> Floats:
    """Return the most that each part can hold: its room or its pool's count."""
    held = known.pool >= 0
    return np.where(held, np.minimum(known.room, np.r_[known.unallocated, 0.0][known.pool]), 0.0)


def pool_rows(known: Parts) -> Floats:
    """Return one row a pool, with 1 for each of its parts."""
    mine = known.pool == np.arange(len(known.pools))[:, None]
    return np.asarray(mine, dtype=np.float64)
