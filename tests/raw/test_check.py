"""Fault injection: each fault alone, then several at once; the check names the very place."""

import json
from pathlib import Path

import pytest

from equity.errors import Problem
from equity.raw.check import check
from equity.raw.sources import refresh
from raw.faults import (
    Spoil,
    cell,
    column,
    content,
    feature,
    keep,
    outlines,
    points,
    text,
    without_row,
)

TURNOUT = "turnout_by_district.csv"
PARTS = "turnout_by_constituency.csv"
WORK = "employment_by_district.csv"
AID = "social_assistance_by_district.csv"
INCOME = "household_income_2016_by_district.csv"
SCHOOLS = "schools_grade9.csv"
SHAPES = "neighbourhoods.geojson"
AMOUNTS = "project_amounts.csv"
NBSP, THIN = "\u00a0", "\u202f"


def _swap(geometry: dict) -> None:
    points(geometry, lambda x, y: [y, x])


def _swap_all(collection: dict) -> None:
    for one in collection["features"]:
        if one["geometry"]["type"] == "Polygon":
            _swap(one["geometry"])


def _declare(name: str):
    def change(collection: dict) -> None:
        collection["crs"] = {"type": "name", "properties": {"name": name}}

    return change


def _moved(one: dict) -> None:
    points(one["geometry"], lambda x, y: [x + 0.002, y])


def _null(name: str):
    def change(one: dict) -> None:
        one["properties"][name] = None

    return change


def _named(name: str, value: str):
    def change(one: dict) -> None:
        one["properties"][name] = value

    return change


def _south_west(one: dict) -> None:
    points(one["geometry"], lambda x, y: [-x, y])


def _in_metres(one: dict) -> None:
    points(one["geometry"], lambda x, y: [673802 + x, 6580507 + y])


def _without_kista(collection: dict) -> None:
    collection["features"] = [
        one for one in collection["features"] if one["properties"]["neighbourhood"] != "Kista"
    ]


