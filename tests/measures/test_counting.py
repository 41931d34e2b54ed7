from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import brute_placements as brute
from equity.measures import bounds
from equity.measures.unknown.counting import corners, dissimilarity_range, enumerated_range
from small_cities import cases


def dissimilarity(units, people):
    units, people = np.array(units), np.array(people)
    return np.abs(units / units.sum() - people / people.sum()).sum() / 2


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=2, max_size=4),
    st.integers(0, 5),
)
def test_dissimilarity_has_the_ends_of_every_way_to_place_the_unknown(rows, unknown):
    units, people = map(list, zip(*rows, strict=True))
    assume(sum(units) + unknown > 0 and sum(people) > 0)
    found = dissimilarity_range(units, people, unknown)
    ways = brute.placements([unknown] * len(units), [0] * len(units), {0: unknown})
    each = [dissimilarity(np.add(units, x), people) for x in ways]
    assert tuple(found) == pytest.approx((min(each), max(each)), abs=1e-12)


def test_five_areas_and_six_unknown_agree_with_full_enumeration():
    units, people = [3, 0, 1, 5, 0], [20, 35, 10, 25, 10]
    each = [
        dissimilarity(np.add(units, x), people) for x in product(range(7), repeat=5) if sum(x) == 6
    ]
    assert len(each) == 210
    found = dissimilarity_range(units, people, 6)
    assert tuple(found) == pytest.approx((min(each), max(each)), abs=1e-12)


def test_dissimilarity_of_nothing_or_of_parts_of_units_is_refused():
    with pytest.raises(ValueError, match="no unit, or no reference"):
        dissimilarity_range([0, 0], [1, 1], 0)
    with pytest.raises(ValueError, match="no unit, or no reference"):
        dissimilarity_range([1, 0], [0, 0], 0)
    for placed, unplaced in (([0.5, 1], 0), ([1, 1], -1), ([1, 1], 0.5)):
        with pytest.raises(ValueError, match="units are whole"):
            dissimilarity_range(placed, [1, 1], unplaced)


@given(cases())
def test_enumeration_agrees_with_the_exact_range_of_a_gap(case):
    counted, whole, side, pool, unallocated = case

    def gap(placed):
        return brute.gap(np.add(counted, placed), whole, side)

    found = enumerated_range(gap, np.subtract(whole, counted), np.array(pool), unallocated)
    assert tuple(found) == pytest.approx(tuple(bounds.gap_range(*case)), abs=1e-9)


def test_enumeration_passes_over_what_is_undefined_and_says_when_all_is():
    found = enumerated_range(
        lambda x: x[0] / x[1] if x[1] else float("nan"), [2, 2], ["a", "a"], {"a": 2}
    )
    assert tuple(found) == (0.0, 1.0)
    with pytest.raises(ValueError, match="undefined"):
        enumerated_range(lambda x: float("nan"), [2, 2], ["a", "a"], {"a": 2})


def test_enumeration_stops_at_its_limit():
    with pytest.raises(ValueError, match="the limit of 10"):
        enumerated_range(max, [99, 99], ["a", "a"], {"a": 90}, limit=10)
    with pytest.raises(ValueError, match="not whole"):
        enumerated_range(max, [99, 99], ["a", "a"], {"a": 1.5})


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from([0, 1]), st.integers(-3, 3)),
        min_size=2,
        max_size=5,
    ),
    st.data(),
)
def test_a_convex_measure_is_greatest_at_a_corner(rows, data):
    room, pool, aim = map(np.array, zip(*rows, strict=True))
    _, pool = np.unique(pool, return_inverse=True)
    amounts = np.array(
        [data.draw(st.integers(0, int(room[pool == p].sum()))) for p in range(pool.max() + 1)]
    )
    found, exact = corners(room.astype(float), pool, amounts.astype(float))
    every = list(brute.placements(room, pool, dict(enumerate(amounts))))
    assert exact
    assert {tuple(x) for x in found} <= {tuple(map(float, x)) for x in every}
    assert max(((x - aim) ** 2).sum() for x in found) == max(((x - aim) ** 2).sum() for x in every)


def test_beyond_the_limit_the_corners_are_those_of_a_larger_set_and_say_so():
    room, pool = np.array([2.0, 2.0, 2.0, 9.0]), np.array([0, 0, 0, 1])
    exact, yes = corners(room, pool, np.array([3.0, 4.0]))
    assert yes
    assert {tuple(x[:3]) for x in exact} == set(permutations([2.0, 1.0, 0.0]))
    larger, no = corners(room, pool, np.array([3.0, 4.0]), limit=4)
    assert not no
    assert {tuple(x) for x in larger} == {(3, 0, 0, 4), (0, 3, 0, 4), (0, 0, 3, 4)}
    one_pool, no = corners(room, pool, np.array([3.0, 4.0]), limit=2)
    assert not no
    assert sorted(map(tuple, one_pool), reverse=True) == [tuple(7 * row) for row in np.eye(4)]
