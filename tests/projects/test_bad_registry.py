"""One fault in a valid registry, from two sides: the city's raw tables and a spreadsheet.

Each is accepted with the same meaning or refused with row, column and reason; nothing is lost.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity.errors import DataError, Problem
from equity.projects.entry.spreadsheet import read_spreadsheet
from equity.projects.places import place_sites
from equity.projects.registry import read_registry
from equity.raw.check import check
from equity.raw.tables import read_tables
from projects.made_up_registries import Tables, into_files, into_raw, into_workbook, one, registries

EXAMPLES = settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@dataclass(frozen=True)
class Fault:
    """A fault: the cells to write in one row of a table, the column to blame, and the reason."""

    table: str
    cells: dict[str, str]
    column: str
    words: str


SITES, AMOUNTS, PROJECTS = "project_sites", "project_amounts", "projects"
NOWHERE = {"neighbourhood": "", "district": ""}
FAULTS = {
    "a lost minus sign": Fault(
        SITES, NOWHERE | {"lat": "-59.33", "lon": "18.05"}, "lat, lon", "sign"
    ),
    "a sign too many in metres": Fault(
        SITES, NOWHERE | {"northing": "6580507", "easting": "-673802"}, "northing, easting", "sign"
    ),
    "swapped degrees": Fault(SITES, {"lat": "18.05", "lon": "59.33"}, "lat, lon", "swapped"),
    "swapped metres": Fault(
        SITES, {"northing": "673802", "easting": "6580507"}, "northing, easting", "swapped"
    ),
    "metres for degrees": Fault(
        SITES, {"lat": "6580507", "lon": "673802"}, "lat, lon", "looks like SWEREF 99 TM"
    ),
    "degrees for metres": Fault(
        SITES, {"northing": "59.33", "easting": "18.05"}, "northing, easting", "looks like"
    ),
    "half a position": Fault(SITES, {"lat": "59.33"}, "lat", "one whole group"),
    "two positions": Fault(
        SITES,
        {"lat": "59.33", "lon": "18.05", "northing": "6580507", "easting": "673802"},
        "lat, lon, northing, easting",
        "one whole group",
    ),
    "a point outside the city": Fault(
        SITES, NOWHERE | {"lat": "59.2290", "lon": "18.2300"}, "lat, lon", "m from Skarpnäck"
    ),
    "a point in another country": Fault(
        SITES, NOWHERE | {"lat": "52.52", "lon": "13.40"}, "lat, lon", "m from"
    ),
    "a point in another district": Fault(
        SITES,
        {"neighbourhood": "", "district": "Farsta", "lat": "59.3275", "lon": "18.055"},
        "district",
        "Kungsholmen, where its position lies",
    ),
    "a neighbourhood in another district": Fault(
        SITES, {"neighbourhood": "Kista", "district": "Farsta"}, "district", "different rows"
    ),
    "a genitive": Fault(SITES, {"district": "Östermalms"}, "district", "write Östermalm"),
    "an office": Fault(SITES, {"district": "Farsta sdf"}, "district", "write Farsta"),
    "a district of another division": Fault(
        SITES,
        {"neighbourhood": "", "district": "Hägersten-Älvsjö"},
        "district",
        "write Hägersten-Liljeholmen or Älvsjö",
    ),
    "a district as a neighbourhood": Fault(
        SITES,
        {"neighbourhood": "Rinkeby-Kista", "district": ""},
        "neighbourhood",
        "write Akalla or",
    ),
    "a misspelt neighbourhood": Fault(
        SITES, {"neighbourhood": "Kistta", "district": ""}, "neighbourhood", "write Kista"
    ),
    "a share above the whole": Fault(SITES, {"share": "1.5"}, "share", "at most 1"),
    "a site of an unknown project": Fault(SITES, {"project_id": "P99"}, "project_id", "project_id"),
    "a site of no project": Fault(SITES, {"project_id": ""}, "project_id", "project"),
    "an unknown basis": Fault(SITES, {"basis": "guessed"}, "basis", "one of named"),
    "an amount of an unknown project": Fault(
        AMOUNTS, {"project_id": "x-1"}, "project_id", "projects"
    ),
    "an amount of no project": Fault(AMOUNTS, {"project_id": ""}, "project_id", "project"),
    "an unknown unit": Fault(AMOUNTS, {"unit": "USD"}, "unit", "one of MSEK"),
    "an amount without a unit": Fault(AMOUNTS, {"unit": ""}, "unit", "unit"),
    "thousands entered as millions": Fault(
        AMOUNTS,
        {"amount": "142000", "year_from": "2017", "year_to": "2017"},
        "amount",
        "1 000 times the year's forecast, thousands of kronor?",
    ),
    "kronor entered as millions in a year without a forecast": Fault(
        AMOUNTS,
        {"amount": "142000000", "year_from": "2013", "year_to": "2013"},
        "amount",
        "times the year's forecast",
    ),
    "a formula for an amount": Fault(AMOUNTS, {"amount": "=7+2"}, "amount", "not a formula"),
    "text for an amount": Fault(AMOUNTS, {"amount": "ca 5"}, "amount", "a number"),
    "an amount with its unit": Fault(AMOUNTS, {"amount": "5 MSEK"}, "amount", "a number"),
    "digits apart": Fault(AMOUNTS, {"amount": "14 2"}, "amount", "a number"),
    "an apostrophe": Fault(AMOUNTS, {"amount": "'-5"}, "amount", "without the apostrophe"),
    "an unknown phase": Fault(AMOUNTS, {"phase": "revised"}, "phase", "one of forecast"),
    "years in the wrong order": Fault(
        AMOUNTS, {"year_from": "2019", "year_to": "2017"}, "year_from", "at most 2017"
    ),
    "a year of two digits": Fault(AMOUNTS, {"year_from": "17"}, "year_from", "four digits"),
    "a project without an id": Fault(PROJECTS, {"project_id": ""}, "project_id", "project_id"),
    "a formula for an id": Fault(PROJECTS, {"project_id": "=A3"}, "project_id", "form"),
    "a project without a list": Fault(PROJECTS, {"list": ""}, "list", "list"),
    "an unknown kind": Fault(PROJECTS, {"kind": "Pilot"}, "kind", "one of pilot"),
    "half a site": Fault(PROJECTS, {"sites_total": "1.5"}, "sites_total", "a whole number"),
    "no site at all": Fault(PROJECTS, {"sites_total": "0"}, "sites_total", "at least 1"),
    "a name saved twice": Fault(PROJECTS, {"name_sv": "pÃ¥hittad"}, "name_sv", "påhittad"),
}


@pytest.fixture
def folder(registry_raw: Path, tmp_path: Path) -> Callable[[Tables], Path]:
    """Return a way to put a registry in the place of a raw folder's own."""

    def made(tables: Tables) -> Path:
        shutil.rmtree(tmp_path / "raw", ignore_errors=True)
        shutil.copytree(registry_raw, tmp_path / "raw")
        into_raw(tables, tmp_path / "raw")
        return tmp_path / "raw"

    return made


