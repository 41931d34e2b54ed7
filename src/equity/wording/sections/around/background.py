"""What stands around an answer: the question, what is not known, the method and the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from equity.findings import Finding
from equity.geography.names import swedish_order
from equity.geography.sides import Sides
from equity.raw.sources import FILE, NOT_STATED, Source
from equity.raw.sources import SOURCES as CATALOGUE
from equity.wording.messages import N_, render, say, translate
from equity.wording.names import (
    border,
    capital,
    heading,
    subject,
)
from equity.wording.numbers import listed
from equity.wording.passages import Passage, Quote, Table
from equity.wording.verdicts import ORDER, verdict_label, verdict_meaning

DEFINITIONS: Final = "sides.yaml"
_WORDS: Final = (
    N_("A gap is always the north minus the south."),
    N_("North and south are drawn in several ways, because the answer may depend on it."),
    N_("A range goes from the least to the greatest of what was tried. No value is likelier."),
    N_("All that is published is counted, not a sample. So there is no margin of error to state."),
)
# Terms that publishers state, so that the catalogue translates them.
_TERMS: Final = (N_("free to use with the source named"),)


def question(findings: Iterable[Finding], language: str, sides: Iterable[Sides] = ()) -> Passage:
    """Return what the page asks: of which measures, and with which borders.

    sides: the definitions, to say in words what each border parts.
    """
    known, sides = list(findings), list(sides)
    chosen = [f for f in known if f.topic == "gap"] or [f for f in known if f.topic == "level"]
    subjects = list(dict.fromkeys(subject(f, language) for f in chosen))
    borders = list(dict.fromkeys(border(f, language) for f in chosen if border(f, language)))
    title = translate("Do north and south differ?", language)
    if len(subjects) == 1:
        about = capital(subjects[0])
        title = say("{subject}: do north and south differ?", language, subject=about)
        if not borders:
            title = say("{subject}: how do the areas differ?", language, subject=about)
    told = []
    if len(subjects) > 1:
        names = listed(subjects, language)
        told.append(say("The page compares {subjects}.", language, subjects=names))
    if borders:
        names = listed(borders, language)
        told.append(say("The border is drawn in these ways: {borders}.", language, borders=names))
    return Passage(
        kind="question",
        anchor="question",
        title=title,
        paragraphs=tuple(told),
        items=tuple(drawn(definition, language) for definition in sides) if borders else (),
        quotes=described(sides, language),
        language=language,
    )


def described(sides: Iterable[Sides], language: str) -> tuple[Quote, ...]:
    """Return what is quoted where the borders are told in words: their descriptions."""
    return tuple(
        Quote(
            text=one.description.text(language),
            file=DEFINITIONS,
            row=one.id,
            column=f"description {language}",
        )
        for one in sides
    )


def drawn(sides: Sides, language: str) -> str:
    """Return a border's name and, in words, what it parts."""
    return f"{sides.label.text(language)}: {sides.description.text(language)}"


def method(findings: Iterable[Finding], language: str) -> Passage:
    """Return in plain words how it was computed; each method and each caveat once.

    One that differs only in its numbers stands for the latest period, which it then names.
    """
    chosen = list(findings)
    borders = {border(f, language) for f in chosen} - {""}
    within = any(f.range_of == "weights" for f in chosen)
    words = [translate(text, language) for text in _WORDS]
    if len(borders) < 2:
        del words[1]
    meanings = [
        f"{verdict_label(verdict, language)}: {verdict_meaning(verdict, language, within=within)}"
        for verdict in ORDER
    ]
    return Passage(
        kind="method",
        anchor="method",
        title=translate("How it was computed", language),
        paragraphs=(*words, *meanings),
        items=_notes(chosen, language),
        language=language,
    )


def sources(known: Mapping[str, Source], used_ids: Iterable[str], language: str) -> Passage:
    """Return the sources used, as a table by publisher.

    Raises ValueError, naming it, for an id that `known` does not have.
    """
    ids = sorted(set(used_ids))
    missing = [name for name in ids if name not in known]
    if missing:
        raise ValueError(f"no source {', '.join(missing)}")
    used = sorted(
        (known[name] for name in ids),
        key=lambda s: (swedish_order(s.publisher), swedish_order(s.title), s.id),
    )
    unknown = translate("not stated", language)
    rows = []
    for source in used:
        licence = translate(source.licence, language)
        cells = (
            source.id,
            source.publisher,
            source.title,
            dated(source.date, language),
            source.where,
            licence,
        )
        rows.append(tuple(unknown if cell in ("", NOT_STATED) else cell for cell in cells))
    heads = (N_("Id"), N_("Publisher"), N_("Title"), N_("Date"), N_("Where"), N_("Licence"))
    title = translate("Sources", language)
    return Passage(
        kind="sources",
        anchor="sources",
        title=title,
        table=Table(
            caption=title,
            columns=tuple(translate(head, language) for head in heads),
            rows=tuple(rows),
            numeric=(False,) * len(heads),
            file=CATALOGUE,
            origins=tuple(source.id for source in used),
            taken=("source_id", "publisher", "title", "date", "where", ""),
        ),
        quotes=tuple(
            Quote(text=source.licence, file=FILE, row=source.id, column="sourceLicences")
            for source in used
        ),
        language=language,
    )


def dated(date: str, language: str) -> str:
    """Return a source's date as a page shows it.

    >>> dated("read 2026-04-21", "sv"), dated("2018", "sv")
    ('läst 2026-04-21', '2018')
    """
    kind, _, day = date.partition(" ")
    return say("read {date}", language, date=day) if kind == "read" and day else date


def _notes(findings: list[Finding], language: str) -> tuple[str, ...]:
    latest = sorted(findings, key=lambda f: f.period or "", reverse=True)
    told: dict[str, dict[str, Finding]] = {}
    pairs = [(f.method, f) for f in latest] + [(note, f) for f in latest for note in f.caveats]
    for note, finding in pairs:
        told.setdefault(note.message, {}).setdefault(render(note, language), finding)
    items = []
    for texts in told.values():
        text, finding = next(iter(texts.items()))
        about = f"{capital(heading(finding, language))}: " if len(texts) > 1 else ""
        items.append(about + text)
    return tuple(items)
