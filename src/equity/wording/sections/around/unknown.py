"""What is not known, what to find out first, and who could tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from equity.findings import Finding, Label
from equity.raw.sources import NOT_STATED, Source
from equity.wording.messages import N_, render, say, translate
from equity.wording.names import border, capital, heading, indicator
from equity.wording.numbers import amount
from equity.wording.passages import Passage, Quote
from equity.wording.sections.around.unknown_projects import unknown_of_money, unknown_of_projects
from equity.wording.verdicts import beside, gaps

_GENERAL_FACT: Final = {
    "identification": N_("to which area that belongs which has no place"),
    "weights": N_("how much each part weighs"),
    "scenario": N_("which of the cases holds"),
    "definitions": N_("which definition is meant"),
}


def unknowns(
    findings: Iterable[Finding],
    facts: Mapping[str, Label],
    sources: Mapping[str, Source],
    language: str,
    period: str = "latest",
    *,
    could_tell: Label | None = None,
) -> Passage:
    """Return what is not known, what to find out first, and who could tell.

    One item an indicator, for the border that leaves most open; the one that leaves most of
    its answer open stands first (the range's width over its greatest distance from nothing,
    which has no unit). Last come the indicators with levels but no gap: what is to be found
    out of them, and what their areas leave out.

    Of projects and money, where there are findings of them, stands what would decide them: where
    the mapped projects are, which places to ask for first, what was spent and on what.

    facts: what to find out, by indicator; a general phrase where there is none. sources: by
    id; who to ask is the publisher of a finding's first source that has one. period: "latest"
    takes each indicator's latest. could_tell: who could tell of the projects and the money; not
    said where None.
    """
    chosen = list(findings)
    asked = gaps(chosen, period)
    widest = [max(group, key=_openness) for group in asked.values()]
    open_ones = sorted((f for f in widest if _openness(f) > 0), key=_openness, reverse=True)
    items = [_unknown(f, chosen, facts, sources, language) for f in open_ones]
    for levels in _levels_only(chosen, set(asked), period):
        items += _unknown_of_levels(levels, facts, sources, language)
    items += unknown_of_projects(chosen, could_tell, language)
    items += unknown_of_money(chosen, could_tell, language)
    first = (translate("What leaves most of its answer open stands first.", language),)
    nothing = (translate("Nothing that was asked is left open.", language),)
    return Passage(
        kind="unknown",
        anchor="unknown",
        title=translate("What is not known", language),
        paragraphs=first if open_ones else () if items else nothing,
        items=tuple(items),
        quotes=tuple(
            Quote(text=fact.text(language), file="indicators.yaml", row=name, column="to_find_out")
            for name, fact in facts.items()
        ),
        language=language,
    )


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
    fact = _fact(finding, facts)
    general = translate(_GENERAL_FACT[finding.range_of or "identification"], language)
    wanted = fact.text(language) if fact else general
    told.append(say("Find out first: {fact}.", language, fact=wanted))
    return " ".join([*told, *_who(finding, sources, language)])


def _levels_only(findings: list[Finding], with_gap: set[str], period: str) -> list[list[Finding]]:
    """Return the levels of one period of each indicator without a gap."""
    levels: dict[str, list[Finding]] = {}
    for f in findings:
        if f.topic == "level" and indicator(f) not in with_gap:
            levels.setdefault(indicator(f), []).append(f)
    chosen = []
    for group in levels.values():
        when = max(f.period or "" for f in group) if period == "latest" else period
        chosen.append([f for f in group if (f.period or "") == when])
    return [group for group in chosen if group]


def _unknown_of_levels(
    levels: list[Finding],
    facts: Mapping[str, Label],
    sources: Mapping[str, Source],
    language: str,
) -> list[str]:
    """Return what is not known of an indicator without a gap; nothing where nothing is told."""
    fact = _fact(levels[0], facts)
    beyond = dict.fromkeys(
        render(note, language) for f in levels for note in f.caveats if "left" in note.values
    )
    if fact is None and not beyond:
        return []
    about = capital(heading(levels[0], language))
    told = [say("{heading}: no gap between the sides is computed.", language, heading=about)]
    told += beyond
    if fact is not None:
        told.append(say("Find out first: {fact}.", language, fact=fact.text(language)))
    return [" ".join([*told, *_who(levels[0], sources, language)])]


def _fact(finding: Finding, facts: Mapping[str, Label]) -> Label | None:
    """Return what to find out of an indicator; a variant's is that of its indicator."""
    name = indicator(finding)
    return facts.get(name) or facts.get(name.partition(".")[0])


def _who(finding: Finding, sources: Mapping[str, Source], language: str) -> list[str]:
    known = (sources[name].publisher for name in finding.sources if name in sources)
    publisher = next((name for name in known if name not in ("", NOT_STATED)), "")
    if not publisher:
        return []
    return [say("Who could tell: {publisher}.", language, publisher=publisher)]
