"""How large areas are is told by totals, as far as it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity.differences.finer.sizes import fitted, greatest, hidden

RATES = st.lists(st.integers(300, 999), min_size=2, max_size=8, unique=True)


@given(RATES, st.floats(0.02, 0.98))
def test_fitted_sizes_meet_both_totals_and_are_above_nothing(tenths, where):
    rate = np.array(tenths) / 10 + np.arange(len(tenths)) * 1e-7
    target = rate.min() + where * (rate.max() - rate.min())
    size = fitted(rate, counted=target * 10, whole=1000)
    assert (size > 0).all()
    assert size.sum() == pytest.approx(1000)
    assert size @ rate == pytest.approx(target * 1000, rel=1e-9)


def test_sizes_are_equal_where_equal_ones_meet_the_totals():
    assert fitted(np.array([60.0, 70.0, 80.0]), counted=70, whole=100) == pytest.approx(100 / 3)
    assert fitted(np.array([70.0, 70.0]), counted=70.004, whole=100).tolist() == [50, 50]


def test_totals_that_no_sizes_can_give_are_refused():
    with pytest.raises(ValueError, match=r"85\.00 per 100 together, but the parts have 60\.00"):
        fitted(np.array([60.0, 80.0]), counted=85, whole=100)


@settings(max_examples=15)
@given(RATES, st.floats(0.02, 0.98))
def test_the_greatest_size_is_that_of_a_linear_programme(tenths, where):
    rate = np.array(tenths) / 10 + np.arange(len(tenths)) * 1e-7  # too fine to be rounded
    target = rate.min() + where * (rate.max() - rate.min())
    found = greatest(rate, counted=target * 10, whole=1000)
    for at in range(len(rate)):
        best = linprog(
            -np.eye(len(rate))[at],
            A_eq=np.vstack([np.ones(len(rate)), rate / 100]),
            b_eq=[1000, target * 10],
            method="highs",
        )
        assert found[at] == pytest.approx(-best.fun, abs=1e-3)


def test_rounding_makes_the_greatest_size_larger_and_never_smaller():
    exact = np.array([60.124, 70.011, 80.126, 90.003])
    counted, whole = 730.0, 1000.0
    shown = exact.round(2)
    assert hidden(shown) == 0.005
    assert (greatest(shown, counted, whole) >= greatest(exact, counted, whole) - 1e-9).all()


def test_an_area_alone_has_the_whole():
    assert greatest(np.array([70.0]), 70, 100).tolist() == [100]


@pytest.mark.parametrize(("rates", "half"), [([60, 70], 0.5), ([60.5, 70], 0.05), ([1 / 3], 0.0)])
def test_what_rounding_hides_is_half_the_last_decimal_shown(rates, half):
    assert hidden(np.array(rates, dtype=float)) == half
