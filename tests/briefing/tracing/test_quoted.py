"""What a page quotes is compared with the city's files; all of these are made up."""

import pytest

from equity.briefing.tracing.quoted import Raw
from equity.checking.skeleton import write_skeleton


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "made_up.csv").write_text(
        "id,name,amount,unit,year_from,year_to,payer,date\n"
        "x1,Påhitt 1 av 2,25.0,MEUR,2015,2019,,\n"
        "x1,annat,0.4,MSEK,2016,2016,European Union,read 2026-04-21\n",
        "utf-8",
    )
    (tmp_path / "made_up.yaml").write_text(
        "a: {sv: Fullmäktige 2017.}\nb: {sv: Nämnden 2018.}\n", "utf-8"
    )
    return Raw(tmp_path, {"edition": "2026-11"}, "sv")


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("x1", "name", "Påhitt 1 av 2"),
        ("line 2", "amount unit", "25 miljoner euro"),
        ("line 3", "amount unit", "0,4 mnkr"),
        ("line 2", "year_from year_to", "2015–2019"),
        ("line 3", "name", "Annat"),
        ("line 3", "payer", "Europeiska unionen"),
        ("line 2", "payer", "inte angivet"),
        ("line 3", "date", "2026-04-21"),
        ("line 3", "date", "läst 2026-04-21"),
    ],
)
def test_a_cell_that_stands_there_is_no_fault(raw, row, column, text):
    assert raw.fault("made_up.csv", row, column, text) == ""


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("x1", "name", "Påhitt 1 av 3"),
        ("line 2", "amount unit", "26 miljoner euro"),
        ("line 3", "amount unit", "25 mnkr"),
        ("line 2", "year_from year_to", "2019–2015"),
        ("line 2", "amount unit", "5 miljoner euro"),
        ("line 2", "year_from year_to", "2015"),
        ("x1", "name", "Påhitt 1 av"),
        ("x1", "name", "åhitt 1 av 2"),
        ("line 3", "name", "nat"),
        ("line 3", "payer", "Påhittade unionen"),
        ("line 3", "date", "read 2026-04-21"),
        ("line 3", "date", "2026-04-2"),
        ("line 3", "date", "026-04-21"),
        ("line 3", "payer", "inte angivet"),
        ("x2", "name", "Påhitt 1 av 2"),
        ("line 9", "name", "Påhitt 1 av 2"),
    ],
)
def test_another_number_row_or_order_is_told_with_its_place(raw, row, column, text):
    assert f"made_up.csv, row {row}" in raw.fault("made_up.csv", row, column, text)


def test_a_sentence_of_the_citys_own_file_is_looked_up_there(raw):
    assert raw.fault("made_up.yaml", "a", "sv", "Fullmäktige 2017.") == ""
    for text in ("Fullmäktige 2018.", "Fullmäktige 201", "mäktige 2017.", "Nämnden 2018."):
        assert "made_up.yaml" in raw.fault("made_up.yaml", "a", "sv", text)


def test_the_runs_own_parameters_can_be_quoted(raw):
    assert raw.fault("parameters", "edition", "", "2026-11") == ""
    assert raw.fault("parameters", "edition", "", "2026-12")


@pytest.mark.parametrize("name", ["../made_up.csv", "/etc/passwd", "a/b.csv"])
def test_no_file_outside_the_citys_folder_is_opened(raw, name):
    with pytest.raises(ValueError, match="no file of the city's folder"):
        raw.fault(name, "x", "y", "1")


def test_a_table_that_lies_in_a_file_of_another_name_is_found_by_the_catalogue(tmp_path):
    write_skeleton(tmp_path / "new")
    raw = Raw(tmp_path / "new" / "raw", {}, "sv")
    assert raw.fault("projects.csv", "X01", "project_id", "X01") == ""
    assert "projects.csv" in raw.fault("projects.csv", "X01", "project_id", "X77")
