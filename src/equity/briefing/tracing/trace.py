"""Marks every number of a page with the finding, the quotation or the constant it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup, escape

from equity.briefing.origins import Origin, marked
from equity.briefing.tracing.constants import CONSTANTS
from equity.briefing.tracing.fitting import Known, may_differ, words_around
from equity.briefing.tracing.tokens import has_digit, tokens
from equity.briefing.tracing.written import text_field
from equity.findings import Finding, Findings
from equity.wording.passages import Quote

Key = tuple[str, str | None, str | None]
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


@dataclass
class Tracer:
    """Marks texts of one page, and gathers the numbers that it could not be sure of.

    lost: those without an origin. doubtful: those that could as well be of another finding than
    the one that they are marked with, each with the findings between which it lies.
    findings: all of the page, in the order of their rows. language: of the page.
    """

    findings: Findings
    language: str
    lost: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    _rows: dict[Key, int] = field(init=False, default_factory=dict)
    _known: Known = field(init=False)
    _texts: dict[str, tuple[Finding, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = {f.key: n for n, f in enumerate(self.findings, start=1)}
        self._known = Known(self.findings, self.language)
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
        numbers = list(tokens(text, self.language))
        for n, token in enumerate(numbers):
            if any(start < token.end and token.start < end for start, end, _ in spans):
                continue
            best = self._known.best(token, words_around(text, numbers, n, beside), chosen)
            if not best:
                self.lost.append(f"{token.text} in {text!r}")
                continue
            if may_differ(best):
                found = sorted({", ".join(part for part in f.key if part) for f, _ in best})
                self.doubtful.append(f"{token.text} in {text[:80]!r}: {' or '.join(found)}")
            spans.append((token.start, token.end, self._of(*best[0])))
        return marked(text, sorted(spans, key=lambda span: span[:2]), self.language)

    def mark_unseen(self, text: str, keys: Iterable[Key] = ()) -> Markup:
        """Return a text marked as `mark` does, without links: it is heard and not seen."""
        marked = re.sub(r"<a href=#row-\d+", "<span", self.mark(text, keys))
        return Markup(marked.replace("</a>", "</span>"))  # noqa: S704 - `mark` escaped it

    def _learn(self, finding: Finding) -> None:
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

    def _of(self, finding: Finding, name: str) -> Origin:
        given = {
            "data-id": finding.id,
            "data-period": finding.period,
            "data-definition": finding.definition,
            "data-field": name,
        }
        attributes = tuple((k, v) for k, v in given.items() if v)
        return Origin(attributes, self._rows[finding.key])


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
