"""What stands around an answer: the question, what is not known, the method and the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from equity.findings import Finding, Label
from equity.geography.names import swedish_order
from equity.geography.sides import Sides
from equity.raw.sources import NOT_STATED, Source
from equity.wording.messages import N_, render, say, translate
from equity.wording.names import (
    border,
    capital,
    heading,
    indicator,
    subject,
)
from equity.wording.numbers import amount, listed
from equity.wording.passages import Passage, Table
from equity.wording.verdicts import ORDER, beside, gaps, verdict_label, verdict_meaning

_GENERAL_FACT: Final = {
    "identification": N_("to which area that belongs which has no place"),
    "weights": N_("how much each part weighs"),
    "scenario": N_("which of the cases holds"),
    "definitions": N_("which definition is meant"),
}
_WORDS: Final = (
    N_("A gap is always the north minus the south."),
    N_("North and south are drawn in several ways, because the answer may depend on it."),
    N_("A range holds every value that agrees with what is known. None of them is likelier."),
    N_("All are counted, not a sample. So there is no margin of error to state."),
)
# Terms that publishers state, so that the catalogue translates them.
_TERMS: Final = (N_("free to use with the source named"),)


def question(findings: Iterable[Finding], language: str, sides: Iterable[Sides] = ()) -> Passage:
    """Return what the page asks: of which measures, and with which borders.

    sides: the definitions, to say in words what each border parts.
    """
    known = list(findings)
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
        language=language,
    )


def drawn(sides: Sides, language: str) -> str:
    """Return a border's name and, in words, what it parts."""
    return f"{sides.label.text(language)}: {sides.description.text(language)}"


def unknowns(
    findings: Iterable[Finding],
    facts: Mapping[str, Label],
    sources: Mapping[str, Source],
    language: str,
) -> Passage:
    """Return what is not known, what to find out first, and who could tell.

    One item an indicator, for the border that leaves most open; the one that leaves most of
    its answer open stands first (the range's width over its greatest distance from nothing,
    which has no unit).

    facts: what to find out, by indicator; a general phrase where there is none. sources: by
    id; who to ask is the publisher of a finding's first source that has one.
    """
    chosen = list(findings)
    widest = [max(group, key=_openness) for group in gaps(chosen).values()]
    open_ones = sorted((f for f in widest if _openness(f) > 0), key=_openness, reverse=True)
    return Passage(
        kind="unknown",
        anchor="unknown",
        title=translate("What is not known", language),
        paragraphs=(translate("What leaves most of its answer open stands first.", language),)
        if open_ones
        else (translate("Nothing that was asked is left open.", language),),
        items=tuple(_unknown(f, chosen, facts, sources, language) for f in open_ones),
        language=language,
    )


def method(findings: Iterable[Finding], language: str) -> Passage:
    """Return in plain words how it was computed; each method and each caveat once.

    One that differs only in its numbers stands for the latest period, which it then names.
    """
    chosen = list(findings)
    borders = {border(f, language) for f in chosen} - {""}
    words = [translate(text, language) for text in _WORDS]
    if len(borders) < 2:
        del words[1]
    meanings = [
        f"{verdict_label(verdict, language)}: {verdict_meaning(verdict, language)}"
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
        cells = (source.id, source.publisher, source.title, source.date, source.where, licence)
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
        ),
        language=language,
    )


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


def _width(finding: Finding) -> float:
    if finding.low is None or finding.high is None:
        return 0.0
    return finding.high - finding.low


def _openness(finding: Finding) -> float:
    width = _width(finding)
    if width == 0 or finding.low is None or finding.high is None:
        return 0.0
    return width / max(abs(finding.low), abs(finding.high))


def _unknown(
    finding: Finding,
    findings: list[Finding],
    facts: Mapping[str, Label],
    sources: Mapping[str, Source],
    language: str,
) -> str:
    told = [
        say(
            "{heading}: with the border {border} the range is {width} wide.",
            language,
            heading=capital(heading(finding, language)),
            border=border(finding, language),
            width=amount(_width(finding), finding.unit, language),
        )
    ]
    anywhere = beside(finding, findings).get("anywhere")
    if anywhere is not None:
        width = amount(_width(anywhere), anywhere.unit, language)
        told.append(
            say(
                "If nothing were known of where it belongs it would be {width}.",
                language,
                width=width,
            )
        )
    fact = facts.get(indicator(finding))
    general = translate(_GENERAL_FACT[finding.range_of or "identification"], language)
    wanted = fact.text(language) if fact else general
    told.append(say("Find out first: {fact}.", language, fact=wanted))
    known = (sources[name].publisher for name in finding.sources if name in sources)
    publisher = next((name for name in known if name not in ("", NOT_STATED)), "")
    if publisher:
        told.append(say("Who could tell: {publisher}.", language, publisher=publisher))
    return " ".join(told)
