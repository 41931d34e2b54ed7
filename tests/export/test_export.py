"""The open-data package: whole, valid, openable, and only what may be passed on."""

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from frictionless import validate
from typer.testing import CliRunner

from equity.checking.skeleton import write_skeleton
from equity.city import build, load
from equity.cli.app import app
from equity.differences.profile import profile
from equity.errors import DataError
from equity.export import export as module
from equity.export.about import HOLDS, readme
from equity.export.cells import as_csv, as_workbook
from equity.export.chosen import CLOSED, ORPHANED, choose
from equity.export.export import export
from equity.raw.sources import read_catalogue
from export.made_up_licences import NAMES

REGISTRY = ("projects", "project_sites", "project_amounts")


def descriptor(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def rows_of(folder: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{table}.csv", keep_default_na=False, dtype=str)


@pytest.mark.parametrize("which", ["exported", pytest.param("opened", marks=pytest.mark.slow)])
def test_frictionless_finds_nothing_wrong(which, request):
    folder = request.getfixturevalue(which).folder
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["name", "title", "message"]) == []
    assert report.valid


@pytest.mark.parametrize("name", ["observations.csv", "water_map.geojson", "districts_map.parquet"])
def test_frictionless_notices_a_file_that_was_changed(package, tmp_path, name):
    shutil.copytree(package, tmp_path / "copy")
    with (tmp_path / "copy" / name).open("ab") as file:
        file.write(b" \n")
    assert not validate(str(tmp_path / "copy" / "datapackage.json")).valid


def test_every_file_is_described_with_a_licence_or_is_about_the_package(exported):
    described = {one["path"]: one for one in descriptor(exported.folder)["resources"]}
    assert set(exported.files) == {*described, "README.md", "datapackage.json"}
    unlicensed = {path for path, one in described.items() if not one.get("licenses")}
    assert unlicensed == {"sources.csv", "left_out.csv"}


def test_only_rows_are_passed_on_whose_every_source_states_a_licence_that_lets_it(package, raw):
    stated = json.loads((raw / "datapackage.json").read_text("utf-8"))["sourceLicences"]
    for table, columns in (
        ("observations", ["source_id", "more_sources"]),
        ("findings", ["sources"]),
    ):
        rows = rows_of(package, table)
        used = {id for column in columns for text in rows[column] for id in text.split()}
        assert used
        assert {stated.get(id, "not stated") for id in used} <= {
            "free to use with the source named",
            "CC0",
            "cited for a definition; no figures taken",
        }


def test_no_observation_is_lost_between_the_package_and_its_list(city, exported):
    left = {(one.what, one.table) for one in exported.left_out}
    kept = rows_of(exported.folder, "observations")
    every = city.observations["indicator"] + ", " + city.observations["period"]
    there = set(kept["indicator"] + ", " + kept["period"])
    assert there | {what for what, table in left if table == "observations"} == set(every)
    for what in set(every):
        rows = [
            one.rows for one in exported.left_out if (one.what, one.table) == (what, "observations")
        ]
        kept_of_it = (kept["indicator"] + ", " + kept["period"] == what).sum()
        assert sum(rows) + kept_of_it == (every == what).sum()


def test_a_row_that_two_sources_keep_back_counts_once_and_names_both(exported):
    of_schools = [
        one for one in exported.left_out if one.what == "merit_rating, 2024/25" and one.rows
    ]
    assert [one.source_id.split() for one in of_schools] == [
        ["skolverket-2026", "yearbook-b028-2017"]
    ]
    table = rows_of(exported.folder, "left_out")
    assert not table.duplicated(["table", "what", "source_id"]).any()
    sources = set(rows_of(exported.folder, "sources")["source_id"])
    assert {id for ids in table["source_id"] for id in ids.split()} <= sources


def test_sides_whose_file_states_no_licence_stand_neither_in_a_table_nor_on_a_map(city):
    catalogue = read_catalogue(city.folder / "raw")
    declared = {
        name: one.model_copy(update={"licence": "not stated"}) if one.path == "sides.yaml" else one
        for name, one in catalogue.resources.items()
    }
    chosen = choose(city, replace(catalogue, resources=declared))
    assert "sides" not in chosen.tables
    assert [name for name in chosen.maps["districts_map"] if name.startswith("side")] == []
    assert [one.what for one in chosen.left_out if one.table == "sides"] == ["sides.yaml"]
    text = readme(city, chosen, chosen.tables)
    assert "outlines of the districts |" in text
    assert "with their side" not in text


def test_a_map_with_sides_bears_the_terms_of_the_sides_too(exported):
    described = {one["name"]: one for one in descriptor(exported.folder)["resources"]}
    sides = described["sides"]["licenses"]
    assert all(one in described["districts_map_geojson"]["licenses"] for one in sides)
    assert not any(one in described["water_map_geojson"]["licenses"] for one in sides)


@pytest.mark.slow
def test_a_licence_is_all_that_a_row_needs(city, opened):
    assert opened.left_out == ()
    assert len(rows_of(opened.folder, "observations")) == len(city.observations)
    for table in REGISTRY:
        assert len(rows_of(opened.folder, table)) == len(city.tables[table])
    topics = set(rows_of(opened.folder, "findings")["id"].str.split(".").str[0])
    assert topics >= {"gap", "level", "inequality", "change", "balance", "forecast", "priority"}


def test_a_licence_that_nobody_knows_lets_nothing_through(city):
    own = {
        id: replace(one, licence="all rights reserved (made up)")
        for id, one in city.sources.items()
    }
    chosen = choose(replace(city, sources=own), read_catalogue(city.folder / "raw"))
    assert set(chosen.tables) == {"indicators", "sides"}
    assert {one.reason for one in chosen.left_out} == {CLOSED}


def test_a_site_stays_behind_with_its_project(city):
    projects = city.tables["projects"].copy()
    gone = projects["project_id"].iloc[0]
    open_ids = {id: replace(one, licence="CC0") for id, one in city.sources.items()}
    open_ids["made-up"] = replace(open_ids["seed"], id="made-up", licence="not stated")
    projects.loc[projects["project_id"] == gone, "source_id"] = "made-up"
    asked = replace(city, sources=open_ids, tables={**city.tables, "projects": projects})
    chosen = choose(asked, read_catalogue(city.folder / "raw"))
    sites = city.tables["project_sites"]
    assert gone in set(sites["project_id"])
    assert gone not in set(chosen.tables["project_sites"]["project_id"])
    told = [one for one in chosen.left_out if one.reason == ORPHANED and one.what == gone]
    assert [one.rows for one in told if one.table == "project_sites"] == [
        (sites["project_id"] == gone).sum()
    ]


def test_findings_are_those_that_the_functions_give(city, package):
    rows = rows_of(package, "findings")
    made = profile(city.observations, city.sides, city.neighbours, indicator="turnout_riksdag")
    of_2018 = {f.key: f for f in made if f.period == "2018"}
    written = rows[rows["id"].str.contains("turnout_riksdag") & (rows["period"] == "2018")]
    assert len(written) == len(of_2018)
    for row in written.itertuples():
        finding = of_2018[row.id, row.period, row.definition or None]
        for field in ("value", "low", "high"):
            known = getattr(finding, field)
            text = getattr(row, field)
            assert (text == "") == (known is None)
            assert known is None or float(text) == known
        assert row.sentence_sv
        assert row.sentence_en
        assert row.sentence_sv != row.sentence_en


def test_maps_open_through_gdal_where_they_lie(city, package):
    drawn = pyogrio.read_dataframe(package / "districts_map.geojson")
    assert sorted(drawn["area"]) == sorted(city.areas["area"])
    assert drawn.crs.to_epsg() == 4326
    assert all(polygon.exterior.is_ccw for polygon in drawn.geometry.explode())
    side = city.default.of(drawn["area"].tolist()).fillna("").tolist()
    assert drawn[f"side_{city.default.id}"].fillna("").tolist() == side
    there = drawn.to_crs(city.areas.crs).set_index("area").geometry.area
    apart = (there / city.areas.set_index("area").geometry.area - 1).abs()
    assert apart.max() < 1e-4
    exact = gpd.read_parquet(package / "districts_map.parquet")
    assert exact.geometry.geom_equals(city.areas.geometry).all()
    assert len(pyogrio.read_dataframe(package / "observations.csv")) == len(
        rows_of(package, "observations")
    )


def test_a_workbook_holds_numbers_as_numbers_and_no_formula(city, package):
    book = openpyxl.load_workbook(package / "tables.xlsx")
    tables = {path.stem for path in package.glob("*.csv")}
    assert set(book.sheetnames) == tables
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds <= {"s", "n"}
    head, *rows = book["findings"].iter_rows(values_only=True)
    lows = [row[head.index("low")] for row in rows if row[head.index("low")] is not None]
    assert min(lows) < 0
    assert all(isinstance(low, int | float) for low in lows)


@pytest.mark.slow
def test_no_text_of_the_data_can_start_a_formula(opened):
    folder = opened.folder
    with (folder / "projects.csv").open(encoding="utf-8", newline="") as file:
        written = [row["name_sv"] for row in csv.DictReader(file)][: len(NAMES)]
    assert written == [*(f"'{name}" for name in NAMES[:-2]), *NAMES[-2:]]
    sheet = openpyxl.load_workbook(folder / "tables.xlsx")["projects"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell.lstrip() for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []


def test_no_cell_of_a_table_can_start_a_formula():
    table = pd.DataFrame({"made_up": NAMES, "value": [-1.5, *[None] * (len(NAMES) - 1)]})
    rows = list(csv.reader(as_csv(table).decode().splitlines()[1:][:1]))
    assert rows == [["'=SUMMA(B2:B9)", "-1.5"]]
    read = csv.DictReader(io.StringIO(as_csv(table).decode(), newline=""))
    assert [row["made_up"] for row in read] == [*(f"'{n}" for n in NAMES[:-2]), *NAMES[-2:]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook({"made_up": table})))["made_up"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert sheet["B2"].value == -1.5


def test_two_exports_give_the_same_bytes(city, exported, tmp_path):
    again = export(city, tmp_path / "again")
    assert again.files == exported.files
    unlike = [
        name
        for name in again.files
        if (again.folder / name).read_bytes() != (exported.folder / name).read_bytes()
    ]
    assert unlike == []


def test_a_fault_on_the_way_leaves_nothing(city, tmp_path, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device (made up)")

    monkeypatch.setattr(module, "readme", fails)
    with pytest.raises(OSError, match="made up"):
        export(city, tmp_path / "open-data")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_anything_is_left_as_it_is(city, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match=r"it holds mine\.txt"):
        export(city, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_readme_names_every_file_in_both_languages(exported):
    text = (exported.folder / "README.md").read_text("utf-8")
    swedish, english = text.split("# Open data: ")
    for part in (swedish, english):
        for name in exported.files:
            if name != "README.md":
                assert f"`{name}`" in part, name
    assert "No interval" not in swedish
    assert set(HOLDS) >= {
        Path(one).stem for one in exported.files if not one.endswith((".md", ".json", ".xlsx"))
    }


def test_the_command_says_what_it_left(built, tmp_path):
    words = ["data", "export", str(tmp_path / "p"), "--data", str(built)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "left_out.csv" in done.stdout
    again = CliRunner().invoke(app, [*words, "--json"])
    assert again.exit_code == 1
    assert "name another folder" in json.loads(again.stdout)["error"]


def test_another_city_is_exported_as_it_stands(tmp_path):
    write_skeleton(tmp_path / "made-up")
    build(tmp_path / "made-up")
    made = export(load(tmp_path / "made-up"), tmp_path / "package")
    assert made.left_out == ()
    assert {f"{table}.csv" for table in REGISTRY} < set(made.files)
    assert validate(str(made.folder / "datapackage.json")).valid
    assert "Stockholm" not in (made.folder / "README.md").read_text("utf-8")
