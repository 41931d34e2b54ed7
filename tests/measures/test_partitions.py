"""Ways to part areas in two, against a search written without bits."""

from collections import Counter
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.measures.partitions import all_splits, contiguous_splits, random_splits
from oracles import splits as published


def hangs_together(part, pairs) -> bool:
    """Say whether pairs lead from each area of the part to every other, inside it."""
    reached, waiting = set(), [next(iter(part))]
    while waiting:
        area = waiting.pop()
        reached.add(area)
        around = {b if a == area else a for a, b in pairs if area in (a, b)}
        waiting += (around & set(part)) - reached
    return reached == set(part)


def searched(areas, pairs) -> set[frozenset]:
    """Return every contiguous split, as the part without the last area."""
    found = set()
    for size in range(1, len(areas)):
        for part in combinations(areas[:-1], size):
            rest = set(areas) - set(part)
            if hangs_together(part, pairs) and hangs_together(rest, pairs):
                found.add(frozenset(part))
    return found


def as_sets(masks, areas) -> list[frozenset]:
    return [frozenset(a for a, drawn in zip(areas, row, strict=True) if drawn) for row in masks]


@pytest.mark.parametrize(("areas", "size"), [(2, 1), (5, 2), (14, 7), (14, 1), (18, 3)])
def test_all_splits_are_all_combinations_each_once(areas, size):
    masks = all_splits(areas, size)
    assert masks.shape == (comb(areas, size), areas)
    expected = [frozenset(drawn) for drawn in combinations(range(areas), size)]
    assert sorted(map(sorted, as_sets(masks, range(areas)))) == sorted(map(sorted, expected))


@pytest.mark.parametrize("size", [0, 4, 5, -1])
def test_a_part_without_areas_is_refused(size):
    with pytest.raises(ValueError, match="two parts need at least one area each"):
        all_splits(4, size)
    with pytest.raises(ValueError, match="two parts need at least one area each"):
        next(random_splits(4, size, 10, np.random.default_rng(1)))


def test_contiguous_splits_of_the_districts_are_as_counted_by_hand(turnout_2018, neighbours):
    masks = contiguous_splits(list(turnout_2018.index), neighbours)
    sizes = Counter(np.minimum(masks.sum(axis=1), 14 - masks.sum(axis=1)).tolist())
    assert len(masks) == published.CONTIGUOUS
    assert tuple(sizes[k] for k in range(1, 8)) == published.CONTIGUOUS_BY_SMALLER_SIDE
    found = as_sets(masks, turnout_2018.index)
    assert set(found) == searched(list(turnout_2018.index), neighbours)


def test_contiguous_splits_outside_the_inner_city_are_as_counted_by_hand(sides, neighbours):
    areas = [area for area, side in sides["outer"].items() if side is not None]
    pairs = [pair for pair in neighbours if set(pair) <= set(areas)]
    assert len(contiguous_splits(areas, pairs)) == published.CONTIGUOUS_OUTER


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 7), st.data())
def test_contiguous_splits_are_those_a_plain_search_finds(n, data):
    pairs = data.draw(st.lists(st.sampled_from(list(combinations(range(n), 2))), unique=True))
    expected = searched(list(range(n)), pairs)
    if not expected:
        with pytest.raises(ValueError, match="more than two separate pieces"):
            contiguous_splits(range(n), pairs)
        return
    found = as_sets(contiguous_splits(range(n), pairs), range(n))
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_two_islands_can_be_parted_in_one_way_only():
    assert contiguous_splits("ABCD", [("A", "B"), ("C", "D")]).tolist() == [
        [True, True, False, False]
    ]


@pytest.mark.parametrize("n", [1, 21])
def test_too_few_or_too_many_areas_are_refused_with_their_number(n):
    with pytest.raises(ValueError, match=f"{n} areas: contiguous splits are listed for 2 to 20"):
        contiguous_splits(range(n), [])


def test_a_pair_of_an_unknown_area_is_refused_by_name():
    with pytest.raises(ValueError, match="no area 'Nacka'"):
        contiguous_splits(["Farsta", "Skarpnäck"], [("Skarpnäck", "Nacka")])


def test_each_random_split_draws_its_number_and_each_area_is_equally_likely():
    masks = np.vstack(list(random_splits(9, 3, 30_000, np.random.default_rng(7))))
    assert masks.shape == (30_000, 9)
    assert (masks.sum(axis=1) == 3).all()
    ways = Counter(map(bytes, np.packbits(masks, axis=1)))
    assert len(ways) == comb(9, 3)
    expected = 30_000 / comb(9, 3)
    chi_square = sum((count - expected) ** 2 for count in ways.values()) / expected
    assert 45 < chi_square < 130  # 83 degrees of freedom: about 3.5 sd to either side


def test_random_splits_come_in_chunks_that_repeat_with_their_seed():
    def drawn():
        return list(random_splits(573, 280, 4_000, np.random.default_rng(3)))

    assert len(drawn()) > 1
    assert max(len(chunk) for chunk in drawn()) * 573 <= 1_000_000
    assert all((a == b).all() for a, b in zip(drawn(), drawn(), strict=True))
