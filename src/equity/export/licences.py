"""What a licence lets others do: which figures may be passed on, and on what terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from equity.raw.sources import NOT_STATED, Source
from equity.wording.messages import N_


@dataclass(frozen=True)
class Terms:
    """A licence that lets a table be passed on, as a Data Package names it.

    name: the Open Definition's or SPDX's id. path: where its text stands, "" for none.
    """

    name: str
    title: str
    path: str = ""

    def described(self) -> dict[str, str]:
        """Return the licence as an entry of a descriptor's `licenses`.

        >>> Terms("CC0-1.0", "CC0").described()
        {'name': 'CC0-1.0', 'title': 'CC0'}
        """
        path = {"path": self.path} if self.path else {}
        return {"name": self.name, "title": self.title} | path


_CREATIVE: Final = "https://creativecommons.org"
TERMS: Final[Mapping[str, Terms]] = {
    "CC0": Terms("CC0-1.0", "CC0 1.0", f"{_CREATIVE}/publicdomain/zero/1.0/"),
    "CC0-1.0": Terms("CC0-1.0", "CC0 1.0", f"{_CREATIVE}/publicdomain/zero/1.0/"),
    "CC-BY-4.0": Terms("CC-BY-4.0", "CC BY 4.0", f"{_CREATIVE}/licenses/by/4.0/"),
    "CC BY 4.0": Terms("CC-BY-4.0", "CC BY 4.0", f"{_CREATIVE}/licenses/by/4.0/"),
    "MIT": Terms("MIT", "MIT License", "https://opensource.org/license/mit"),
    "free to use with the source named": Terms("other-at", "Free to use with the source named"),
}
# The source explains a figure that another source gives; citing it passes nothing of it on.
CITED: Final = N_("cited for a definition; no figures taken")


def terms_of(licence: str) -> Terms | None:
    """Return the terms on which what bears this licence may be passed on, None if it may not.

    licence: as the catalogue states it. One that this module does not know lets nothing be
    passed on: silence is no permission.

    >>> terms_of("CC0").name, terms_of("not stated")
    ('CC0-1.0', None)
    """
    return TERMS.get(licence.strip())


def licence_of(source_id: str, sources: Mapping[str, Source]) -> str:
    """Return what the catalogue states of a source; "not stated" of one that it does not have."""
    return sources[source_id].licence if source_id in sources else NOT_STATED


def withheld(ids: Iterable[str], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return which of these sources do not let their figures be passed on, each once, in order.

    ids: ids of sources. sources: the catalogue's, by id.
    """
    licences = {name: licence_of(name, sources) for name in dict.fromkeys(ids)}
    return tuple(n for n, known in licences.items() if known != CITED and terms_of(known) is None)


def terms_together(ids: Iterable[str], sources: Mapping[str, Source]) -> tuple[Terms, ...]:
    """Return the terms of several sources, each once; sources without terms add none."""
    known = (terms_of(licence_of(name, sources)) for name in ids)
    return tuple(dict.fromkeys(terms for terms in known if terms is not None))
