"""Moran's I: against PySAL's published value, by what must hold, and where it ends."""

from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from esda.moran import Moran as EsdaMoran
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from equity.measures.spatial import _shuffled, contiguity, moran
from oracles import spatial as published

LINE = list(pairwise(range(6)))


def seeded(value, neighbours, permutations=999, seed=1):
    return moran(value, neighbours, rng=np.random.default_rng(seed), permutations=permutations)


@pytest.fixture(scope="module")
def st_louis() -> tuple[pd.Series, list[tuple[str, str]]]:
    """Return the homicide rate and the pairs of 78 counties, which libpysal carries."""
    folder = Path(find_spec("libpysal").submodule_search_locations[0]) / "examples" / "stl"
    rate = pd.read_csv(folder / "stl_hom.txt", skiprows=1)["HR8893"]
    lines = (folder / "stl.gal").read_text().splitlines()[1:]
    pairs = [
        (head.split()[0], other)
        for head, others in zip(lines[::2], lines[1::2], strict=True)
        for other in others.split()
    ]
    return pd.Series(rate.to_numpy(), [str(at + 1) for at in range(len(rate))]), pairs


def test_moran_of_st_louis_is_as_published(st_louis):
    found = seeded(*st_louis)
    assert found.i == pytest.approx(published.ST_LOUIS_MORAN, abs=1e-14)
    assert found.expected == pytest.approx(published.ST_LOUIS_EXPECTED, abs=1e-15)
    assert found.islands == ()


def test_a_shuffled_map_has_the_moran_that_esda_gives_it(turnout_2018, neighbours):
    weights = contiguity(tuple(turnout_2018.index), neighbours)
    value = turnout_2018["value"].to_numpy()
    z = value - value.mean()
    found = _shuffled(z, weights.full()[0], 5, np.random.default_rng(3))
    maps = np.tile(z, (5, 1))
    maps = np.random.default_rng(3).permuted(maps, axis=1)
    expected = [EsdaMoran(one, weights, permutations=0).I for one in maps]
    assert found == pytest.approx(expected, abs=1e-12)


def test_the_rank_is_two_sided_by_distance_and_counts_the_map_itself(turnout_2018, neighbours):
    value = turnout_2018["value"]
    found = seeded(value, neighbours, 199, seed=8)
    weights = contiguity(tuple(value.index), neighbours)
    z = (value - value.mean()).to_numpy()
    drawn = _shuffled(z, weights.full()[0], 199, np.random.default_rng(8))
    far = np.abs(drawn + 1 / 13) >= abs(found.i + 1 / 13)
    assert found.rank == (far.sum() + 1) / 200
    assert found.permutations == 199


def test_the_same_seed_gives_the_same_rank_and_leaves_chance_elsewhere_alone():
    value = [1.0, 5.0, 2.0, 2.0, 7.0, 1.0]
    before = np.random.get_state()[1].copy()
    assert seeded(value, LINE) == seeded(value, LINE)
    assert (np.random.get_state()[1] == before).all()


def test_like_beside_like_is_above_and_a_chessboard_below_what_is_expected():
    assert seeded([1, 1, 1, 9, 9, 9], LINE).i > 0.5
    chessboard = seeded([1, 9, 1, 9, 1, 9], LINE)
    assert chessboard.i == pytest.approx(-1)
    assert chessboard.rank < 0.2


def test_a_drawn_rank_is_never_zero():
    value = np.arange(40.0)
    assert seeded(value, list(pairwise(range(40))), 99).rank == 1 / 100


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=6, max_size=6), st.permutations(range(6)))
def test_moran_has_no_unit_no_origin_no_order_and_no_mirror(values, order):
    value = np.array(values, dtype=float)
    assume(np.ptp(value) > 0)
    i = seeded(value, LINE, 1).i
    assert seeded(3.5 * value + 7, LINE, 1).i == pytest.approx(i, abs=1e-9)
    assert seeded(100 - value, LINE, 1).i == pytest.approx(i, abs=1e-9)
    named = pd.Series(value, list("abcdef")).iloc[list(order)]
    pairs = [("abcdef"[a], "abcdef"[b]) for a, b in LINE]
    assert seeded(named, pairs, 1).i == pytest.approx(i, abs=1e-9)


def test_a_pair_counts_once_however_often_and_in_whichever_order_it_is_listed():
    value = [1.0, 5.0, 2.0, 2.0, 7.0, 1.0]
    again = [*LINE, *((b, a) for a, b in LINE), LINE[0]]
    assert seeded(value, again) == seeded(value, LINE)


def test_an_island_is_named_and_counts_in_mean_and_spread_only():
    value = pd.Series([1.0, 2.0, 3.0, 4.0, 12.0], ["A", "B", "C", "D", "Ö"])
    pairs = [("A", "B"), ("B", "C"), ("C", "D")]
    found = seeded(value, pairs)
    assert found.islands == ("Ö",)
    z = (value - value.mean()).to_numpy()
    lag = np.array([z[1], (z[0] + z[2]) / 2, (z[1] + z[3]) / 2, z[2], 0])
    assert found.i == pytest.approx(5 / 4 * (z @ lag) / (z @ z))


def test_areas_across_water_are_neighbours_only_if_their_pair_is_listed(turnout_2018, neighbours):
    value = turnout_2018["value"]
    bridge = ("Kungsholmen", "Södermalm")
    assert bridge in neighbours
    without = [pair for pair in neighbours if pair != bridge]
    assert seeded(value, without).i != pytest.approx(seeded(value, neighbours).i, abs=1e-3)


def test_where_all_are_neighbours_every_map_has_the_expected_moran():
    everyone = list(combinations(range(5), 2))
    found = seeded([1.0, 1.0, 0.0, 1.0, 100.0], everyone)
    assert (found.i, found.rank) == (pytest.approx(-1 / 4), 1.0)


@pytest.mark.parametrize(
    ("value", "pairs", "words"),
    [
        ([5.0] * 6, LINE, "all areas are equal"),
        ([1.0, 2.0, 3.0], [(0, 1)], "3 areas: Moran's I needs at least 4"),
        ([1.0, 2.0, 3.0, 4.0], [], "no two areas are neighbours"),
        ([1.0, 2.0, 3.0, np.nan], [(0, 1)], "value of area 3 is missing"),
        ([1.0, 2.0, 3.0, 4.0], [(0, 9)], "no area 9"),
        ([1.0, 2.0, 3.0, 4.0], [(0, 0)], "an area is not its own"),
        (pd.Series([1.0, 2.0, 3.0, 4.0], list("ABCA")), [("A", "B")], "'A' twice"),
    ],
)
def test_a_map_without_a_moran_is_refused_with_its_reason(value, pairs, words):
    with pytest.raises(ValueError, match=words):
        seeded(value, pairs)


def test_no_shuffled_map_is_refused():
    with pytest.raises(ValueError, match="permutations is 0"):
        seeded([1.0, 2.0, 3.0, 4.0], [(0, 1)], 0)
