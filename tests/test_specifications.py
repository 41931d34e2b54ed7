"""One claim under every valid choice: how many agree, how far they spread."""

import pandas as pd
import pytest

from equity.findings import Label
from equity.geography.sides import Sides
from equity.specifications import robustness, ways

RIVER = Sides("river", Label(en="The river"), Label(en=""), ("A",), ("B",))
HILL = Sides("hill", Label(en="The hill"), Label(en=""), ("B",), ("A",))


def menu(**changed):
    row = {"indicator": "x", "choice": "denominator", "option": "all", "detail": "",
           "name_en": "all", "name_sv": "alla", "valid": "yes", "reason_en": "it fits"}  # fmt: skip
    return pd.DataFrame([row | changed])


def frame(**changed):
    columns = {"area": ["A", "B"], "numerator": [3, 1], "denominator": [4, 4], "indicator": "x"}
    return pd.DataFrame(columns | changed)


def test_nine_ways_to_compute_employment_agree_on_its_sign(city):
    found = robustness(
        city.observations, city.sides, city.menu, indicator="employed_per_100_eligible"
    )
    agreeing = found.get("robustness.employed_per_100_eligible.share_agreeing", "2016")
    assert agreeing.value == 1.0
    assert "9 of 9 valid ways" in agreeing.method.english()


@pytest.mark.parametrize(
    ("option", "expected"),
    [("region 2018", -0.8), ("riksdag 2018", -2.1), ("council 2014", -1.4)],
)
def test_the_yearbooks_employment_gap_depends_on_whom_one_counts_against(city, option, expected):
    names = {"region 2018": "region election", "riksdag 2018": "Riksdag election",
             "council 2014": "council election"}  # fmt: skip
    known = ways(city.observations, city.sides, city.menu, indicator="employed_per_100_eligible")
    of_option = [w for w in known if names[option] in w.base.en and w.definition == "yearbook"]
    assert [round(way.value, 1) for way in of_option] == [expected]


def test_a_population_with_children_in_it_is_a_warning_and_no_way(city):
    known = ways(city.observations, city.sides, city.menu, indicator="employed_per_100_eligible")
    assert not [way for way in known if "population" in way.base.en]
    left_out = city.menu[(city.menu["option"] == "population_2011")]
    assert left_out["valid"].tolist() == ["no"]
    assert "five years older" in left_out["reason_en"].item()


def test_an_open_range_agrees_with_nobody(city):
    found = robustness(
        city.observations, city.sides, city.menu, indicator="turnout_riksdag", period="2018"
    )
    agreeing = found.get("robustness.turnout_riksdag.share_agreeing", "2018")
    # water and outer are decided and negative; the yearbook's range holds both signs
    assert agreeing.value == pytest.approx(2 / 3)


def test_there_is_no_share_where_the_default_itself_is_open(city):
    found = robustness(
        city.observations, city.sides, city.menu, indicator="turnout_kommunfullmaktige",
        period="2014",
    )  # fmt: skip
    assert found.get("robustness.turnout_kommunfullmaktige.share_agreeing", "2014").value is None


def test_opposite_borders_disagree_and_spread_to_both_gaps():
    found = robustness(frame(), [RIVER, HILL], menu(), indicator="x")
    assert found.get("robustness.x.share_agreeing", "").value == 0.5
    spread = found.get("robustness.x.spread", "")
    assert (spread.low, spread.high) == (-50.0, 50.0)


def test_periods_are_never_pooled(city):
    known = ways(city.observations, city.sides, city.menu, indicator="turnout_riksdag")
    found = robustness(city.observations, city.sides, city.menu, indicator="turnout_riksdag")
    assert {way.about.period for way in known} == {"2014", "2018", "2022"}
    assert len(found.select(id="robustness.turnout_riksdag.share_agreeing")) == 3


def test_an_indicator_without_a_valid_choice_is_refused_by_name():
    with pytest.raises(ValueError, match="no valid choice for 'x'"):
        ways(frame(), RIVER, menu(valid="no"), indicator="x")


def test_a_menu_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="no column 'valid'"):
        ways(frame(), RIVER, menu().drop(columns="valid"), indicator="x")
