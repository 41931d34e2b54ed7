"""Forecast, decided and spent stay apart; amounts are set against them only where they compare."""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.errors import DataError
from equity.projects import forecast as of_forecast
from equity.projects.costs import amounts as of_amounts
from equity.projects.costs import reconcile as of_reconcile
from equity.projects.costs.amounts import Target
from equity.projects.costs.payers import CLASSES, who_pays
from equity.projects.forecast import target_of
from equity.projects.prices import in_prices_of
from oracles import projects as published

OURS = ("Stockholms stad",)  # as the amounts of these tests name the city
costs = partial(of_amounts.costs, city_payers=OURS)
judged = partial(of_amounts.judged, city_payers=OURS)
beside = partial(of_reconcile.beside, city_payers=OURS)
forecast = partial(of_forecast.forecast, city_payers=OURS)
INVENTED = Path(__file__).with_name("invented_costs.csv")
YEAR, LATER, BOTH = "2017", "2018", "2017-2018"


@pytest.fixture(scope="module")
def facts(tables):
    return tables["budget_facts"]


@pytest.fixture(scope="module")
def invented():
    text = {"project_id": str, "payer": str, "price_level": str}
    rows = pd.read_csv(INVENTED, dtype=text, keep_default_na=False, na_values={"amount": [""]})
    for column in ("year_from", "year_to"):
        rows[column] = pd.to_numeric(rows[column]).astype("Int64")
    return {case: part.drop(columns="case") for case, part in rows.groupby("case", sort=False)}


@pytest.fixture(scope="module")
def checked(facts, invented):
    return {case: forecast(facts, rows) for case, rows in invented.items()}


def ends(found, name, period):
    finding = found.get(f"forecast.{name}", period)
    return finding.low, finding.high


# The published sums


def test_the_forecast_is_142_and_48_and_together_190(facts):
    found = forecast(facts)
    assert [found.get("forecast.total", p).value for p in (YEAR, LATER, BOTH)] == [142, 48, 190]


def test_the_decided_is_set_beside_the_forecast_as_a_ratio_and_never_added(facts):
    found = forecast(facts)
    assert found.get("forecast.decided", BOTH).value == 115
    ratio = found.get("forecast.decided_per_forecast", BOTH)
    assert ratio.value == pytest.approx(115 / 190)
    assert ratio.unit == "ratio"
    assert found.get("forecast.all_digitalisation", BOTH).value == 545
    values = {f.value for f in found}
    assert not values & {115 + 190, 545 + 115, 545 + 190, 142 + 115}


def test_what_was_spent_is_unknown_and_not_nothing(facts):
    spent = forecast(facts).get("forecast.spent", BOTH)
    assert (spent.value, spent.low, spent.high) == (None, None, None)
    assert spent.verdict == "open"


def test_every_sum_says_that_its_price_level_is_not_stated(facts):
    for finding in forecast(facts):
        if finding.id != "forecast.spent":
            assert "price level is not stated" in finding.caveats[0].english()


def test_a_missing_fact_and_one_in_another_unit_are_both_named(facts):
    spoiled = facts[facts["fact"] != "forecast_2018"].copy()
    spoiled.loc[spoiled["fact"] == "forecast_2017", "unit"] = "kSEK"
    with pytest.raises(DataError) as error:
        forecast(spoiled)
    assert [problem.value for problem in error.value.problems] == ["142.0 kSEK", "forecast_2018"]


# The real amounts


def test_none_of_the_published_amounts_can_be_set_against_the_forecast(facts, tables):
    amounts = tables["project_amounts"]
    found = forecast(facts, amounts)
    for period, whole in ((YEAR, 142), (LATER, 48), (BOTH, 190)):
        finding = found.get("forecast.covered", period)
        assert finding.value is None
        assert (finding.low, finding.high) == (0, whole)
        assert "Nothing can be checked" in finding.method.english()
        assert found.get("forecast.over", period).low is None
    assert len(beside(amounts, target_of(facts))) == len(amounts)


