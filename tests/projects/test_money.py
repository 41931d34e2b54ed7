"""Which share of the forecast lies in the south: from nothing to all, until costs are known."""

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equity.findings import Label
from equity.geography.sides import Sides
from equity.projects.balance import balance
from equity.projects.baselines import people
from equity.projects.costs.amounts import Cost, Target
from equity.projects.money import cost_on, placed_money, south_share
from projects.small_registries import RIVER, UNKNOWN, frame

FORECAST = Target("forecast", 2017, 2018, 190.0)
WATER = Sides("water", Label(en="Water"), Label(en=""), ("Kista",), ("Farsta",))
BOTH = "2017-2018"


@pytest.fixture(scope="module")
def found(placed, sides, baselines, tables):
    return balance(
        placed,
        sides,
        baselines=baselines,
        facts=tables["budget_facts"],
        amounts=tables["project_amounts"],
    )


def one_project(*districts, total):
    """Return one project, its known sites and the rest of `total` unknown."""
    rows = [("X1", "statement", "pilot", d, 1 / total, "known", "named") for d in districts]
    if left := total - len(districts):
        rows.append(("X1", "statement", "pilot", None, left / total, "unknown", ""))
    names = ["project_id", "list", "kind", "district", "share", "status", "basis"]
    return pd.DataFrame(rows, columns=names)


def facts():
    names = ["forecast_2017", "forecast_2018"]
    return pd.DataFrame({"fact": names, "value": [142, 48], "unit": "MSEK", "source_id": "seed"})


def amount(value, **changed):
    row = {
        "project_id": "X1",
        "amount": value,
        "unit": "MSEK",
        "phase": "forecast",
        "year_from": 2017,
        "year_to": 2017,
        "payer": "Kommunstyrelsen",
    }
    return pd.DataFrame([row | changed])


@pytest.mark.parametrize("border", ["water", "yearbook", "outer"])
def test_with_no_comparable_cost_the_south_may_have_nothing_or_all(found, border):
    finding = found.get("balance.money.south_share", BOTH, border)
    assert (finding.value, finding.low, finding.high) == (None, 0, 1)
    assert "anything from nothing to all" in finding.method.english()


def test_with_no_comparable_cost_no_sum_of_a_side_is_told(found):
    assert not [f for f in found if f.id.startswith("balance.money.on.")]


def test_what_it_takes_to_leave_the_balanced_value_is_the_other_sides_due(found):
    north = found.get("balance.baseline.population.north_share", "2011", "water").value
    for side, due in (("north", north), ("south", 1 - north)):
        finding = found.get(f"balance.money.to_leave.population.{side}", BOTH, "water")
        assert finding.value == pytest.approx(190 * due)


@pytest.mark.parametrize("name", ["eligible", "population"])
def test_equal_shares_per_head_add_up_to_the_forecast(found, name):
    equal = [f.value for f in found if f.id.startswith(f"balance.money.equal.{name}.")]
    assert len(equal) == 14
    assert sum(equal) == pytest.approx(190)


def test_by_need_each_district_has_a_range_around_what_is_counted(found, tables):
    helped = tables["social_assistance_by_district"].query("year == 2016")
    of_districts = helped.query("level == 'district'").set_index("area")["recipients"]
    whole = helped.query("level == 'city'")["recipients"].iloc[0]
    finding = found.get("balance.money.equal.recipients.Farsta", BOTH)
    assert finding.low == pytest.approx(190 * of_districts["Farsta"] / whole)
    loose = whole - of_districts.sum()
    assert finding.high == pytest.approx(190 * (of_districts["Farsta"] + loose) / whole)


def test_an_amount_is_shared_among_the_sites_and_never_counted_at_each():
    paid = {"X1": Cost(10.0, 10.0)}
    both = one_project("Kista", "Farsta", total=2)
    assert [tuple(cost_on(both, paid, WATER, side)) for side in ("north", "south")] == [
        (5, 5),
        (5, 5),
    ]
    third = one_project("Kista", "Farsta", total=3)
    low, high = cost_on(third, paid, WATER, "north")
    assert (low, high) == pytest.approx((10 / 3, 20 / 3))


def test_a_known_cost_narrows_the_share_and_is_told_by_side():
    found = balance(one_project("Farsta", total=1), WATER, facts=facts(), amounts=amount(19))
    finding = found.get("balance.money.south_share", BOTH, "water")
    assert (finding.low, finding.high) == pytest.approx((0.1, 1))
    assert found.get("balance.money.on.south", BOTH, "water").value == 19
    assert found.get("balance.money.on.north", BOTH, "water").value == 0


def test_a_cost_of_another_phase_or_payer_narrows_nothing():
    for change in ({"phase": "spent"}, {"payer": "Vinnova"}, {"year_from": 2019, "year_to": 2019}):
        found = balance(
            one_project("Farsta", total=1), WATER, facts=facts(), amounts=amount(19, **change)
        )
        finding = found.get("balance.money.south_share", BOTH, "water")
        assert (finding.low, finding.high) == (0, 1)


def test_money_for_the_whole_city_is_on_no_side():
    rows = one_project("Farsta", total=1).assign(district=None, status="citywide")
    known = placed_money(rows, {"X1": Cost(90.0, 90.0)}, WATER, 190.0)
    assert known == {"north": 0, "south": 0, "neither": 90, "whole": 190}
    assert south_share(known | {"neither": 190.0}) is None


def test_the_money_it_takes_is_just_enough():
    base = people(
        pd.Series([48, 52], ["Kista", "Farsta"]),
        name="people",
        period="2011",
        label=Label(en="people"),
        sources=["s"],
    )
    placed = one_project("Farsta", total=1)
    needed = 190 * 0.52
    for paid, out in ((needed - 0.01, False), (needed + 0.01, True)):
        found = balance(placed, WATER, baselines={"p": base}, facts=facts(), amounts=amount(paid))
        share = found.get("balance.money.south_share", BOTH, "water")
        assert (share.low > 0.52) == out
    none = balance(placed, WATER, baselines={"p": base}, facts=facts(), amounts=amount(0))
    told = none.get("balance.money.to_leave.people.south", BOTH, "water").value
    assert told == pytest.approx(needed)


PROJECT = st.lists(st.sampled_from(["A", "C", "D", UNKNOWN]), min_size=1, max_size=3)


@given(st.lists(st.tuples(PROJECT, st.integers(0, 60)), min_size=1, max_size=3), st.data())
def test_the_range_holds_every_way_to_place_the_rest(projects, data):
    placed = frame([sites for sites, _ in projects])
    paid = {f"P{at}": Cost(cost, cost) for at, (_, cost) in enumerate(projects)}
    held = south_share(placed_money(placed, paid, RIVER, 190.0))
    on = {"A": 0.0, "C": 0.0, "D": 0.0}
    for sites, cost in projects:
        for site in sites:
            place = data.draw(st.sampled_from(sorted(on))) if site == UNKNOWN else site
            on[place] += cost / len(sites)
    rest = 190 - sum(cost for _, cost in projects)
    for part in range(2):  # what no project is known to cost lies anywhere, too
        moved = data.draw(st.floats(0, 1)) * rest / 2 if part == 0 else rest / 2
        on[data.draw(st.sampled_from(sorted(on)))] += moved
    assume(on["A"] + on["C"] > 1e-6 and held is not None)
    share = on["C"] / (on["A"] + on["C"])
    assert held.low - 1e-9 <= share <= held.high + 1e-9
