"""The answer of a page: claims made from gaps, each with how sure it is and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Verdict
from equity.wording.messages import N_, render, say, translate
from equity.wording.names import border, capital, detail, heading, indicator, opening, spread
from equity.wording.numbers import listed
from equity.wording.passages import Claim, Passage, RangeMark
from equity.wording.sections.levels import levels_answer
from equity.wording.sections.tried import tried
from equity.wording.sentences import sentence, statement
from equity.wording.verdicts import (
    ORDER,
    beside,
    differing,
    differing_meaning,
    gaps,
    may_turn,
    rung,
    sign,
    together,
    verdict_label,
    verdict_meaning,
)

MOST_NAMED: Final = 2
MOST_SENTENCES: Final = 4
# Verdict and sign → what the north does.
_LEADS: Final[dict[tuple[str, int], str]] = {
    ("definitions", 0): N_(
        "For {subjects}, the answer depends on how the border between north and south is drawn."
    ),
    ("assumed", 0): N_(
        "For {subjects}, the answer may depend on how the border between north and south is drawn."
    ),
    ("in part", 0): N_(
        "For {subjects}, whether it can be told depends on how the border between north and south "
        "is drawn."
    ),
    ("open", 0): N_(
        "For {subjects}, it cannot be told whether the north is above or below the south."
    ),
    ("decided", -1): N_("For {subjects}, the north is below the south with every border tried."),
    ("decided", 1): N_("For {subjects}, the north is above the south with every border tried."),
    ("decided", 0): N_("For {subjects}, north and south are level with every border tried."),
    ("assumption", -1): N_(
        "For {subjects}, the north seems to be below the south, if an assumption holds."
    ),
    ("assumption", 1): N_(
        "For {subjects}, the north seems to be above the south, if an assumption holds."
    ),
    ("assumption", 0): N_(
        "For {subjects}, north and south seem to be level, if an assumption holds."
    ),
}
_TITLES: Final[dict[tuple[str, int], str]] = {
    ("definitions", 0): N_("{heading}: the answer depends on where the border is drawn."),
    ("assumed", 0): N_("{heading}: the answer may depend on where the border is drawn."),
    ("in part", 0): N_("{heading}: whether it can be told depends on where the border is drawn."),
    ("open", 0): N_("{heading}: it cannot be told whether the north is above or below the south."),
    ("decided", -1): N_("{heading}: the north is below the south with every border tried."),
    ("decided", 1): N_("{heading}: the north is above the south with every border tried."),
    ("decided", 0): N_("{heading}: north and south are level with every border tried."),
    ("assumption", -1): N_("{heading}: the north seems to be below the south."),
    ("assumption", 1): N_("{heading}: the north seems to be above the south."),
    ("assumption", 0): N_("{heading}: north and south seem to be level."),
}


def answer(findings: Iterable[Finding], language: str, period: str = "latest") -> Passage:
    """Return the answer: what the gaps say, the most decided first.

    What depends on the border, or cannot be told, stands in the first two sentences. A claim
    holds one indicator with every border; beside it stand its ranges, the tipping point where
    the sign is open, and the figure that lies outside what is possible where there is one.

    findings: of the topics gap and inequality; others are passed over, unless there is no gap:
    then the areas' levels are the answer. period: "latest" takes each indicator's latest.
    Raises ValueError where there is neither.
    """
    chosen = list(findings)
    asked = gaps(chosen, period)
    if not asked:
        return levels_answer(chosen, language, period)
    pairs = [(together(group), group) for group in asked.values()]
    pairs.sort(key=lambda pair: ORDER.index(pair[0]))
    claims = [_gap_claim(verdict, group, chosen, language) for verdict, group in pairs]
    claims += _shares(asked, chosen, language)
    claims.sort(key=lambda claim: ORDER.index(claim.verdict) if claim.verdict else len(ORDER))
    last = translate(
        "A range goes from the least to the greatest. What it tries stands beside each answer.",
        language,
    )
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        paragraphs=(*_leads(pairs, language), last),
        claims=tuple(claims),
        language=language,
    )


def headlines(passage: Passage) -> tuple[str, ...]:
    """Return the three sentences that tell an answer most shortly; fewer where it has fewer."""
    told = [*passage.paragraphs[:-1], *(claim.title for claim in passage.claims)]
    return tuple(dict.fromkeys(told))[:3]


def mark(finding: Finding, language: str) -> RangeMark:
    """Return a finding's range to draw; solid where all of it has one sign."""
    return RangeMark(
        label=border(finding, language),
        low=finding.low,
        high=finding.high,
        value=finding.value,
        whole=1.0 if finding.unit == "share" else None,
        decided=not may_turn(finding),
        text=spread(finding, language),
        finding=finding.key,
    )


