"""Ranks among other splits: against published numbers, a plain search, and their misuse."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from equity.measures import splits
from equity.measures.inequality import share_between
from equity.measures.partitions import all_splits
from equity.measures.spatial import contiguity
from equity.measures.splits import most_divided, rank_all, rank_contiguous, share_between_all
from oracles import splits as published

quick = settings(max_examples=60, deadline=None)


@st.composite
def cities(draw, smallest=2):
    """Values, whole weights and sides of a few areas, both sides present."""
    n = draw(st.integers(smallest, 8))
    value = draw(st.lists(st.integers(0, 100), min_size=n, max_size=n))
    weight = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    north = draw(st.integers(1, n - 1))
    side = draw(st.permutations(["north"] * north + ["south"] * (n - north)))
    return np.array(value, dtype=float), np.array(weight, dtype=float), list(side)


def pooled_gap(value, weight, north) -> float:
    """Return the gap of one split, by plain adding up."""
    south = [at for at in range(len(value)) if at not in north]
    means = [
        sum(value[at] * weight[at] for at in part) / sum(weight[at] for at in part)
        for part in (list(north), south)
    ]
    return means[0] - means[1]


def on(side, word="north") -> list[int]:
    return [at for at, name in enumerate(side) if name == word]


@quick
@given(cities())
def test_the_rank_among_all_splits_is_the_one_a_plain_search_finds(city):
    value, weight, side = city
    own = pooled_gap(value, weight, on(side))
    size = len(on(side))
    gaps = [abs(pooled_gap(value, weight, p)) for p in combinations(range(len(value)), size)]
    found = rank_all(value, weight, side)
    assert found.value == pytest.approx(own, abs=1e-9)
    assert found.rank == sum(gap >= abs(own) - 1e-9 for gap in gaps) / len(gaps)
    assert (found.mean, found.greatest) == pytest.approx((np.mean(gaps), max(gaps)), abs=1e-9)
    assert (found.splits, found.exact) == (len(gaps), True)


@quick
@given(cities())
def test_the_share_of_each_split_is_the_share_between_its_sides(city):
    value, weight, side = city
    assume(np.ptp(value) > 0)
    size, n = len(on(side)), len(value)
    shares = [
        share_between(value, weight, [at in part for at in range(n)])
        for part in combinations(range(n), size)
    ]
    found = share_between_all(value, weight, side)
    assert found.value == pytest.approx(share_between(value, weight, side), abs=1e-12)
    assert (found.mean, found.greatest) == pytest.approx((np.mean(shares), max(shares)))


@quick
@given(cities(), st.randoms(use_true_random=False), st.sampled_from([1e-6, 2.0, 1e6]))
def test_ranks_keep_under_another_order_unit_origin_and_under_mirroring(city, random, factor):
    value, weight, side = city
    rank = rank_all(value, weight, side).rank
    order = list(range(len(value)))
    random.shuffle(order)
    assert rank_all(value[order], weight[order], [side[at] for at in order]).rank == rank
    assert rank_all(factor * value, weight, side).rank == rank
    assert rank_all(value + 17, weight, side).rank == rank
    assert rank_all(100 - value, weight, side).rank == rank
    assert rank_all(value, weight / weight.sum(), side).rank == rank
    other = [{"north": "south", "south": "north"}[name] for name in side]
    assert rank_all(value, weight, other).rank == rank


def test_the_rank_of_the_mice_is_as_published():
    value = np.array(published.MICE_TREATED + published.MICE_CONTROL, dtype=float)
    side = ["north"] * 7 + ["south"] * 9
    found = rank_all(value, 1.0, side)
    assert found.value == pytest.approx(published.MICE_DIFFERENCE, abs=0.005)
    assert found.splits == published.MICE_SPLITS
    assert found.rank == pytest.approx(published.MICE_TWO_SIDED, abs=5e-5)
    treated = np.where(all_splits(16, 7), value, 0).sum(axis=1)
    one_sided = (treated >= sum(published.MICE_TREATED)).mean()
    assert one_sided == pytest.approx(published.MICE_ONE_SIDED, abs=5e-8)


def test_turnout_2018_stands_where_it_is_known_to_stand(turnout_2018, sides):
    value, weight = turnout_2018["value"], turnout_2018["weight"]
    gap = rank_all(value, weight, sides["water"])
    assert gap.value == pytest.approx(published.TURNOUT_2018_GAP_WATER, abs=0.005)
    assert gap.rank == pytest.approx(published.TURNOUT_2018_RANK_WATER, abs=0.005)
    share = share_between_all(value, weight, sides["water"])
    assert share.value == pytest.approx(published.TURNOUT_2018_SHARE_WATER, abs=5e-5)
    assert share.mean == pytest.approx(published.TURNOUT_2018_SHARE_ALL_MEAN, abs=5e-6)
    assert share.greatest == pytest.approx(published.TURNOUT_2018_SHARE_ALL_GREATEST, abs=5e-5)


def test_the_most_divided_split_of_2018_is_rinkeby_kista_against_the_rest(turnout_2018, neighbours):
    found = most_divided(turnout_2018["value"], turnout_2018["weight"], neighbours)
    assert found.areas == published.TURNOUT_2018_MOST_DIVIDED
    assert len(found.others) == 13
    assert found.share == pytest.approx(published.TURNOUT_2018_MOST_DIVIDED_SHARE, abs=5e-5)


def test_one_district_against_thirteen_is_seven_and_a_half_per_cent_on_average(turnout_2018):
    one = pd.Series("south", turnout_2018.index).where(turnout_2018.index != "Farsta", "north")
    found = share_between_all(turnout_2018["value"], turnout_2018["weight"], one)
    assert found.splits == 14
    assert found.mean == pytest.approx(published.TURNOUT_2018_ONE_AGAINST_ALL_MEAN, abs=5e-4)


@pytest.mark.parametrize("definition", ["water", "yearbook", "outer"])
def test_splits_are_of_the_districts_that_have_a_side(turnout_2018, sides, neighbours, definition):
    value, weight, side = turnout_2018["value"], turnout_2018["weight"], sides[definition]
    contiguous = published.CONTIGUOUS_OUTER if definition == "outer" else published.CONTIGUOUS
    assert rank_all(value, weight, side).splits == published.SPLITS_OF_SIDES[definition]
    assert rank_contiguous(value, weight, side, neighbours).splits == contiguous


def test_a_missing_value_without_a_side_disturbs_nobody():
    whole = rank_all([1.0, 2.0, 4.0], 1, ["north", "south", "south"])
    assert rank_all([1.0, np.nan, 2.0, 4.0], 1, ["north", None, "south", "south"]) == whole


def test_the_contiguous_rank_counts_the_split_itself_and_its_mirror_once():
    line = [(0, 1), (1, 2), (2, 3)]
    steps = rank_contiguous([0.0, 0.0, 9.0, 9.0], 1, ["north", "north", "south", "south"], line)
    assert (steps.rank, steps.splits, steps.greatest) == (1 / 3, 3, 9.0)


def test_a_split_that_does_not_hang_together_is_counted_as_one_more():
    line = [(0, 1), (1, 2), (2, 3)]
    found = rank_contiguous([0.0, 9.0, 0.0, 9.0], 1, ["north", "south", "north", "south"], line)
    assert (found.rank, found.splits, found.greatest) == (1 / 4, 4, 9.0)


def test_splits_that_tie_but_for_rounding_count_as_equal():
    value = np.array([0.1 + 0.2, 0.3, 0.6, 0.6])
    assert rank_all(value, 1, ["north", "south", "north", "south"]).rank == 1.0
    assert rank_all(value, 1, ["north", "north", "south", "south"]).rank == pytest.approx(1 / 3)


def test_equal_areas_give_every_split_the_same_rank_and_no_share():
    side = ["north", "south", "south"]
    assert rank_all([86.4] * 3, [3, 1, 7], side).rank == 1.0
    with pytest.raises(ValueError, match="no variance to divide"):
        share_between_all([86.4] * 3, 1, side)
    with pytest.raises(ValueError, match="no variance to divide"):
        most_divided([86.4] * 3, 1, [(0, 1), (1, 2)])


def test_of_equally_dividing_splits_the_one_with_the_smallest_side_is_named():
    square = [(0, 1), (1, 2), (2, 3), (3, 0)]
    found = most_divided([0.0, 2.0, 2.0, 2.0], 1, square)
    assert (found.areas, found.share) == ((0,), pytest.approx(1.0))


def test_too_many_splits_are_drawn_at_random_and_the_answer_says_so():
    rng = np.random.default_rng(5)
    value, weight = rng.normal(80, 5, 40), rng.integers(100, 900, 40)
    side = ["north"] * 20 + ["south"] * 20
    found = rank_all(value, weight, side, rng=np.random.default_rng(1), draws=999)
    again = rank_all(value, weight, side, rng=np.random.default_rng(1), draws=999)
    assert (found.exact, found.splits) == (False, 999)
    assert found == again
    with pytest.raises(ValueError, match="hand in rng"):
        rank_all(value, weight, side)
    with pytest.raises(ValueError, match="draws is 0"):
        rank_all(value, weight, side, rng=rng, draws=0)


def test_a_drawn_rank_is_never_zero():
    value = np.r_[np.zeros(20), np.ones(20)]
    side = ["north"] * 20 + ["south"] * 20
    found = rank_all(value, 1, side, rng=np.random.default_rng(1), draws=999)
    assert found.rank == 1 / 1000
    assert found.greatest == 1.0


def test_a_drawn_rank_comes_near_the_exact_one(turnout_2018, sides, monkeypatch):
    table = turnout_2018["value"], turnout_2018["weight"], sides["yearbook"]
    exact = rank_all(*table)
    monkeypatch.setattr(splits, "MOST_EXACT", 10)
    drawn = rank_all(*table, rng=np.random.default_rng(11), draws=20_000)
    assert drawn.rank == pytest.approx(exact.rank, abs=0.015)
    assert drawn.mean == pytest.approx(exact.mean, rel=0.02)
    share = share_between_all(*table, rng=np.random.default_rng(11), draws=20_000)
    assert share.rank == pytest.approx(exact.rank, abs=0.015)


@pytest.mark.parametrize(
    ("value", "weight", "side", "words"),
    [
        ([1.0, np.nan], [1, 1], ["north", "south"], "value of area 1 is missing"),
        ([1.0, 2.0], [1, 0], ["north", "south"], "weight of area 1 is 0"),
        ([1.0, 2.0], [1, -1], ["north", "south"], "weight of area 1 is -1"),
        ([1.0, 2.0], [1, 1], ["north", "north"], "no area in the south"),
        ([1.0, 2.0], [1, 1], ["north", "east"], "'east'"),
        ([1.0], [1], ["north"], "no area in the south"),
        ([1.0, 2.0], [1, 1, 1], ["north", "south"], "unlike lengths"),
    ],
)
def test_what_cannot_be_ranked_is_refused_with_its_place(value, weight, side, words):
    for measure in (rank_all, share_between_all):
        with pytest.raises(ValueError, match=words):
            measure(value, weight, side)
    with pytest.raises(ValueError, match=words):
        rank_contiguous(value, weight, side, [(0, 1)])


def test_a_neighbour_pair_of_an_unknown_area_is_refused_by_name(turnout_2018, sides, neighbours):
    value, weight = turnout_2018["value"], turnout_2018["weight"]
    pairs = [*neighbours, ("Skarpnäck", "Nacka")]
    with pytest.raises(ValueError, match="no area 'Nacka'"):
        rank_contiguous(value, weight, sides["outer"], pairs)
    with pytest.raises(ValueError, match="no area 'Nacka'"):
        most_divided(value, weight, pairs)


def test_values_are_put_together_by_label(turnout_2018, sides):
    value, weight, side = turnout_2018["value"], turnout_2018["weight"], sides["water"]
    shuffled = rank_all(value, weight.iloc[::-1], side.sort_index())
    assert shuffled.rank == rank_all(value, weight, side).rank


@pytest.mark.parametrize(
    ("rho", "expected", "within", "maps"),
    [
        (0.0, published.NOMINAL, 0.012, 4_000),
        (published.SAR_RHO, published.OVER_REJECTION, 0.02, 4_000),
        pytest.param(
            published.SAR_RHO, published.OVER_REJECTION, 0.006, 40_000, marks=pytest.mark.slow
        ),
    ],
)
def test_read_as_a_test_the_rank_rejects_far_too_often_where_neighbours_are_alike(
    turnout_2018, sides, neighbours, rho, expected, within, maps
):
    areas = tuple(turnout_2018.index)
    likeness = np.linalg.inv(np.eye(14) - rho * contiguity(areas, neighbours).full()[0])
    side = sides["water"][list(areas)].to_numpy()
    rng = np.random.default_rng(2016)
    drawn = likeness @ rng.standard_normal((14, maps))
    rejected = [rank_all(one, 1.0, side).rank <= published.NOMINAL for one in drawn.T]
    assert np.mean(rejected) == pytest.approx(expected, abs=within)
