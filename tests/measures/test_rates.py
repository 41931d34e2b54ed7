import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.measures import rates

AREAS = ["A", "B", "C"]
PART = pd.Series([80, 10, 70], AREAS)
WHOLE = pd.Series([100, 100, 100], AREAS)
SIDE = pd.Series(["north", "north", "south"], AREAS)

COUNTS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 1000), st.sampled_from(["north", "south", None])),
    min_size=3,
    max_size=12,
).filter(lambda rows: {"north", "south"} <= {row[2] for row in rows})


def test_a_three_district_toy_has_the_gap_computed_by_hand():
    # north (80 + 10) / 200 = 45 %, south 70 %
    assert rates.pooled_gap(PART, WHOLE, SIDE) == -25.0


def test_a_large_district_weighs_more_than_a_small_one():
    assert rates.pooled_rate([90, 1], [100, 900]) == pytest.approx(9.1)
    assert rates.pooled_mean([10.0, 20.0], [1, 3]) == 17.5


def test_series_are_aligned_by_label_and_never_by_position():
    shuffled = WHOLE.mul([1, 2, 3]).iloc[[2, 0, 1]]
    expected = rates.pooled_gap(PART, WHOLE.mul([1, 2, 3]), SIDE)
    assert rates.pooled_gap(PART, shuffled, SIDE.iloc[::-1]) == expected


def test_inputs_are_left_as_they_were():
    before = PART.copy(), WHOLE.copy(), SIDE.copy()
    rates.pooled_gap(PART, WHOLE, SIDE)
    for series, copy in zip((PART, WHOLE, SIDE), before, strict=True):
        pd.testing.assert_series_equal(series, copy)


def test_an_area_left_out_by_the_definition_changes_nothing():
    part, whole = (
        pd.concat([PART, pd.Series([5], ["D"])]),
        pd.concat([WHOLE, pd.Series([9], ["D"])]),
    )
    side = SIDE.reindex([*AREAS, "D"])
    assert rates.pooled_gap(part, whole, side) == -25.0


@pytest.mark.parametrize(
    ("part", "whole", "side", "message"),
    [
        (PART, WHOLE.rename({"C": "D"}), SIDE, "'[CD]'"),
        (PART, WHOLE.rename({"C": "A"}), SIDE, "area 'A' twice"),
        (PART.rename({"C": "B"}), 100, "north", "area 'B' twice"),
        (PART.astype(float).where(PART != 10), WHOLE, SIDE, "area 'B' is missing"),
        (PART * -1, WHOLE, SIDE, "area 'A' is -80"),
        (PART, WHOLE * 0, SIDE, "north: the whole is 0"),
        (PART, WHOLE.where(SIDE == "north", 0), SIDE, "south: the whole is 0"),
        (PART, WHOLE, SIDE.replace("south", "north"), "no area in the south"),
        (PART, WHOLE, SIDE.replace("south", "South"), "area 'C' has side 'South'"),
        (PART, WHOLE.to_numpy(), SIDE, "all as Series or all as arrays"),
        ([1, 2], [1, 2, 3], ["north", "south"], "unlike lengths"),
        (PART.astype(object).where(PART != 10, "ten"), WHOLE, SIDE, "no number"),
        (PART, WHOLE.astype(float).replace(100.0, np.inf), SIDE, "infinite"),
    ],
)
def test_what_cannot_be_pooled_is_refused_by_name(part, whole, side, message):
    with pytest.raises(ValueError, match=message):
        rates.pooled_gap(part, whole, side)


def test_a_mean_without_weight_is_refused():
    with pytest.raises(ValueError, match="south: all weights are 0"):
        rates.mean_gap([1.0, 2.0], [1, 0], ["north", "south"])
    with pytest.raises(ValueError, match="all weights are 0"):
        rates.pooled_mean([1.0], [0])


def test_a_ratio_to_a_rate_of_nothing_is_refused():
    assert rates.ratio([20, 10], [100, 100], ["north", "south"]) == 2.0
    with pytest.raises(ValueError, match="south's rate is 0"):
        rates.ratio([20, 0], [100, 100], ["north", "south"])


def test_the_attributable_difference_is_the_published_population_attributable_risk():
    # WHO healthequal tests: populations and estimates in order, reference the last; PAR 18.775509
    population = np.array([78, 91, 162, 103, 105])
    estimate = np.array([20, 30, 40, 50, 60])
    found = rates.attributable_difference(estimate * population / 100, population, reference=4)
    assert found == pytest.approx(18.775509, abs=2e-6)


def test_a_reference_that_is_no_area_is_refused():
    with pytest.raises(ValueError, match="'Z' is none of the areas"):
        rates.attributable_difference(PART, WHOLE, reference="Z")


def test_a_change_is_later_minus_earlier_and_keeps_the_labels():
    later = pd.Series([2.0, 5.0], ["B", "A"])
    found = rates.change(pd.Series([1.0, 1.0], ["A", "B"]), later)
    assert found.to_dict() == {"A": 4.0, "B": 1.0}
    assert rates.change(2.0, -1.0) == -3.0


@given(COUNTS)
def test_a_pooled_rate_lies_between_the_least_and_the_greatest_of_its_areas(rows):
    part, whole, _ = (np.array(column) for column in zip(*rows, strict=True))
    each = 100 * part / whole
    assert each.min() - 1e-9 <= rates.pooled_rate(part, whole) <= each.max() + 1e-9


@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_areas_is_of_no_account(rows, random):
    mixed = random.sample(rows, len(rows))
    gaps = [rates.pooled_gap(*map(list, zip(*r, strict=True))) for r in (rows, mixed)]
    assert gaps[0] == pytest.approx(gaps[1], abs=1e-9)


@given(COUNTS)
def test_merging_areas_of_one_side_and_then_pooling_equals_pooling(rows):
    part, whole, side = map(list, zip(*rows, strict=True))
    frame = pd.DataFrame({"part": part, "whole": whole, "side": side})
    merged = frame.groupby("side").sum()
    found = rates.pooled_gap(merged["part"], merged["whole"], pd.Series(merged.index, merged.index))
    assert found == pytest.approx(rates.pooled_gap(part, whole, side), abs=1e-9)


@given(COUNTS)
def test_swapping_the_sides_turns_the_sign(rows):
    part, whole, side = map(list, zip(*rows, strict=True))
    other = [{"north": "south", "south": "north"}.get(s) for s in side]
    assert rates.pooled_gap(part, whole, other) == -rates.pooled_gap(part, whole, side)


@given(COUNTS)
def test_counting_everything_twice_changes_no_rate(rows):
    part, whole, side = map(list, zip(*rows, strict=True))
    twice = rates.pooled_gap(part * 2, whole * 2, side * 2)
    assert twice == pytest.approx(rates.pooled_gap(part, whole, side), abs=1e-9)
