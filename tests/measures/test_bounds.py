import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brute_placements as brute
from equity.measures import bounds
from equity.measures.bounds import Range
from small_cities import cases


@given(cases())
def test_the_range_of_a_gap_is_that_of_every_placement_tried_in_turn(case):
    counted, whole, side, pool, unallocated = case
    room = np.subtract(whole, counted)
    gaps = [
        brute.gap(np.add(counted, x), whole, side)
        for x in brute.placements(room, pool, unallocated)
    ]
    found = bounds.gap_range(*case)
    assert (found.low, found.high) == pytest.approx((min(gaps), max(gaps)), abs=1e-9)
    assert found.kind == "exact"


@given(cases())
def test_the_range_of_a_level_is_that_of_every_placement_tried_in_turn(case):
    counted, whole, side, pool, unallocated = case
    member = np.array([s == "north" for s in side])
    levels = [
        brute.pooled(np.add(counted, x), whole, member)
        for x in brute.placements(np.subtract(whole, counted), pool, unallocated)
    ]
    found = bounds.level_range(counted, whole, member, pool, unallocated)
    assert (found.low, found.high) == pytest.approx((min(levels), max(levels)), abs=1e-9)


@given(cases())
def test_without_a_cap_the_ends_are_those_of_every_placement_without_one(case):
    counted, whole, side, pool, unallocated = case
    room = [99] * len(whole)
    gaps = [
        brute.gap(np.add(counted, x), whole, side)
        for x in brute.placements(room, pool, unallocated)
    ]
    found = bounds.gap_range(*case, capped=False)
    assert (found.low, found.high) == pytest.approx((min(gaps), max(gaps)), abs=1e-9)


@given(cases(most=8, unknown=20), st.randoms(use_true_random=False))
def test_the_range_holds_the_gap_of_every_random_allocation(case, random):
    counted, whole, side, pool, unallocated = case
    placed = np.array(counted)
    for name, votes in unallocated.items():
        inside = [i for i, p in enumerate(pool) if p == name]
        for _ in range(votes):
            placed[random.choice([i for i in inside if placed[i] < whole[i]])] += 1
    low, high = bounds.gap_range(*case)
    assert low - 1e-9 <= brute.gap(placed, whole, side) <= high + 1e-9


@given(cases(most=8, unknown=20))
def test_proportion_is_one_of_the_possible_placements(case):
    counted, whole, side, pool, unallocated = case
    low, high = bounds.gap_range(*case)
    assert low - 1e-9 <= bounds.gap_proportional(*case) <= high + 1e-9
    member = [s == "north" for s in side]
    low, high = bounds.level_range(counted, whole, member, pool, unallocated)
    level = bounds.level_proportional(counted, whole, member, pool, unallocated)
    assert low - 1e-9 <= level <= high + 1e-9


@given(cases(most=8, unknown=20))
def test_knowing_the_pool_never_widens_the_range(case):
    counted, whole, side, pool, unallocated = case
    anywhere = bounds.gap_range(
        counted, whole, side, ["city"] * len(pool), {"city": sum(unallocated.values())}
    )
    assert bounds.worth(anywhere, bounds.gap_range(*case)) >= -1e-9


@given(cases())
def test_a_range_one_per_cent_narrower_would_miss_a_possible_gap(case):
    counted, whole, side, pool, unallocated = case
    found = bounds.gap_range(*case)
    assume(found.width > 1e-6)
    gaps = [
        brute.gap(np.add(counted, x), whole, side)
        for x in brute.placements(np.subtract(whole, counted), pool, unallocated)
    ]
    cut = 0.005 * found.width
    assert min(gaps) < found.low + cut
    assert max(gaps) > found.high - cut


def test_a_difference_of_two_ranges_is_wider_than_the_range_of_the_difference():
    case = ([50, 50], [100, 100], ["north", "south"], ["a", "a"], {"a": 10})
    north = bounds.level_range(case[0], case[1], [True, False], *case[3:])
    south = bounds.level_range(case[0], case[1], [False, True], *case[3:])
    assert bounds.gap_range(*case).width <= bounds.change_range(south, north).width
    # one placement serves both sides: with votes for a third part, the shared unknown shows
    spread = ([50, 50], [100, 300], ["north", "south"], ["a", "a"], {"a": 30})
    assert tuple(bounds.gap_range(*spread)) == pytest.approx((23.3333333, 63.3333333))


def test_a_side_that_is_left_out_may_hold_the_unallocated_too():
    case = ([50, 50, 50], [100, 100, 100], ["north", "south", None], ["a"] * 3, {"a": 10})
    assert tuple(bounds.gap_range(*case)) == (-10.0, 10.0)
    only_outside = ([50, 50, 50], [100, 100, 100], ["north", "south", None], ["b", "b", "a"])
    assert tuple(bounds.gap_range(*only_outside, {"a": 10, "b": 0})) == (0.0, 0.0)


def test_what_the_others_cannot_hold_must_lie_here():
    found = bounds.level_range([50, 95], [100, 100], [True, False], ["a", "a"], {"a": 10})
    assert tuple(found) == (55.0, 60.0)