# fault, file, row, column, value (None: any), a word of what is expected or of what to do
FAULTS = {
    "an unknown area": (
        cell(TURNOUT, 2, "area", "Solna"),
        (TURNOUT, 2, "area", "Solna"),
        "a district that is known",
    ),
    "a genitive s": (
        cell(TURNOUT, 15, "area", "Östermalms"),
        (TURNOUT, 15, "area", "Östermalms"),
        "write Östermalm",
    ),
    "a short form of the administration": (
        cell(WORK, 15, "area", "Farsta sdf"),
        (WORK, 15, "area", "Farsta sdf"),
        "write Farsta",
    ),
    "a long form of the district": (
        cell("project_sites.csv", 2, "district", "Hägersten-Liljeholmens stadsdelsområde"),
        ("project_sites.csv", 2, "district", "Hägersten-Liljeholmens stadsdelsområde"),
        "write Hägersten-Liljeholmen",
    ),
    "a duplicate key": (
        text(WORK, "Bromma,district,2016", "Bromma,district,2015"),
        (WORK, 24, "area, year", "Bromma, 2015"),
        "row 6 has it",
    ),
    "a share above 100": (
        cell("employment_rate_foreign_born.csv", 3, "pct_2005", "145.6"),
        ("employment_rate_foreign_born.csv", 3, "pct_2005", "145.6"),
        "at most 100",
    ),
    "a share below 0": (
        cell(AID, 5, "pct_of_population", "-8.5"),
        (AID, 5, "pct_of_population", "-8.5"),
        "at least 0",
    ),
    "a fraction for a percentage": (
        cell("employment_rate_foreign_born.csv", 3, "pct_2005", "0.456"),
        ("employment_rate_foreign_born.csv", 3, "pct_2005", "0.456"),
        "unit of the column",
    ),
    "voters above the eligible": (
        cell(TURNOUT, 2, "voters", "56265"),
        (TURNOUT, 2, "voters", "56265"),
        "at most 53933",
    ),
    "voters above the eligible of a part": (
        cell(PARTS, 2, "voters", "35931"),
        (PARTS, 2, "voters", "35931"),
        "at most 30806",
    ),
    "a percentage that its counts do not give": (
        cell(TURNOUT, 2, "turnout_pct", "87.58"),
        (TURNOUT, 2, "turnout_pct", "87.58"),
        "85.78",
    ),
    "a district that does not add up": (
        cell(WORK, 3, "employed_residents_16plus", "19028"),
        (WORK, 19, "employed_residents_16plus", "490500"),
        "490501",
    ),
    "a city row beyond the declared difference": (
        cell(AID, 55, "recipients", "25229"),
        (AID, 55, "recipients", "25229"),
        "5304 as declared",
    ),
    "a region that is not the sum of its districts": (
        cell(WORK, 2, "employed_residents_16plus", "110822"),
        (WORK, 2, "employed_residents_16plus", "110822"),
        "110821",
    ),
    "a mean that its households do not give": (
        cell(INCOME, 19, "mean_disposable_income_tkr", "585.4"),
        (INCOME, 19, "mean_disposable_income_tkr", "585.4"),
        "585.13",
    ),
    "a constituency that does not add up to its district": (
        cell(PARTS, 2, "voters", "25930"),
        (PARTS, 2, "voters", None),
        f"54839 for 2014 riksdag Enskede-Årsta-Vantör in {TURNOUT}",
    ),
    "unallocated votes that do not add up": (
        cell(PARTS, 4, "voters", "4830"),
        (PARTS, 4, "voters", None),
        "25362 for 2014 riksdag (ej fördelat)",
    ),
    "a total counted as a district": (
        cell(TURNOUT, 17, "level", "district"),
        (TURNOUT, 17, "level", "district"),
        "equals the sum of the other 14 and the unallocated",
    ),
    "a total counted as a district beside a declared difference": (
        cell(WORK, 37, "level", "district"),
        (WORK, 37, "level", "district"),
        "equals the sum of the other 14",
    ),
    "a region counted as a district": (
        cell(WORK, 2, "level", "district"),
        (WORK, 2, "area", "Västerort"),
        "level region",
    ),
    "a missing district": (
        without_row("employment_rate_foreign_born.csv", 3),
        ("employment_rate_foreign_born.csv", None, "area", None),
        "a row for Rinkeby-Kista",
    ),
    "a missing total": (
        without_row(WORK, 37),
        (WORK, None, "level", "0 rows"),
        "one row of level city",
    ),
    "a part in thousands": (
        cell(AID, 5, "recipients", "4137000"),
        (AID, 5, "recipients", "4137000"),
        "1 000 times too great",
    ),
    "an amount in thousands": (
        cell(AMOUNTS, 3, "amount", "430000"),
        (AMOUNTS, 3, "amount", "430000"),
        "2 263 times the year's forecast, thousands of kronor?",
    ),
    "an income in kronor": (
        cell(INCOME, 3, "median_disposable_income_tkr", "322600"),
        (INCOME, 3, "median_disposable_income_tkr", "322600"),
        "unit of the column",
    ),
    "an unknown unit": (
        cell(AMOUNTS, 3, "unit", "USD"),
        (AMOUNTS, 3, "unit", "USD"),
        "one of MSEK, MEUR",
    ),
    "two amounts of one phase and year": (
        text(AMOUNTS, "P35,139.0,MSEK,outcome,2018,2018", "P35,139.0,MSEK,budget,2019,2019"),
        (AMOUNTS, 16, "project_id, phase, year_from, year_to, payer", None),
        "which one holds?",
    ),
    "a decimal comma": (
        cell(AMOUNTS, 8, "amount", "13,4"),
        (AMOUNTS, 8, "amount", "13,4"),
        "write 13.4",
    ),
    "a decimal comma names a row that is right": (
        cell(AMOUNTS, 8, "amount", "13,4"),
        (AMOUNTS, 8, "amount", "13,4"),
        "as '25.0' in row 2",
    ),
    "a thousands space": (
        cell(TURNOUT, 2, "voters", "46 265"),
        (TURNOUT, 2, "voters", "46 265"),
        "write 46265, without a space",
    ),
    "a thousands space that does not break": (
        cell(TURNOUT, 2, "voters", f"46{NBSP}265"),
        (TURNOUT, 2, "voters", f"46{NBSP}265"),
        "write 46265, without a space",
    ),
    "a thousands space that is narrow": (
        cell(TURNOUT, 2, "voters", f"46{THIN}265"),
        (TURNOUT, 2, "voters", f"46{THIN}265"),
        "write 46265, without a space",
    ),
    "a space and a comma": (
        cell(AMOUNTS, 3, "amount", "1 250,5"),
        (AMOUNTS, 3, "amount", "1 250,5"),
        "write 1250.5",
    ),
    "digits that are no grouping": (
        cell(AMOUNTS, 3, "amount", "14 2"),
        (AMOUNTS, 3, "amount", "14 2"),
        "source",
    ),
    "an apostrophe before a number": (
        cell(AMOUNTS, 3, "amount", "'-5"),
        (AMOUNTS, 3, "amount", "'-5"),
        "write -5, without the apostrophe",
    ),
    "a formula where a number belongs": (
        cell(AMOUNTS, 3, "amount", "=SUMMA(B2:B9)"),
        (AMOUNTS, 3, "amount", "=SUMMA(B2:B9)"),
        "not a formula",
    ),
    "an en dash for a minus": (
        cell(AMOUNTS, 3, "amount", "–5"),
        (AMOUNTS, 3, "amount", "–5"),
        "write -5",
    ),
    "a word for missing": (
        cell(AMOUNTS, 3, "amount", "NA"),
        (AMOUNTS, 3, "amount", "NA"),
        "a number",
    ),
    "a missing marker that the column does not declare": (
        cell(WORK, 3, "employed_residents_16plus", ".."),
        (WORK, 3, "employed_residents_16plus", ".."),
        "a whole number",
    ),
    "a count with decimals": (
        cell(WORK, 3, "employed_residents_16plus", "19027.0"),
        (WORK, 3, "employed_residents_16plus", "19027.0"),
        "write 19027",
    ),
    "a blank count": (
        cell(WORK, 3, "employed_residents_16plus", ""),
        (WORK, 3, "employed_residents_16plus", ""),
        "Rinkeby-Kista 2015",
    ),
    "a blank key": (
        cell(AMOUNTS, 3, "project_id", ""),
        (AMOUNTS, 3, "project_id", ""),
        "project_id",
    ),
    "a blank list": (cell("projects.csv", 2, "list", ""), ("projects.csv", 2, "list", ""), "P01"),
    "a key found nowhere": (
        cell(AMOUNTS, 3, "project_id", "P99"),
        (AMOUNTS, 3, "project_id", "P99"),
        "projects.csv",
    ),
    "a source found nowhere": (
        cell(AMOUNTS, 3, "source_id", "byggvarlden"),
        (AMOUNTS, 3, "source_id", "byggvarlden"),
        "sources.csv",
    ),
    "a neighbourhood of another district": (
        cell("project_sites.csv", 13, "district", "Farsta"),
        ("project_sites.csv", 13, "district", "Årsta / Farsta"),
        "different rows",
    ),
    "a space after a name": (
        cell("projects.csv", 2, "name_en", "Confirmation "),
        ("projects.csv", 2, "name_en", "Confirmation "),
        "write 'Confirmation'",
    ),
    "a letter in two characters": (
        cell("projects.csv", 2, "name_sv", "O\u0308sterort"),
        ("projects.csv", 2, "name_sv", "O\u0308sterort"),
        "write 'Österort'",
    ),
    "letters saved twice as UTF-8": (
        cell("projects.csv", 2, "name_sv", "Ã–sterort"),
        ("projects.csv", 2, "name_sv", "Ã–sterort"),
        "write 'Österort'",
    ),
    "another encoding": (
        content(WORK, lambda b: b.decode("utf-8").encode("latin-1")),
        (WORK, 2, "", None),
        "UTF-8",
    ),
    "another encoding of 16 bits": (
        content(WORK, lambda b: b.decode("utf-8").encode("utf-16")),
        (WORK, 1, "", None),
        "UTF-16",
    ),
    "a byte-order mark": (
        content(WORK, lambda b: b"\xef\xbb\xbf" + b),
        (WORK, 1, "", "\ufeff"),
        "byte-order mark",
    ),
    "a semicolon for a comma": (
        content(WORK, lambda b: b.replace(b",", b";")),
        (WORK, 1, "", ";"),
        "delimiter ','",
    ),
    "tabs for commas": (
        content(WORK, lambda b: b.replace(b",", b"\t")),
        (WORK, 1, "", "tab"),
        "delimiter ','",
    ),
    "a missing column": (
        content("districts.csv", lambda b: b.replace(b",land_km2,total_km2", b",land_km2,area")),
        ("districts.csv", 1, "total_km2", None),
        "a column total_km2",
    ),
    "an extra column": (
        content("districts.csv", lambda b: b.replace(b",land_km2,total_km2", b",land_km2,area")),
        ("districts.csv", 1, "area", "area"),
        "declare it",
    ),
    "a column in another case": (
        content("districts.csv", lambda b: b.replace(b"region", b"Region", 1)),
        ("districts.csv", 1, "region", "Region"),
        "rename 'Region' to 'region'",
    ),
    "a header given twice": (
        content("districts.csv", lambda b: b.replace(b"land_km2", b"total_km2", 1)),
        ("districts.csv", 1, "total_km2", "total_km2"),
        "once",
    ),
    "a row with a cell too many": (
        text(WORK, "Bromma,district,2015,41246", "Bromma,district,2015,41,246"),
        (WORK, 6, "", None),
        "the row has 7 cells",
    ),
    "an empty row": (
        content("cpi_sweden_annual.csv", lambda b: b + b"\n"),
        ("cpi_sweden_annual.csv", 20, "", ""),
        "remove the empty row",
    ),
    "an empty file": (content(WORK, lambda _: b""), (WORK, None, "", ""), "the file is empty"),
    "a header alone": (
        content(WORK, lambda b: b.split(b"\n")[0] + b"\n"),
        (WORK, 2, "", ""),
        "header only",
    ),
    "an open quotation mark": (
        text("projects.csv", "P04,Mobila", 'P04,"Mobila'),
        ("projects.csv", 5, "", None),
        "quotation marks",
    ),
    "a code without its zero": (
        column(SCHOOLS, "school_unit_code", lambda c: "5123456" if c == "64065082" else c),
        (SCHOOLS, 2, "school_unit_code", "5123456"),
        "7 characters, 8 expected",
    ),
    "an empty code": (
        cell(SCHOOLS, 4, "school_unit_code", ""),
        (SCHOOLS, 4, "school_unit_code", ""),
        "school_unit_code",
    ),
    "a value unlike the published text": (
        cell(SCHOOLS, 2, "value", "321.2"),
        (SCHOOLS, 2, "value", "321.2"),
        "write 311.2",
    ),
    "a published figure with a point": (
        cell(SCHOOLS, 2, "value_published", "311.25.0"),
        (SCHOOLS, 2, "value_published", "311.25.0"),
        "decimal sign ','",
    ),
    "a rounded figure said to exist": (
        text(SCHOOLS, '"93,5",EXISTS', "~100,EXISTS"),
        (SCHOOLS, 7, "value_type", "EXISTS"),
        "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE",
    ),
    "a rounded figure not stored as 100": (
        text(SCHOOLS, "100.0,~100,", "99.0,~100,"),
        (SCHOOLS, 27, "value", "99.0"),
        "write '100'",
    ),
    "a suppressed figure stored as 0": (
        text(SCHOOLS, ",,..,OMITTED", ",0,..,OMITTED"),
        (SCHOOLS, None, "value", "0"),
        "'..' is published",
    ),
    "a merit rating of 0": (
        text(SCHOOLS, '311.2,"311,2",EXISTS', "0,0,EXISTS"),
        (SCHOOLS, 2, "value", "0"),
        "may be a figure that is missing",
    ),
    "a merit rating above the scale": (
        text(SCHOOLS, '311.2,"311,2",EXISTS', '3112,"3112",EXISTS'),
        (SCHOOLS, 2, "value", "3112"),
        "at most 340",
    ),
    "a number of pupils without cirka": (
        column(SCHOOLS, "pupils_total_published", lambda c: c.replace("cirka 270", "270")),
        (SCHOOLS, 2, "pupils_total_published", "270"),
        "cirka",
    ),
    "a school that moves between years": (
        cell(SCHOOLS, 3, "lat", "59.33324"),
        (SCHOOLS, 3, "lat", "59.33324"),
        "'59.33323', as in the other rows",
    ),
    "a school without its district": (
        cell(SCHOOLS, 2, "district", ""),
        (SCHOOLS, 2, "district", ""),
        "Östermalm, where its position lies",
    ),
    "a school of an unknown district": (
        cell(SCHOOLS, 2, "district", "Östermalms sdn"),
        (SCHOOLS, 2, "district", "Östermalms sdn"),
        "Östermalm",
    ),
    "a school with swapped axes": (
        text(SCHOOLS, "59.33323,18.09414", "18.09414,59.33323"),
        (SCHOOLS, 2, "lat, lon", "18.09414, 59.33323"),
        "swapped",
    ),
    "a school that lost a sign": (
        cell(SCHOOLS, 2, "lon", "-18.09414"),
        (SCHOOLS, 2, "lat, lon", "59.33323, -18.09414"),
        "sign",
    ),
    "a school in SWEREF 99 TM": (
        text(SCHOOLS, "59.33323,18.09414", "6580507,673802"),
        (SCHOOLS, 2, "lat, lon", "6580507, 673802"),
        "looks like SWEREF 99 TM",
    ),
    "a school in SWEREF 99 TM, easting first": (
        text(SCHOOLS, "59.33323,18.09414", "673802,6580507"),
        (SCHOOLS, 2, "lat, lon", "673802, 6580507"),
        "looks like SWEREF 99 TM",
    ),
    "a school in another part of the country": (
        cell(SCHOOLS, 2, "lat", "63.33323"),
        (SCHOOLS, 2, "lat, lon", "63.33323, 18.09414"),
        "in or near the areas",
    ),
    "JSON cut short": (content(SHAPES, lambda b: b[:-4000]), (SHAPES, None, "", None), "JSON"),
    "no collection of features": (
        content(SHAPES, lambda _: b'{"type": "Topology"}'),
        (SHAPES, None, "features", ""),
        "FeatureCollection",
    ),
    "no features": (
        content(SHAPES, lambda _: b'{"type": "FeatureCollection", "features": []}'),
        (SHAPES, 2, "", ""),
        "at least one feature",
    ),
    "no coverage": (
        feature("Abrahamsberg", _moved),
        (SHAPES, 2, "geometry", "Abrahamsberg"),
        "a coverage",
    ),
    "a neighbourhood without outline": (
        feature("Kista", lambda one: one.update(geometry=None)),
        (SHAPES, None, "geometry", "None"),
        "a Polygon",
    ),
    "a neighbourhood that is a point": (
        feature("Kista", lambda one: one.update(geometry={"type": "Point", "coordinates": [1, 2]})),
        (SHAPES, None, "geometry", "Point"),
        "a Polygon",
    ),
    "a neighbourhood without properties": (
        feature("Kista", lambda one: one.update(properties=[])),
        (SHAPES, None, "neighbourhood", ""),
        "neighbourhood",
    ),
    "an outline without coordinates": (
        feature("Kista", lambda one: one.update(geometry={"type": "Polygon"})),
        (SHAPES, None, "geometry", None),
        "closed rings",
    ),
    "a type of outline that is no word": (
        feature("Kista", lambda one: one.update(geometry={"type": ["Polygon"]})),
        (SHAPES, None, "geometry", "['Polygon']"),
        "a Polygon",
    ),
    "an area that a neighbourhood is missing from": (
        outlines(SHAPES, _without_kista),
        (SHAPES, None, "district_2007", None),
        "14.19 km2, as published",
    ),
    "swapped axes": (
        outlines(SHAPES, _swap_all),
        (SHAPES, None, "geometry", None),
        "swapped",
    ),
    "swapped axes of one": (
        feature("Kista", lambda one: _swap(one["geometry"])),
        (SHAPES, None, "geometry", None),
        "swapped",
    ),
    "a lost sign": (feature("Kista", _south_west), (SHAPES, None, "geometry", None), "sign"),
    "metres for degrees": (
        feature("Kista", _in_metres),
        (SHAPES, None, "geometry", None),
        "looks like SWEREF 99 TM",
    ),
    "SWEREF 99 in three dimensions": (
        outlines(SHAPES, _declare("urn:ogc:def:crs:EPSG::4976")),
        (SHAPES, None, "crs", "urn:ogc:def:crs:EPSG::4976"),
        "EPSG:3006",
    ),
    "a projected reference system": (
        outlines(SHAPES, _declare("EPSG:3006")),
        (SHAPES, None, "crs", "EPSG:3006"),
        "WGS84",
    ),
    "a neighbourhood without a district": (
        feature("Kista", _null("district_2020")),
        (SHAPES, None, "district_2020", ""),
        "district in the division of 2020 of Kista",
    ),
    "a neighbourhood of an unknown district": (
        feature("Kista", _named("district_2007", "Kista")),
        (SHAPES, None, "district_2007", "Kista"),
        "districts.csv",
    ),
    "a neighbourhood in unlike districts of two divisions": (
        feature("Kista", _named("district_2020", "Bromma")),
        (SHAPES, None, "district_2020", "Rinkeby-Kista / Bromma"),
        "different rows",
    ),
    "a file that is missing": (
        lambda raw: (raw / WORK).unlink(),
        (WORK, None, "", ""),
        "restore it",
    ),
    "a file that nobody declared": (
        lambda raw: (raw / "copy of turnout.csv").write_text("a,b\n1,2\n"),
        ("copy of turnout.csv", None, "", ""),
        "declare it",
    ),
    "YAML that is none": (
        lambda raw: (raw / "sides.yaml").write_text("water: {north: [Bromma\n"),
        ("sides.yaml", None, "", None),
        "YAML",
    ),
}


