"""A frame of one's own is read as it stands, or refused with the area that is at fault."""

import pandas as pd
import pytest

from equity.differences.gaps import gap
from equity.differences.levels import level
from equity.differences.profile import chosen_period, profile
from equity.differences.reading import cases_of
from equity.findings import Label
from equity.geography.sides import Sides
from equity.specifications import ways

RIVER = Sides("river", Label(en="The river"), Label(en=""), ("A", "B"), ("C",))

COUNTS = {"value": None, "weight": None, "denominator": [9, 9, 9]}


def own(**changed):
    columns = {"area": ["A", "B", "C"], "value": [10.0, 20.0, 40.0], "weight": [1, 3, 2]}
    return pd.DataFrame({k: v for k, v in (columns | changed).items() if v is not None})


def river_gap(frame, period=""):
    return gap(frame, RIVER, indicator="x", period=period or None).get("gap.x", period, "river")


def test_counts_whose_rest_was_filtered_away_are_refused(city):
    districts = city.observations[city.observations["level"] == "district"]
    with pytest.raises(ValueError, match=r"turnout_riksdag 2018.*pass the unallocated rows too"):
        gap(districts, city.sides, indicator="turnout_riksdag", period="2018")
    with pytest.raises(ValueError, match="pass the unallocated rows too"):
        level(districts, indicator="turnout_riksdag", period="2018")


def test_districts_with_their_unallocated_rows_do_without_the_citys(city):
    kept = city.observations[city.observations["level"] != "city"]
    whole = gap(city.observations, city.sides, indicator="turnout_riksdag", period="2018")
    found = gap(kept, city.sides, indicator="turnout_riksdag", period="2018")
    assert found.get("gap.turnout_riksdag", "2018", "water").low == pytest.approx(
        whole.get("gap.turnout_riksdag", "2018", "water").low
    )


def test_values_pool_with_their_weights():
    found = river_gap(own())
    assert found.value == pytest.approx((10 + 60) / 4 - 40)
    assert (found.low, found.high, found.verdict) == (found.value, found.value, "decided")


def test_values_pool_with_weights_between_two_ends():
    found = river_gap(own(weight=None, weight_low=[1, 1, 1], weight_high=[3, 3, 3]))
    # the north's mean: 12.5 with 10 heavy, 17.5 with 20 heavy, 15 with the middles
    assert (found.low, found.value, found.high) == pytest.approx((-27.5, -25.0, -22.5))


def test_ends_that_are_equal_are_an_exact_weight():
    ends = own(weight=None, weight_low=[1, 3, 2], weight_high=[1, 3, 2])
    assert river_gap(ends) == river_gap(own())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"weight": [1, None, 2]}, r"weight_low of area 'B' is missing"),
        ({"weight": [1, -3, 2]}, r"weight_low of area 'B' is -3"),
        ({"value": [10, None, 40]}, r"value of area 'B' is missing"),
        ({"weight": None, "weight_low": [1, 5, 1], "weight_high": [3, 3, 3]}, "area 'B'.*above"),
        ({**COUNTS, "numerator": [1, None, 1]}, "area 'B' is missing"),
        ({**COUNTS, "numerator": [1, -1, 1]}, "area 'B' is -1"),
        ({**COUNTS, "numerator": [1, 10, 1]}, "area 'B' has 10 count"),
    ],
)
def test_what_is_wrong_with_a_frame_is_told_by_area(changed, said):
    with pytest.raises(ValueError, match=said):
        river_gap(own(**changed))


def test_a_year_as_a_number_is_the_period_of_that_name():
    frame = own().assign(period=2018)
    assert river_gap(frame, "2018").period == "2018"
    assert list(cases_of(frame, "x", 2018)) == ["2018"]
    assert chosen_period(frame, "x", 2018) == "2018"


def test_a_year_that_a_gap_in_its_column_made_a_float_is_that_year():
    frame = pd.concat([own().assign(period=2018.0), own().assign(indicator="y", period=None)])
    assert list(cases_of(frame.fillna({"indicator": "x"}), "x")) == ["2018"]


def test_a_column_of_floats_with_a_gap_is_read_as_years():
    frame = pd.concat([own().assign(period=2018.0, indicator="x"),
                       own().assign(period=float("nan"), indicator="y")])  # fmt: skip
    assert frame["period"].dtype == float
    assert list(cases_of(frame, "x")) == ["2018"]
    assert list(cases_of(frame, "y")) == [""]


def test_periods_are_ordered_by_number():
    frame = pd.concat([own().assign(period=period) for period in (10, 2, 9)])
    assert list(cases_of(frame, "x")) == ["2", "9", "10"]
    assert chosen_period(frame, "x", "latest") == "10"


def test_an_unknown_scale_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="'banana'; there is count, share, ratio, mean, index"):
        river_gap(own().assign(scale="banana"))


@pytest.mark.parametrize("scale", ["index", "count"])
def test_an_index_and_a_count_are_never_pooled_by_side(scale):
    frame = own().assign(scale=scale)
    menu = pd.DataFrame(
        {"indicator": ["x"], "choice": ["w"], "option": ["o"], "detail": [""], "name_en": ["o"],
         "name_sv": ["o"], "valid": ["yes"], "reason_en": [""]}
    )  # fmt: skip
    said = rf"x is an? {scale}; this measure takes a mean or ratio or share: use its levels"
    with pytest.raises(ValueError, match=said):
        river_gap(frame)
    with pytest.raises(ValueError, match=said):
        level(frame, RIVER, indicator="x")
    with pytest.raises(ValueError, match=said):
        ways(frame, RIVER, menu, indicator="x")
    assert {one.id for one in level(frame, indicator="x")} >= {"level.x.A", "level.x.B"}
    assert not level(frame, indicator="x").select(id="level.x")


@pytest.mark.parametrize("scale", ["share", "ratio", "mean"])
def test_a_share_a_ratio_and_a_mean_are_pooled(scale):
    assert river_gap(own().assign(scale=scale)).value == pytest.approx(-22.5)


def test_the_profile_of_an_index_has_levels_and_no_gap():
    frame = pd.DataFrame({"area": [*"ABCD"], "value": [1, 2, 4, 8], "weight": [1, 3, 2, 5]})
    pairs = [("A", "B"), ("B", "C"), ("C", "D")]
    found = profile(frame.assign(scale="index"), RIVER, pairs, indicator="x")
    assert {one.id for one in found} >= {"level.x.A", "level.x.B", "level.x.C"}
    assert not [one for one in found if one.definition]