# Invented costs


def test_the_invented_costs_say_so_in_every_row(invented):
    for rows in invented.values():
        assert rows["project_id"].str.startswith("INVENTED").all()
        assert rows["note"].str.contains("invented").all()


def test_within_the_forecast_the_rest_is_missing(checked):
    found = checked["within"]
    assert ends(found, "covered", YEAR) == (40, 40)
    assert ends(found, "missing", YEAR) == (102, 102)
    assert ends(found, "over", YEAR) == (0, 0)
    assert ends(found, "covered", LATER) == (20, 20)
    assert ends(found, "covered", BOTH) == (60, 60)


def test_exactly_the_forecast_leaves_nothing_missing_and_nothing_over(checked):
    found = checked["exactly"]
    assert [ends(found, n, YEAR) for n in ("covered", "missing", "over")] == [
        (142, 142),
        (0, 0),
        (0, 0),
    ]


def test_above_the_forecast_is_over_and_covers_no_more_than_all(checked):
    found = checked["over"]
    assert ends(found, "covered", YEAR) == (142, 142)
    assert ends(found, "over", YEAR) == (8, 8)
    assert ends(found, "over", BOTH) == (0, 0)  # 150 of 190: a year may be over, both are not


def test_amounts_over_years_partners_unnamed_payers_and_open_ends_count_from_nothing(checked):
    found = checked["ranges"]
    assert ends(found, "covered", YEAR) == (0, 10 + 4 + 2 + 8)
    assert ends(found, "covered", LATER) == (0, 10 + 1)
    assert ends(found, "covered", BOTH) == (10, 10 + 4 + 2 + 8 + 1)


def test_a_range_may_reach_from_missing_to_over(checked):
    found = checked["across"]
    assert ends(found, "covered", YEAR) == (140, 142)
    assert ends(found, "missing", YEAR) == (0, 2)
    assert ends(found, "over", YEAR) == (0, 8)


@pytest.mark.parametrize(
    ("case", "reason"), [("other_years", "period"), ("other_payer", "payer"), ("empty", "empty")]
)
def test_with_nothing_comparable_nothing_can_be_checked(checked, invented, facts, case, reason):
    finding = checked[case].get("forecast.covered", YEAR)
    assert (finding.value, finding.low, finding.high) == (None, 0, 142)
    assert "Nothing can be checked against 142" in finding.method.english()
    assert set(beside(invented[case], Target("forecast", 2017, 2017, 142.0))["reason"]) == {reason}


def test_the_forecast_is_never_added_to_a_budget_or_a_revised_one(checked, invented):
    found = checked["other_phases"]
    assert ends(found, "covered", YEAR) == (10, 10)
    told = {v for f in found for v in (f.value, f.low, f.high)}
    assert not told & {22, 25, 27, 37}
    listed = beside(invented["other_phases"], Target("forecast", 2017, 2017, 142.0))
    assert listed["amount"].tolist() == [12, 15]


def test_amounts_in_prices_of_another_year_are_not_added(checked, invented):
    assert ends(checked["price_levels"], "covered", YEAR) == (15, 142)
    assert checked["price_levels"].get("forecast.over", YEAR).low is None
    listed = beside(invented["price_levels"], Target("forecast", 2017, 2017, 142.0))
    assert listed["reason"].tolist() == ["price level"]


def test_euro_are_listed_and_never_converted(checked, invented):
    assert ends(checked["currencies"], "covered", YEAR) == (10, 142)
    listed = beside(invented["currencies"], Target("forecast", 2017, 2017, 142.0))
    assert listed[["amount", "unit", "reason"]].to_numpy().tolist() == [[1.0, "MEUR", "currency"]]


def test_a_negative_amount_is_never_taken_off_nor_turned(checked):
    assert ends(checked["negative"], "covered", YEAR) == (10, 142)


