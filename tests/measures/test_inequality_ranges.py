import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import brute_placements as brute
from equity.measures import bounds, inequality
from equity.measures.unknown.inequalities import gini_range, share_between_range, theil_range
from small_cities import cases


@st.composite
def amounts(draw):
    """Amounts per area, people, pools and what has no place, without a bound on an area."""
    n = draw(st.integers(2, 4))
    counted = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    people = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    pool = draw(st.lists(st.sampled_from("ab"), min_size=n, max_size=n))
    unallocated = {p: draw(st.integers(0, 5)) for p in set(pool)}
    assume(sum(counted) + sum(unallocated.values()) > 0)
    return counted, people, pool, unallocated


def mixes(every, rng, n=40):
    """Return the placements and mixtures of them, which are placements too."""
    every = np.array(every, dtype=float)
    return [*every, *(rng.dirichlet(np.full(len(every), 0.3), n) @ every)]


@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize(
    ("range_of", "measure"), [(gini_range, inequality.gini), (theil_range, inequality.theil)]
)
@given(amounts())
def test_every_placement_lies_inside_and_the_greatest_is_reached(range_of, measure, case):
    counted, people, pool, unallocated = case
    n = len(pool)
    found = range_of(counted, people, list(range(n)), pool, unallocated)
    every = list(brute.placements([9] * n, pool, unallocated))
    each = [measure(np.add(counted, x) / people, np.array(people)) for x in every]
    assert found.high == pytest.approx(max(each), abs=1e-9)
    for x in mixes(every, np.random.default_rng(1)):
        inside = measure(np.add(counted, x) / people, np.array(people))
        assert found.low - 1e-7 <= inside <= found.high + 1e-9
    assert found.kind == "exact"


def test_the_least_gini_is_the_one_computed_by_hand():
    # 3 and 0 among 10 and 10 people, 2 to place: both to the second gives 3 and 2
    found = gini_range([3, 0], [10, 10], ["A", "B"], ["a", "a"], {"a": 2})
    assert tuple(found) == pytest.approx((0.1, 0.5))


def test_enough_to_place_can_even_everything_out():
    assert gini_range([3, 0], [10, 10], [0, 1], [0, 0], {0: 9}).low == pytest.approx(0, abs=1e-9)
    assert theil_range([3, 0], [10, 10], [0, 1], [0, 0], {0: 9}).low == pytest.approx(0, abs=1e-9)


def test_inequality_of_nothing_is_refused():
    with pytest.raises(ValueError, match="all amounts are 0"):
        gini_range([0, 0], [1, 1], [0, 1], [0, 0], {0: 0})
    with pytest.raises(ValueError, match="a rate of nothing"):
        theil_range([1, 0], [1, 0], [0, 1], [0, 0], {0: 0})


@settings(max_examples=60, deadline=None)
@given(cases(most=4, unknown=4))
def test_the_share_of_every_placement_lies_inside(case):
    counted, whole, side, pool, unallocated = case
    whole = np.add(whole, 1)
    n = len(pool)
    found = share_between_range(counted, whole, side, list(range(n)), pool, unallocated)
    on = np.array([s is not None for s in side])
    every = list(brute.placements(np.subtract(whole, counted), pool, unallocated))
    shares = []
    for x in mixes(every, np.random.default_rng(1)):
        rates = (np.add(counted, x) / whole)[on]
        if np.ptp(rates) > 1e-6:
            group = np.array(side, dtype=object)[on]
            shares.append(inequality.share_between(rates, whole[on], group))
            assert found.low - 1e-6 <= shares[-1] <= found.high + 1e-6
    one_sign = bounds.gap_range(counted, whole, side, pool, unallocated).sign
    if shares and one_sign and found.kind == "exact":
        assert min(shares) == pytest.approx(found.low, abs=1e-6)


def test_the_greatest_share_is_where_the_sides_are_even_inside():
    # one more in the first area: 6, 6 against 9; in the second: 5, 7 against 9
    sides = ["north", "north", "south"]
    found = share_between_range([5, 6, 9], [10] * 3, sides, list("ABC"), ["a"] * 3, {"a": 1})
    assert tuple(found) == pytest.approx((0.75, 1.0), abs=1e-6)
    assert found.kind == "exact"


def test_where_all_rates_may_be_equal_the_share_may_be_anything():
    found = share_between_range(
        [4, 5], [10, 10], ["north", "south"], ["A", "B"], ["a", "a"], {"a": 1}
    )
    assert (found.low, found.high, found.kind) == (0.0, 1.0, "outer")


def test_an_area_on_two_sides_is_refused():
    with pytest.raises(ValueError, match="area 'A' has parts on two sides"):
        share_between_range([4, 5], [10, 10], ["north", "south"], ["A", "A"], ["a", "a"], {"a": 1})


def test_the_share_of_2018_holds_the_proportional_one(raw, turnout_2018, sides):
    rows = pd.read_csv(raw / "turnout_by_constituency.csv")
    rows = rows.query("year == 2018 and election == 'riksdag'")
    parts = rows[rows["level"] != "unallocated"]
    unallocated = rows[rows["level"] == "unallocated"].set_index("constituency_code")["voters"]
    found = share_between_range(
        parts["voters"],
        parts["eligible"],
        parts["area"].map(sides["water"]),
        parts["area"],
        parts["constituency_code"],
        unallocated.to_dict(),
    )
    side = sides["water"].reindex(turnout_2018.index)
    value = inequality.share_between(turnout_2018["value"], turnout_2018["weight"], side)
    assert round(value, 4) == 0.0018
    assert value in found
    assert found.kind == "exact"
