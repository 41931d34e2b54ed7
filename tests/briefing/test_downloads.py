"""What is taken away from a page opens right in a Swedish Excel, and starts no formula."""

import csv
import io
import json

import pytest

from equity.briefing.content import read_content
from equity.briefing.downloads import downloads, findings_csv, table_csv
from equity.briefing.packing import unpacked
from equity.findings import PUBLIC_FIELDS
from equity.wording.passages import Table
from made_up_pages import FORMULA, all_findings, charts, finding, notebook


def rows(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_findings_carry_their_numbers_in_full_with_a_comma_and_a_plain_minus():
    made = findings_csv([finding(-1.5, -0.4321)], "sv")
    assert made.startswith(b"\xef\xbb\xbf")
    head, row = rows(made)
    told = dict(zip(head, row, strict=True))
    assert tuple(head) == PUBLIC_FIELDS
    assert (told["low"], told["high"]) == ("-1,5", "-0,4321")
    assert told["method"] == "Påhittat."


@pytest.mark.parametrize("cell", ["−1,50", "-1,50"])
def test_a_negative_number_of_a_table_stays_a_number(cell):
    shown = cell.replace("-", "−")
    table = Table(caption="", columns=("a",), rows=((shown,),), numeric=(True,))
    assert rows(table_csv(table, "sv"))[1] == ["-1,5"]


@pytest.mark.parametrize("text", [FORMULA, "+46", "@sum", "-x", "\t=1"])
def test_no_text_starts_a_formula(text):
    table = Table(caption="", columns=(text,), rows=((text,),), numeric=(False,))
    head, row = rows(table_csv(table, "sv"))
    assert head == row == [f"'{text}"]


def test_what_is_more_than_a_number_stays_as_it_reads():
    cells = ("0–2 projekt", "2024/25", "28 726 r", "Inte känt")
    table = Table(caption="", columns=("a",), rows=tuple((c,) for c in cells), numeric=(True,))
    assert [row[0] for row in rows(table_csv(table, "sv"))[1:]] == list(cells)


def test_every_table_of_a_page_and_its_findings_are_there():
    content = read_content(notebook("sv"))
    texts = json.loads(unpacked(downloads(content)))
    assert set(texts) == {*(chart.anchor for chart in charts("sv")), "p-2", "p-7", "rows"}
    assert len(texts["rows"].splitlines()) == 1 + len(all_findings())
