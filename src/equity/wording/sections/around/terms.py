"""Words that not every reader knows, each explained once on a page that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from equity.findings import Label
from equity.wording.messages import N_, translate


@dataclass(frozen=True)
class Term:
    """A word as a page shows it, how it begins wherever it stands, and what it means."""

    name: Label
    begins: Label
    meaning: str


_TERMS: Final = (
    Term(
        Label(en="million SEK", sv="mnkr"),
        Label(en="million SEK", sv="mnkr"),
        N_("Millions of Swedish kronor."),
    ),
    Term(
        Label(en="percentage points", sv="procentenheter"),
        Label(en="percentage point", sv="procentenhet"),
        N_("The difference between two percentages."),
    ),
    Term(
        Label(en="merit rating", sv="meritvärde"),
        Label(en="merit rating", sv="meritvärde"),
        N_("A pupil's final grades in compulsory school, added up as points. More is better."),
    ),
    Term(
        Label(en="eligible", sv="röstberättigade"),
        Label(en="eligible", sv="röstberättigad"),
        N_("Those who were allowed to vote in the election."),
    ),
    Term(
        Label(en="constituency", sv="valkrets"),
        Label(en="constituenc", sv="valkrets"),
        N_("A part of the city whose votes are counted together. It need not follow districts."),
    ),
    Term(
        Label(en="collecting district", sv="uppsamlingsdistrikt"),
        Label(en="collecting district", sv="uppsamlingsdistrikt"),
        N_("Where late and foreign votes of a whole constituency are counted."),
    ),
    Term(
        Label(en="social assistance", sv="ekonomiskt bistånd"),
        Label(en="social assistance", sv="ekonomiskt bistånd"),
        N_("Money from the municipality for those who cannot support themselves."),
    ),
    Term(
        Label(en="variance", sv="varians"),
        Label(en="variance", sv="varians"),
        N_("A measure of how far the areas lie from their mean."),
    ),
    Term(
        Label(en="Moran's I", sv="Morans I"),
        Label(en="Moran's I", sv="Morans I"),
        N_("A measure of whether neighbouring areas are more alike than others."),
    ),
    Term(
        Label(en="index of dissimilarity", sv="olikhetsindex"),
        Label(en="index of dissimilarity", sv="olikhetsindex"),
        N_("The share that would have to move for two groups to live, or lie, alike."),
    ),
    Term(
        Label(en="price level", sv="prisnivå"),
        Label(en="price level", sv="prisnivå"),
        N_("The year whose prices an amount is told in."),
    ),
)


def terms_of(texts: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return the words in need of an explanation that texts use, each with its meaning.

    They stand in the order in which they are first used.

    >>> terms_of(["Det kostade 3 mnkr."], "sv")
    [('mnkr', 'Miljoner kronor.')]
    """
    told = " ".join(texts).replace("\u00a0", " ")
    found = []
    for term in _TERMS:
        begins = re.escape(term.begins.text(language))
        first = re.search(rf"(?<!\w){begins}", told, re.IGNORECASE)
        if first:
            found.append((first.start(), term))
    found.sort(key=lambda pair: pair[0])
    return [(term.name.text(language), translate(term.meaning, language)) for _, term in found]
