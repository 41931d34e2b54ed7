"""A city officer's spreadsheet: the form, and what comes back of what was written in it."""

import contextlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity.errors import DataError, Problem
from equity.projects.entry.numbers import plain_numbers
from equity.projects.entry.spreadsheet import read_spreadsheet
from equity.projects.entry.template import EXAMPLE, registry_schemas, write_template
from equity.projects.entry.workbook import read_workbook
from equity.projects.registry import read_registry
from equity.raw.sources import read_catalogue
from projects.made_up_registries import (
    COLUMNS,
    NUMBERS,
    as_text,
    into_files,
    into_workbook,
    one,
    registries,
)

SLOW = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
AMOUNTS = "project_amounts"


@pytest.fixture
def form(registry_raw: Path, tmp_path: Path) -> Path:
    write_template(tmp_path / "form", read_catalogue(registry_raw))
    return tmp_path / "form"


def told(path: Path, raw: Path) -> list[Problem]:
    with pytest.raises(DataError) as error:
        read_spreadsheet(path, raw)
    return list(error.value.problems)


def spoilt(tables, path: Path, change) -> Path:
    """Write a workbook, let `change` alter its sheets, and save it again."""
    book = openpyxl.load_workbook(into_workbook(tables, path))
    change(book)
    book.save(path)
    return path


def same(tables, frames: dict[str, pd.DataFrame]) -> None:
    """Every cell that went in comes out: text as typed, numbers as numbers, blanks as missing."""
    assert set(frames) == set(tables)
    for name, rows in tables.items():
        assert len(frames[name]) == len(rows)
        for (row, read), (number, typed) in zip(
            frames[name].iterrows(), enumerate(rows, 2), strict=True
        ):
            assert row == number
            for column, text in typed.items():
                if not text:
                    assert pd.isna(read[column]), (name, row, column)
                elif column in NUMBERS:
                    assert float(read[column]) == float(text), (name, row, column)
                else:
                    assert read[column] == text, (name, row, column)


# The form


def test_the_form_is_three_files_of_text_and_a_workbook_of_three_sheets(form, registry_raw):
    assert sorted(path.name for path in form.iterdir()) == [
        "project_amounts.csv",
        "project_sites.csv",
        "projects.csv",
        "projects.xlsx",
    ]
    book = openpyxl.load_workbook(form / "projects.xlsx")
    assert book.sheetnames == ["projects", "project_sites", "project_amounts"]
    catalogue = read_catalogue(registry_raw)
    for name in book.sheetnames:
        declared = [c.name for c in catalogue.resources[name].table_schema.fields]
        assert [cell.value for cell in book[name][1]] == declared
        assert all(cell.comment and cell.comment.text for cell in book[name][1])


def test_every_column_is_explained_in_both_languages(registry_raw):
    catalogue = read_catalogue(registry_raw)
    for name in COLUMNS:
        for column in catalogue.resources[name].table_schema.fields:
            assert column.description, (name, column.name)
            assert column.description_sv, (name, column.name)


def test_the_example_is_marked_as_made_up_and_refused_until_it_is_removed(form, registry_raw):
    for file in form.iterdir():
        problems = told(file, registry_raw)
        assert {(p.column, p.value) for p in problems} == {("project_id", EXAMPLE)}
    book = openpyxl.load_workbook(form / "projects.xlsx")
    assert "PÅHITTAT" in str(book["projects"]["B2"].value)


def test_an_emptied_form_needs_one_project_and_may_lack_sites_and_sums(form, registry_raw):
    book = openpyxl.load_workbook(form / "projects.xlsx")
    for sheet in book:
        sheet.delete_rows(2)
    book.save(form / "projects.xlsx")
    [problem] = told(form / "projects.xlsx", registry_raw)
    assert problem.expected == "at least one project"
    tables = one() | {"project_sites": [], "project_amounts": []}
    same(tables, read_spreadsheet(into_workbook(tables, form / "mine.xlsx"), registry_raw))


def test_a_form_that_is_there_is_never_written_over(form, registry_raw):
    (form / "projects.csv").write_text("mine")
    with pytest.raises(DataError, match="another folder"):
        write_template(form, read_catalogue(registry_raw))
    assert (form / "projects.csv").read_text() == "mine"