def test_a_part_that_would_overflow_is_filled_and_the_rest_goes_to_the_others():
    found = bounds.level_proportional([99, 0], [100, 100], [True, False], ["a", "a"], {"a": 50})
    assert found == 100.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unallocated": {"a": 1000}}, "pool 'a' has 1000 to place and room for 100 only"),
        ({"unallocated": {}}, "pool 'a' has no unallocated count"),
        ({"unallocated": {"a": 1, "b": 2}}, "pool 'b' has 2 to place and no part"),
        ({"unallocated": {"a": -1}}, "pool 'a': its unallocated count is -1"),
        ({"unallocated": {"a": float("nan")}}, "pool 'a': its unallocated count is nan"),
        ({"counted": [150, 50]}, "area 0 has 150 counted of a whole of 100"),
        ({"counted": [None, 50]}, "counted of area 0 is missing"),
        ({"side": ["north", "north"]}, "no area in the south"),
        ({"whole": [0, 100], "counted": [0, 50]}, "north's whole is 0"),
        ({"pool": ["a", "a", "a"]}, "unlike lengths"),
    ],
)
def test_what_has_no_range_is_refused_by_name(change, message):
    case = {
        "counted": [50, 50],
        "whole": [100, 100],
        "side": ["north", "south"],
        "pool": ["a", "a"],
        "unallocated": {"a": 10},
    }
    with pytest.raises(ValueError, match=message):
        bounds.gap_range(**case | change)


def test_a_level_of_no_area_or_of_nobody_is_refused():
    with pytest.raises(ValueError, match="no area is a member"):
        bounds.level_range([1], [2], [False], ["a"], {"a": 0})
    with pytest.raises(ValueError, match=r"the whole of \['A'\] is 0"):
        bounds.level_range(
            *(pd.Series([v], ["A"]) for v in (0, 0, True, "a")), unallocated={"a": 0}
        )


def test_a_part_without_a_pool_holds_nothing_unallocated():
    found = bounds.level_range([50, 50], [100, 100], [True, False], [None, "a"], {"a": 10})
    assert tuple(found) == (50.0, 50.0)


def test_a_ratio_may_exceed_its_whole():
    found = bounds.gap_range([150, 50], [100, 100], ["north", "south"], [0, 0], {0: 20}, False)
    assert tuple(found) == (80.0, 120.0)


def test_the_worst_case_bounds_of_a_share_are_those_published():
    # Manski 2007 from Piliavin & Sosin: 106 asked, 64 found, 21 of them with the outcome
    assert tuple(bounds.share_bounds(21, 64 - 21, 106 - 64)) == (21 / 106, 63 / 106)


def test_a_share_of_nothing_or_of_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="share of nothing"):
        bounds.share_bounds(0, 0, 0)
    for bad in (-1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="unplaced is"):
            bounds.share_bounds(1, 1, bad)


def test_the_change_between_two_elections_takes_the_far_ends():
    assert bounds.change_range(Range(1, 2), Range(5, 7)) == Range(3, 6)
    assert bounds.change_range(Range(1, 2, "outer"), Range(5, 7)).kind == "outer"


def test_the_worth_of_a_fact_is_by_how_much_it_narrows():
    assert bounds.worth(Range(-9, 7), Range(-1, 0)) == 15
    with pytest.raises(ValueError, match="reaches outside"):
        bounds.worth(Range(0, 1), Range(0, 2))


def test_the_sign_of_a_range_is_open_only_where_it_is():
    assert [Range(*r).sign for r in ((1, 2), (-2, -1), (-1, 1), (0, 0), (0, 1))] == [
        1,
        -1,
        None,
        0,
        None,
    ]
    with pytest.raises(ValueError, match="no range"):
        Range(2, 1)
    with pytest.raises(ValueError, match="no range"):
        Range(float("nan"), 1)


@given(
    st.lists(
        st.tuples(st.integers(-5, 5), st.integers(0, 4), st.sampled_from("ab")),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_a_weighted_sum_has_the_ends_of_every_placement(parts, data):
    weight, room, pool = zip(*parts, strict=True)
    held = {p: sum(r for r, q in zip(room, pool, strict=True) if p == q) for p in set(pool)}
    unallocated = {p: data.draw(st.integers(0, most)) for p, most in held.items()}
    sums = [float(np.dot(weight, x)) for x in brute.placements(room, pool, unallocated)]
    found = bounds.placement_range(list(weight), list(room), list(pool), unallocated)
    assert tuple(found) == (min(sums), max(sums))


def test_all_areas_at_once_are_the_same_as_one_by_one():
    counted, whole = [50, 95, 10, 0], [100, 100, 40, 0]
    area, pool, unallocated = ["A", "B", "A", "C"], ["a", "a", "b", "b"], {"a": 10, "b": 7}
    found = bounds.levels_by_area(counted, whole, area, pool, unallocated)
    assert list(found) == ["A", "B"]  # a whole of 0 has no rate
    for name, (value, held) in found.items():
        member = [one == name for one in area]
        assert value == bounds.level_proportional(counted, whole, member, pool, unallocated)
        assert held == bounds.level_range(counted, whole, member, pool, unallocated)