def test_thousands_entered_as_millions_are_suspected_and_count_nowhere(checked, invented):
    assert ends(checked["absurd"], "covered", YEAR) == (0, 142)
    assert (
        "Nothing can be checked" in checked["absurd"].get("forecast.covered", YEAR).method.english()
    )
    listed = beside(invented["absurd"], Target("forecast", 2017, 2017, 142.0))
    assert listed["reason"].tolist() == ["suspected"]


def test_two_amounts_for_one_thing_are_never_added(checked):
    finding = checked["asked"].get("forecast.covered", YEAR)
    assert (finding.low, finding.high) == (10, 16)
    assert any("which one holds" in caveat.english() for caveat in finding.caveats)


def test_an_amount_for_both_years_may_hold_that_of_one(checked):
    assert ends(checked["nested"], "covered", YEAR) == (10, 35)
    assert ends(checked["nested"], "covered", BOTH) == (25, 35)


def test_two_payers_pay_different_parts(checked):
    assert ends(checked["payers"], "covered", YEAR) == (17, 17)


def test_kronor_in_thousands_millions_and_billions_are_one_currency(checked):
    low, high = ends(checked["units"], "covered", YEAR)
    assert low == high == pytest.approx(3 * 14.2 + 0.0000142)


def test_a_stated_zero_is_a_cost_of_nothing_and_not_an_unknown(checked):
    finding = checked["zero"].get("forecast.covered", YEAR)
    assert finding.value == 0
    assert "Nothing can be checked" not in finding.method.english()


def test_decided_amounts_are_set_against_the_decided_sum_only(checked):
    found = checked["decided"]
    assert ends(found, "decided.covered", BOTH) == (115, 115)
    assert ends(found, "decided.over", BOTH) == (15, 15)
    assert "Nothing can be checked" in found.get("forecast.covered", BOTH).method.english()


def test_no_row_is_lost_between_counted_and_listed(invented):
    for rows in invented.values():
        for target in (Target("forecast", 2017, 2017, 142.0), Target("decided", 2017, 2018, 115.0)):
            judgement = judged(rows, target)
            listed = beside(rows, target)
            assert len(judgement) == len(rows)
            assert len(listed) + (judgement["reason"] == "").sum() == len(rows)


AMOUNTS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([(2017, 2017), (2018, 2018), (2017, 2018)])),
    min_size=1,
    max_size=5,
)


@given(AMOUNTS, st.data())
def test_the_range_holds_every_way_to_part_amounts_between_the_years(rows, data):
    spent = [
        data.draw(st.integers(0, amount)) if years == (2017, 2018) else (years[0] == 2017) * amount
        for amount, years in rows
    ]
    amounts = pd.DataFrame(
        {
            "project_id": [f"X{at}" for at in range(len(rows))],
            "amount": [amount for amount, _ in rows],
            "unit": "MSEK",
            "phase": "forecast",
            "year_from": [years[0] for _, years in rows],
            "year_to": [years[1] for _, years in rows],
            "payer": "Stockholms stad",
        }
    )
    found = costs(amounts, Target("forecast", 2017, 2017, 142.0))
    assert sum(c.low for c in found.values()) <= sum(spent) <= sum(c.high for c in found.values())
    both = costs(amounts, Target("forecast", 2017, 2018, 190.0))
    assert sum(c.low for c in both.values()) == sum(amount for amount, _ in rows)


@pytest.mark.parametrize(
    ("payer", "high", "low"),
    [
        ("Stockholms stad", 10, 10),
        ("Kommunstyrelsen", 10, 10),
        ("Hägersten-Liljeholmens stadsdelsnämnd", 10, 10),
        ("Stockholms stad with partners", 10, 0),
        ("Kommunstyrelsen och Vinnova", 10, 0),
        ("", 10, 0),
        ("Vinnova", 0, 0),
        ("Energimyndigheten", 0, 0),
        ("European Union", 0, 0),
        ("Stiftelsen Stora Sköndal with partners", 0, 0),
    ],
)
def test_the_city_its_boards_and_its_partners_are_told_apart(payer, high, low):
    row = {"project_id": "X1", "amount": 10.0, "unit": "MSEK", "phase": "forecast"}
    row |= {"year_from": 2017, "year_to": 2017, "payer": payer}
    found = judged(pd.DataFrame([row]), Target("forecast", 2017, 2017, 142.0))
    assert found[["low", "high"]].to_numpy().tolist() == [[low, high]]