def matching(
    problems: list[Problem], place: tuple[str, int | None, str, str | None], said: str
) -> list[Problem]:
    file, row, column_, value = place
    return [
        problem
        for problem in problems
        if problem.file == file
        and problem.column == column_
        and (row is None or problem.row == row)
        and (value is None or problem.value == value or problem.value.startswith(f"{value}:"))
        and said in f"{problem.expected}; {problem.fix}"
    ]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_with_its_place_and_a_remedy(copy: Path, name: str) -> None:
    spoil, place, said = FAULTS[name]
    keep(copy, place[0])
    spoil(copy)
    refresh(copy)
    problems = check(copy)
    assert matching(problems, place, said), "\n".join(map(str, problems))
    assert {problem.file for problem in problems} == {place[0]}


def test_the_tables_as_entered_have_no_problem(raw: Path) -> None:
    assert check(raw) == []


def test_a_wrong_checksum_alone_is_one_problem(copy: Path) -> None:
    text("budget_facts.csv", "snart 800 följare", "snart 800 foljare")(copy)
    [problem] = check(copy)
    assert (problem.file, problem.column) == ("budget_facts.csv", "hash")
    assert "refresh" in problem.fix


def test_a_wrong_checksum_is_reported_beside_the_fault_that_explains_it(copy: Path) -> None:
    cell(AMOUNTS, 8, "amount", "13,4")(copy)
    assert {(p.file, p.column) for p in check(copy)} == {(AMOUNTS, "hash"), (AMOUNTS, "amount")}