def with_fault(tables: Tables, fault: Fault, at: int) -> int:
    """Write the fault into a row, and return the row's number."""
    rows = tables[fault.table]
    place = at % len(rows)
    rows[place] |= fault.cells
    return place + 2


def found(problems: list[Problem], fault: Fault, row: int) -> bool:
    return any(
        p.row == row
        and fault.table in p.file
        and fault.column in [*p.column.split(", "), p.column]
        and fault.words in f"{p.expected}; {p.fix}"
        for p in problems
    )


@EXAMPLES
@given(
    tables=registries(most=2, full=True), name=st.sampled_from(sorted(FAULTS)), at=st.integers(0, 5)
)
def test_one_fault_in_the_raw_tables_is_found_in_its_cell(folder, tables, name, at):
    fault = FAULTS[name]
    row = with_fault(tables, fault, at)
    problems = check(folder(tables))
    assert found(problems, fault, row), "\n".join(map(str, problems))


@EXAMPLES
@given(
    tables=registries(most=2, full=True),
    name=st.sampled_from(sorted(FAULTS)),
    at=st.integers(0, 5),
    into=st.sampled_from([into_workbook, into_files]),
)
def test_one_fault_in_a_spreadsheet_is_found_in_its_cell(
    registry_raw, tmp_path, tables, name, at, into
):
    fault = FAULTS[name]
    row = with_fault(tables, fault, at)
    with pytest.raises(DataError) as error:
        read_spreadsheet(into(tables, tmp_path / f"{into.__name__}.xlsx"), registry_raw)
    assert found(list(error.value.problems), fault, row), str(error.value)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_in_the_raw_tables_is_the_only_thing_that_is_blamed(folder, name):
    fault = FAULTS[name]
    tables = one()
    row = with_fault(tables, fault, 0)
    problems = check(folder(tables))
    assert found(problems, fault, row), "\n".join(map(str, problems))
    others = {p.file for p in problems} - {f"{fault.table}.csv"}
    # Where a project has lost its id, what refers to it is blamed as well.
    assert not others or "project_id" in fault.cells, "\n".join(map(str, problems))


