from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import rates, weights

ROWS = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)),
    min_size=1,
    max_size=6,
).filter(lambda rows: any(row[2] + row[3] > 0 for row in rows))


def boxes(rows):
    low, spread, light, extra = np.array(rows, dtype=float).T
    return low, low + spread, light, light + extra


@given(ROWS)
def test_the_ends_are_those_of_every_corner_of_the_box(rows):
    low, high, light, heavy = boxes(rows)
    means = [
        (np.average(low, weights=w), np.average(high, weights=w))
        for w in map(np.array, product(*zip(light, heavy, strict=True)))
        if w.sum() > 0
    ]
    least, greatest = min(m[0] for m in means), max(m[1] for m in means)
    found = weights.weighted_mean_range(low, high, light, heavy)
    assert tuple(found) == pytest.approx((least, greatest), abs=1e-9)


@given(ROWS, st.lists(st.floats(0, 1), min_size=12, max_size=12))
def test_every_choice_of_values_and_weights_lies_inside(rows, chance):
    low, high, light, heavy = boxes(rows)
    n = len(low)
    value = low + np.array(chance[:n]) * (high - low)
    weight = light + np.array(chance[n : 2 * n]) * (heavy - light)
    if weight.sum() > 1e-6:
        found = weights.weighted_mean_range(low, high, light, heavy)
        mean = rates.pooled_mean(value, weight)
        assert found.low - 1e-9 <= mean <= found.high + 1e-9


@given(ROWS, st.floats(0.01, 100))
def test_multiplying_all_weights_changes_nothing(rows, scale):
    low, high, light, heavy = boxes(rows)
    one = weights.weighted_mean_range(low, high, light, heavy)
    other = weights.weighted_mean_range(low, high, light * scale, heavy * scale)
    assert tuple(one) == pytest.approx(tuple(other), abs=1e-7)


def test_weights_that_are_known_give_the_mean_itself():
    found = weights.weighted_mean_range([10, 20], [10, 20], [1, 3], [1, 3])
    assert tuple(found) == (17.5, 17.5)
    assert tuple(weights.mean_range_within_factor([10, 20], [10, 20], [1, 3], 1)) == (17.5, 17.5)


def test_where_all_weights_may_be_nothing_the_range_is_over_the_rest():
    assert tuple(weights.weighted_mean_range([10, 20], [10, 20], 0, 5)) == (10, 20)


def test_the_two_sides_share_no_weight():
    merit = pd.Series([200.0, 240.0, 220.0, 100.0], list("ABCD"))
    side = pd.Series(["north", "north", "south", None], list("ABCD"))
    found = weights.gap_of_means_range(merit, merit, merit * 0 + 1, merit * 0 + 3, side)
    assert tuple(found) == (-10, 10)


def test_a_factor_bounds_weights_up_to_a_common_multiple():
    merit, pupils = [200, 240, 220], [100, 100, 50]
    side = ["north", "north", "south"]
    found = weights.gap_of_means_range_within_factor(merit, merit, pupils, side, 3)
    again = weights.gap_of_means_range_within_factor(merit, merit, [10, 10, 5], side, 3)
    assert tuple(found) == tuple(again) == (-10, 10)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (([1, 2], [1, 1], [1, 1], [1, 1]), "value of area 1: low 2 lies above high 1"),
        (([1, 2], [1, 2], [1, 3], [1, 2]), "weight of area 1: low 3 lies above high 2"),
        (([1, 2], [1, 2], [-1, 1], [1, 1]), "weight_low of area 0 is -1"),
        (([1, None], [1, 2], [1, 1], [1, 1]), "low of area 1 is missing"),
        (([1, 2], [1, 2], [0, 0], [0, 0]), "all weights are 0"),
    ],
)
def test_a_box_that_is_none_is_refused_by_name(inputs, message):
    with pytest.raises(ValueError, match=message):
        weights.weighted_mean_range(*inputs)


def test_a_side_without_weight_or_a_factor_below_one_is_refused():
    with pytest.raises(ValueError, match="south: all weights are 0"):
        weights.gap_of_means_range([1, 2], [1, 2], [1, 0], [1, 0], ["north", "south"])
    with pytest.raises(ValueError, match=r"factor 0\.9"):
        weights.mean_range_within_factor([1], [1], [1], 0.9)