def test_several_faults_in_several_files_are_all_reported_in_one_pass(copy: Path) -> None:
    names = [
        "an unknown area",
        "a decimal comma",
        "no coverage",
        "a blank list",
        "an income in kronor",
        "a school with swapped axes",
        "a file that is missing",
    ]
    for name in names:
        FAULTS[name][0](copy)
    refresh(copy)
    problems = check(copy)
    for name in names:
        _, place, said = FAULTS[name]
        assert matching(problems, place, said), name


def test_two_faults_in_one_file_are_both_reported(copy: Path) -> None:
    cell(TURNOUT, 2, "voters", "46 265")(copy)
    cell(TURNOUT, 15, "area", "Östermalms")(copy)
    refresh(copy)
    rows = {problem.row for problem in check(copy)}
    assert {2, 15} <= rows


def test_a_misspelt_name_is_not_followed_by_false_alarms_in_another_table(copy: Path) -> None:
    FAULTS["a genitive s"][0](copy)
    refresh(copy)
    assert {problem.file for problem in check(copy)} == {TURNOUT}


def test_a_cell_is_reported_once(copy: Path) -> None:
    text(SCHOOLS, '311.2,"311,2",EXISTS', '"311,2","311,2",EXISTS')(copy)
    refresh(copy)
    [problem] = check(copy)
    assert problem.fix == "write 311.2, with a decimal point"


