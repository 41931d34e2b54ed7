"""Findings as sentences: one place, both languages.

The verb follows the verdict, the direction the sign: another year's figures give another
sentence, never a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from equity.findings import Finding
from equity.wording.directions import change_clause, gap_clause
from equity.wording.messages import N_, say, translate
from equity.wording.money import forecast_clause, money_clause
from equity.wording.names import (
    RANK,
    border,
    capital,
    detail,
    heading,
    indicator,
    place,
    spread,
    whatever,
)
from equity.wording.numbers import amount, listed, number
from equity.wording.projects import spread_clause
from equity.wording.themes import gap_clause_of_theme
from equity.wording.verdicts import rung

# What is told → as a fact, and as what seems to be.
_SHARE: Final = (
    N_("{opening}, {amount} of the differences between areas lie between north and south"),
    N_("{opening}, {amount} of the differences between areas seem to lie between north and south"),
)
_RANDOM: Final = (
    N_("a border drawn at random, with sides of the same sizes, gives {amount} on average"),
    N_("a border drawn at random, with sides of the same sizes, seems to give {amount} on average"),
)
_GREATEST: Final = (
    N_("the border that divides most, with sides of the same sizes, gives {amount}"),
    N_("the border that divides most, with sides of the same sizes, seems to give {amount}"),
)
_MOST_DIVIDED: Final = (
    N_("{areas} against the rest account for {amount} of the differences between areas"),
    N_("{areas} against the rest seem to account for {amount} of the differences between areas"),
)
_LEVEL: Final = (N_("{who} is at {amount}"), N_("{who} seems to be at {amount}"))
_SIDE_LEVEL: Final = (
    N_("{opening}, {who} is at {amount}"),
    N_("{opening}, {who} seems to be at {amount}"),
)
_EXTREMES: Final = {
    "rank.lowest": (
        N_("{areas} is lowest"),
        N_("{areas} is lowest, wherever the unknown belongs"),
        N_("it cannot be told which area is lowest. It may be {areas}"),
    ),
    "rank.highest": (
        N_("{areas} is highest"),
        N_("{areas} is highest, wherever the unknown belongs"),
        N_("it cannot be told which area is highest. It may be {areas}"),
    ),
}
_MORAN: Final = (
    N_("the likeness of neighbours (Moran's I) is {amount}"),
    N_("the likeness of neighbours (Moran's I) seems to be {amount}"),
)
_AGREEING: Final = (
    N_("{amount} of all fair ways to compute it give the same direction as the first"),
    N_("{amount} of all fair ways to compute it seem to give the same direction as the first"),
)
_SPREAD: Final = (
    N_("over all fair ways to compute it, the gap may be {amount}"),
    N_("over all fair ways to compute it, the gap seems to be {amount}"),
)
_OTHER: Final = (N_("{what} is {amount}"), N_("{what} seems to be {amount}"))


def sentence(finding: Finding, language: str) -> str:
    """Return a finding as a sentence, or two: its subject, period and border, and what it says.

    Says that something *is* only where the verdict and the range decide it, that it *seems to
    be* under an assumption, and that it cannot be told where the range holds both signs.

    finding: of any topic. language: "sv" or "en"; ValueError for another.

    >>> from equity.findings import Label, Note
    >>> finding = Finding(id="gap.turnout", value=-0.5, unit="points", period="2018",
    ...     definition="water", verdict="decided", border=Label(en="Water"),
    ...     method=Note(message=""), sources=("s",))
    >>> print(sentence(finding, "en").replace("\u00a0", " "))
    Turnout in 2018: with the border Water, the north is 0.5 points below the south.
    """
    return f"{capital(heading(finding, language))}: {clause(finding, language)}."


def statement(finding: Finding, language: str) -> str:
    """Return what a finding says where its subject and period are told already."""
    return f"{capital(clause(finding, language))}."


def clause(finding: Finding, language: str) -> str:
    """Return what a finding says, to stand behind its heading; without a full stop."""
    topics: dict[str, Callable[[Finding, str], str]] = {
        "gap": gap_clause,
        "change": change_clause,
        "level": _level_clause,
        "inequality": _inequality_clause,
        "spatial": _spatial_clause,
        "robustness": _robustness_clause,
        "balance": _balance_clause,
        "forecast": forecast_clause,
        "priority": gap_clause_of_theme,
    }
    if finding.verdict == "assumption" and finding.topic in ("balance", "forecast", "priority"):
        return _other_clause(finding, language)
    return topics.get(finding.topic, _other_clause)(finding, language)


def _level_clause(finding: Finding, language: str) -> str:
    """Return at what level a place lies, or which places may be lowest or highest."""
    if detail(finding).startswith(RANK) and detail(finding) not in _EXTREMES:
        return _rank_clause(finding, language)
    if detail(finding) in _EXTREMES:
        sure = 1 if finding.range_of else 0  # whether anything unknown could have changed it
        known = sure if finding.verdict == "decided" else 2
        areas = listed(finding.areas, language, either=True)
        return say(_EXTREMES[detail(finding)][known], language, areas=areas)
    return _told(finding, language, _SIDE_LEVEL if finding.definition else _LEVEL)


def _rank_clause(finding: Finding, language: str) -> str:
    """Return which ranks an area may have among all, counted from the lowest."""
    known = finding.low == finding.high
    template = (
        N_("the rank is {rank} of {all}, counted from the lowest")
        if known
        else N_("the rank may be {rank} of {all}, counted from the lowest")
    )
    every = finding.method.values.get("districts", 0)
    rank = spread(finding, language)
    return say(template, language, rank=rank, all=number(float(str(every)), 0, language))


def _inequality_clause(finding: Finding, language: str) -> str:
    """Return how much of the differences lies between the sides, or the benchmark of it."""
    templates = {
        "between_share": _SHARE,
        "between_share.possible": _SHARE,
        "between_share.random_mean": _RANDOM,
        "between_share.greatest": _GREATEST,
        "most_divided": _MOST_DIVIDED,
    }
    return _told(finding, language, templates.get(detail(finding), _OTHER), cautious=True)


def _spatial_clause(finding: Finding, language: str) -> str:
    """Return how alike neighbours are, and how to read the number."""
    if detail(finding) != "moran_i" or rung(finding) is None:
        return _told(finding, language, _OTHER, cautious=True)
    told = _told(finding, language, _MORAN, cautious=True)
    expected = finding.method.values.get("expected")
    if not isinstance(expected, int | float):
        return told
    reading = say(
        "A shuffled map gives {expected} on average. Above that, neighbours are alike, and below "
        "it they differ",
        language,
        expected=number(expected, 2, language),
    )
    return f"{told}. {reading}"


def _robustness_clause(finding: Finding, language: str) -> str:
    """Return how many ways to compute a gap agree on its direction, or how far they spread."""
    if detail(finding) == "spread":
        return _told(finding, language, _SPREAD, over=False)
    if detail(finding) != "share_agreeing":
        return _told(finding, language, _OTHER)
    if rung(finding) is None:
        return translate(
            "the direction of the first way cannot be told, so there is nothing to agree with",
            language,
        )
    return _told(finding, language, _AGREEING)


def _balance_clause(finding: Finding, language: str) -> str:
    """Return how projects, or the money of the forecast, are spread."""
    makers = {
        "money": money_clause,
        "baseline": spread_clause,
        "frame": spread_clause,
        "projects": spread_clause,
    }
    return makers.get(indicator(finding), _other_clause)(finding, language)


def _other_clause(finding: Finding, language: str) -> str:
    """Return what a finding of any other kind says: its number, with the verdict's verb."""
    return _told(finding, language, _OTHER)