# What is no fault


@EXAMPLES
@given(tables=registries(full=True))
def test_whatever_is_valid_comes_out_of_the_raw_tables_as_it_went_in(folder, tables):
    raw = folder(tables)
    assert check(raw) == []
    read = read_tables(raw)
    for name, rows in tables.items():
        for column in rows[0]:
            went = [row[column] for row in rows]
            came = ["" if pd.isna(v) else v for v in read[name][column]]
            if all(isinstance(value, str) for value in came):
                assert came == went, (name, column)
            else:
                assert [float(v or "nan") for v in went] == pytest.approx(
                    [float("nan") if v == "" else float(v) for v in came], nan_ok=True
                )


@EXAMPLES
@given(tables=registries())
def test_projects_and_sums_in_are_projects_and_sums_out(registry_raw, city_of, tmp_path, tables):
    read = read_registry(read_spreadsheet(into_files(tables, tmp_path / "made up"), registry_raw))
    placed = place_sites(read, *city_of)
    ids = [row["project_id"] for row in tables[PROJECTS]]
    assert list(dict.fromkeys(placed["project_id"])) == ids
    assert placed.groupby("project_id")["share"].sum().to_numpy() == pytest.approx(1)
    assert len(read.amounts) == len(tables[AMOUNTS])
    sums = [float(row["amount"]) for row in tables[AMOUNTS] if row["amount"]]
    assert read.amounts["amount"].sum(min_count=0) == pytest.approx(sum(sums))


def test_a_project_without_coordinates_or_place_is_unknown_and_no_fault(folder):
    raw = folder(one(project_sites__district="", project_sites__basis=""))
    assert check(raw) == []


@pytest.mark.parametrize("cells", [NOWHERE, {"neighbourhood": ""}])
def test_a_position_alone_says_where_a_site_is(folder, cells):
    here = {"lat": "59.2437", "lon": "18.0932"} | cells
    raw = folder(one(**{f"project_sites__{name}": text for name, text in here.items()}))
    assert check(raw) == []


@pytest.mark.parametrize("district", ["Norrmalm", "Östermalm", ""])
def test_a_point_on_a_border_may_be_named_either_district_and_no_third(folder, district):
    here = {"lat": "59.321390", "lon": "18.094224", "district": district}
    cells = {f"project_sites__{name}": text for name, text in here.items()}
    assert check(folder(one(**cells))) == []
    [problem] = check(folder(one(**cells | {"project_sites__district": "Farsta"})))
    assert problem.expected == "Norrmalm or Östermalm, where its position lies"


