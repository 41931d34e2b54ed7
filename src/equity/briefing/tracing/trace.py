"""Marks every number of a page with the finding, the quotation or the constant it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from markupsafe import Markup, escape

from equity.briefing.origins import Origin, marked
from equity.briefing.tracing.constants import CONSTANTS
from equity.briefing.tracing.tokens import Token, has_digit, tokens
from equity.briefing.tracing.written import (
    is_coarse,
    matches,
    number_field,
    number_fields,
    of_step,
    period_tokens,
    text_field,
)
from equity.findings import Finding, Findings
from equity.wording.names import border, detail, subject
from equity.wording.passages import Quote

Key = tuple[str, str | None, str | None]
MOST_DECIMALS: Final = 3
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


@dataclass
class Tracer:
    """Marks texts of one page; `lost` gathers the numbers that it found no origin of.

    findings: all of the page, in the order of their rows. language: of the page.
    """

    findings: Findings
    language: str
    lost: list[str] = field(default_factory=list)
    _rows: dict[Key, int] = field(init=False, default_factory=dict)
    _numbers: dict[tuple[int, str], list[tuple[Finding, str]]] = field(
        init=False, default_factory=dict
    )
    _when: dict[Key, set[str]] = field(init=False, default_factory=dict)
    _periods: dict[str, list[Finding]] = field(init=False, default_factory=dict)
    _steps: dict[str, list[Finding]] = field(init=False, default_factory=dict)
    _texts: dict[str, tuple[Finding, str]] = field(init=False, default_factory=dict)
    _borders: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        self._rows = {f.key: n for n, f in enumerate(self.findings, start=1)}
        self._borders = frozenset(border(f, self.language) for f in self.findings) - {""}
        for finding in self.findings:
            self._learn(finding)

    def mark(
        self, text: str, keys: Iterable[Key] = (), quotes: Sequence[Quote] = (), beside: str = ""
    ) -> Markup:
        """Return a text, escaped, each of its numbers within a mark that says where it is from.

        keys: the findings that the text rests on; they go before the others of the page. quotes:
        what it quotes. beside: words that help to tell which finding is meant: of a cell, its
        row's and column's.
        """
        if not has_digit(text):
            return escape(text)
        spans = self._stretches(text, quotes)
        chosen = frozenset(keys)
        for token in tokens(text, self.language):
            if any(start < token.end and token.start < end for start, end, _ in spans):
                continue
            origin = self._origin(token, _around(text, token) + " " + beside, chosen)
            if origin is None:
                self.lost.append(f"{token.text} in {text!r}")
                continue
            spans.append((token.start, token.end, origin))
        return marked(text, sorted(spans, key=lambda span: span[:2]), self.language)

    def mark_unseen(self, text: str, keys: Iterable[Key] = ()) -> Markup:
        """Return a text marked as `mark` does, without links: it is heard and not seen."""
        marked = re.sub(r"<a href=#row-\d+", "<span", self.mark(text, keys))
        return Markup(marked.replace("</a>", "</span>"))  # noqa: S704 - `mark` escaped it

    def _learn(self, finding: Finding) -> None:
        for name in number_fields(finding):
            value = number_field(finding, name)
            for decimals in range(MOST_DECIMALS + 1) if value is not None else ():
                key = decimals, _rounded(value or 0.0, decimals)
                self._numbers.setdefault(key, []).append((finding, name))
        self._when[finding.key] = period_tokens(finding, self.language)
        for one in self._when[finding.key]:
            self._periods.setdefault(one, []).append(finding)
        if step := of_step(finding):
            self._steps.setdefault(step, []).append(finding)
        names = ["method", *(f"caveat.{n}" for n in range(len(finding.caveats)))]
        for name in (*names, "subject", "border", "areas"):
            text = text_field(finding, name, self.language)
            if text and has_digit(text):
                self._texts.setdefault(text.rstrip("."), (finding, name))
        for source in finding.sources:
            if has_digit(source):
                self._texts.setdefault(source, (finding, "sources"))

    def _stretches(self, text: str, quotes: Sequence[Quote]) -> list[tuple[int, int, Origin]]:
        """Return what is quoted, a whole sentence of a finding, or constant; the longest first."""
        known: list[tuple[str, Origin]] = [
            (quote.text, _quoted(quote)) for quote in quotes if has_digit(quote.text)
        ]
        known += [
            (told, self._of(finding, name))
            for told, (finding, name) in self._texts.items()
            if told[1:] in text  # asked first: a page of small areas knows hundreds of names
        ]
        known.sort(key=lambda pair: -len(pair[0]))
        known += [
            (phrase, Origin((("data-constant", constant.name),)))
            for constant in CONSTANTS
            for phrase in [constant.sv if self.language == "sv" else constant.en]
        ]
        spans: list[tuple[int, int, Origin]] = []
        for told, origin in known:
            for start in _places(told, text.replace("\u00a0", " ") if origin.row is None else text):
                end = start + len(told)
                if not any(first < end and start < last for first, last, _ in spans):
                    spans.append((start, end, origin))
        return spans

    def _origin(self, token: Token, words: str, chosen: frozenset[Key]) -> Origin | None:
        """Return where a number is from: of all that read so, what the words around fit best."""
        key = token.decimals, _plain(token.text, self.language)
        found = [(f, name) for f, name in self._numbers.get(key, ())]
        found += [(f, "period") for f in self._periods.get(token.text, ())]
        step = token.text.replace(",", "_").replace(".", "_")
        found += [(f, "id") for f in self._steps.get(step, ())]
        ranked = sorted(
            found, key=lambda one: -self._fit(one[0], one[1], words, one[0].key in chosen)
        )
        for finding, name in ranked:
            if finding.key not in chosen and is_coarse(finding, name, token):
                continue
            if matches(finding, name, token.text, self.language):
                return self._of(finding, name)
        return None

    def _fit(self, finding: Finding, name: str, words: str, chosen: bool) -> float:
        """Return how well a finding fits the words around a number."""
        fit = 20.0 if chosen else 0.0
        own = border(finding, self.language)
        told = [b for b in self._borders if b in words]
        if own:
            fit += 3 if own in told else -3 if told else 0
        if subject(finding, self.language)[1:] in words:
            fit += 2
        areas = [a for a in (*finding.areas, detail(finding)) if a]
        fit += 3 if any(area in words for area in areas) else 0
        if any(one in words for one in self._when[finding.key]):
            fit += 4
        ranks = {"period": 3, "value": 2, "low": 1.5, "high": 1.5, "width": 0.5}
        return fit + ranks.get(name, 0.0)

    def _of(self, finding: Finding, name: str) -> Origin:
        given = {
            "data-id": finding.id,
            "data-period": finding.period,
            "data-definition": finding.definition,
            "data-field": name,
        }
        attributes = tuple((k, v) for k, v in given.items() if v)
        return Origin(attributes, self._rows[finding.key])


def _around(text: str, token: Token) -> str:
    """Return the sentence that a number stands in."""
    at = 0
    for part in _SENTENCE.split(text):
        start = text.index(part, at)
        at = start + len(part)
        if start <= token.start < at:
            return part
    return text


def _places(told: str, text: str) -> Iterator[int]:
    """Yield where a stretch stands in a text; its first letter may be a capital or not.

    Where it begins or ends with a digit, no further digit may follow or stand before it.
    """
    if len(told) < 2:
        found = re.finditer(rf"(?<![\d,.]){re.escape(told)}(?![\d,.])", text)
        yield from (match.start() for match in found)
        return
    at = text.find(told[1:], 1)
    while at > 0:
        start, end = at - 1, at - 1 + len(told)
        before, after = text[start - 1 : start], text[end : end + 1]
        parted = not (told[0].isdigit() and before.isdigit())
        parted = parted and not (told[-1].isdigit() and after.isdigit())
        if parted and text[start].lower() == told[0].lower():
            yield start
        at = text.find(told[1:], at + 1)


def _quoted(quote: Quote) -> Origin:
    return Origin(
        (("data-file", quote.file), ("data-row", quote.row), ("data-column", quote.column))
    )


def _rounded(value: float, decimals: int) -> str:
    """Return a number's size with so many decimals, halves away from zero."""
    exact = Decimal(str(abs(value)))
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _plain(text: str, language: str) -> str:
    """Return a number's size as Python writes it."""
    digits = text.lstrip("\u2212+").replace("\u202f", "")
    return digits.replace(",", ".") if language == "sv" else digits.replace(",", "")
