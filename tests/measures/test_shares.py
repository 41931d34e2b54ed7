"""Shares beside what they are measured against."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.measures.shares import disparity, dissimilarity, representation_ratio, shares
from oracles import segregation as published

quick = settings(max_examples=60, deadline=None)
COLUMNS = st.integers(2, 9).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(1, 99), min_size=n, max_size=n)] * 2)
)


def columns(table) -> tuple[list[int], list[int]]:
    """Return the two columns of rows typed as published."""
    return [row[0] for row in table], [row[1] for row in table]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (published.GRADED, published.GRADED_DISSIMILARITY),
        (published.TWO_KINDS, published.TWO_KINDS_DISSIMILARITY),
        (((5, 0), (0, 70)), published.PARTED_DISSIMILARITY),
        (((5, 50), (2, 20)), published.EQUAL_DISSIMILARITY),
    ],
)
def test_dissimilarity_is_as_published(table, expected):
    assert dissimilarity(*columns(table)) == pytest.approx(expected, abs=1e-15)


@quick
@given(COLUMNS, st.integers(2, 50))
def test_dissimilarity_asks_for_neither_order_nor_size_nor_which_comes_first(two, times):
    part, base = map(np.array, two)
    found = dissimilarity(part, base)
    assert 0 <= found <= 1
    assert dissimilarity(base, part) == pytest.approx(found)
    assert dissimilarity(times * part, base) == pytest.approx(found)
    assert dissimilarity(part[::-1], base[::-1]) == pytest.approx(found)
    doubled = dissimilarity(np.tile(part, 2), np.tile(base, 2))
    assert doubled == pytest.approx(found)


@quick
@given(COLUMNS)
def test_dissimilarity_falls_when_two_areas_are_counted_as_one(two):
    part, base = map(np.array, two)
    merged = [np.r_[one[0] + one[1], one[2:], 0] for one in (part, base)]
    assert dissimilarity(*merged) <= dissimilarity(part, base) + 1e-12


@quick
@given(COLUMNS)
def test_shares_add_up_to_one_and_disparities_to_nothing(two):
    part, base = two
    assert shares(part).sum() == pytest.approx(1)
    table = disparity(part, {"people": base, "need": part})
    assert table["people"].sum() == pytest.approx(0, abs=1e-10)
    assert table["need"].abs().max() == 0
    half_apart = table["people"].abs().sum() / 200
    assert half_apart == pytest.approx(dissimilarity(part, base), abs=1e-12)


@quick
@given(COLUMNS, st.integers(2, 50))
def test_representation_is_one_on_average_over_the_base_and_has_no_unit(two, times):
    part, base = map(np.array, two)
    ratio = representation_ratio(part, base)
    assert (ratio * shares(base)).sum() == pytest.approx(1)
    assert representation_ratio(times * part, base).to_numpy() == pytest.approx(ratio.to_numpy())
    assert representation_ratio(part, part).to_numpy() == pytest.approx(1)


def test_a_small_side_with_an_equal_number_of_projects_is_over_represented():
    projects = pd.Series([5, 5], ["north", "south"])
    people = pd.Series([600, 200], ["south", "north"])
    ratio = representation_ratio(projects, people)
    assert ratio.to_dict() == pytest.approx({"north": 2.0, "south": 2 / 3})


def test_disparity_keeps_areas_and_baselines_by_name():
    part = pd.Series([3, 1], ["B", "A"])
    table = disparity(part, {"people": pd.Series([1, 1], ["A", "B"])})
    assert table.loc["B", "people"] == 25.0
    assert list(table.index) == ["B", "A"]


def test_an_area_may_have_none_of_the_projects_but_not_none_of_the_people():
    assert representation_ratio([0, 4], [1, 1]).tolist() == [0.0, 2.0]
    with pytest.raises(ValueError, match=r"base of area 1 is 0: .*use disparity"):
        representation_ratio([1, 1], [4, 0])
    assert disparity([1, 1], {"people": [4, 0]})["people"].tolist() == [-50.0, 50.0]


@pytest.mark.parametrize("measure", [dissimilarity, representation_ratio])
@pytest.mark.parametrize(
    ("part", "base", "words"),
    [
        ([0, 0], [1, 1], "part is 0 in every area"),
        ([1, 1], [0, 0], "base is 0 in every area"),
        ([], [], "0 in every area"),
        ([1, -1], [1, 1], "part of area 1 is -1"),
        ([1, 1], [1, np.nan], "base of area 1 is missing"),
        ([1, 1], [1, 1, 1], "unlike lengths"),
        (pd.Series([1, 1], ["A", "B"]), pd.Series([1, 1], ["A", "C"]), "share the area"),
        (pd.Series([1, 1], ["A", "A"]), pd.Series([1, 1], ["A", "A"]), "'A' twice"),
    ],
)
def test_what_has_no_share_is_refused_with_its_place(measure, part, base, words):
    with pytest.raises(ValueError, match=words):
        measure(part, base)


def test_disparity_against_nothing_is_refused():
    with pytest.raises(ValueError, match="no baseline"):
        disparity([1, 2], {})


def test_one_area_has_it_all():
    assert shares([7]).tolist() == [1.0]
    assert representation_ratio([7], [3]).tolist() == [1.0]
    assert dissimilarity([7], [3]) == 0
