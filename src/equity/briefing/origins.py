"""Marks around numbers: what in a page's markup says where each number is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

from equity.briefing.tracing.tokens import tokens

NAMES: Final = ("subject", "border", "areas", "sources")  # no number of theirs is a figure
_BARE: Final = re.compile(r"[^\s\"'=<>`&]+")  # such a value needs no quotation marks in HTML
Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Origin:
    """Where a stretch of text comes from: attributes of its mark, and the row it leads to.

    Of a finding, the last attribute says of which field it is; those before it, which finding.
    """

    attributes: Attributes
    row: int | None = None

    @property
    def finding(self) -> Attributes:
        """Return the attributes that name the finding; none where it is of none."""
        return () if self.row is None else self.attributes[:-1]


def marked(text: str, spans: Sequence[tuple[int, int, Origin]], language: str) -> Markup:
    """Return a text, escaped, with a mark around each stretch whose origin is known.

    Marks of one finding that follow each other stand in one element that names it.

    spans: where each stretch starts and ends, and its origin; in order, none within another.

    >>> low, high = (Origin((("data-id", "gap.a"), ("data-field", name)), 7) for name in "lh")
    >>> print(marked("by 3", [(3, 4, low)], "en"))
    by <a href=#row-7 data-id=gap.a data-field=l>3</a>
    >>> print(marked("1–3", [(0, 1, low), (2, 3, high)], "en").replace("</a>", "…"))
    <span data-id=gap.a><a href=#row-7 data-field=l>1…–<a href=#row-7 data-field=h>3…</span>
    """
    made, at = Markup(""), 0
    for finding, group in groupby(spans, key=lambda span: span[2].finding):
        run = list(group)
        shared = len(run) > 1 and bool(finding)
        made, at, inside = made + escape(text[at : run[0][0]]), run[0][0], Markup("")
        for start, end, origin in run:
            own = origin.attributes[-1:] if shared else origin.attributes
            inside += escape(text[at:start]) + _element(text[start:end], origin, own, language)
            at = end
        made += Markup("<span{}>{}</span>").format(given(finding), inside) if shared else inside
    return made + escape(text[at:])


def given(attributes: Iterable[tuple[str, str]]) -> Markup:
    """Return attributes as they stand in a start tag, quoted where their values need it.

    >>> print(given([("data-id", "gap.a"), ("data-row", 'a "b"')]))
     data-id=gap.a data-row="a &#34;b&#34;"
    """
    bare, quoted = Markup(" {}={}"), Markup(' {}="{}"')
    parts = (
        (bare if _BARE.fullmatch(value) else quoted, name, value) for name, value in attributes
    )
    return Markup("").join(form.format(name, value) for form, name, value in parts)


def _element(text: str, origin: Origin, own: Attributes, language: str) -> Markup:
    """Return a link to the row around a number; in a sentence, one around each number."""
    whole = [(token.start, token.end) for token in tokens(text, language)]
    if origin.row is None:
        return Markup("<span{}>{}</span>").format(given(own), text)
    if whole == [(0, len(text))]:
        return Markup("<a href=#row-{}{}>{}</a>").format(origin.row, given(own), text)
    if dict(origin.attributes)["data-field"] in NAMES:
        return Markup("<span{}>{}</span>").format(given(own), text)
    inside, at = Markup(""), 0
    for start, end in whole:
        if text[start - 1 : start].isalpha():  # of a name, such as P11
            continue
        inside += escape(text[at:start])
        inside += Markup("<a href=#row-{}>{}</a>").format(origin.row, text[start:end])
        at = end
    return Markup("<span{}>{}</span>").format(given(own), inside + escape(text[at:]))
