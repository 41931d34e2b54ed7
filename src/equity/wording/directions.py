"""Sentences with a direction: who lies above or below whom, who has risen or fallen.

Each returns a clause that a heading stands before; the direction is that of the sign, and the
verb that of the verdict.
"""

from __future__ import annotations

from typing import Final

from equity.findings import Finding, Label
from equity.wording.messages import N_, say, translate
from equity.wording.names import (
    assumed,
    border,
    distance,
    opening,
    place,
    spread,
    steps,
    whatever,
)
from equity.wording.numbers import NO_BREAK, amount
from equity.wording.verdicts import may_turn, rung, sign

# What is told of a change → of the gap between the sides, and of one place's level.
_CHANGES: Final = {
    "open": (
        N_("{opening}, it cannot be told whether the north has risen or fallen against the south"),
        N_("it cannot be told whether {who} has risen or fallen"),
    ),
    "level": (
        N_("{opening}, the north has stood still against the south"),
        N_("{who} has stood still"),
    ),
    "seemingly level": (
        N_("{opening}, the north seems to have stood still against the south"),
        N_("{who} seems to have stood still"),
    ),
    "assumption": (
        N_("{opening}, the north seems to have {moved} {amount} against the south"),
        N_("{who} seems to have {moved} {amount}"),
    ),
    "decided": (
        N_("{opening}, the north has {moved} {amount} against the south"),
        N_("{who} has {moved} {amount}"),
    ),
}

# Whether both sides are kept in one piece, and whether it is decided → what is told.
_RANKS: Final = {
    (True, True): N_(
        "{share} of all borders that keep both sides in one piece give at least as great a gap"
        " as {border}"
    ),
    (True, False): N_(
        "{share} of all borders that keep both sides in one piece seem to give at least as great"
        " a gap as {border}"
    ),
    (False, True): N_(
        "{share} of all borders with sides of the same sizes give at least as great a gap as"
        " {border}"
    ),
    (False, False): N_(
        "{share} of all borders with sides of the same sizes seem to give at least as great a gap"
        " as {border}"
    ),
}


def gap_clause(finding: Finding, language: str) -> str:
    """Return how north lies to south: a gap, or one of the rungs and ranks beside it."""
    _, beside = steps(finding)
    if beside == "tipping":
        return _tipping(finding, language)
    if beside in ("rank_all", "rank_contiguous"):
        return _rank(finding, language)
    step = rung(finding)
    if step is None:
        return say("{opening}, no gap is known", language, opening=opening(finding, language))
    if beside == "counted":
        return _counted(finding, language)
    if step == "open":
        return _open_gap(finding, language)
    if may_turn(finding):
        seems = say(
            "Under an assumption the north seems to be {amount} {side} the south",
            language,
            amount=amount(abs(finding.value or 0.0), finding.unit, language),
            side=_side(finding, language),
        )
        return f"{_open_gap(finding, language)}. {seems}"
    return _closed_gap(finding, language, seems=step == "assumption" or assumed(finding))


def change_clause(finding: Finding, language: str) -> str:
    """Return who has risen or fallen, later minus earlier; a gap's change is north's to south."""
    step = rung(finding)
    if step is None:
        return translate("the change is not known", language)
    turns = step == "open" or may_turn(finding)
    seems = step == "assumption"
    if sign(finding) == 0:
        told = "seemingly level" if seems else "level"
    else:
        told = "assumption" if seems else "decided"
    told = "open" if turns else told
    risen = sign(finding) > 0
    clause = say(
        _CHANGES[told][0 if finding.definition else 1],
        language,
        opening=opening(finding, language),
        who=place(finding, language),
        amount=distance(finding, language),
        moved=translate("risen", language) if risen else translate("fallen", language),
    )
    if turns:
        return f"{clause}. {_limits(finding, language)}"
    if seems:
        return clause + translate(", if the assumption holds", language)
    return clause + whatever(finding, language)


def _closed_gap(finding: Finding, language: str, *, seems: bool) -> str:
    words = {"opening": opening(finding, language)}
    if sign(finding) == 0:
        if seems:
            return say("{opening}, north and south seem to be level", language, **words)
        return say("{opening}, north and south are level", language, **words)
    words |= {"amount": distance(finding, language), "side": _side(finding, language)}
    if seems:
        text = say("{opening}, the north seems to be {amount} {side} the south", language, **words)
        more = "" if assumed(finding) else translate(", if the assumption holds", language)
        return text + more
    text = say("{opening}, the north is {amount} {side} the south", language, **words)
    if finding.verdict == "definitions":
        return f"{text}. {translate('Other borders give other answers', language)}"
    return text + whatever(finding, language)


def _side(finding: Finding, language: str) -> str:
    return translate("above", language) if sign(finding) > 0 else translate("below", language)


def _limits(finding: Finding, language: str) -> str:
    return say("The range is {range}", language, range=spread(finding, language))


def _open_gap(finding: Finding, language: str) -> str:
    text = say(
        "{opening}, it cannot be told whether the north is above or below the south",
        language,
        opening=opening(finding, language),
    )
    return f"{text}. {_limits(finding, language)}"


def _counted(finding: Finding, language: str) -> str:
    words = {"opening": opening(finding, language), "side": _side(finding, language)}
    if sign(finding) == 0:
        text = say("{opening}, north and south end up level", language, **words)
    else:
        words["amount"] = distance(finding, language)
        text = say("{opening}, the north ends up {amount} {side} the south", language, **words)
    part = _part(finding, language) or translate("votes", language)
    return f"{text}. {say('Some {part} are missing in it', language, part=part)}"


def _tipping(finding: Finding, language: str) -> str:
    if finding.value is None:
        return translate("no tipping point is known", language)
    return say(
        "{opening}, the answer turns if at least {votes} belong elsewhere than assumed",
        language,
        opening=opening(finding, language),
        votes=_counted_things(finding, finding.value, language),
    )


def _counted_things(finding: Finding, value: float, language: str) -> str:
    text = amount(value, finding.unit, language)
    part = _part(finding, language) if finding.unit == "count" else ""
    return f"{text}{NO_BREAK}{part}" if part else text


def _part(finding: Finding, language: str) -> str:
    """Return the name that the finding's method gives what is counted; empty where none."""
    part = finding.method.values.get("part")
    return part.text(language) if isinstance(part, Label) else ""


def _rank(finding: Finding, language: str) -> str:
    if finding.value is None and finding.low is None:
        return translate("no rank among other borders is known", language)
    kept = steps(finding)[1] == "rank_contiguous"
    text = say(
        _RANKS[kept, finding.verdict == "decided"],
        language,
        share=spread(finding, language),
        border=border(finding, language),
    )
    return f"{text}. {translate('It is a rank, not a test', language)}"
