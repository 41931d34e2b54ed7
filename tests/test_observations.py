"""The tidy table keeps every published figure, and what no district holds."""

import pandas as pd
import pytest

from equity.errors import DataError
from equity.observations import COLUMNS, observe
from equity.raw.indicators import Declarations

CONTRACT = (
    "area", "level", "indicator", "period", "value", "numerator", "denominator", "flag",
    "source_id",
)  # fmt: skip


def rows(city, indicator, period, level):
    table = city.observations
    keys = (table["indicator"] == indicator) & (table["period"] == period)
    return table[keys & (table["level"] == level)]


def test_the_columns_begin_as_the_contract_says():
    assert COLUMNS[: len(CONTRACT)] == CONTRACT


def test_every_source_id_stands_in_the_catalogue(city):
    table = city.observations
    named = set(table["source_id"]) | {s for text in table["more_sources"] for s in text.split()}
    assert named <= set(city.sources)


@pytest.mark.parametrize(
    ("indicator", "period"),
    [
        ("turnout_riksdag", "2014"),
        ("turnout_riksdag", "2018"),
        ("turnout_riksdag", "2022"),
        ("turnout_region", "2018"),
        ("turnout_region", "2022"),
        ("turnout_kommunfullmaktige", "2014"),
        ("turnout_kommunfullmaktige", "2022"),
    ],
)
def test_districts_and_unallocated_votes_add_up_to_the_city(city, indicator, period):
    whole = rows(city, indicator, period, "city")["numerator"].item()
    districts = rows(city, indicator, period, "district")["numerator"].sum()
    left = rows(city, indicator, period, "unallocated")["numerator"].sum()
    assert districts + left == whole


def test_parts_of_districts_add_up_to_their_district(city):
    parts = rows(city, "turnout_riksdag", "2018", "part").groupby("district")
    districts = rows(city, "turnout_riksdag", "2018", "district").set_index("area")
    for column in ("numerator", "denominator"):
        assert parts[column].sum().to_dict() == districts[column].to_dict()


def test_589_employed_residents_belong_to_no_district(city):
    left = rows(city, "employed_per_100_eligible", "2016", "unallocated")
    assert left["numerator"].item() == 589
    assert left["denominator"].isna().all()


@pytest.mark.parametrize(("year", "people"), [("2015", 990), ("2016", 2332), ("2017", 5304)])
def test_recipients_that_the_city_counts_beyond_its_districts_keep_a_row(city, year, people):
    assert rows(city, "social_assistance", year, "unallocated")["numerator"].item() == people


def test_a_districts_turnout_says_that_only_counted_votes_are_in_it(city):
    assert (rows(city, "turnout_riksdag", "2018", "district")["flag"] == "counted_only").all()
    assert (rows(city, "turnout_riksdag", "2018", "city")["flag"] == "").all()


def test_a_constituency_known_by_the_order_of_rows_is_flagged(city):
    assumed = rows(city, "turnout_riksdag", "2022", "unallocated")["flag"]
    known = rows(city, "turnout_riksdag", "2018", "unallocated")["flag"]
    assert assumed.str.contains("assumed_constituency").all()
    assert not known.str.contains("assumed_constituency").any()


def test_about_100_per_cent_is_never_a_value(city):
    table = city.observations
    censored = table[table["flag"].str.contains("censored")]
    assert len(censored) == 201
    assert censored["value"].isna().all()
    assert (censored["high"] == 100).all()
    assert (censored["low"] < 100).any()
    assert (censored["assumed_low"] >= 90).all()


def test_a_censored_low_end_is_the_same_schools_share_that_passed_all_subjects(city):
    table = city.observations
    school = ("Abrahamsbergsskolan", "2020/21")
    found = table[(table["area"] == school[0]) & (table["period"] == school[1])].set_index(
        "indicator"
    )
    passed = found.loc["all_subjects_passed", "value"]
    assert found.loc["eligible_vocational", "low"] == passed