@pytest.mark.parametrize("value", ["NA", "None", "Null", "nan", "-", "=SUMMA(B2:B9)", "+46"])
def test_text_that_looks_like_something_else_stays_text(copy: Path, value: str) -> None:
    cell("projects.csv", 2, "owner", value)(copy)
    refresh(copy)
    assert check(copy) == []


def test_the_last_word_of_a_mixed_column_names_a_row_of_each_kind(copy: Path) -> None:
    cell(AMOUNTS, 8, "amount", "13,4")(copy)
    refresh(copy)
    [problem] = check(copy)
    assert problem.row == 8
    assert "in row 2" in problem.expected


def test_two_kinds_of_minus_in_one_column_are_reported(copy: Path) -> None:
    cell(AMOUNTS, 3, "amount", "-5")(copy)
    cell(AMOUNTS, 5, "amount", "\u22125")(copy)
    refresh(copy)
    [problem] = [p for p in check(copy) if "minus" in p.expected]
    assert (problem.row, problem.value) == (5, "\u22125")


def test_line_ends_of_either_kind_are_read(copy: Path) -> None:
    content("districts.csv", lambda b: b.replace(b"\n", b"\r\n"))(copy)
    refresh(copy)
    assert check(copy) == []


def test_the_direction_of_a_ring_is_no_fault(copy: Path) -> None:
    def turn(one: dict) -> None:
        one["geometry"]["coordinates"] = [r[::-1] for r in one["geometry"]["coordinates"]]

    feature("Kista", turn)(copy)
    refresh(copy)
    assert check(copy) == []