def test_without_the_citys_name_only_its_boards_are_taken_for_it():
    row = {"project_id": "X1", "amount": 10.0, "unit": "MSEK", "phase": "forecast"}
    row |= {"year_from": 2017, "year_to": 2017}
    rows = pd.DataFrame([row | {"payer": p} for p in ("Påhittade stad", "Kommunstyrelsen")])
    target = Target("forecast", 2017, 2017, 142.0)
    assert of_amounts.judged(rows, target)["reason"].tolist() == ["payer", ""]
    own = of_amounts.judged(rows, target, ["Påhittade stad"])
    assert own["reason"].tolist() == ["", ""]


@pytest.mark.parametrize("years", [("2031",), ("2031", "2032", "2033")])
def test_the_years_of_a_forecast_are_those_that_its_facts_name(years):
    made_up = [{"fact": f"forecast_{year}", "value": 10.0} for year in years]
    facts = pd.DataFrame(made_up).assign(unit="MSEK", source_id="made-up")
    found = of_forecast.forecast(facts)
    whole = f"{years[0]}-{years[-1]}" if len(years) > 1 else years[0]
    assert found.get("forecast.total", whole).value == 10 * len(years)
    assert [one.period for one in found if one.id == "forecast.total"][: len(years)] == [*years]
    assert "forecast.decided" not in {one.id for one in found}


def test_facts_without_any_forecast_are_told_what_to_hold():
    only = {"fact": ["projects_mapped"], "value": [3], "unit": ["projects"], "source_id": ["x"]}
    with pytest.raises(DataError, match=r"add rows forecast_YEAR to budget_facts\.csv"):
        of_forecast.forecast(pd.DataFrame(only))


def test_a_city_without_any_facts_of_its_budget_has_no_findings_of_it():
    none = pd.DataFrame({"fact": [], "value": [], "unit": [], "source_id": []})
    assert not list(of_forecast.forecast(none))


# Who pays


def test_every_project_has_a_class_of_payer_and_a_reason(tables, facts):
    rows = who_pays(tables["projects"], tables["payers"])
    assert len(rows) == 35
    assert rows["reason"].str.strip().all()
    found = forecast(facts, payers=tables["payers"])
    assert sum(found.get(f"forecast.payers.{name}").value for name in CLASSES) == 35


def test_a_project_without_a_class_is_named(tables):
    with pytest.raises(ValueError, match="'P07' has no class"):
        who_pays(tables["projects"], tables["payers"].query("project_id != 'P07'"))


def test_a_class_that_does_not_exist_is_refused(tables):
    spoiled = tables["payers"].copy()
    spoiled.loc[3, "payer_class"] = "somebody"
    with pytest.raises(ValueError, match="'P04' has the class 'somebody'"):
        who_pays(tables["projects"], spoiled)


# Prices


def test_prices_are_converted_by_the_ratio_of_the_published_index(tables):
    index = tables["cpi_sweden_annual"]
    expected = 142 * published.CPI[2018] / published.CPI[2016]
    assert in_prices_of(142.0, year=2016, prices_of=2018, index=index) == pytest.approx(expected)
    there = in_prices_of(1.0, year=2010, prices_of=2020, index=index)
    assert in_prices_of(there, year=2020, prices_of=2010, index=index) == pytest.approx(1.0)


@pytest.mark.parametrize(("year", "to"), [(2005, 2017), (2017, 2024)])
def test_a_year_without_an_index_is_refused(tables, year, to):
    with pytest.raises(ValueError, match=r"no index for (2005|2024)"):
        in_prices_of(1.0, year=year, prices_of=to, index=tables["cpi_sweden_annual"])
