"""Pages as PDFs, by the browser that is installed. Every number in them is made up."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from equity.briefing.page import BriefingExporter
from equity.briefing.pdf import browser, print_pages
from equity.errors import RunError
from made_up_pages import charts, notebook

pytestmark = pytest.mark.browser

A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def html() -> str:
    text: str = BriefingExporter().from_notebook_node(notebook("sv"))[0]
    return text


@pytest.fixture(scope="module")
def paper(html: str, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    found = browser()
    if found is None:
        pytest.skip("no chromium is installed: the page is not printed")
    held = tmp_path_factory.mktemp("temporary")
    printed = print_pages({"made_up.sv.html": html.encode()}, found, held)
    assert list(printed) == ["made_up.sv.pdf"]
    return PdfReader(io.BytesIO(printed["made_up.sv.pdf"]))


def texts(paper: PdfReader) -> list[str]:
    return [page.extract_text() for page in paper.pages]


def test_it_is_tagged_in_its_language_and_on_a4(paper: PdfReader) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "sv"
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in paper.pages}
    assert sizes == {A4}


def test_each_page_says_which_of_how_many_it_is(paper: PdfReader) -> None:
    last = len(paper.pages)
    for number, text in enumerate(texts(paper), start=1):
        assert f"sida {number} av {last}" in text


def test_every_chart_and_its_table_are_on_paper(paper: PdfReader) -> None:
    whole = " ".join(" ".join(texts(paper)).split())
    for chart in charts("sv"):
        assert chart.title.split(":")[1].split()[0] in whole
        for cell in chart.table.rows[0]:
            assert " ".join(cell.split()) in whole


def test_no_heading_is_the_last_on_its_page(paper: PdfReader, html: str) -> None:
    headings = {
        re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", heading))
        for heading in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", html, flags=re.DOTALL)
    }
    for text in texts(paper):
        lines = [line for line in text.splitlines() if line.strip() and " av " not in line]
        assert re.sub(r"\s+", "", lines[-1]) not in headings


def test_an_address_is_printed(paper: PdfReader) -> None:
    assert "https://example.org/" in "".join("".join(texts(paper)).split())


def test_a_browser_that_makes_nothing_is_told_with_the_page(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'no display' >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises(RunError, match=r"index\.sv\.html: .*made no PDF: no display"):
        print_pages({"index.sv.html": b"<p>made up</p>"}, str(broken), tmp_path)
