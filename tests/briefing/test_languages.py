"""No English is left on a Swedish page, and no Swedish on an English one."""

import re
from html.parser import HTMLParser

import pytest

from equity.briefing.page import render_page

OTHERS = {
    "sv": "the and of with are was not which from that this projects published unknown",
    "en": "och är inte som från för till eller kan det ett har vad var",
}
EMPTY = ("meta", "link", "br", "img", "input", "hr")


class Words(HTMLParser):
    """Gathers what a page says itself: no code, no drawing, and nothing quoted from a table."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        quoted = "data-column" in given or ("lang" in given and tag != "html")
        silent = tag in ("script", "style", "svg", "code") or given.get("data-field") == "areas"
        if tag not in EMPTY:
            self.open.append((tag, quoted or silent))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(quiet for _, quiet in self.open):
            self.said.append(data)


def foreign_to(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(OTHERS[language].split())})\b", re.IGNORECASE)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_speaks_one_language(real_content, language):
    content = real_content(language)
    said = Words(render_page(content)).said
    assert len(said) > 500
    foreign = foreign_to(language)
    assert [text.strip()[:120] for text in said if foreign.search(text)] == []


def test_a_word_of_the_other_language_is_found():
    said = Words("<p>Det som the <td data-column='a'>and</td><code>of</code></p>").said
    assert "".join(said) == "Det som the "
    assert foreign_to("sv").findall("Det som The andra") == ["The"]