def test_the_form_filled_in_by_an_officer_is_read(form, registry_raw):
    text = (form / "project_amounts.csv").read_text("utf-8-sig").splitlines()
    mine = "P01;14,2;mnkr;budget;2017;2017;Stockholms stad;seed;high;påhittat;;"
    (form / "project_amounts.csv").write_text("\n".join([*text[:-1], mine]), "utf-8-sig")
    [(name, frame)] = read_spreadsheet(form / "project_amounts.csv", registry_raw).items()
    assert name == "project_amounts"
    assert frame[["project_id", "amount", "unit"]].values.tolist() == [["P01", 14.2, "mnkr"]]
    assert frame.index.tolist() == [len(text)]


# What goes in comes out


@SLOW
@given(tables=registries(), numbers=st.booleans())
def test_a_valid_registry_comes_out_of_a_workbook_as_it_went_in(
    tmp_path, registry_raw, tables, numbers
):
    path = into_workbook(tables, tmp_path / "made up.xlsx", numbers)
    same(tables, read_spreadsheet(path, registry_raw))


@SLOW
@given(
    tables=registries(),
    delimiter=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_valid_registry_comes_out_of_text_as_it_went_in(
    tmp_path, registry_raw, tables, delimiter, encoding
):
    folder = into_files(tables, tmp_path / "made up", delimiter, encoding)
    same(tables, read_spreadsheet(folder, registry_raw))


def test_the_real_registry_is_the_same_from_a_workbook_and_from_the_raw_tables(
    tmp_path, registry_raw, tables
):
    rows = {
        name: [
            {c: "" if pd.isna(v) else str(v) for c, v in row.items() if c in COLUMNS[name]}
            for _, row in tables[name].iterrows()
        ]
        for name in COLUMNS
    }
    ours = read_spreadsheet(into_workbook(rows, tmp_path / "all.xlsx"), registry_raw)
    one_, other = read_registry(ours), read_registry(tables)
    for name in ("projects", "sites", "amounts"):
        mine, theirs = getattr(one_, name), getattr(other, name)
        pd.testing.assert_frame_equal(mine[theirs.columns], theirs, check_dtype=False)


# Merged cells


def test_an_id_merged_over_three_rows_is_three_sites_of_one_project(tmp_path, registry_raw):
    def merge(book):
        sheet = book["project_sites"]
        for row in (3, 4):
            for column in range(1, 8):
                sheet.cell(row, column).value = sheet.cell(2, column).value
            sheet.cell(row, 2).value = f"made up {row}"
        sheet.merge_cells("A2:A4")

    read = read_spreadsheet(spoilt(one(), tmp_path / "m.xlsx", merge), registry_raw)
    assert read["project_sites"]["project_id"].tolist() == ["X1"] * 3
    assert read["project_sites"].index.tolist() == [2, 3, 4]


def test_a_blank_id_below_merged_ones_is_refused_and_not_given_to_them(tmp_path, registry_raw):
    def merge(book):
        sheet = book["project_sites"]
        for row in (3, 4, 5):
            for column in range(1, 8):
                sheet.cell(row, column).value = sheet.cell(2, column).value
            sheet.cell(row, 2).value = f"made up {row}"
        sheet["A5"].value = None
        sheet.merge_cells("A2:A4")

    [problem] = told(spoilt(one(), tmp_path / "m.xlsx", merge), registry_raw)
    assert (problem.file, problem.row, problem.column) == (
        "m.xlsx, sheet project_sites",
        5,
        "project_id",
    )


@pytest.mark.parametrize(
    ("span", "row", "column"),
    [("B2:B3", 2, "amount"), ("E2:F2", 2, "year_from"), ("A1:B1", 1, "project_id")],
)
def test_a_merged_sum_or_cells_merged_sideways_are_refused(
    tmp_path, registry_raw, span, row, column
):
    def merge(book):
        sheet = book["project_amounts"]
        for place, cell in enumerate(sheet[2], 1):
            sheet.cell(3, place).value = cell.value
        sheet["E3"].value = 2018
        sheet["F3"].value = 2018
        sheet.merge_cells(span)

    problems = told(spoilt(one(), tmp_path / "m.xlsx", merge), registry_raw)
    assert (row, column, f"{span} merged") in [(p.row, p.column, p.value) for p in problems]


# Numbers


READ = {
    "14,2": 14.2,
    "1 250,5": 1250.5,
    "1\u00a0250,5": 1250.5,
    "1\u202f250,5": 1250.5,
    "0,142": 0.142,
    "\u22125": -5.0,
    "\u22125,5": -5.5,
    "142 000": 142000.0,
    "119,253": 119.253,
    "7": 7.0,
}
REFUSED = ["14 2", "1 42", "1,2,3", "1,250", "'-5", "\u20135", "=1+1", "=SUMMA(B2:B9)", "5 %"]
REFUSED += ["ca 5", "12 MSEK", "1e3", "#N/A", "NA", "..", "1.250,5", "5 000,", "\u0663"]
REFUSED += ["1234567890123456", "0x1F", "Infinity", "1_000", "(5)", "5-"]


def amounts(texts) -> dict:
    """Return a made-up registry with one amount for each text, each from a payer of its own."""
    tables = one(project_amounts__confirmed="made up")
    [row] = tables["project_amounts"]
    tables["project_amounts"] = [
        row | {"amount": text, "payer": f"made up {n}", "unit": "tkr"}
        for n, text in enumerate(texts)
    ]
    return tables


@pytest.mark.parametrize("into", [into_workbook, into_files])
def test_swedish_numbers_are_read_as_the_one_number_they_can_be(tmp_path, registry_raw, into):
    path = into(amounts(READ), tmp_path / "made up.xlsx")
    assert read_spreadsheet(path, registry_raw)["project_amounts"]["amount"].tolist() == list(
        READ.values()
    )


@pytest.mark.parametrize("into", [into_workbook, into_files])
def test_numbers_that_may_be_others_are_refused_each_with_its_cell(tmp_path, registry_raw, into):
    problems = told(into(amounts(REFUSED), tmp_path / "made up.xlsx"), registry_raw)
    assert [(p.row, p.column, p.value) for p in problems] == [
        (row, "amount", text) for row, text in enumerate(REFUSED, 2)
    ]
    assert all(p.fix for p in problems)


def test_two_decimal_signs_in_a_column_are_refused_with_a_row_of_each():
    column = pd.Series(["13,4", "2", "13.4"], [2, 3, 4], name="amount", dtype=object)
    read, [problem] = plain_numbers(column, "f")
    assert (problem.row, problem.value) == (2, "13,4")
    assert "row 4 has '13.4'" in problem.expected
    assert read.tolist() == column.tolist()


def test_a_comma_before_three_digits_is_decimal_where_another_number_shows_it():
    column = pd.Series(["13,4", "119,253"], [2, 3], name="amount", dtype=object)
    assert plain_numbers(column, "f")[0].tolist() == ["13.4", "119.253"]


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(" \u00a0\u202f"))
def test_every_number_as_a_swede_writes_it_is_that_number(number: Decimal, space: str):
    text = f"{number:,.2f}".replace(",", space).replace(".", ",")
    read, problems = plain_numbers(pd.Series([text], [2], name="x", dtype=object), "f")
    assert not problems
    assert Decimal(read[2]) == number


