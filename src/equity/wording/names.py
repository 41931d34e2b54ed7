"""What a finding is about, as words: its subject and period, its border, its place."""

from __future__ import annotations

import re
from typing import Final

from equity.findings import Finding
from equity.wording.messages import N_, say, translate
from equity.wording.numbers import (
    MOST_DECIMALS,
    in_unit,
    number,
    period_text,
    span,
    with_unit,
)

OVER_WHAT: Final = {
    "identification": N_("wherever the unknown belongs"),
    "weights": N_("with every weight tried"),
    "scenario": N_("in every case tried"),
    "definitions": N_("under every definition"),
}
SIDES: Final = ("north", "south")
EXTREMES: Final = ("rank.lowest", "rank.highest")
RANK: Final = "rank."  # begins the detail of a level's rank among areas
_STEP: Final = re.compile(
    r"counted|anywhere|tipping|rank_all|rank_contiguous|factor_\d+(_\d+)?|from_\d+(_\d+)?"
)


def indicator(finding: Finding) -> str:
    """Return the indicator's id; the second word of the finding's where it does not say."""
    if finding.indicator:
        return finding.indicator
    return finding.id.split(".", 2)[1] if "." in finding.id else finding.id


def detail(finding: Finding) -> str:
    """Return what follows the indicator in a finding's id; empty where nothing does."""
    return finding.id.removeprefix(f"{finding.topic}.{indicator(finding)}").removeprefix(".")


def capital(text: str) -> str:
    """Return the text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def subject(finding: Finding, language: str) -> str:
    """Return the indicator's name; its id, as words, where it has none."""
    if finding.subject is not None:
        return finding.subject.text(language)
    return indicator(finding).replace("_", " ")


def heading(finding: Finding, language: str) -> str:
    """Return what is told of and when.

    >>> from equity.findings import Note
    >>> heading(Finding(id="gap.pay", value=1, unit="tkr", period="2016",
    ...                 method=Note(message=""), sources=("s",)), "en")
    'pay in 2016'
    """
    when = period_text(finding.period, language)
    name = subject(finding, language)
    if not when or indicator(finding) == "scenario":  # a study's period is not the forecast's
        return name
    if ".." in (finding.period or ""):
        return say("{subject} {period}", language, subject=name, period=when)
    return say("{subject} in {period}", language, subject=name, period=when)


def border(finding: Finding, language: str) -> str:
    """Return the name of the border between north and south; its id where it has none."""
    if finding.border is not None:
        return finding.border.text(language)
    return finding.definition or ""


def opening(finding: Finding, language: str) -> str:
    """Return with which border, and under which assumption of a rung, a statement holds."""
    name = border(finding, language)
    start = say("with the border {border}", language, border=name)
    if not name:
        start = translate("with the border in use", language)
    variant, step = steps(finding)
    if variant:
        start = say("{start} ({detail})", language, start=start, detail=variant.replace("_", " "))
    if step == "anywhere":
        return say("{start} and the unknown anywhere", language, start=start)
    if step == "counted":
        return say("{start} and only what is tied to an area", language, start=start)
    kind, number_of = step.partition("_")[::2]
    if kind == "factor":
        return say(
            "{start}, assuming that parts differ by at most a factor of {factor}",
            language,
            start=start,
            factor=_from_id(number_of, language),
        )
    if kind == "from":
        return say(
            "{start}, assuming that hidden figures are at least {least}",
            language,
            start=start,
            least=_from_id(number_of, language),
        )
    return start


def steps(finding: Finding) -> tuple[str, str]:
    """Split an id's detail into the variant of the indicator and the step beside its claim.

    >>> from equity.findings import Note
    >>> steps(Finding(id="gap.jobs.men.factor_2", value=1, unit="", method=Note(message=""),
    ...               sources=("s",)))
    ('men', 'factor_2')
    """
    more = detail(finding)
    before, _, last = more.rpartition(".")
    return (before, last) if _STEP.fullmatch(last) else (more, "")


def assumed(finding: Finding) -> bool:
    """Tell whether the finding's id names an assumption: a rung of the ladder."""
    return steps(finding)[1].startswith(("factor_", "from_"))


def place(finding: Finding, language: str) -> str:
    """Return where a level holds: a named area, a side, or the whole."""
    name = detail(finding)
    if name == "north":
        return translate("the north", language)
    if name == "south":
        return translate("the south", language)
    return name or translate("the whole city", language)


def distance(finding: Finding, language: str) -> str:
    """Write how far from nothing: the range without its sign, else the value."""
    low, high = finding.low, finding.high
    if low is None or high is None:
        low = high = finding.value or 0.0
    least, greatest = sorted((abs(low), abs(high)))
    finest = 10.0**-MOST_DECIMALS
    if in_unit(greatest, finding.unit) < finest:
        edge = with_unit(number(finest, MOST_DECIMALS, language), finding.unit, language)
        return say("less than {amount}", language, amount=edge)
    return span(least, greatest, finding.unit, language)


def spread(finding: Finding, language: str) -> str:
    """Write the range with its signs, else the value."""
    low, high = finding.low, finding.high
    if low is None or high is None:
        low = high = finding.value or 0.0
    return span(low, high, finding.unit, language)


def _from_id(digits: str, language: str) -> str:
    whole, _, decimals = digits.partition("_")
    return number(float(f"{whole}.{decimals or 0}"), len(decimals), language)


def whatever(finding: Finding, language: str) -> str:
    """Return over what a range holds, to put behind a statement; empty for an exact value."""
    if finding.range_of is None or finding.low is None or finding.low == finding.high:
        return ""
    return ", " + translate(OVER_WHAT[finding.range_of], language)
