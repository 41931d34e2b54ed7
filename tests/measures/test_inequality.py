"""Inequality across areas: against published numbers, by what must hold, and where it ends."""

from importlib.util import find_spec
from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, settings
from hypothesis import given as given_by_default
from hypothesis import strategies as st

from equity.measures.inequality import (
    gini,
    gini_parts,
    mean_absolute_difference,
    share_between,
    theil,
    theil_parts,
    variance,
    variance_parts,
)
from oracles import inequality as published

MEASURES = [variance, mean_absolute_difference, gini, theil]
AMOUNTS = [gini, theil]
PARTS = [variance_parts, gini_parts, theil_parts]
EXACT = pytest.approx


def given(*args, **kwargs):
    """Try fifty cases, however slow the machine."""
    return lambda test: settings(max_examples=50, deadline=None)(
        given_by_default(*args, **kwargs)(test)
    )


@st.composite
def areas(draw, least=0.0, greatest=100.0, smallest=2):
    """Values, whole weights and groups of a few areas."""
    n = draw(st.integers(smallest, 9))
    steps = st.integers(0, 1000).map(lambda k: least + (greatest - least) * k / 1000)
    values = draw(st.lists(steps, min_size=n, max_size=n))
    weights = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    groups = draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    return np.array(values), np.array(weights), np.array(groups)


@pytest.fixture(scope="module")
def mexico() -> pd.DataFrame:
    """Return the 32 Mexican states, which libpysal carries in its package."""
    package = find_spec("libpysal").submodule_search_locations[0]  # importing it takes seconds
    return pd.read_csv(Path(package) / "examples" / "mexico" / "mexico.csv").set_index("State")


def test_theil_of_the_mexican_states_is_as_published(mexico):
    found = [theil(mexico[f"pcgdp{year}"]) for year in published.MEXICO_YEARS]
    assert found == EXACT(published.MEXICO_THEIL, abs=5e-9)


def test_theil_between_the_mexican_regions_is_as_published(mexico):
    parts = [
        theil_parts(mexico[f"pcgdp{year}"], 1, mexico["hanson98"])
        for year in published.MEXICO_YEARS
    ]
    assert [p.between for p in parts] == EXACT(published.MEXICO_THEIL_BETWEEN, abs=5e-9)
    within = np.subtract(published.MEXICO_THEIL, published.MEXICO_THEIL_BETWEEN)
    assert [p.within for p in parts] == EXACT(within, abs=1e-8)


def test_gini_of_the_mexican_states_is_as_published(mexico):
    assert gini(mexico["pcgdp1940"]) == EXACT(published.MEXICO_GINI_1940, rel=1e-14)


def test_theil_with_zeros_is_ln_two_and_nothing_is_within():
    parts = theil_parts(published.ZEROS, 1, published.ZEROS_GROUP)
    assert (parts.total, parts.between, parts.within) == EXACT((log(2), log(2), 0.0), abs=1e-15)


@pytest.mark.parametrize("plants", [published.DAMGAARD_ONE_LARGE, published.DAMGAARD_TWO_SIZES])
def test_gini_is_the_published_one_without_its_correction(plants):
    assert gini(plants) == EXACT(published.DAMGAARD_GINI)
    corrected = gini(plants) * len(plants) / (len(plants) - 1)
    assert corrected == EXACT(published.DAMGAARD_GINI_CORRECTED, abs=5e-8)


@pytest.mark.parametrize("n", [2, 5, 14])
def test_everything_in_one_of_n_areas_is_one_minus_one_nth(n):
    assert gini([0] * (n - 1) + [7]) == EXACT(1 - 1 / n)
    assert theil([0] * (n - 1) + [7]) == EXACT(log(n))


