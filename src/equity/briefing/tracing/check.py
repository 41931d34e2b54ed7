"""The audit of a page's numbers: each is formatted anew from where it says it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from equity.briefing.content import Content
from equity.briefing.page import render_page
from equity.briefing.rows import Row, Rows
from equity.briefing.tracing.constants import CONSTANTS
from equity.briefing.tracing.quoted import Raw
from equity.briefing.tracing.still import check_still
from equity.briefing.tracing.tokens import has_digit, tokens
from equity.briefing.tracing.trace import Tracer
from equity.briefing.tracing.written import matches
from equity.findings import Finding

_SILENT: Final = ("script", "style", "svg", "noscript")
_VOID: Final = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr")
_HEARD: Final = ("aria-label", "aria-description", "aria-valuetext", "title", "alt", "placeholder")
_STYLED: Final = re.compile(r"--head-\d+:'((?:[^'\\]|\\.)*)'")
Key = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Checked:
    """What an audit found.

    numbers: how many it formatted anew. faults: one sentence each. doubtful: the numbers that are
    marked with one finding and could as well be of another, which reads the same and fits the
    words around as well; known only where there is no fault.
    """

    numbers: int
    faults: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


def check_numbers(
    text: str,
    content: Content,
    raw: Path,
    parameters: Mapping[str, object],
    earlier: Iterable[Finding] | None = None,
) -> Checked:
    """Format every number of a page anew, and tell which do not read so or have no origin.

    A mark of a finding is compared with that finding's field, a row with its finding, a quotation
    with its table in the raw folder, a constant with the list of constants; a title that is
    repeated must be the same. Where all of that holds, drawings and what is packed are made anew
    and compared.

    text: the page. content: of the executed notebook that it was made from. raw: the city's raw
    folder. parameters: of the run, which the page may quote. earlier: the findings of the edition
    that the page is compared with.
    """
    page = _Numbers(content, Raw(raw, parameters, content.language, earlier or ()))
    page.feed(text)
    page.close()
    faults = [*page.faults, *page.unequal_copies()]
    if faults:
        return Checked(page.checked, tuple(faults))
    tracer = Tracer(content.findings, content.language)
    anew = render_page(content, tracer=tracer)
    return Checked(page.checked, tuple(check_still(text, anew)), tuple(tracer.doubtful))


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _Numbers(HTMLParser):
    """Reads a page once, checking each element that says where its text is from."""

    def __init__(self, content: Content, raw: Raw) -> None:
        super().__init__(convert_charrefs=True)
        self._language = content.language
        self._raw = raw
        self._findings: dict[Key, Finding] = {f.key: f for f in content.findings}
        rows, self._notes = Rows(content.findings, content.language).table()
        self._rows: dict[Key, Row] = {row.finding.key: row for row in rows}
        self._open: list[_Element] = []
        self._texts: dict[str, str] = {}
        self._copies: list[tuple[str, str]] = []
        self._heads: list[str] = []
        self.checked = 0
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hear(tag, given)
        if tag in _VOID:
            return
        if tag in ("td", "th") and "data-column" in given:  # its row says of which file
            row = next((one.attributes for one in reversed(self._open) if one.tag == "tr"), {})
            given = {name: row.get(name, "") for name in ("data-file", "data-row")} | given
        if "data-field" in given and "data-id" not in given:  # what it stands in says of which
            given = self._named() | given
        self._open.append(_Element(tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            element = self._open.pop()
            self._close(element)
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(element.tag in _SILENT for element in self._open):
            return
        for element in self._open:
            element.parts.append(data)
        if has_digit(data) and not any(map(self._covers, self._open)):
            self.faults.append(f"a number without an origin: {data.strip()[:80]!r}")

    def _hear(self, tag: str, given: dict[str, str]) -> None:
        """Note what attributes tell to those who hear a page: a drawing's name is its title."""
        if any(element.tag in _SILENT for element in self._open):
            return
        for name in _HEARD:
            text = given.get(name, "")
            if not has_digit(text) or given.get("class") == "chip":
                continue
            if "data-chart" in given and name == "aria-label":
                self._copies.append((f"{given['data-chart']}-title", text))
            else:
                self.faults.append(f"a number without an origin in {name}: {text[:80]!r}")

    def _named(self) -> dict[str, str]:
        """Return the attributes that name the finding that an open element is of."""
        around = (e.attributes for e in reversed(self._open) if "data-id" in e.attributes)
        names = ("data-id", "data-period", "data-definition")
        return {name: value for name, value in next(around, {}).items() if name in names}

    def unequal_copies(self) -> list[str]:
        """Return the titles that are repeated with other words or numbers."""
        return [
            f"{text[:80]!r} repeats {self._texts.get(id, '')[:80]!r}"
            for id, text in self._copies
            if self._texts.get(id) != text
        ]

    def _covers(self, element: _Element) -> bool:
        given = element.attributes
        named = any(f"data-{name}" in given for name in ("field", "constant", "column", "copy"))
        return (
            named
            or ("data-id" in given and element.tag == "tr")
            or "data-parameter" in given
            or given.get("class") == "chip"
            or given.get("id", "").startswith("note-")
            or element.tag == "title"
        )

    def _close(self, element: _Element) -> None:
        given, text = element.attributes, element.text
        if "id" in given:
            self._texts[given["id"]] = text
        if given.get("scope") == "col":
            self._heads.append(" ".join(text.split()))
        if element.tag == "thead":
            self._check_style()
        if not self._covers(element):
            return
        self.checked += sum(1 for _ in tokens(text, self._language))
        fault = self._fault(element, text)
        if fault:
            self.faults.append(fault)

    def _check_style(self) -> None:
        """Compare a table's heads with its style, which tells them beside cells when narrow."""
        style = next((one.attributes.get("style", "") for one in reversed(self._open)), "")
        told = [re.sub(r"\\(.)", r"\1", head) for head in _STYLED.findall(style)]
        if told != self._heads:
            self.faults.append(f"the style of a table tells {told}, its heads are {self._heads}")
        self._heads = []

    def _fault(self, element: _Element, text: str) -> str:
        given = element.attributes
        if element.tag == "tr":
            return self._row_fault(element)
        if "data-id" in given:
            return self._finding_fault(given, text)
        if "data-constant" in given:
            return _constant_fault(given["data-constant"], text, self._language)
        if "data-column" in given:
            return self._raw.fault(
                given["data-file"], given["data-row"], given["data-column"], text
            )
        if "data-parameter" in given:
            return self._raw.fault("parameters", given["data-parameter"], "", text)
        if given.get("class") == "chip":
            first = given.get("href", "").removeprefix("#row-")
            named = given.get("aria-label", "").endswith(f" {text}")
            same = named and text.partition("–")[0] == first
            return "" if same else f"chip {text!r} leads to {first}, {given.get('aria-label')}"
        if given.get("id", "").startswith("note-"):
            place = int(given["id"].removeprefix("note-"))
            told = self._notes[place - 1].shown if place <= len(self._notes) else ""
            return "" if text == told else f"note {place} reads {text[:80]!r}, not {told[:80]!r}"
        self._copies.append((given.get("data-copy", "title"), text))
        return ""

    def _finding_fault(self, given: dict[str, str], text: str) -> str:
        key = given["data-id"], given.get("data-period"), given.get("data-definition")
        finding, name = self._findings.get(key), given.get("data-field", "")
        about = f"{text[:80]!r} says it is {name} of {', '.join(filter(None, key))}"
        if finding is None:
            return f"{about}: no such finding"
        if not matches(finding, name, text, self._language):
            return f"{about}: that reads otherwise"
        target = given.get("href", f"#row-{self._rows[key].number}")
        return "" if target == f"#row-{self._rows[key].number}" else f"{about}: leads to {target}"

    def _row_fault(self, element: _Element) -> str:
        given, told = element.attributes, " ".join(element.text.replace("↑", "").split())
        key = given["data-id"], given.get("data-period"), given.get("data-definition")
        row = self._rows.get(key)
        if row is None:
            return f"row {given.get('id')}: no finding {', '.join(filter(None, key))}"
        notes = [f"({n})" for n in row.notes]
        cells = (f"{row.number}", f"{row.name}{row.finding.id}", row.value, row.range, row.unit,
                 row.period, row.border, row.verdict, *notes)  # fmt: skip
        expected, read = "".join("".join(cells).split()), "".join(told.split())
        same = expected == read and given.get("id") == f"row-{row.number}"
        return "" if same else f"row {row.number} reads {told[:120]!r}"


def _constant_fault(name: str, text: str, language: str) -> str:
    known = {one.name: one.sv if language == "sv" else one.en for one in CONSTANTS}
    told = text.replace("\u00a0", " ").lower()
    return "" if known.get(name, "").lower() == told else f"{text!r} is not the constant {name!r}"