@pytest.mark.parametrize("sum_", ["", "-5", "\u22125", "0"])
def test_an_empty_or_negative_amount_is_kept_as_it_is(folder, sum_):
    raw = folder(one(project_amounts__amount=sum_))
    assert check(raw) == []
    [read] = read_tables(raw)["project_amounts"]["amount"]
    assert pd.isna(read) if sum_ == "" else read == float(sum_.replace("\u2212", "-"))


def test_an_unusual_amount_counts_once_someone_has_confirmed_it(folder):
    cells = {"project_amounts__amount": "142000"}
    assert [p.column for p in check(folder(one(**cells)))] == ["amount"]
    assert check(folder(one(**cells, project_amounts__confirmed="made up"))) == []


def test_the_same_sum_in_thousands_is_no_unusual_amount(folder):
    cells = {"project_amounts__amount": "142000", "project_amounts__unit": "tkr"}
    raw = folder(one(**cells))
    assert check(raw) == []
    assert read_registry(read_tables(raw)).amounts["amount"].tolist() == [142.0]


# Two rows that say the same


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ({"amount": "15", "note": "revised"}, True),
        ({"amount": "15", "unit": "tkr"}, True),
        ({"amount": "7.5"}, True),
        ({"amount": "15", "payer": ""}, True),
        ({"amount": "15", "year_to": ""}, True),
        ({"amount": "15", "payer": "another, made up"}, False),
        ({"amount": "15", "year_from": "2018", "year_to": "2018"}, False),
        ({"amount": "15", "phase": "forecast"}, False),
    ],
)
def test_two_amounts_that_may_be_the_same_are_asked_about(folder, second, refused):
    tables = one()
    tables[AMOUNTS].append(tables[AMOUNTS][0] | second)
    problems = check(folder(tables))
    assert [(p.row, p.file) for p in problems] == [(3, "project_amounts.csv")] * refused
    assert all("which one holds?" in p.expected for p in problems)
    assert all(f"row 2 says 7.5, this one {second['amount']}" in p.expected for p in problems)


def test_a_project_twice_is_refused_with_the_row_that_has_it(folder):
    tables = one()
    tables[PROJECTS].append(tables[PROJECTS][0] | {"name_sv": "another, made up"})
    [problem] = check(folder(tables))
    assert (problem.file, problem.row, problem.column) == ("projects.csv", 3, "project_id")
    assert "row 2 has it" in problem.expected


def test_a_site_twice_is_refused_and_two_sites_in_a_district_are_not(folder):
    tables = one()
    tables[SITES].append(dict(tables[SITES][0]))
    assert [p.row for p in check(folder(tables))] == [3]
    tables[SITES][1]["site"] = "another, made up"
    assert check(folder(tables)) == []


@pytest.mark.parametrize(
    ("project", "file", "row"),
    [
        ({"scope": "citywide"}, "project_sites.csv", 2),
        ({"scope": "several", "sites_total": "1"}, "projects.csv", 2),
        ({"scope": "site", "sites_total": "2"}, "projects.csv", 2),
        ({"scope": "unknown", "sites_total": "1"}, "projects.csv", 2),
    ],
)
def test_a_project_and_its_sites_must_not_contradict_each_other(folder, project, file, row):
    tables = one()
    tables[PROJECTS][0] |= project
    if project["scope"] == "unknown":
        tables[SITES].append(tables[SITES][0] | {"site": "another, made up"})
    assert (file, row) in {(p.file, p.row) for p in check(folder(tables))}


def test_shares_of_a_project_that_are_more_than_the_whole_are_refused(folder):
    tables = one(project_sites__share="0.6")
    tables[SITES].append(tables[SITES][0] | {"site": "another, made up"})
    [problem] = check(folder(tables))
    assert (problem.file, problem.column, problem.value) == ("project_sites.csv", "share", "1.2")