# What spreadsheets do to text


def test_text_that_a_spreadsheet_keeps_as_a_number_is_read_as_it_is_shown(tmp_path, registry_raw):
    def change(book):
        for sheet in book:
            sheet["A2"].value = 123456
            sheet["A2"].number_format = "00000000"

    read = read_spreadsheet(spoilt(one(), tmp_path / "z.xlsx", change), registry_raw)
    assert {frame["project_id"].tolist()[0] for frame in read.values()} == {"00123456"}


def test_a_formula_in_a_name_stays_text_and_in_an_id_or_a_number_is_refused(tmp_path, registry_raw):
    def formula(cell):
        def change(book):
            book["projects"][cell].value = "=SUMMA(B2:B9)"

        return change

    read = read_spreadsheet(spoilt(one(), tmp_path / "f.xlsx", formula("B2")), registry_raw)
    assert read["projects"]["name_sv"].tolist() == ["=SUMMA(B2:B9)"]
    for cell, column in (("A2", "project_id"), ("I2", "sites_total")):
        problems = told(spoilt(one(), tmp_path / "f.xlsx", formula(cell)), registry_raw)
        assert (2, column) in {(p.row, p.column) for p in problems}


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        ("J2", datetime(2017, 3, 1), "start"),
        ("A2", datetime(2017, 3, 1), "project_id"),
        ("B2", True, "name_sv"),
        ("A2", 12345678901234567890, "project_id"),
        ("I2", 2.5, "sites_total"),
        ("B2", "#REF!", "name_sv"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_refused(tmp_path, registry_raw, cell, value, column):
    def change(book):
        book["projects"][cell].value = value
        if value == "#REF!":
            book["projects"][cell].data_type = "e"

    problems = told(spoilt(one(), tmp_path / "d.xlsx", change), registry_raw)
    assert ("d.xlsx, sheet projects", 2, column) in {(p.file, p.row, p.column) for p in problems}


def test_a_date_in_a_note_is_kept_as_it_is_written(tmp_path, registry_raw):
    def change(book):
        book["project_amounts"]["J2"].value = datetime(2017, 3, 1)

    read = read_spreadsheet(spoilt(one(), tmp_path / "d.xlsx", change), registry_raw)
    assert read["project_amounts"]["note"].tolist() == ["2017-03-01"]


# Files that are none


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp850"])
def test_another_encoding_is_refused_and_never_read_as_other_letters(
    tmp_path, registry_raw, encoding
):
    tables = one(projects__name_sv="påhittat på Östermalm")
    problems = told(into_files(tables, tmp_path / "e", encoding=encoding), registry_raw)
    assert [p.expected for p in problems] == ["UTF-8"]


def test_letters_saved_twice_are_refused(tmp_path, registry_raw):
    twice = "påhittat".encode().decode("cp1252")
    problems = told(into_files(one(projects__name_sv=twice), tmp_path / "e"), registry_raw)
    assert [(p.row, p.column, p.fix) for p in problems] == [(2, "name_sv", "write 'påhittat'")]


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.xlsx", "a.pdf", "nothing.csv"])
def test_a_file_that_is_no_spreadsheet_is_refused_with_what_to_save_it_as(
    tmp_path, registry_raw, name
):
    if name != "nothing.csv":
        (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0 made up")
    [problem] = told(tmp_path / name, registry_raw)
    assert problem.file == name
    assert "xlsx" in problem.fix


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory) -> bytes:
    """Return one saved workbook: a second save holds another time, and so another length."""
    return into_workbook(one(), tmp_path_factory.getbasetemp() / "whole.xlsx").read_bytes()


@given(st.data())
@settings(max_examples=50)
def test_a_mangled_workbook_is_read_or_refused(registry_raw, saved_once, tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "mangled.xlsx"
    content = bytearray(saved_once)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    schemas = registry_schemas(read_catalogue(registry_raw))
    with contextlib.suppress(DataError):
        assert set(read_workbook(path, schemas)) == set(schemas)


def test_a_sheet_that_lacks_or_is_too_many_is_refused(tmp_path, registry_raw):
    path = spoilt(one(), tmp_path / "s.xlsx", lambda book: book.remove(book["project_sites"]))
    assert [p.value for p in told(path, registry_raw)] == ["project_sites"]

    def add(book):
        book.create_sheet("more")["A1"].value = "made up"
        book.create_sheet("Blad1")

    path = spoilt(one(), tmp_path / "s.xlsx", add)
    assert [p.value for p in told(path, registry_raw)] == ["more"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("amount", "belopp", "amount"),
        ("amount", "unit", "unit"),
        ("note", "", ""),
        ("note", "note ", "note"),
    ],
)
def test_a_header_that_is_not_the_forms_is_refused(tmp_path, registry_raw, old, new, column):
    def change(book):
        place = COLUMNS[AMOUNTS].index(old) + 1
        book[AMOUNTS].cell(1, place).value = new or None

    problems = told(spoilt(one(), tmp_path / "h.xlsx", change), registry_raw)
    assert (1, column) in {(p.row, p.column) for p in problems}


def test_cells_beyond_the_header_are_refused_and_not_dropped(tmp_path, registry_raw):
    def change(book):
        book["projects"]["Z2"].value = "made up"

    problems = told(spoilt(one(), tmp_path / "b.xlsx", change), registry_raw)
    assert [(p.row, p.value) for p in problems] == [(2, "made up")]
    text = as_text(one()["projects"], "projects", ";").replace("made up;", "made; up;", 1)
    (tmp_path / "b.csv").write_text(text)
    assert {p.row for p in told(tmp_path / "b.csv", registry_raw)} == {2}


def test_all_problems_of_all_sheets_are_told_in_one_pass(tmp_path, registry_raw):
    tables = one(
        projects__kind="made up",
        project_sites__district="Östermalms",
        project_amounts__amount="14 2",
        project_amounts__phase="made up",
    )
    found = {
        (p.file.split()[-1], p.column)
        for p in told(into_workbook(tables, tmp_path / "a.xlsx"), registry_raw)
    }
    assert found == {
        ("projects", "kind"),
        ("project_sites", "district"),
        ("project_amounts", "amount"),
        ("project_amounts", "phase"),
    }