def test_a_folder_that_does_not_exist_is_one_problem(tmp_path: Path) -> None:
    [problem] = check(tmp_path / "nowhere")
    assert "nowhere" in problem.file
    assert problem.expected == "a folder"


def test_an_empty_folder_is_one_problem(tmp_path: Path) -> None:
    [problem] = check(tmp_path)
    assert "empty" in problem.expected


def test_a_folder_without_a_catalogue_is_one_problem(copy: Path) -> None:
    (copy / "datapackage.json").unlink()
    [problem] = check(copy)
    assert problem.file == "datapackage.json"


def test_a_catalogue_that_is_no_json_is_one_problem_with_its_line(copy: Path) -> None:
    text("datapackage.json", '"name": "stockholm",', '"name": "stockholm"')(copy)
    [problem] = check(copy)
    assert (problem.file, problem.row) == ("datapackage.json", 4)


def test_a_misspelt_constraint_is_reported_and_not_passed_over(copy: Path) -> None:
    text("datapackage.json", '"maximum": 100', '"maximun": 100')(copy)
    problems = check(copy)
    assert problems
    assert all("constraints.maximun" in problem.column for problem in problems)


def test_a_rule_that_points_at_no_resource_is_reported(copy: Path) -> None:
    text("datapackage.json", '"near": "neighbourhoods"', '"near": "neighborhoods"')(copy)
    [problem] = check(copy)
    assert (problem.file, problem.value) == ("datapackage.json", "neighborhoods")


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ('"limit": "eligible"', '"limit": "eligable"', "eligable"),
        ('"weight": "households_20plus"', '"weight": "households"', "households"),
        ('"resource": "projects"', '"resource": "project"', "project"),
        ('"group": "region"', '"group": "regions"', "regions"),
    ],
)
def test_a_rule_that_names_no_column_or_resource_is_reported(
    copy: Path, old: str, new: str, value: str
) -> None:
    text("datapackage.json", old, new)(copy)
    problems = check(copy)
    assert [(p.file, p.value) for p in problems][:1] == [("datapackage.json", value)]


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "a/b.csv"])
def test_a_path_outside_the_folder_is_refused(copy: Path, path: str) -> None:
    text("datapackage.json", '"path": "districts.csv"', f'"path": {json.dumps(path)}')(copy)
    [problem] = check(copy)
    assert problem.value == path


