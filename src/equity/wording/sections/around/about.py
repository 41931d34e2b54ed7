"""What a reader asks of the page itself: who decides, how new it is, whom to ask, how to repeat."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from equity.findings import Label
from equity.geography.identity import FILE as CITY
from equity.geography.identity import Identity
from equity.raw.sources import NOT_STATED, SOURCES, Source
from equity.raw.stamp import STAMP
from equity.wording.messages import say, translate
from equity.wording.passages import Passage, Quote

PARAMETERS: Final = "parameters"  # where a quotation of the run's own parameters is from
SHOWN: Final = 16  # digits of a checksum
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def about(
    identity: Identity,
    sources: Mapping[str, Source],
    used_ids: Iterable[str],
    language: str,
    *,
    edition: str = "",
    folder: Path | None = None,
) -> Passage:
    """Return who decides, the newest source, the edition, how to repeat the run, whom to ask.

    What is not known is said to be so. identity: the city's. sources: by id; used_ids: those that
    the page rests on. edition: the notebook's parameter. folder: the city's, built; the checksum
    told is that of its stamp, which holds the checksums of all raw files. None for a page that
    rests on few of them, and is not to be made again when another changes.
    """
    used = [sources[name] for name in dict.fromkeys(used_ids) if name in sources]
    told, stamp = [_decides(identity, language), *_newest(used, language)], _checksum(folder)
    told.append(
        say("Edition: {edition}.", language, edition=edition)
        if edition
        else translate("The edition has no name; the newest source says how new it is.", language)
    )
    told += _repeat(stamp, edition, language)
    contact = identity.contact.text(language) if identity.contact else ""
    told.append(
        say("Ask about the page: {contact}.", language, contact=contact.rstrip("."))
        if contact
        else translate("Whom to ask about the page is not stated in the city's folder.", language)
    )
    return Passage(
        kind="text",
        anchor="about",
        title=translate("About this page", language),
        items=tuple(told),
        quotes=tuple(_quotes(identity, newest(used), edition, stamp, language)),
        language=language,
    )


def newest(sources: Iterable[Source]) -> Source | None:
    """Return the source with the latest date; None where none has a date.

    A date that is only a year counts as that year's beginning.

    >>> undated = Source("b", "B", "P", "", "", "", "")
    >>> newest([Source("a", "A", "P", "read 2026-04-21", "", "", ""), undated]).id
    'a'
    """
    dated = [(max(_DATE.findall(source.date), default=""), source) for source in sources]
    known = [(date, source) for date, source in dated if date]
    return max(known, key=lambda pair: (pair[0], pair[1].id))[1] if known else None


def _decides(identity: Identity, language: str) -> str:
    if identity.decides is None:
        return translate("Who decides is not stated in the city's folder.", language)
    return say("Who decides: {who}", language, who=identity.decides.text(language))


def _newest(used: Iterable[Source], language: str) -> list[str]:
    found = newest(used)
    if found is None:
        return [translate("No source of the page has a date.", language)]
    return [
        say(
            "The newest source is dated {date}: {publisher}.",
            language,
            date=max(_DATE.findall(found.date)),
            publisher=found.id if found.publisher in ("", NOT_STATED) else found.publisher,
        )
    ]


def _checksum(folder: Path | None) -> str:
    """Return the beginning of the stamp's checksum; nothing for a folder that is not built."""
    try:
        stamp = (folder / "processed" / STAMP).read_bytes() if folder else b""
    except OSError:
        return ""
    return hashlib.sha256(stamp).hexdigest()[:SHOWN] if stamp else ""


def _repeat(stamp: str, edition: str, language: str) -> list[str]:
    """Return how to make the page again, with the checksum of all tables where it is known."""
    if not stamp:
        return [
            translate(
                "How to make it again: parameters, checksums and versions stand in manifest.json "
                "beside the run.",
                language,
            )
        ]
    return [
        say(
            "To make it again: equity brief --lang {lang}{edition}. The city's tables then "
            "have the checksum {checksum}. Parameters and versions stand in manifest.json beside "
            "the run.",
            language,
            lang=language,
            edition=f' --edition "{edition}"' if edition else "",
            checksum=stamp,
        )
    ]


def _quotes(
    identity: Identity, source: Source | None, edition: str, stamp: str, language: str
) -> Iterator[Quote]:
    """Yield what the page quotes of itself and of the city, with where it stands."""
    for name in ("decides", "contact", "could_tell"):
        told: Label | None = getattr(identity, name)
        if told is not None:
            yield Quote(text=told.text(language), file=CITY, row=name, column=language)
    if source is not None:
        date = max(_DATE.findall(source.date))
        yield Quote(text=date, file=SOURCES, row=source.id, column="date")
        yield Quote(text=source.publisher, file=SOURCES, row=source.id, column="publisher")
    if edition:
        yield Quote(text=edition, file=PARAMETERS, row="edition", column="")
    if stamp:
        yield Quote(text=stamp, file=STAMP, row="sha256", column="")
