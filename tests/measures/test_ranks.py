import numpy as np
import pytest
from hypothesis import given

import brute_placements as brute
from equity.measures.unknown.placements import extreme_placement
from equity.measures.unknown.ranks import rank_ranges
from small_cities import cases


def every_order(case):
    counted, whole, _, pool, unallocated = case
    whole = np.add(whole, 1)
    for x in brute.placements(np.subtract(whole, counted), pool, unallocated):
        yield np.add(counted, x) / whole


@given(cases(most=4, unknown=4))
def test_rows_of_weights_are_placed_each_as_it_would_be_alone(case):
    counted, whole, _, pool, unallocated = case
    names = sorted(unallocated)
    at = np.array([names.index(name) for name in pool])
    held = np.array([float(unallocated[name]) for name in names])
    room = np.subtract(whole, counted).astype(float)
    weights = np.array([np.cos(np.arange(len(pool)) * step) for step in (1, 2, 3)])
    together = extreme_placement(weights, room, at, held)
    for weight, placed in zip(weights, together, strict=True):
        assert placed.tolist() == extreme_placement(weight, room, at, held).tolist()


@given(cases(most=4, unknown=4))
def test_ranks_hold_those_of_every_placement(case):
    counted, whole, _, pool, unallocated = case
    names = np.array([f"area {i}" for i in range(len(pool))])
    found = rank_ranges(counted, np.add(whole, 1), names, np.array(pool), unallocated)
    for rates in every_order(case):
        for i, name in enumerate(names):
            assert found.least[name] <= 1 + (rates < rates[i] - 1e-9).sum()
            assert found.greatest[name] >= len(rates) - (rates > rates[i] + 1e-9).sum()
    assert [n for n in names if found.least[n] == 1] == list(found.can_be_lowest)
    assert [n for n in names if found.greatest[n] == len(names)] == list(found.can_be_highest)
    for rates in every_order(case):
        for i, name in enumerate(names):
            if rates[i] <= rates.min() + 1e-12:
                assert name in found.can_be_lowest
            if rates[i] >= rates.max() - 1e-12:
                assert name in found.can_be_highest


def test_a_tie_that_rounding_hides_is_a_tie():
    # 2 of 3 and 12 of 18 are one rate, but not one binary number
    found = rank_ranges([1, 11], [3, 18], ["A", "B"], ["a", "b"], {"a": 1, "b": 1})
    assert found.can_be_lowest == found.can_be_highest == ("A", "B")
    assert found.least.to_list() == [1, 1]
    assert found.greatest.to_list() == [2, 2]


def test_an_area_that_three_others_bound_together_cannot_be_lowest():
    # B and C share six votes: in any placement one of them has at most three, and lies below A
    found = rank_ranges(
        [54, 50, 50], [100, 100, 100], ["A", "B", "C"], ["x", "y", "y"], {"x": 0, "y": 6}
    )
    assert found.least.to_dict() == {"A": 2, "B": 1, "C": 1}
    assert found.can_be_lowest == ("B", "C")
    assert found.can_be_highest == ("A", "B", "C")
    assert found.kind == "outer"


def test_where_everything_is_placed_the_ranks_are_known():
    found = rank_ranges([3, 1, 2], [9, 9, 9], ["A", "B", "C"], ["x"] * 3, {"x": 0})
    assert found.kind == "exact"
    assert found.least.to_dict() == found.greatest.to_dict() == {"A": 3, "B": 1, "C": 2}
    assert (found.can_be_lowest, found.can_be_highest) == (("B",), ("A",))


def test_parts_of_one_area_are_ranked_as_one():
    found = rank_ranges([1, 9, 4], [10, 10, 10], ["A", "A", "B"], ["x", "y", "x"], {"x": 0, "y": 0})
    assert found.least.to_dict() == {"A": 2, "B": 1}


def test_an_area_without_a_whole_or_a_part_without_an_area_is_refused():
    with pytest.raises(ValueError, match="a rate of nothing"):
        rank_ranges([0, 1], [0, 5], ["A", "B"], ["x", "x"], {"x": 0})
    with pytest.raises(ValueError, match="part 1 has no area"):
        rank_ranges([0, 1], [4, 5], ["A", None], ["x", "x"], {"x": 0})