def _kind(verdict: Verdict, group: list[Finding]) -> tuple[str, int]:
    """Return what is told of all borders together: how it is decided, and the sign they share."""
    if verdict in ("decided", "assumption"):
        return verdict, sign(group[0])
    if verdict == "definitions" and differing(group) != "outright":
        return differing(group), 0
    return verdict, 0


def _leads(pairs: list[tuple[Verdict, list[Finding]]], language: str) -> list[str]:
    kinds: dict[tuple[str, int], list[str]] = {kind: [] for kind in _LEADS}
    for verdict, group in pairs:
        kinds[_kind(verdict, group)].append(heading(group[0], language))
    several = [translate("several measures", language)]
    leads = []
    for kind, names in kinds.items():
        if names:
            subjects = listed(names if len(names) <= MOST_NAMED else several, language)
            leads.append(say(_LEADS[kind], language, subjects=subjects))
    return leads[:MOST_SENTENCES]


def _gap_claim(
    verdict: Verdict, group: list[Finding], findings: list[Finding], language: str
) -> Claim:
    kinds = {f.range_of for f in group if f.range_of and f.low != f.high}
    sure = [verdict_meaning(verdict, language, within="weights" in kinds)]
    if verdict == "decided" and not kinds:
        sure = [translate("All that is needed for it is known.", language)]
    if verdict == "definitions":
        sure = [differing_meaning(group, language)]
    sure += tried(group, language)
    used = list(group)
    for finding in group:
        more, also = _turning(finding, beside(finding, findings), language)
        sure += more
        used += also
    for finding in group:
        counted = beside(finding, findings).get("counted")
        if counted is not None and _outside(counted, finding):
            wrong = translate(
                "That figure lies outside what is possible, so it cannot be right.", language
            )
            sure.append(f"{statement(counted, language)} {wrong}")
            used.append(counted)
            break
    about = capital(heading(group[0], language))
    title = say(_TITLES[_kind(verdict, group)], language, heading=about)
    return Claim(
        title=title if len(group) > 1 else sentence(group[0], language),
        text=tuple(_told(f, verdict, language) for f in group) if len(group) > 1 else (),
        verdict=verdict,
        verdict_label=verdict_label(verdict, language),
        sure=tuple(dict.fromkeys(sure)),
        ranges=tuple(mark(f, language) for f in group),
        findings=tuple(f.key for f in used),
    )


def _told(finding: Finding, verdict: Verdict, language: str) -> str:
    """Return what one border gives; shortly where the title has said that none decides."""
    if verdict != "open" or rung(finding) != "open" or finding.low is None:
        return statement(finding, language)
    words = {"opening": opening(finding, language), "range": spread(finding, language)}
    return capital(say("{opening}, the range is {range}.", language, **words))


def _turning(
    finding: Finding, steps_beside: dict[str, Finding], language: str
) -> tuple[list[str], list[Finding]]:
    """Return under what assumption a sign is told, and what would turn it."""
    told, used = [], []
    if rung(finding) == "assumption" and not may_turn(finding):
        told += [render(caveat, language) for caveat in finding.caveats[:1]]
    if may_turn(finding):
        for name, step in steps_beside.items():
            if name.startswith(("factor_", "from_")) and not may_turn(step):
                told += [statement(step, language), render(step.method, language)]
                used.append(step)
        tipping = steps_beside.get("tipping")
        if tipping is not None:
            own = [note for note in tipping.caveats if note not in finding.caveats]
            told += [statement(tipping, language), *(render(note, language) for note in own)]
            used.append(tipping)
    return told, used


def _outside(counted: Finding, finding: Finding) -> bool:
    if counted.value is None or finding.low is None or finding.high is None:
        return False
    return not finding.low <= counted.value <= finding.high


def _shares(asked: dict[str, list[Finding]], findings: list[Finding], language: str) -> list[Claim]:
    """Return, for each indicator, how much of the differences lies between the sides."""
    claims = []
    for name, group in asked.items():
        main = group[0]
        of_period = [
            f
            for f in findings
            if f.topic == "inequality"
            and indicator(f) == name
            and f.period == main.period
            and f.definition in (main.definition, None)
        ]
        shares = [f for f in of_period if detail(f) == "between_share" and rung(f) is not None]
        kinds = ("between_share.random_mean", "between_share.greatest", "most_divided")
        others = [f for kind in kinds for f in of_period if detail(f) == kind]
        possible = [f for f in of_period if detail(f) == "between_share.possible"]
        for share in shares:
            meaning = [verdict_meaning(share.verdict, language)] if share.verdict else []
            meaning += tried([share], language)
            claims.append(
                Claim(
                    title=sentence(share, language),
                    text=tuple(statement(f, language) for f in others),
                    verdict=share.verdict,
                    verdict_label=verdict_label(share.verdict, language),
                    sure=(*meaning, render(share.method, language)),
                    ranges=tuple(mark(f, language) for f in possible),
                    findings=tuple(f.key for f in (share, *others, *possible)),
                )
            )
    return claims
