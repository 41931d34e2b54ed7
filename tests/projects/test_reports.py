"""Follow-up reports: a form that owners fill in, and every fault with its row. All is made up."""

from pathlib import Path

import openpyxl
import pytest

from equity.errors import DataError
from equity.projects.entry.reports import NAME, check_reports, read_reports, write_report_form

HEAD = "project_id;year;indicator;area;value;unit;spent;payer;price_level;reported_by;note"


def report(folder: Path, *lines: str, name: str = "made_up.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join((HEAD, *lines)) + "\n", "utf-8")
    return folder


def faults(folder: Path, raw: Path) -> list[str]:
    return [str(problem) for problem in check_reports(folder, raw)]


def test_a_report_of_money_and_indicators_is_read_as_typed(tmp_path, raw):
    report(
        tmp_path / "r",
        "P03;2018;;;;;0,5;Nämnden;not stated;Förvaltningen;påhittat",
        "P10;2018;turnout_riksdag;Farsta;81,25;per cent;;;;Förvaltningen;",
    )
    found = read_reports(tmp_path / "r", raw)
    assert found["spent"].tolist()[0] == 0.5
    assert found["value"].tolist()[1] == 81.25
    assert found["row"].tolist() == [2, 3]
    assert found["file"].unique().tolist() == ["made_up.csv"]


def test_an_empty_folder_reports_nothing_and_not_zero(tmp_path, raw):
    found = read_reports(tmp_path, raw)
    assert found.empty
    assert "spent" in found


def test_the_form_has_one_row_that_says_it_is_made_up_and_is_refused(tmp_path, raw):
    paths = write_report_form(tmp_path / "form")
    assert [path.suffix for path in paths] == [".csv", ".xlsx"]
    told = faults(tmp_path / "form", raw)
    assert len([line for line in told if "it is made up" in line]) == 2


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_filled_in_form_is_read_in_both_shapes(tmp_path, raw, suffix):
    for path in write_report_form(tmp_path):
        if path.suffix != suffix:
            path.unlink()
    cells = dict.fromkeys(HEAD.split(";"), "") | {
        "project_id": "P03",
        "year": "2018",
        "spent": "1.5",
        "reported_by": "Förvaltningen",
    }
    if suffix == ".csv":
        report(tmp_path, ";".join(cells.values()), name=f"{NAME}.csv")
    else:
        book = openpyxl.load_workbook(tmp_path / f"{NAME}.xlsx")
        for place, text in enumerate(cells.values(), 1):
            typed = {"year": int, "spent": float}.get(HEAD.split(";")[place - 1], str)
            book[NAME].cell(2, place).value = typed(text) if text else None
        book.save(tmp_path / f"{NAME}.xlsx")
    found = read_reports(tmp_path, raw)
    assert (found["project_id"][0], found["spent"][0], found["year"][0]) == ("P03", 1.5, 2018)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("P99;2018;;;;;1;;;A;", "project_id", "P99"),
        ("P03;;;;;;1;;;A;", "year", "fill the cell"),
        ("P03;2018;;;;;-1;;;A;", "spent", "-1"),
        ("P03;2018;;;;;1 2;;;A;", "spent", "1 2"),
        ("P03;2018;;;;;;;;A;", "value", "a value or a sum spent"),
        ("P03;2018;turnout_riksdag;;;;1;;;A;", "indicator", "together"),
        ("P03;2018;;;80;per cent;;;;A;", "indicator", "together"),
        ("P03;2018;turnuot;;80;per cent;;;;A;", "indicator", "turnuot"),
        ("P03;2018;turnout_riksdag;;80;points;;;;A;", "unit", "per cent"),
        ("P03;2018;turnout_riksdag;Fasta;80;per cent;;;;A;", "area", "Fasta"),
        ("P03;2018;;;;;1;;last year;A;", "price_level", "last year"),
        ("P03;2018;;;;;1;;;;", "reported_by", "fill the cell"),
    ],
)
def test_a_fault_is_told_with_its_row_and_column(tmp_path, raw, line, column, words):
    with pytest.raises(DataError) as caught:
        read_reports(report(tmp_path / "r", line), raw)
    told = [str(problem) for problem in caught.value.problems]
    assert any(f"row 2, column {column}" in one and words in one for one in told), told


def test_two_reports_of_the_same_thing_are_asked_about_across_files(tmp_path, raw):
    report(tmp_path / "r", "P03;2018;;;;;1;;;A;", name="a.csv")
    report(tmp_path / "r", "P03;2018;;;;;2;;;B;", name="b.csv")
    (told,) = faults(tmp_path / "r", raw)
    assert told.startswith("b.csv, row 2")
    assert "a.csv, row 2 reports the same" in told


def test_reports_of_different_years_are_no_contradiction(tmp_path, raw):
    report(tmp_path / "r", "P03;2017;;;;;1;;;A;", "P03;2018;;;;;1;;;A;")
    assert faults(tmp_path / "r", raw) == []


def test_all_faults_of_all_files_are_told_at_once(tmp_path, raw):
    report(tmp_path / "r", "P98;2018;;;;;1;;;A;", name="a.csv")
    report(tmp_path / "r", "P99;2018;;;;;1;;;A;", name="b.csv")
    assert len(faults(tmp_path / "r", raw)) == 2


def test_a_form_is_never_written_over_a_filled_in_one(tmp_path):
    write_report_form(tmp_path)
    with pytest.raises(DataError, match="another folder"):
        write_report_form(tmp_path)
