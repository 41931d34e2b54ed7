"""Distances to a target: by hand, by trying, and never beyond what single levels allow."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.measures.bounds import level_range
from equity.measures.distances import largest_distance_range, whole_less_member_range

VALUES = st.lists(st.integers(150, 320), min_size=3, max_size=5)


def tried(value, least, most, member, steps=4):
    """Return the ends found by trying every weight on a grid: never beyond the true ones."""
    grids = [np.linspace(a, b, steps) for a, b in zip(least, most, strict=True)]
    found = []
    for weights in itertools.product(*grids):
        w = np.array(weights)
        part = (w * value)[member].sum() / w[member].sum()
        found.append((w * value).sum() / w.sum() - part)
    return min(found), max(found)


@settings(max_examples=12)
@given(data=st.data())
def test_no_choice_of_weights_lies_outside_and_the_ends_are_nearly_met(data):
    value = np.array(data.draw(VALUES), float)
    n = len(value)
    least = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), float)
    most = least * data.draw(st.sampled_from([1, 2, 10 / 3]))
    member = np.arange(n) < data.draw(st.integers(1, n - 1))
    held = whole_less_member_range(value, value, least, most, member)
    low, high = tried(value, least, most, member)
    assert held.low <= low + 1e-9
    assert high - 1e-9 <= held.high
    assert held.low == pytest.approx(low, abs=0.02 * np.ptp(value) + 1e-9)
    assert held.high == pytest.approx(high, abs=0.02 * np.ptp(value) + 1e-9)


def test_an_end_may_lie_between_the_ends_of_a_weight():
    value, member = np.array([100.0, 200.0, 110.0]), np.array([True, True, False])
    least, most = np.array([1.0, 0.5, 1.0]), np.array([50.0, 0.5, 1.0])
    held = whole_less_member_range(value, value, least, most, member)
    # 60 / (1.5 + w) − 50 / (0.5 + w): 0.175 at w = 50, 0.455 near w = 10
    assert held.high == pytest.approx(0.456, abs=0.001)


def test_a_value_that_is_not_known_widens_both_ends():
    narrow = whole_less_member_range([90, 80], [90, 80], 1, 1, [True, False])
    wide = whole_less_member_range([85, 80], [100, 80], 1, 1, [True, False])
    assert (narrow.low, narrow.high) == (-5, -5)
    assert (wide.low, wide.high) == (-10, -2.5)


def test_the_whole_is_no_part_of_itself():
    with pytest.raises(ValueError, match="the part is nothing, or the whole"):
        whole_less_member_range([1, 2], [1, 2], 1, 1, [True, True])
    with pytest.raises(ValueError, match="the part is nothing, or the whole"):
        whole_less_member_range([1, 2], [1, 2], 1, 1, [False, False])


@settings(max_examples=12)
@given(data=st.data())
def test_the_largest_distance_is_what_trying_every_placement_finds(data):
    counted = np.array(data.draw(st.lists(st.integers(0, 20), min_size=4, max_size=4)), float)
    whole = counted + np.array(data.draw(st.lists(st.integers(1, 9), min_size=4, max_size=4)))
    pool, area = ["a", "a", "b", "b"], ["A", "B", "B", "C"]
    room = whole - counted
    left = {
        "a": data.draw(st.integers(0, int(room[0] + room[1]))),
        "b": data.draw(st.integers(0, int(room[2] + room[3]))),
    }
    behind = data.draw(st.sampled_from(["low", "high"]))
    sign = 1 if behind == "low" else -1
    worst = []
    for x in np.linspace(max(0, left["a"] - room[1]), min(room[0], left["a"]), 11):
        for y in np.linspace(max(0, left["b"] - room[3]), min(room[2], left["b"]), 11):
            put = np.array([x, left["a"] - x, y, left["b"] - y])
            if (put <= room + 1e-9).all():
                c = counted + put
                rates = [c[0] / whole[0], (c[1] + c[2]) / (whole[1] + whole[2]), c[3] / whole[3]]
                worst.append(max(sign * (70 - 100 * r) for r in rates))
    held = largest_distance_range(counted, whole, area, pool, left, 70, True, behind)
    assert held.low <= min(worst) + 1e-6
    assert held.high >= max(worst) - 1e-6
    assert held.low == pytest.approx(min(worst), abs=3)
    assert held.high == pytest.approx(max(worst), abs=8)


def test_what_can_be_placed_once_does_not_help_two_areas():
    counted, whole = [10, 10], [100, 100]
    held = largest_distance_range(counted, whole, ["A", "B"], ["a", "a"], {"a": 10}, 50)
    alone = level_range(counted, whole, [True, False], ["a", "a"], {"a": 10})
    assert 50 - alone.high == 30
    assert held.low == 35
