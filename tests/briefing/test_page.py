import re
from html.parser import HTMLParser

import nbformat
import pytest

from equity.briefing.page import BriefingExporter
from equity.errors import RunError
from equity.findings import Findings
from equity.wording.passages import Claim, Passage, RangeMark
from made_up_pages import (
    FORMULA,
    HOSTILE,
    QUOTED,
    all_findings,
    charts,
    finding,
    notebook,
    notebook_of,
    passages,
)


def page(book: nbformat.NotebookNode, **options: object) -> str:
    text, _ = BriefingExporter(**options).from_notebook_node(book)
    return str(text)


@pytest.fixture(scope="module")
def swedish() -> str:
    return page(notebook("sv"), edition="prov 1")


class Reader(HTMLParser):
    """Gathers a page's elements and its visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


def test_the_same_notebook_gives_the_same_bytes(swedish: str) -> None:
    assert page(notebook("sv"), edition="prov 1") == swedish


def test_hostile_text_is_shown_as_those_characters(swedish: str) -> None:
    shown = "".join(Reader(swedish).texts)
    for text in (HOSTILE, QUOTED, FORMULA):
        assert text in shown


def test_hostile_text_makes_no_element_and_no_handler(swedish: str) -> None:
    tags = Reader(swedish).tags
    scripts = [attrs for tag, attrs in tags if tag == "script"]
    assert [attrs.get("id") for attrs in scripts] == ["csv", "figures", "plotly", None]
    assert not [tag for tag, _ in tags if tag == "img"]
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]


def test_code_markdown_and_printed_text_stay_out(swedish: str) -> None:
    assert "hemlig" not in swedish
    assert "En rubrik som inte visas" not in swedish


def test_pieces_stand_in_the_order_of_the_notebook(swedish: str) -> None:
    places = [swedish.index(f'<section class="{kind}"') for kind in ("answer", "text", "unknown")]
    drawn = [swedish.index(f' id="{chart.anchor}"') for chart in charts("sv")]
    assert places[0] < drawn[0]
    assert drawn == sorted(drawn)
    assert drawn[-1] < places[1] < places[2]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_language_is_that_of_the_passages(language: str) -> None:
    text = page(notebook(language))
    assert f'<html lang="{language}">' in text
    assert ("På sidan" in text) is (language == "sv")


def test_the_first_words_stand_before_any_script(swedish: str) -> None:
    assert swedish.index("<h1") < swedish.index("<script")
    assert swedish.index("</main>") < swedish.index("<script")


def test_a_failed_cell_makes_no_page() -> None:
    book = notebook_of([])
    cell = nbformat.v4.new_code_cell("1/0")
    cell.outputs = [nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="division")]
    book.cells.append(cell)
    with pytest.raises(RunError, match="cell 2 failed: ZeroDivisionError: division"):
        page(book)


def test_two_languages_make_no_page() -> None:
    pieces = [passages("sv")[0], passages("en")[1]]
    with pytest.raises(ValueError, match="several languages: en, sv"):
        page(notebook_of(pieces))


def test_two_pieces_never_share_an_address() -> None:
    pieces = [*passages("sv"), *charts("sv")]
    html = page(notebook_of([*pieces, *pieces, all_findings()]))
    addresses = re.findall(r' id="?([^"\s>]+)', html)
    assert sorted(addresses) == sorted(set(addresses))
    assert {"p-1", "p-1_2"} <= set(addresses)
    assert set(re.findall(r'href="?#([^"\s>]+)', html)) <= set(addresses)


def test_a_number_that_cannot_be_followed_makes_no_page() -> None:
    with pytest.raises(ValueError, match=r"rests on gap\.made_up, 2018, water"):
        page(notebook_of([passages("sv")[1]]))


def test_every_finding_is_a_row_with_its_key(swedish: str) -> None:
    rows = [attrs for tag, attrs in Reader(swedish).tags if tag == "tr" and "data-id" in attrs]
    keys = [(r["data-id"], r.get("data-period"), r.get("data-definition")) for r in rows]
    assert keys == [f.key for f in all_findings()]


def test_every_chip_leads_to_a_row_and_the_row_leads_back(swedish: str) -> None:
    tags = Reader(swedish).tags
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    chips = [attrs for _, attrs in tags if attrs.get("class") == "chip"]
    assert chips
    assert all(chip["href"] and chip["href"][1:] in ids for chip in chips)
    backs = re.findall(r"<td><a href=#(ref-\d+)>\d+</a><th scope=row>", swedish)
    assert len(backs) == 5
    assert set(backs) <= ids


def test_an_area_has_a_small_link_only_for_rows_that_no_number_of_it_leads_to() -> None:
    near, far = finding(-2.5, -1.5), finding(-0.75, 0.25, "outer")
    claim = Claim(title="Ön", anchor="area-on", text=("Mellan \u22122,5 och \u22121,5.",),
                  verdict=None, verdict_label="", sure=(), ranges=(),
                  findings=(near.key, far.key))  # fmt: skip
    passage = Passage(kind="districts", anchor="d", title="O", claims=(claim,), language="sv")
    text = page(notebook_of([passage, Findings([near, far])]))
    assert re.findall(r'class="chip"[^>]*>(\d+)<', text) == ["2"]
    assert re.findall(r"<td><a href=#([\w-]+)>\d</a>", text) == ["area-on", "ref-1"]


def test_rows_that_follow_each_other_share_a_chip(swedish: str) -> None:
    assert re.search(r'href="#row-1"[^>]*>1–2</a><a class="chip"[^>]*>5</a>', swedish)


def test_a_caveat_stands_once_however_many_rows_have_it(swedish: str) -> None:
    notes = swedish[swedish.index('<ol class="notes">') :]
    assert notes.count("Påhittat:") == notes.count("Påhittat.") == 1


def test_numbers_of_the_rows_have_a_comma_and_a_real_minus(swedish: str) -> None:
    value = re.search(r"</code><td>([^<]*)<", swedish)
    assert value is not None
    assert value.group(1) == "−0,6"


def test_addresses_of_sources_are_links_and_others_are_not(swedish: str) -> None:
    links = [a["href"] for tag, a in Reader(swedish).tags if tag == "a" and "http" in a["href"]]
    assert links == ["https://example.org/x", "https://example.org/a?b=1&c=2"]


def test_a_page_without_a_question_is_named_after_its_notebook() -> None:
    book = notebook_of([Findings([finding(1, 2)])])
    resources = {"metadata": {"name": "profil"}}
    text, _ = BriefingExporter().from_notebook_node(book, resources)
    assert '<h1 id="title">profil</h1>' in text


def test_a_page_without_charts_carries_no_plotly() -> None:
    text = page(notebook_of([Passage(kind="text", anchor="a", title="T", language="en")]))
    assert "plotly" not in text.replace("page.js", "").split("<script>")[0]
    assert len(text) < 40_000


def test_the_edition_is_an_option_or_the_notebooks_parameter(swedish: str) -> None:
    book = notebook_of([finding_page()])
    book.metadata["papermill"] = {"parameters": {"edition": "2026-11"}}
    assert 'Utgåva: <span data-parameter="edition">prov 1</span>' in swedish
    assert ">2026-11</span>" in page(book)


def finding_page() -> Passage:
    return Passage(kind="question", anchor="q", title="Q", language="en")


def test_the_page_is_small_enough_to_send(swedish: str) -> None:
    assert len(swedish.encode()) < 2_500_000


def test_every_chart_has_its_drawing_and_its_table_before_any_script(swedish: str) -> None:
    before = swedish[: swedish.index("<script")]
    assert before.count('class="still wide"') == before.count("<details>") == len(charts("sv"))
    cells = set(Reader(before).texts)
    for chart in charts("sv"):
        assert {cell for row in chart.table.rows for cell in row if cell} <= cells


def test_the_exporter_is_found_by_its_entry_point() -> None:
    from nbconvert.exporters.base import get_exporter

    assert get_exporter("equity_briefing") is BriefingExporter


def test_areas_are_compared_measure_by_measure_each_on_its_own_scale() -> None:
    def area(name: str, *ends: tuple[str, float, float]) -> Claim:
        marks = tuple(
            RangeMark(label=label, low=low, high=high, value=None, decided=False, text="")
            for label, low, high in ends
        )
        return Claim(title=name, text=(), verdict=None, verdict_label="", sure=(), ranges=marks,
                     findings=())  # fmt: skip

    claims = (
        area("Ön", ("procent", 80, 90), ("poäng", 200, 220)),
        area("Ängen", ("procent", 60, 70), ("poäng", 260, 300)),
    )
    passage = Passage(kind="districts", anchor="d", title="O", claims=claims, language="sv")
    found = page(notebook_of([passage])).split('<svg class="range"')[1:]
    bars = [re.search(r'<rect x="([\d.]+)"', one) for one in found]
    percent, points, lower, _ = [float(bar.group(1)) for bar in bars if bar is not None]
    assert lower == points < percent  # each the least of its own measure, however large
