"""Projects of a filled form enter the registry, or nothing does. All projects here are made up."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

import equity
from equity.checking.problems import problems
from equity.city import City, build, load
from equity.cli.app import app
from equity.entering.aside import PRIVATE, aside
from equity.entering.projects import add_projects
from equity.errors import DataError
from equity.projects.entry.template import write_template
from equity.raw.sources import read_catalogue

PROJECT = {
    "project_id": "MADEUP1", "name_sv": "Påhittat projekt", "name_en": "Made-up project",
    "list": "other", "kind": "pilot", "theme": "environment", "scope": "site",
    "sites_total": 1, "start": 2018, "source_id": "seed", "evidence": "påhittat",
    "theme_basis": "classified here",
}  # fmt: skip
SITE = {
    "project_id": "MADEUP1", "site": "Påhittad plats", "neighbourhood": "Kista",
    "district": "Rinkeby-Kista", "basis": "named", "source_id": "seed",
}  # fmt: skip
AMOUNT = {
    "project_id": "MADEUP1", "amount": 2.5, "unit": "MSEK", "phase": "budget",
    "year_from": 2018, "year_to": 2018, "payer": "påhittad", "source_id": "seed",
    "confidence": "low", "note": "påhittat",
}  # fmt: skip


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the city's raw folder."""
    shutil.copytree(built / "raw", tmp_path / "data" / "raw")
    return tmp_path / "data" / "raw"


def filled(raw: Path, folder: Path, **changes: Any) -> Path:
    """Return the form that the project hands out, with the made-up project in it."""
    write_template(folder, read_catalogue(raw))
    book = openpyxl.load_workbook(folder / "projects.xlsx")
    for name, row in (("projects", PROJECT), ("project_sites", SITE), ("project_amounts", AMOUNT)):
        sheet = book[name]
        head = [cell.value for cell in sheet[1]]
        for at, column in enumerate(head, 1):
            sheet.cell(2, at).value = (row | changes).get(column) if column in row else None
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def on_the_map(city: City) -> dict[str, str]:
    """Return the number of projects that the map of sites shows in each district."""
    balance = equity.balance(
        city.projects, city.sides, baselines=city.baselines, projects=city.tables["projects"]
    )
    drawn = equity.sites(
        balance,
        city.tables["project_sites"],
        city.default,
        city.areas,
        neighbourhoods=city.neighbourhoods,
        water=city.water,
        language="sv",
    )
    return dict(row[:2] for row in drawn.table.rows)


def test_a_project_of_a_spreadsheet_stands_in_the_findings_and_on_the_map(city, own, tmp_path):
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    rows = add_projects(own, filled(own, tmp_path / "forms"))
    assert rows == {"projects": 1, "project_sites": 1, "project_amounts": 1}
    for name in ("projects.csv", "project_sites.csv", "project_amounts.csv"):
        assert (own / name).read_bytes().startswith(before[name])
    assert problems(own) == []
    build(own.parent)
    grown = load(own.parent)
    placed = grown.projects[grown.projects["project_id"] == "MADEUP1"]
    assert placed["district"].tolist() == ["Rinkeby-Kista"]
    then, now = on_the_map(city), on_the_map(grown)
    assert {area: int(now[area]) - int(then[area]) for area in then if now[area] != then[area]} == {
        "Rinkeby-Kista": 1
    }


FAULTS = {"district": "Kistta", "list": "mine", "source_id": "nowhere", "name_sv": None}


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"project_id": "P01"}, ["choose another id"]),
        (FAULTS, ["'Kistta'", "'mine'", "'nowhere'", "name_sv"]),
    ],
)
def test_every_fault_in_the_form_is_told_and_nothing_is_entered(own, tmp_path, changes, messages):
    form = filled(own, tmp_path / "forms", **changes)
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    with pytest.raises(DataError) as told:
        add_projects(own, form)
    assert [message for message in messages if message not in str(told.value)] == []
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before


def sheet_of(raw: Path, folder: Path, table: str, *rows: dict[str, Any]) -> Path:
    """Return one file of the form, with rows of our own."""
    schema = read_catalogue(raw).resources[table].table_schema
    columns = [column.name for column in schema.fields]
    lines = [";".join(columns), *(";".join(str(row.get(c, "")) for c in columns) for row in rows)]
    file = folder / f"{table}.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.mark.parametrize(("table", "row"), [("project_sites", SITE), ("project_amounts", AMOUNT)])
def test_rows_that_the_registry_has_already_are_refused(own, tmp_path, table, row):
    add_projects(own, filled(own, tmp_path / "forms"))
    form = sheet_of(own, tmp_path, table, row)
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    with pytest.raises(DataError, match=rf"row 2: .*; row [0-9]+ of {table}.csv is the same; rem"):
        add_projects(own, form)
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before


def test_a_row_twice_in_a_form_is_refused(own, tmp_path):
    add_projects(own, filled(own, tmp_path / "forms"))
    site = SITE | {"site": "Påhittad plats två"}
    form = sheet_of(own, tmp_path, "project_sites", site, site)
    with pytest.raises(
        DataError, match=r"row 3.*, expected each site of a project once; row 2 has it"
    ):
        add_projects(own, form)


def test_two_amounts_of_one_phase_and_year_are_told_by_the_row_of_the_form(own, tmp_path):
    add_projects(own, filled(own, tmp_path / "forms"))
    form = sheet_of(own, tmp_path, "project_amounts", AMOUNT | {"amount": "7,5"})
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    with pytest.raises(DataError, match=r"project_amounts.csv, row 2.*which one holds\?"):
        add_projects(own, form)
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_a_fault_between_two_files_puts_back_those_that_were_written(
    own, tmp_path, monkeypatch, fails_at
):
    form = filled(own, tmp_path / "forms")
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    replace, done = Path.replace, []

    def fails(self: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == fails_at:
            raise SystemExit(143)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(SystemExit):
        add_projects(own, form)
    assert len(done) >= fails_at
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before
    assert [path.name for path in own.parent.iterdir()] == ["raw"]


def test_a_folder_that_another_hand_changes_meanwhile_is_left_to_it(own):
    def changed_by_both() -> None:
        with aside(own) as copy:
            (copy / "payers.csv").write_text("ours", "utf-8")
            (own / "payers.csv").write_text("theirs", "utf-8")

    with pytest.raises(DataError, match="nothing was entered; run the command again"):
        changed_by_both()
    assert (own / "payers.csv").read_text("utf-8") == "theirs"


def test_the_copy_of_one_who_was_killed_goes_with_the_next(own):
    killed, begun = (own.parent / f"{PRIVATE}{name}" for name in ("killed", "begun"))
    for left in (killed, begun):
        left.mkdir()
    os.utime(killed, (0, 0))
    with aside(own):
        assert (killed.exists(), begun.exists()) == (False, True)


def test_the_form_as_it_was_handed_out_is_refused(own, tmp_path):
    write_template(tmp_path / "forms", read_catalogue(own))
    with pytest.raises(DataError):
        add_projects(own, tmp_path / "forms" / "projects.xlsx")


def test_the_command_says_how_many_rows_it_entered(own, tmp_path):
    form = filled(own, tmp_path / "forms")
    words = ["data", "projects", str(form), "--data", str(own.parent)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert done.stdout == "rows entered: 1 in projects, 1 in project_sites, 1 in project_amounts\n"
    again = CliRunner().invoke(app, [*words, "--json"])
    assert again.exit_code == 1
    assert "choose another id" in json.loads(again.stdout)["error"]