def test_suppressed_schools_stay_as_rows_without_a_value(city):
    merit = city.observations[city.observations["indicator"] == "merit_rating"]
    assert len(merit) == 676
    assert merit["flag"].str.contains("suppressed").sum() == 18
    assert (
        merit.loc[merit["flag"].str.contains("suppressed"), ["value", "low"]].isna().all(axis=None)
    )


def test_the_school_outside_the_city_has_no_district_and_says_so(city):
    merit = rows(city, "merit_rating", "2024/25", "school")
    stray = merit[merit["flag"].str.contains("outside_city")]
    assert len(stray) == 1
    assert stray["district"].item() == ""


def test_the_share_of_pupils_who_go_elsewhere_is_read_from_its_table(city):
    merit = rows(city, "merit_rating", "2024/25", "school")
    assert merit["caveats"].str.contains("29 per cent of the pupils in Rinkeby-Kista").all()


def declared(**changed):
    indicator = {
        "id": "x", "name": {"en": "x"}, "unit": "per cent", "gap_unit": "percentage points",
        "scale": "share", "direction": "higher_is_better", "place": "residence",
        "universe": {"en": "all"}, "numerator": {"en": "a"}, "denominator": {"en": "b"},
        "reads": {"kind": "counts", "table": "t", "period": "year", "numerator": "part",
                  "denominator": "whole"} | changed,
    }  # fmt: skip
    return Declarations.model_validate(
        {"unallocated": "(none)", "city": "All", "headline": ["x"], "indicators": {"x": indicator}}
    )


def invented(**changed):
    columns = {
        "area": ["A", "B", "All"], "level": ["district", "district", "city"], "year": [1, 1, 1],
        "part": [1, 2, 5], "whole": [10, 10, 20], "source_id": ["s", "s", "s"],
    }  # fmt: skip
    return {"t": pd.DataFrame(columns | changed)}


def test_what_the_city_has_beyond_its_districts_becomes_a_row():
    table = observe(invented(), declared())
    left = table[table["level"] == "unallocated"]
    assert left["numerator"].tolist() == [2.0]
    assert left["area"].tolist() == ["(none)"]


def test_a_declaration_that_names_an_unknown_column_is_refused_with_those_there_are():
    with pytest.raises(DataError, match=r"'voters'.*expected one of area, level"):
        observe({"t": invented()["t"].drop(columns="whole")}, declared(where={"voters": "1"}))


def test_nothing_to_divide_by_has_no_value():
    table = observe(invented(whole=[0, 10, 10]), declared())
    assert table.loc[table["area"] == "A", "value"].isna().all()


def test_two_rows_with_one_key_are_refused():
    with pytest.raises(DataError, match="one row a key"):
        observe(invented(area=["A", "A", "All"]), declared())


@pytest.mark.parametrize("name", ["period", "numerator", "denominator"])
def test_a_column_that_is_not_there_is_told_whichever_it_is(name):
    with pytest.raises(DataError, match=r"column of t: 'nowhere', expected one of area, level"):
        observe(invented(), declared(**{name: "nowhere"}))


@pytest.mark.parametrize("name", ["area", "level", "source_id"])
def test_a_table_without_what_every_table_of_areas_has_is_refused(name):
    with pytest.raises(DataError, match=f"column of t: '{name}'"):
        observe({"t": invented()["t"].drop(columns=name)}, declared())


def test_a_column_of_words_is_no_count():
    with pytest.raises(DataError, match="column of t: 'area', expected a column of numbers in t"):
        observe(invented(), declared(numerator="area"))


@pytest.mark.parametrize("changed", [{"where": {"area": "Nowhere"}}, {"periods": ["2"]}])
def test_an_indicator_without_a_row_is_refused(changed):
    with pytest.raises(DataError, match=r"x\.reads: 'no row', expected rows of t for districts"):
        observe(invented(), declared(**changed))


def test_a_denominator_that_stands_twice_is_refused():
    twice = {"u": pd.DataFrame({"area": ["A", "A"], "whole": [1, 2], "source_id": ["s", "s"]})}
    asked = declared(denominator_from={"table": "u", "where": {}})
    with pytest.raises(DataError, match="'A', expected one row of u an area"):
        observe(invented() | twice, asked)
