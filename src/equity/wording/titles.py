"""The sentence above a chart and the caption below it, made from the findings it shows."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.specifications import Specification
from equity.wording.messages import N_, say, translate
from equity.wording.names import border, capital, detail, heading, subject
from equity.wording.numbers import (
    amount,
    count,
    decimals_for,
    listed,
    number,
    range_text,
    unit_name,
)
from equity.wording.verdicts import differing, gaps, together

MOST_SOURCES = 5  # in a caption
_MANY = N_("many, named at the rows")
_BY_VERDICT = {
    "decided": N_("{subject}: the same side is ahead with every border"),
    "assumption": N_("{subject}: under an assumption, the same side is ahead with every border"),
    "definitions": N_("{subject}: the answer depends on where the border is drawn"),
    "assumed": N_("{subject}: the answer may depend on where the border is drawn"),
    "in part": N_("{subject}: whether it can be told depends on where the border is drawn"),
    "open": N_("{subject}: which side is ahead cannot be told"),
}


def lowest_title(districts: Iterable[Finding], language: str) -> str:
    """Return which district is lowest: said outright only where no other may lie below it.

    districts: levels of districts, one period. Raises ValueError for none.
    """
    known = _levels(districts)
    lowest = min(known, key=_value)
    name, about = detail(lowest), heading(lowest, language)
    least = amount(_value(lowest), lowest.unit, language)
    others = [f for f in known if f is not lowest]
    if all(f.verdict == "decided" for f in known):
        text = say("{name} is lowest: {about}", language, name=name, about=about)
    elif all(f.low is not None and _high(lowest) < _low(f) for f in others):
        text = say(
            "{name} is lowest, whatever is unknown: {about}", language, name=name, about=about
        )
    elif lowest.value is None:
        text = say("Which district is lowest cannot be told: {about}", language, about=about)
    else:
        text = say(
            "{name} seems to be lowest, at {least}: {about}",
            language,
            name=name,
            about=about,
            least=least,
        )
    return text


def distance_title(districts: Iterable[Finding], gap: Finding | None, language: str) -> str:
    """Return between which levels the districts seem to lie, beside the sides' distance."""
    known = _levels(districts)
    if any(f.value is None for f in known):
        return say(
            "The districts' ranges overlap: {about}", language, about=heading(known[0], language)
        )
    least, most = min(known, key=_value), max(known, key=_value)
    decimals = decimals_for(least.unit, _value(least), _value(most))
    words = {
        "ends": range_text(_value(least), _value(most), decimals, least.unit, language),
        "about": heading(known[0], language),
    }
    if all(f.verdict == "decided" for f in known):
        return say("The districts lie at {ends}: {about}", language, **words)
    if gap is None or gap.value is None:
        return say("The districts seem to lie at {ends}: {about}", language, **words)
    between = amount(abs(gap.value), gap.unit, language)
    return say(
        "The districts seem to lie at {ends}, the two sides {between} apart: {about}",
        language,
        between=between,
        **words,
    )


def gaps_title(findings: Iterable[Finding], language: str) -> str:
    """Return what gaps of one indicator, latest period, say together over their borders."""
    group = next(iter(gaps(findings).values()))
    about = capital(heading(group[0], language))
    verdict: str = together(group)
    if verdict == "definitions" and differing(group) != "outright":
        verdict = differing(group)
    return say(_BY_VERDICT[verdict], language, subject=about)


def caption(findings: Iterable[Finding], what: str, language: str) -> str:
    """Return a caption: what is drawn, its unit and the ids of its sources.

    what: a sentence in the language. Raises ValueError for no findings.
    """
    known = list(findings)
    if not known:
        raise ValueError("a caption needs the findings of its chart")
    ids = dict.fromkeys(s for f in known for s in f.sources)
    return made_caption(known[0].unit, ids, what, language)


def made_caption(unit: str, sources: Iterable[str], what: str, language: str) -> str:
    """Return a caption from its parts: the unit, what is drawn, and the ids of its sources."""
    name = capital(unit_name(unit, language))
    ids = named_sources(sources, language)
    return say("{unit}. {what} Sources: {ids}.", language, unit=name, what=what, ids=ids)


def named_sources(sources: Iterable[str], language: str) -> str:
    """Return the ids of sources; many would drown the caption, and stand at the rows instead."""
    ids = sorted(set(sources))
    return listed(ids, language) if len(ids) <= MOST_SOURCES else translate(_MANY, language)


