"""The tables as read: typed as declared, equal to the published totals, all of them or none."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from equity.errors import DataError
from equity.raw.sources import refresh
from equity.raw.tables import read_table, read_tables
from oracles.published import published
from raw.faults import cell, column

TURNOUT = "turnout_by_district.csv"


@pytest.fixture(scope="module")
def tables(raw: Path) -> dict[str, pd.DataFrame]:
    return read_tables(raw)


def _election(tables: dict[str, pd.DataFrame], election: str, year: int) -> pd.DataFrame:
    turnout = tables["turnout_by_district"]
    return turnout[(turnout["election"] == election) & (turnout["year"] == year)]


@pytest.mark.parametrize(
    ("election", "year", "column"),
    [
        ("riksdag", 2018, "eligible"),
        ("riksdag", 2018, "voters"),
        ("riksdag", 2014, "eligible"),
        ("riksdag", 2014, "voters"),
        ("region", 2018, "eligible"),
        ("kommunfullmaktige", 2014, "eligible"),
        ("kommunfullmaktige", 2014, "voters"),
    ],
)
def test_districts_and_unallocated_add_up_to_the_published_total(
    tables: dict[str, pd.DataFrame], election: str, year: int, column: str
) -> None:
    rows = _election(tables, election, year)
    total = published(f"{column}_{election}_{year}")
    assert rows.loc[rows["level"] != "city", column].sum() == total
    assert rows.loc[rows["level"] == "city", column].item() == total


def test_the_employed_of_2015_add_up_and_those_of_2016_leave_589(
    tables: dict[str, pd.DataFrame],
) -> None:
    work = tables["employment_by_district"]
    in_districts = work[work["level"] == "district"].groupby("year").sum(numeric_only=True)
    city = work[work["level"] == "city"].set_index("year")
    for name, key in (("employed_residents_16plus", "employed"), ("daytime_workplaces", "")):
        left = city[name] - in_districts[name]
        assert left[2015] == 0
        if key:
            assert in_districts.loc[2015, name] == published("employed_2015")
            assert left[2016] == published("employed_without_district_2016")
        else:
            assert left[2016] == published("workplaces_without_district_2016")


def test_the_constituencies_add_up_to_the_districts_in_every_cell(
    tables: dict[str, pd.DataFrame],
) -> None:
    keys, counts = ["year", "election", "area"], ["n_valdistrikt", "eligible", "voters"]
    parts = tables["turnout_by_constituency"].groupby(keys)[counts].sum()
    turnout = tables["turnout_by_district"]
    whole = turnout[turnout["level"] != "city"].set_index(keys)[counts]
    council_2014 = (whole.index.get_level_values("year") == 2014) & (
        whole.index.get_level_values("election") == "kommunfullmaktige"
    )
    pd.testing.assert_frame_equal(parts, whole[~council_2014].sort_index())


def test_neighbourhoods_come_as_outlines_in_wgs84_with_their_columns(
    tables: dict[str, pd.DataFrame],
) -> None:
    shapes = tables["neighbourhoods"]
    assert isinstance(shapes, gpd.GeoDataFrame)
    assert shapes.crs.to_epsg() == 4326
    assert list(shapes.columns) == ["neighbourhood", "district_2007", "district_2020", "geometry"]
    assert len(shapes) == 117
    assert isinstance(tables["water"], gpd.GeoDataFrame)


def test_only_a_declared_marker_is_missing(tables: dict[str, pd.DataFrame]) -> None:
    schools = tables["schools_grade9"]
    assert schools["value"].isna().sum() == 132 + 5
    assert (schools["value_published"] == "..").sum() == 132
    assert (schools["value_published"] == ".").sum() == 5
    assert not schools["value_published"].isna().any()
    outside = schools.loc[schools["district"].isna(), "school_unit_code"].unique()
    assert list(outside) == ["83584296"]


def test_types_are_those_that_the_schema_declares(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["turnout_by_district"]["voters"].dtype == "int64"
    assert tables["turnout_by_district"]["turnout_pct"].dtype == "float64"
    assert tables["schools_grade9"]["school_unit_code"].str.len().eq(8).all()
    assert tables["turnout_by_constituency"]["constituency_code"].iloc[0] == "1"
    assert tables["projects"]["start"].dtype == "Int64"
    assert tables["projects"]["owner"].dtype == "str"


@pytest.mark.parametrize("value", ["NA", "None", "Null", "0123", "=SUMMA(B2:B9)"])
def test_an_identifier_or_name_stays_as_it_was_typed(copy: Path, value: str) -> None:
    cell("projects.csv", 2, "owner", value)(copy)
    refresh(copy)
    assert read_table(copy, "projects")["owner"].iloc[0] == value


def test_a_code_keeps_its_leading_zero(copy: Path) -> None:
    column(
        "schools_grade9.csv",
        "school_unit_code",
        lambda code: "05123456" if code == "64065082" else code,
    )(copy)
    refresh(copy)
    assert read_table(copy, "schools_grade9")["school_unit_code"].iloc[0] == "05123456"


def test_a_real_minus_is_a_minus(copy: Path) -> None:
    cell("project_amounts.csv", 3, "amount", "\u22125")(copy)
    refresh(copy)
    assert read_table(copy, "project_amounts")["amount"].iloc[1] == -5.0


def test_an_empty_amount_is_missing_and_not_0(copy: Path) -> None:
    cell("project_amounts.csv", 3, "amount", "")(copy)
    refresh(copy)
    assert pd.isna(read_table(copy, "project_amounts")["amount"].iloc[1])


def test_one_fault_anywhere_and_no_table_is_read(copy: Path) -> None:
    cell(TURNOUT, 2, "voters", "46 265")(copy)
    cell("project_amounts.csv", 8, "amount", "13,4")(copy)
    refresh(copy)
    with pytest.raises(DataError) as raised:
        read_tables(copy)
    assert {p.file for p in raised.value.problems} == {TURNOUT, "project_amounts.csv"}
    with pytest.raises(DataError):
        read_table(copy, "districts")


def test_an_unknown_table_is_refused_with_the_nearest_name(raw: Path) -> None:
    with pytest.raises(DataError, match="ask for turnout_by_district"):
        read_table(raw, "turnout_by_distrikt")