def _told(
    finding: Finding,
    language: str,
    templates: tuple[str, str],
    *,
    over: bool = True,
    cautious: bool = False,
) -> str:
    """Fill a template; a cautious one is a fact only where the verdict says decided.

    What only seems to be is told by its value, with the range after it.
    """
    if rung(finding) is None:
        return translate("the figure is not known", language)
    seems = finding.verdict == "assumption" or (cautious and finding.verdict is None)
    limits = spread(finding, language)
    likely = limits
    if seems and finding.value is not None:
        likely = amount(finding.value, finding.unit, language)
    clause = say(
        templates[1] if seems else templates[0],
        language,
        opening=_with_border(finding, language),
        who=place(finding, language),
        what=_what(finding, language),
        areas=listed(finding.areas, language),
        amount=likely,
    )
    if likely != limits:
        return f"{clause}. {say('The range is {range}', language, range=limits)}"
    if finding.verdict == "open" and finding.low is None:
        return say("{clause}, but this cannot be told for sure", language, clause=clause)
    return clause + whatever(finding, language) if over and not seems else clause


def _with_border(finding: Finding, language: str) -> str:
    name = border(finding, language)
    if not name:
        return translate("with the border in use", language)
    return say("with the border {border}", language, border=name)


def _what(finding: Finding, language: str) -> str:
    name = detail(finding).replace("_", " ").replace(".", ", ")
    return name or translate("the figure", language)
