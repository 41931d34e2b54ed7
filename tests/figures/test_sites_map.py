"""The map of sites: a mark where a place is known, none where it is not."""

import math

import pandas as pd
import pytest

import equity


@pytest.fixture(scope="module")
def balanced(city):
    return equity.balance(
        city.projects,
        city.sides,
        baselines=city.baselines,
        projects=city.tables["projects"],
        sites=city.tables["project_sites"],
    )


def drawn(city, findings, sites, language="sv"):
    return equity.sites(
        findings,
        sites,
        city.default,
        city.areas,
        neighbourhoods=city.neighbourhoods,
        water=city.water,
        language=language,
    )


def marks(chart):
    kinds = [trace for trace in chart.figure.data if trace.mode == "markers" and trace.text]
    return {(trace.text[0], trace.marker.symbol) for trace in kinds}


def test_a_known_neighbourhood_is_a_full_mark_and_a_district_a_hollow_one(city, balanced):
    found = marks(drawn(city, balanced, city.tables["project_sites"]))
    assert ("<b>Hägersten-Liljeholmen</b>: 11", "circle-open") in found
    assert ("<b>Kista</b>: 4", "circle") in found


def test_every_project_with_a_known_place_is_at_a_mark(city, balanced):
    sites = city.tables["project_sites"]
    exact = sites[sites["neighbourhood"].notna()].groupby("neighbourhood")["project_id"].nunique()
    loose = sites[sites["neighbourhood"].isna() & sites["district"].notna()]
    by_district = loose.groupby("district")["project_id"].nunique()
    expected = {(f"<b>{name}</b>: {n}", "circle") for name, n in exact.items()}
    expected |= {(f"<b>{name}</b>: {n}", "circle-open") for name, n in by_district.items()}
    assert marks(drawn(city, balanced, sites)) == expected


def test_each_districts_number_is_that_of_its_finding(city, balanced):
    chart = drawn(city, balanced, city.tables["project_sites"])
    found = {f.areas[0]: f for f in balanced.starting("balance.projects.all.known.")}
    assert {area: int(number) for area, number in chart.table.rows} == {
        area: f.value for area, f in found.items()
    }
    assert {f.key for f in found.values()} <= set(chart.findings)
    sites = city.tables["project_sites"].dropna(subset="district")
    by_hand = sites.groupby("district")["project_id"].nunique()
    assert {a: f.value for a, f in found.items() if f.value} == by_hand.to_dict()


def test_no_mark_reaches_the_middle_of_another_that_it_could_hide(city, balanced):
    for figure in (
        (chart := drawn(city, balanced, city.tables["project_sites"])).figure,
        chart.narrow,
    ):
        east, west = figure.layout.xaxis.range[::-1]
        each = (east - west) / figure.layout.width
        dots = [t for t in figure.data if t.mode == "markers" and t.text]
        hollow = [t for t in dots if t.marker.symbol == "circle-open"]
        full = [t for t in dots if t.marker.symbol == "circle"]
        assert hollow
        for one in hollow:
            for other in full:
                apart = math.hypot(one.x[0] - other.x[0], one.y[0] - other.y[0]) / each
                assert apart >= 1.5 * max(one.marker.size, other.marker.size) / 2


def test_the_title_says_how_many_have_no_place(city, balanced):
    chart = drawn(city, balanced, city.tables["project_sites"], "en")
    assert chart.title == "8 of 35 projects have no known place, wholly or in part"
    assert "who told of their projects" in chart.caption


def test_no_known_place_is_nothing_to_draw(city, balanced):
    sites = city.tables["project_sites"].iloc[:2]
    unknown = sites.assign(neighbourhood=pd.NA, district=pd.NA)
    with pytest.raises(ValueError, match="no site has a known place"):
        drawn(city, balanced, unknown)
