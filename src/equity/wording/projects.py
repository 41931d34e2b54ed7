"""Sentences about projects: how they are spread between north and south."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Label
from equity.projects.counted.against import answer_of
from equity.wording.messages import N_, render, say, translate
from equity.wording.names import border, capital, detail, indicator, spread, whatever
from equity.wording.numbers import listed, number, range_text
from equity.wording.verdicts import may_turn, sign

_ANSWERS: Final = {
    "inside": N_(
        "{opening}, the north's share of the projects lies within {tolerance} percentage points of "
        "its share of {people}"
    ),
    "above": N_(
        "{opening}, the north's share of the projects lies more than {tolerance} percentage points "
        "above its share of {people}"
    ),
    "below": N_(
        "{opening}, the north's share of the projects lies more than {tolerance} percentage points "
        "below its share of {people}"
    ),
    "open": N_(
        "{opening}, it cannot be told whether the north's share of the projects lies within "
        "{tolerance} percentage points of its share of {people}"
    ),
}
COUNTS: Final = {
    "count": N_("there are {amount}"),
    "citywide": N_("{amount} for the whole city, in no district"),
    "unknown": N_("{amount} without a known place, wholly or in part"),
}


def spread_clause(finding: Finding, language: str) -> str:
    """Return what a finding of the topic `balance` says of projects; its heading stands before."""
    step = detail(finding)
    if indicator(finding) == "baseline":
        told = say(
            "{opening}, {amount} are in the north",
            language,
            opening=_border(finding, language),
            amount=spread(finding, language),
        )
        return told + whatever(finding, language)
    if indicator(finding) == "frame":
        return _frame(finding, language)
    _, _, what = step.rpartition("kind.")
    what = what.partition(".")[2]
    if what == "ask_first":
        asked = render(finding.method, language).rstrip(".")
        return asked[:1].lower() + asked[1:]
    if what.endswith("places_needed"):
        return _needed(finding, _border(finding, language), language)
    if what.startswith("against."):
        return _against(finding, language)
    return _share(finding, what, language)


def _share(finding: Finding, what: str, language: str) -> str:
    """Return which share lies where, or how many projects there are of a sort."""
    if finding.low is None and finding.value is None:
        return translate("no project lies, or may lie, in either side", language)
    amount = counted(finding, language)
    if what in COUNTS:
        return say(COUNTS[what], language, amount=amount)
    opening = _border(finding, language)
    if what == "left_out":
        told = say("{opening}, {amount} in neither side", language, opening=opening, amount=amount)
    elif what == "north_share" and (finding.low, finding.high) == (0, 1):
        return say(
            "{opening}, anything from none to all of the projects may lie in the north",
            language,
            opening=opening,
        )
    elif what == "north_share":
        told = say(
            "{opening}, {amount} of the projects lie in the north",
            language,
            opening=opening,
            amount=amount,
        )
    elif what.startswith("district."):
        area = listed(finding.areas, language)
        told = say("{amount} of the projects lie in {area}", language, amount=amount, area=area)
    elif what.startswith("known."):
        area = listed(finding.areas, language)
        return say("{amount} with a known place in {area}", language, amount=amount, area=area)
    elif what.startswith("dissimilarity."):
        told = say(
            "set against {people}, the index of dissimilarity by district is {amount}",
            language,
            people=_people(finding, language),
            amount=amount,
        )
    else:
        return amount
    return told + whatever(finding, language)


def _against(finding: Finding, language: str) -> str:
    told = answer_of(finding)
    tolerance = finding.method.values["tolerance"]
    return say(
        _ANSWERS[told],
        language,
        opening=_border(finding, language),
        tolerance=number(float(str(tolerance)), 0, language),
        people=_people(finding, language),
    ) + ("" if told == "open" else whatever(finding, language))


def needed_together(findings: Iterable[Finding], language: str) -> list[str]:
    """Return how many places must be known; the borders with the same answer in one sentence."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.value, finding.verdict), []).append(finding)
    told = []
    for group in alike.values():
        opening = _border(group[0], language)
        if len(group) > 1:
            names = listed([border(f, language) for f in group], language)
            opening = say("with the borders {borders}", language, borders=names)
        text = _needed(group[0], opening, language)
        told.append(f"{text[:1].upper()}{text[1:]}.")
    return told


def tolerated(against: Iterable[Finding], language: str) -> list[str]:
    """Return what counts as the same share, and with which borders only that leaves it open.

    against: findings `balance.projects.….against.…` of one list, with their tolerance.
    """
    known = list(against)
    limit = number(float(str(known[0].method.values["tolerance"])), 0, language)
    told = [
        say(
            "A difference within {limit} percentage points counts as none. We chose that limit.",
            language,
            limit=limit,
        )
    ]
    for finding in known:
        if answer_of(finding) != "open" or may_turn(finding):
            continue
        template = (
            N_(
                "{opening}, its share is lower whatever is unknown, but the difference may be "
                "within {limit} percentage points."
            )
            if sign(finding) < 0
            else N_(
                "{opening}, its share is higher whatever is unknown, but the difference may be "
                "within {limit} percentage points."
            )
        )
        text = say(template, language, opening=_border(finding, language), limit=limit)
        told.append(capital(text))
    return told


def _needed(finding: Finding, opening: str, language: str) -> str:
    if finding.value is not None:
        return say(
            "{opening}, the places of at least {amount} more must be known before the answer can "
            "be decided",
            language,
            opening=opening,
            amount=counted(finding, language),
        )
    if finding.verdict == "open":
        return say(
            "{opening}, not even the places of all projects decide the answer",
            language,
            opening=opening,
        )
    return say("{opening}, no further place can change the answer", language, opening=opening)


def _frame(finding: Finding, language: str) -> str:
    if detail(finding) == "overlap":
        return say(
            "{amount} of those found may be among them, which is not published",
            language,
            amount=counted(finding, language),
        )
    if detail(finding) == "administrations":
        shown = number(finding.value or 0.0, 0, language)
        return say("{count} district administrations have projects there", language, count=shown)
    return say("there are {amount}", language, amount=counted(finding, language))


def counted(finding: Finding, language: str) -> str:
    """Write a finding's range, or its value: parts of a project with one decimal.

    >>> from equity.findings import Note
    >>> counted(Finding(id="a.b", value=4.9, unit="projects", method=Note(message=""),
    ...                 sources=("s",)), "en").replace("\u00a0", " ")
    '4.9 projects'
    """
    low, high = ends_of(finding)
    if finding.unit != "projects":
        return spread(finding, language)
    whole = all(abs(end - round(end)) < 1e-9 for end in (low, high))
    return range_text(low, high, 0 if whole else 1, "projects", language)


def ends_of(finding: Finding) -> tuple[float, float]:
    """Return the ends of a finding's range; its value twice where it has none."""
    if finding.low is not None and finding.high is not None:
        return finding.low, finding.high
    return finding.value or 0.0, finding.value or 0.0


def _border(finding: Finding, language: str) -> str:
    return say("with the border {border}", language, border=border(finding, language))


def _people(finding: Finding, language: str) -> str:
    people = finding.method.values.get("people", "")
    return people.text(language) if isinstance(people, Label) else str(people)