@pytest.mark.parametrize("measure", MEASURES)
@given(areas(least=0.1))
def test_a_weight_of_three_is_the_same_as_three_areas(measure, some):
    values, weights, _ = some
    assert measure(values, weights) == EXACT(measure(np.repeat(values, weights)), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(areas(least=0.1), st.integers(2, 4))
def test_a_city_twice_over_is_as_unequal_as_the_city(measure, some, times):
    values, weights, _ = some
    again = measure(np.tile(values, times), np.tile(weights, times))
    assert again == EXACT(measure(values, weights), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(areas(least=0.1), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(measure, some, random):
    values, weights, _ = some
    order = list(range(len(values)))
    random.shuffle(order)
    assert measure(values[order], weights[order]) == EXACT(measure(values, weights), abs=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@given(areas(least=0.1))
def test_weights_need_not_add_up_to_one(measure, some):
    values, weights, _ = some
    share = weights / weights.sum()
    assert measure(values, share) == EXACT(measure(values, weights), abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "power"), [(variance, 2), (mean_absolute_difference, 1), (gini, 0), (theil, 0)]
)
@given(some=areas(least=0.1), factor=st.sampled_from([1e-3, 0.5, 3.0, 1e4]))
def test_another_unit_scales_the_measure_as_its_unit_says(measure, power, some, factor):
    values, weights, _ = some
    expected = factor**power * measure(values, weights)
    assert measure(factor * values, weights) == EXACT(expected, rel=1e-7, abs=1e-12 * factor**power)


@given(areas(), st.floats(-50, 50))
def test_the_same_added_to_all_leaves_variance_and_mean_difference(some, shift):
    values, weights, group = some
    for measure in (variance, mean_absolute_difference):
        assert measure(values + shift, weights) == EXACT(measure(values, weights), abs=1e-9)
    assume(np.ptp(values) > 0)
    before = share_between(values, weights, group)
    assert share_between(values + shift, weights, group) == EXACT(before, abs=1e-7)


@given(areas(least=1.0))
def test_the_same_added_to_all_makes_amounts_less_unequal(some):
    values, weights, _ = some
    assume(np.ptp(values) > 0.5)
    for measure in AMOUNTS:
        assert measure(values + 10, weights) < measure(values, weights)


@given(areas())
def test_voting_and_not_voting_give_the_same_answer(some):
    values, weights, group = some
    for measure in (variance, mean_absolute_difference):
        assert measure(100 - values, weights) == EXACT(measure(values, weights), abs=1e-9)
    assume(np.ptp(values) > 0)
    assert share_between(100 - values, weights, group) == EXACT(
        share_between(values, weights, group), abs=1e-9
    )


@pytest.mark.parametrize("measure", MEASURES)
@given(areas(least=1.0), st.data())
def test_a_gift_from_the_rich_to_the_poor_makes_a_city_less_unequal(measure, some, data):
    values, _, _ = some
    rich, poor = int(values.argmax()), int(values.argmin())
    assume(values[rich] - values[poor] > 0.2)
    gift = data.draw(st.floats(0.05, 0.45)) * (values[rich] - values[poor])
    after = values.copy()
    after[rich] -= gift
    after[poor] += gift
    assert measure(after) < measure(values)


@pytest.mark.parametrize("parts_of", PARTS)
@given(areas(least=0.1))
def test_the_parts_add_up_to_the_whole(parts_of, some):
    values, weights, group = some
    parts = parts_of(values, weights, group)
    whole = {variance_parts: variance, gini_parts: gini, theil_parts: theil}[parts_of]
    assert parts.between + parts.within + parts.overlap == EXACT(parts.total, abs=1e-9)
    assert parts.total == EXACT(whole(values, weights), abs=1e-9)
    assert min(parts.between, parts.within, parts.overlap) >= 0


@pytest.mark.parametrize("parts_of", PARTS)
@given(some=areas(least=0.1))
def test_one_group_leaves_nothing_between_and_each_area_alone_nothing_within(parts_of, some):
    values, weights, _ = some
    one = parts_of(values, weights, ["all"] * len(values))
    assert (one.between, one.within) == EXACT((0.0, one.total), abs=1e-9)
    alone = parts_of(values, weights, list(range(len(values))))
    assert (alone.between, alone.within) == EXACT((alone.total, 0.0), abs=1e-9)


@given(areas(least=0.1))
def test_gini_is_the_mean_difference_over_twice_the_mean(some):
    values, weights, _ = some
    pairs = np.abs(values[:, None] - values) * np.outer(weights, weights)
    mean = weights @ values / weights.sum()
    assert gini(values, weights) == EXACT(pairs.sum() / weights.sum() ** 2 / 2 / mean, abs=1e-9)


def test_turnout_of_2018_between_north_and_south_is_as_known(turnout_2018, sides):
    share = share_between(turnout_2018["value"], turnout_2018["weight"], sides["water"])
    assert share == EXACT(0.0018, abs=5e-5)


def test_areas_without_a_side_are_left_out_of_all_parts():
    parts = variance_parts([1.0, 3.0, 99.0], [1, 1, 5], ["north", "south", None])
    assert (parts.total, parts.between) == (1.0, 1.0)


def test_values_are_put_together_by_label_never_by_position():
    value = pd.Series([10.0, 20.0], ["A", "B"])
    weight = pd.Series([3.0, 1.0], ["B", "A"])
    assert variance(value, weight) == variance([10.0, 20.0], [1.0, 3.0])


@pytest.mark.parametrize("measure", [variance, mean_absolute_difference])
def test_one_area_or_equal_areas_have_no_spread(measure):
    assert measure([86.0]) == 0
    assert measure([0.1 + 0.2] * 3, [1, 2, 3]) == 0
    assert measure([0.0, 0.0]) == 0


@pytest.mark.parametrize("measure", AMOUNTS)
def test_one_area_or_equal_areas_have_no_inequality(measure):
    assert measure([585.1]) == 0
    assert measure([0.1] * 3, [1, 2, 3]) == EXACT(0, abs=1e-15)


@pytest.mark.parametrize("measure", AMOUNTS)
def test_amounts_that_are_all_zero_are_refused(measure):
    with pytest.raises(ValueError, match="every amount is 0"):
        measure([0, 0, 0])


@pytest.mark.parametrize("measure", AMOUNTS)
def test_a_negative_amount_is_refused_by_name_with_the_measure_to_use(measure):
    value = pd.Series([5.0, -2.0], ["Farsta", "Kista"])
    with pytest.raises(ValueError, match=r"'Kista' is -2.*use mean_absolute_difference"):
        measure(value)


def test_a_share_of_no_variance_is_refused():
    with pytest.raises(ValueError, match="all areas are equal"):
        share_between([86.0, 86.0], 1, ["north", "south"])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("value", "weight", "words"),
    [
        ([1.0, np.nan], [1, 1], "value of area 1 is missing"),
        ([1.0, np.inf], [1, 1], "value of area 1 is infinite"),
        ([1.0, 2.0], [1, np.nan], "weight of area 1 is missing"),
        ([1.0, 2.0], [1, -1], "weight of area 1 is -1"),
        ([1.0, 2.0], [0, 0], "every weight is 0"),
        ([1.0, 2.0], [1, 1, 1], "unlike lengths"),
        ([], [], "no areas"),
        (pd.Series([1.0, 2.0], ["A", "A"]), pd.Series([1.0, 2.0], ["A", "A"]), "'A' twice"),
        (pd.Series([1.0, 2.0], ["A", "B"]), pd.Series([1.0, 2.0], ["A", "C"]), "share the area"),
        (pd.Series([1.0, 2.0], ["A", "B"]), [1.0, 2.0], "labels"),
        (["many", "few"], [1, 1], "no number"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_place(measure, value, weight, words):
    with pytest.raises(ValueError, match=words):
        measure(value, weight)


@pytest.mark.parametrize("parts_of", PARTS)
def test_no_area_with_a_group_is_refused(parts_of):
    with pytest.raises(ValueError, match="no area has a group"):
        parts_of([1.0, 2.0], 1, [None, None])


@pytest.mark.parametrize("measure", MEASURES)
def test_an_area_without_weight_changes_nothing(measure):
    assert measure([999.0, 4.0, 6.0], [0, 2, 1]) == EXACT(measure([4.0, 6.0], [2, 1]))
