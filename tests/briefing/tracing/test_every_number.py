"""Every number of a page says where it is from, and one digit altered is caught."""

import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import equity
from equity.briefing.content import Content, read_content
from equity.briefing.page import render_page
from equity.briefing.tracing.check import check_numbers
from equity.briefing.tracing.constants import CONSTANTS
from equity.wording.passages import Passage
from equity.wording.sections.say import ask, say
from made_up_pages import notebook_of
from wording import examples as ex

ALTERED = 200
PARAMETERS = {"edition": "prov 7"}


def content_of(language: str, *more) -> Content:
    found = ex.everything()
    shown = [ask(found, language), say(found, language), *more, found]
    return read_content(notebook_of([*shown, equity.method(found, language)]))


@pytest.fixture(scope="module", params=["sv", "en"])
def content(request) -> Content:
    return content_of(request.param)


@pytest.fixture(scope="module")
def page(content) -> str:
    return render_page(content, edition="prov 7")


class Digits(HTMLParser):
    """Finds where the digits stand that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.places: list[int] = []
        self.silent = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style", "svg")

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "svg")

    def handle_data(self, data):
        line, column = self.getpos()
        start = self.starts[line - 1] + column
        if not self.silent:
            self.places += [start + n for n, sign in enumerate(data) if sign.isdecimal()]


def test_every_number_of_a_page_is_formatted_anew_and_none_is_without_an_origin(
    page, content, tmp_path
):
    told = check_numbers(page, content, tmp_path, PARAMETERS)
    assert told.faults == ()
    assert told.numbers > 100


def another(page: str, place: int) -> str:
    return page[:place] + str((int(page[place]) + 1) % 10) + page[place + 1 :]


def dropped(page: str, place: int) -> str:
    return page[:place] + page[place + 1 :]


def doubled(page: str, place: int) -> str:
    return page[:place] + "7" + page[place:]


@pytest.mark.parametrize("altered", [another, dropped, doubled])
def test_one_digit_altered_is_caught_wherever_it_stands(page, content, tmp_path, altered):
    places = Digits(page).places
    assert len(places) > ALTERED
    missed = [
        page[place - 60 : place + 20]
        for place in random.Random(7).sample(places, ALTERED)
        if not check_numbers(altered(page, place), content, tmp_path, PARAMETERS).faults
    ]
    assert missed == []


def test_one_digit_altered_in_what_is_drawn_or_packed_or_in_the_look_of_it_is_caught(
    page, content, tmp_path
):
    parts = [m.span() for m in re.finditer(r"<(svg|script)\b.*?</\1>", page, re.DOTALL)]
    places = [n for start, end in parts for n in range(start, end) if page[n].isdecimal()]
    missed = [
        page[place - 60 : place + 20]
        for place in random.Random(7).sample(places, 20)
        if not check_numbers(another(page, place), content, tmp_path, PARAMETERS).faults
    ]
    assert missed == []


def test_two_numbers_of_a_sentence_that_changed_places_are_caught(page, content, tmp_path):
    number = r"[\d\u202f,.]*\d"
    pairs = [
        match
        for match in re.finditer(rf"<p>[^\n]*?>({number})</a>[^\n]*?>({number})</a>", page)
        if match[1] != match[2]
    ]
    assert len(pairs) > 5
    for match in pairs:
        (first, last), (start, end) = match.span(1), match.span(2)
        swapped = page[:first] + match[2] + page[last:start] + match[1] + page[end:]
        assert check_numbers(swapped, content, tmp_path, PARAMETERS).faults, match[0][-300:]


def test_a_sign_that_turned_is_caught(page, content, tmp_path):
    mark = re.search(r"data-field=low>\u2212(?=\d)", page)
    assert mark is not None
    turned = page[: mark.end() - 1] + "+" + page[mark.end() :]
    assert check_numbers(turned, content, tmp_path, PARAMETERS).faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("</main>", "<p>Det är 17 procent.</p></main>", "without an origin: 'Det är 17 procent.'"),
        ("data-field=low", "data-field=width", "that reads otherwise"),
        ("data-period=2018 data-definition=water data-field", "data-field", "no such finding"),
        ("data-period=2018 data-definition=water>", ">", "no such finding"),
        ("href=#row-1 data-id", "href=#row-2 data-id", "leads to #row-2"),
        (
            '<a class="chip" id="ref-1" href="#row-',
            '<a class="chip" id="ref-1" href="#row-9',
            "chip",
        ),
    ],
)
def test_a_mark_that_does_not_hold_is_told(tmp_path, old, new, fault):
    content = content_of("sv")
    page = render_page(content)
    assert old in page
    faults = check_numbers(page.replace(old, new, 1), content, tmp_path, {}).faults
    assert any(fault in told for told in faults)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "</main>",
            '<p title="17 procent">x</p></main>',
            "without an origin in title: '17 procent'",
        ),
        ("</main>", '<img alt="17 procent"></main>', "without an origin in alt: '17 procent'"),
        ("<main ", '<main aria-label="17 procent" ', "in aria-label: '17 procent'"),
        ("</main>", "<figcaption>17</figcaption></main>", "without an origin: '17'"),
        ("--head-2:&#39;", "--head-2:&#39;17 ", "the style of a table tells"),
    ],
)
def test_a_number_that_is_heard_or_shown_by_style_needs_an_origin_too(tmp_path, old, new, fault):
    content = content_of("sv")
    page = render_page(content)
    assert old in page
    faults = check_numbers(page.replace(old, new, 1), content, tmp_path, {}).faults
    assert any(fault in told for told in faults)


def test_a_number_in_a_sentence_of_ours_that_no_finding_has_is_caught(tmp_path):
    loose = Passage(kind="text", anchor="l", title="L", paragraphs=("Plus 4711.",), language="sv")
    content = content_of("sv", loose)
    faults = check_numbers(render_page(content), content, tmp_path, {}).faults
    assert faults == ("a number without an origin: 'Plus 4711.'",)


def test_an_edition_that_is_not_the_runs_is_caught(page, content, tmp_path):
    faults = check_numbers(page, content, tmp_path, {"edition": "prov 8"}).faults
    assert len(faults) == 1
    assert "prov 7" in faults[0]


def test_numbers_lead_to_the_row_of_the_border_they_are_told_under(page):
    told = re.findall(r"Årsboken[^.]*?data-definition=(\w+)>?[^.]*? data-field=(?:low|high)", page)
    assert set(told) <= {"yearbook"}


def test_constants_are_few_and_each_has_its_source():
    assert len(CONSTANTS) <= 25
    assert len({one.name for one in CONSTANTS}) == len(CONSTANTS)
    assert all(one.source and one.sv and one.en for one in CONSTANTS)


def test_where_every_mark_holds_the_small_drawings_are_compared_too(page, content, tmp_path):
    bar = re.search(r'class="range"[^>]*>.*?width="(\d)', page, re.DOTALL)
    assert bar is not None
    altered = page[: bar.start(1)] + str((int(bar[1]) + 1) % 10) + page[bar.end(1) :]
    (fault,) = check_numbers(altered, content, tmp_path, PARAMETERS).faults
    assert "is not what the notebook gives" in fault


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_of_the_real_city_holds(city, real_content, language):
    content = real_content(language)
    told = check_numbers(render_page(content), content, Path(city.folder) / "raw", {})
    assert told.faults == ()
    assert told.numbers > 1000
