"""Levels are exact for the city and ranges for anything smaller."""

import pandas as pd
import pytest

from equity.differences.levels import level


def test_the_citys_turnout_is_the_published_one(city):
    found = level(city.observations, indicator="turnout_riksdag", period="2018")
    one = found.get("level.turnout_riksdag", "2018")
    assert round(one.value, 2) == 87.32
    assert one.low == one.value == one.high


@pytest.mark.parametrize(
    ("district", "low", "high"), [("Rinkeby-Kista", 61.96, 77.80), ("Södermalm", 87.64, 92.27)]
)
def test_a_districts_turnout_is_a_range_that_obeys_the_room_of_the_others(
    city, district, low, high
):
    found = level(city.observations, indicator="turnout_riksdag", period="2018")
    one = found.get(f"level.turnout_riksdag.{district}", "2018")
    assert (round(one.low, 2), round(one.high, 2)) == (low, high)


def test_each_side_has_a_level_under_each_definition(city):
    found = level(city.observations, city.sides, indicator="turnout_riksdag", period="2018")
    for definition in city.sides:
        north = found.get("level.turnout_riksdag.north", "2018", definition)
        assert north.low < north.value < north.high


def test_household_income_comes_out_as_the_citys_published_mean(city):
    rows = city.observations[city.observations["indicator"] == "household_income_mean"]
    districts = rows[rows["level"] == "district"]
    mean = (districts["value"] * districts["denominator"]).sum() / districts["denominator"].sum()
    found = level(city.observations, indicator="household_income_mean")
    assert round(mean, 1) == found.get("level.household_income_mean", "2016").value == 585.1


def test_percentages_without_counts_have_levels_and_none_by_side(city):
    found = level(city.observations, city.sides, indicator="social_assistance", period="2017")
    assert len([one for one in found if ".rank." not in one.id]) == 15
    assert not [one for one in found if one.definition]


def test_every_district_that_can_be_lowest_is_named(city):
    found = level(city.observations, indicator="turnout_riksdag", period="2018")
    lowest = found.get("level.turnout_riksdag.rank.lowest", "2018")
    assert set(lowest.areas) == {"Rinkeby-Kista", "Skärholmen", "Spånga-Tensta"}
    assert lowest.verdict == "open"


def test_published_levels_without_a_range_have_one_lowest_district(city):
    found = level(city.observations, indicator="household_income_mean")
    lowest = found.get("level.household_income_mean.rank.lowest", "2016")
    assert lowest.areas == ("Rinkeby-Kista",)
    assert lowest.verdict == "decided"


def test_the_city_says_how_many_recipients_its_districts_lack(city):
    found = level(city.observations, indicator="social_assistance", period="2017")
    said = " ".join(note.english() for note in found.get("level.social_assistance", "2017").caveats)
    assert "5,304 recipients of social assistance more" in said


def test_schools_are_weighted_and_the_stray_one_counts_in_the_city_only(city):
    found = level(city.observations, city.sides, indicator="merit_rating", period="2024/25")
    one = found.get("level.merit_rating", "2024/25")
    assert one.range_of == "weights"
    assert one.low < one.value < one.high
    rows = city.observations
    schools = rows[(rows["indicator"] == "merit_rating") & (rows["period"] == "2024/25")]
    known = schools[schools["value"].notna()]
    mean = (known["value"] * known["denominator"]).sum() / known["denominator"].sum()
    assert one.value == pytest.approx(mean)


def test_a_researchers_own_frame_needs_no_more_than_areas_and_counts():
    frame = pd.DataFrame({"area": ["A", "B"], "numerator": [1, 3], "denominator": [4, 4]})
    found = level(frame, indicator="own")
    assert found.get("level.own", "").value == 50.0
    assert found.get("level.own.B", "").value == 75.0