def test_another_city_brings_its_own_names_and_rules(tmp_path: Path) -> None:
    fields = [{"name": n, "type": "string", "constraints": {"required": True}} for n in ("a", "l")]
    resource = {
        "name": "made_up",
        "path": "made_up.csv",
        "profile": "tabular-data-resource",
        "title": "Made up",
        "description": "made up for a test",
        "publisher": ["a test"],
        "period": "none",
        "licence": "not stated",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": 0,
        "hash": "sha256:" + 64 * "0",
        "schema": {"fields": [*fields, {"name": "n", "type": "integer"}]},
        "checks": [
            {
                "rule": "total",
                "columns": ["n"],
                "level": "l",
                "area": "a",
                "total": "whole",
                "parts": ["part"],
            }
        ],
    }
    package = {
        "profile": "data-package",
        "name": "made-up",
        "title": "Made up",
        "description": "made up for a test",
        "licence": "not stated",
        "resources": [resource],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    (tmp_path / "made_up.csv").write_text("a,l,n\nx,part,1\ny,part,2\nz,whole,4\n")
    refresh(tmp_path)
    [problem] = check(tmp_path)
    assert (problem.row, problem.column, problem.value) == (4, "n", "4")
    assert "the sum of its 2 parts, 3" in problem.expected


def test_the_package_knows_no_city(root: Path) -> None:
    for module in (root / "src" / "equity" / "raw").rglob("*.py"):
        code = module.read_text("utf-8")
        for word in ("Stockholm", "Hela staden", "ej fördelat", "Söderort", "= 14", "== 117"):
            assert word not in code, f"{module.name} knows {word}"


def test_spoiling_is_a_change(copy: Path, raw: Path) -> None:
    spoil: Spoil = FAULTS["a decimal comma"][0]
    spoil(copy)
    assert (copy / AMOUNTS).read_bytes() != (raw / AMOUNTS).read_bytes()