def specifications_title(ways: Iterable[Specification], language: str) -> str:
    """Return how many valid ways to compute a gap give the first one's sign."""
    known = list(ways)
    about = capital(known[0].about.subject.text(language))
    sign = next(way for way in known if way.default).held.sign
    if sign is None:
        return say("{subject}: the report's own way is open itself", language, subject=about)
    agreeing = sum(way.held.sign == sign for way in known)
    return say(
        "{subject}: {agreeing} of {ways} valid ways give the same sign",
        language,
        subject=about,
        agreeing=count(agreeing, language),
        ways=count(len(known), language),
    )


def levels_caption(
    districts: Iterable[Finding], language: str, *, sides: Finding | None = None
) -> str:
    """Return the caption of a chart of districts, with how its values were placed."""
    known = list(districts)
    exact = all(f.low == f.high for f in known)
    told = (
        translate("As published.", language)
        if exact
        else translate(
            "The mark places what is unknown in proportion to what is known; the bar holds all "
            "that was tried.",
            language,
        )
    )
    if sides is not None:
        told += " " + say("The border is {border}.", language, border=border(sides, language))
    return caption(known, told, language)


def map_caption(districts: Iterable[Finding], language: str, *, sides: Finding) -> str:
    """Return the caption of a map of districts, with how its values were placed."""
    known = list(districts)
    told = translate("As published.", language)
    if not all(f.low == f.high for f in known):
        told = translate(
            "The colour places what is unknown in proportion to what is known; the table of "
            "districts has all that was tried.",
            language,
        )
    told += " " + say("The border is {border}.", language, border=border(sides, language))
    return caption(known, told, language)


def lists_title(findings: Iterable[Finding], language: str) -> str:
    """Return how far apart the lists of projects lie under the first border, or that they overlap.

    findings: shares of projects in the north by list. Raises ValueError for none.
    """
    known = [f for f in findings if f.low is not None]
    if not known:
        raise ValueError("no list has a share: there is nothing to tell")
    own = [f for f in known if f.definition == known[0].definition]
    least, most = min(own, key=_high), max(own, key=_low)
    if _high(least) >= _low(most):
        return say(
            "How the projects are spread cannot be told: the ranges of the lists overlap", language
        )
    return say(
        "In the north lie at most {most} of {low}, at least {least} of {high}",
        language,
        most=amount(_high(least), "share", language),
        low=least.subject.text(language) if least.subject else "",
        least=amount(_low(most), "share", language),
        high=most.subject.text(language) if most.subject else "",
    )


def lists_caption(findings: Iterable[Finding], people: str, tolerance: float, language: str) -> str:
    """Return how to read a chart of lists of projects; people, tolerance: of its benchmark."""
    told = say(
        "Each row is all projects of a list that lie in the sides: known in the north, not known, "
        "known in the south. The tick is the north's share of {people}, the band around it "
        "{tolerance} percentage points each way, a chosen tolerance. How the lists came about "
        "decides where their projects lie.",
        language,
        people=people,
        tolerance=number(tolerance, 0, language),
    )
    return caption(findings, told, language)


def gaps_and_projects_title(findings: Iterable[Finding], language: str) -> str:
    """Return in which themes projects are known to lie where the gap may be largest."""
    found = [f for f in findings if f.id.endswith(".projects_in_largest_gap")]
    if not found:
        raise ValueError("no gap and no projects: there is nothing to tell")
    sure = dict.fromkeys(subject(f, language) for f in found if _low(f) > 0)
    if not sure:
        return translate("No project is known to lie where the gaps may be largest", language)
    told = listed(list(sure), language)
    return say("Projects lie where the gap may be largest in {themes}", language, themes=told)


def gaps_and_projects_caption(findings: Iterable[Finding], language: str) -> str:
    """Return how to read the matrix of gaps and projects."""
    known = list(findings)
    told = translate(
        "In each cell: how far the district may lie behind, and how many projects of the theme are "
        "there, from those known to those that may be. The colour is as strong as what is certain. "
        "Projects for the whole city are everywhere and in no cell.",
        language,
    )
    ids = named_sources((s for f in known for s in f.sources), language)
    return say("{what} Sources: {ids}.", language, what=told, ids=ids)


def _levels(districts: Iterable[Finding]) -> list[Finding]:
    known = [f for f in districts if f.value is not None or f.low is not None]
    if not known:
        raise ValueError("no district has a level: there is nothing to tell")
    return known


def _value(finding: Finding) -> float:
    if finding.value is not None:
        return finding.value
    return (_low(finding) + _high(finding)) / 2


def _low(finding: Finding) -> float:
    low = finding.value if finding.low is None else finding.low
    return float("nan") if low is None else low


def _high(finding: Finding) -> float:
    high = finding.value if finding.high is None else finding.high
    return float("nan") if high is None else high
