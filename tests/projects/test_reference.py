"""What a few published figures imply: hand-made cases, and a linear programme on a fine grid."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity.projects.reference import Above, enough_in, share_above

STEP = 0.05
# A mean may need a few cases far away: the grid is fine near the thresholds, and reaches far.
GRID = np.unique(np.round(np.r_[np.arange(0, 8, STEP), 10 ** np.linspace(0.9, 6, 60)], 6))


def feasible(known: list[Above], extra: list[tuple[np.ndarray, float]] = ()) -> tuple:
    """Return equalities of a programme over masses at the grid's points."""
    rows, sides = [np.ones(len(GRID))], [1.0]
    for one in known:
        over = one.ratio < GRID if one.ratio > 0 else np.ones(len(GRID), bool)
        if one.ratio > 0:
            rows.append(over.astype(float))
            sides.append(one.share)
        if one.mean is not None:
            rows.append(GRID * over)
            sides.append(one.mean * one.share)
    return np.array(rows), np.array(sides)


def extreme(known: list[Above], weight: np.ndarray) -> tuple[float, float] | None:
    rows, sides = feasible(known)
    ends = []
    for sign in (1, -1):
        found = linprog(sign * weight, A_eq=rows, b_eq=sides, bounds=(0, None), method="highs")
        if found.status != 0:
            return None
        ends.append(sign * found.fun)
    return ends[0], ends[1]


def quantile_ends(known: list[Above], share: float) -> tuple[float, float]:
    """Return the least and greatest point of the grid that can be the quantile."""
    held = [extreme(known, (b < GRID).astype(float)) for b in GRID]
    least = next(b for b, (low, _) in zip(GRID, held, strict=True) if low <= 1 - share + 1e-9)
    greatest = [b for b, (_, high) in zip(GRID, held, strict=True) if high > 1 - share + 1e-9]
    return least, greatest[-1] + STEP if greatest else 0.0


PUBLISHED = {
    "a mean and a tail": [Above(0, 1, 1.27), Above(3, 0.17)],
    "a tail only": [Above(3, 0.17)],
    "a tail and its mean": [Above(1.5, 0.18, 5.47)],
    "those over and their mean": [Above(1, 129 / 394, 1.3)],
    "a mean only": [Above(0, 1, 1.43)],
    "a high mean": [Above(0, 1, 1.45), Above(3, 0.17)],
}


@pytest.mark.parametrize("known", PUBLISHED.values(), ids=PUBLISHED)
def test_a_share_is_what_a_linear_programme_finds(known):
    found = share_above(known)
    ends = extreme(known, (GRID > 1).astype(float))
    assert found.low == pytest.approx(ends[0], abs=1e-5)
    assert found.high == pytest.approx(ends[1], abs=0.05)
    assert found.high >= ends[1] - 1e-9


@pytest.mark.parametrize("known", PUBLISHED.values(), ids=PUBLISHED)
def test_a_quantile_is_what_a_linear_programme_finds(known):
    found = enough_in(known, 0.8)
    low, high = quantile_ends(known, 0.8)
    assert found.low == pytest.approx(low, abs=2 * STEP)
    if found.high < 7:
        assert found.high == pytest.approx(high, abs=2 * STEP)


@settings(max_examples=15)
@given(data=st.data())
def test_any_figures_that_agree_give_what_a_linear_programme_finds(data):
    mass = np.array(data.draw(st.lists(st.integers(0, 9), min_size=12, max_size=12)), float)
    mass[0] += 1
    points = np.round(np.linspace(0, 5.5, 12), 2)
    mass /= mass.sum()
    cuts = data.draw(st.lists(st.sampled_from([0.75, 1.25, 2.25, 3.25]), unique=True, max_size=3))
    known = [Above(0, 1, float(points @ mass))] if data.draw(st.booleans()) else []
    for cut in sorted(cuts):
        share = float(mass[points > cut].sum())
        told = share > 0.001 and data.draw(st.booleans())
        mean = float((points * mass)[points > cut].sum() / share) if told else None
        known.append(Above(cut, share, mean))
    found, ends = share_above(known), extreme(known, (GRID > 1).astype(float))
    assert found.low <= ends[0] + 1e-6
    assert found.high >= ends[1] - 1e-6
    assert found.low == pytest.approx(ends[0], abs=0.08)
    assert found.high == pytest.approx(ends[1], abs=0.08)
    truth = float(mass[points > 1].sum())
    assert found.low - 1e-9 <= truth <= found.high + 1e-9
    enough = enough_in(known)
    own = points[np.flatnonzero(np.cumsum(mass) >= 0.8 - 1e-9)[0]]
    assert enough.low - 1e-9 <= own <= enough.high + 1e-9


def test_a_mean_alone_sets_a_limit_by_markov():
    assert enough_in([Above(0, 1, 1.43)], 0.8).high == pytest.approx(1.43 / 0.2)


def test_a_class_without_any_figure_tells_nothing():
    assert tuple(share_above([])) == (0, 1)
    assert tuple(enough_in([])) == (0, math.inf)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ([Above(0, 1, 0.2), Above(3, 0.17)], "a mean that cases above 0 cannot have"),
        ([Above(2, 0.1), Above(3, 0.17)], "above a greater ratio lie more cases"),
        ([Above(0, 0.5)], "the whole, 1, is expected"),
        ([Above(2, 0.1), Above(2, 0.2)], "two figures"),
        ([Above(1.5, 0.18, 1.2)], "cases above 1.5 cannot have"),
    ],
)
def test_figures_that_no_distribution_has_are_refused(known, words):
    with pytest.raises(ValueError, match=words):
        share_above(known)
