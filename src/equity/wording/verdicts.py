"""How strongly a finding may be worded: what its range, value and verdict allow together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Verdict
from equity.wording.messages import N_, translate
from equity.wording.names import detail, indicator, steps

ORDER: Final[tuple[Verdict, ...]] = ("decided", "assumption", "definitions", "open")
_LABELS: Final[dict[Verdict, str]] = {
    "decided": N_("Decided"),
    "assumption": N_("Decided under an assumption"),
    "definitions": N_("Depends on how the border is drawn"),
    "open": N_("Cannot be told"),
}
_MEANINGS: Final[dict[Verdict, str]] = {
    "decided": N_("Holds whatever turns out about what is unknown."),
    "assumption": N_("Holds if the assumption holds."),
    "definitions": N_("Different borders give different answers."),
    "open": N_("What is unknown can change the answer."),
}
_DIFFERING: Final[dict[str, str]] = {
    "outright": _MEANINGS["definitions"],
    "assumed": N_(
        "With some borders it cannot be told, unless an assumption holds: then different borders "
        "give different answers."
    ),
    "in part": N_("With some borders there is an answer, with others it cannot be told."),
}


def verdict_label(verdict: Verdict | None, language: str) -> str:
    """Return a verdict's name; nothing where there is none.

    >>> verdict_label("open", "sv")
    'Går inte att avgöra'
    """
    return "" if verdict is None else translate(_LABELS[verdict], language)


def verdict_meaning(verdict: Verdict, language: str, *, within: bool = False) -> str:
    """Return in one sentence what a verdict means.

    within: the range does not try all that there may be, such as weights held between limits.
    """
    if within and verdict == "decided":
        return translate("Holds for all that was tried of what is unknown.", language)
    return translate(_MEANINGS[verdict], language)


def may_turn(finding: Finding) -> bool:
    """Tell whether the range holds both signs, or nothing and a sign.

    >>> from equity.findings import Note
    >>> may_turn(Finding(id="gap.x", low=-1, high=2, unit="", method=Note(message=""),
    ...                  sources=("s",)))
    True
    """
    if finding.low is None or finding.high is None:
        return False
    return finding.low < finding.high and finding.low <= 0 <= finding.high


def sign(finding: Finding) -> int:
    """Return −1, 0 or 1: the sign of the value, else the one that the range holds."""
    if finding.value is not None:
        return (finding.value > 0) - (finding.value < 0)
    if finding.low is None or finding.high is None or may_turn(finding):
        return 0
    return (finding.low > 0) - (finding.high < 0)


def rung(finding: Finding) -> Verdict | None:
    """Return how a direction may be worded, never more strongly than the verdict allows.

    Open where the range holds both signs, unless the verdict is an assumption and there is a
    value to state under it. Without a verdict an exact value stands as a fact, a range only
    as what seems to be. None where nothing is known.
    """
    if finding.value is None and finding.low is None:
        return None
    if may_turn(finding):
        assumed = finding.verdict == "assumption" and sign(finding) != 0
        return "assumption" if assumed else "open"
    if finding.verdict is None:
        exact = finding.low is None or finding.low == finding.high
        return "decided" if exact else "assumption"
    return finding.verdict


def together(findings: list[Finding]) -> Verdict:
    """Return the verdict on one question asked with several borders.

    Different signs, or a sign with one border and none with another, depend on the border. It
    cannot be told where every range holds both signs, unless one assumption gives all of them
    a sign. One assumption makes the whole an assumption.

    Raises ValueError for no findings: a question without an answer has no verdict.
    """
    if not findings:
        raise ValueError("no findings: a verdict on nothing")
    known = [f for f in findings if rung(f) not in ("open", None)]
    if len(known) < len(findings) and all(may_turn(f) for f in known):
        return "open"
    if len(known) < len(findings) or len({sign(f) for f in known}) > 1:
        return "definitions"
    return "assumption" if "assumption" in {rung(f) for f in known} else "decided"


def differing(findings: list[Finding]) -> str:
    """Return in what way answers with several borders differ, where they depend on the border.

    "outright": two ranges hold opposite signs and no other, without an assumption; "assumed":
    opposite signs come of an assumption; "in part": no two signs differ, but with some borders
    none is told.
    """
    closed = {sign(f) for f in findings if rung(f) not in ("open", "assumption", None)}
    if len(closed) > 1:
        return "outright"
    told = {sign(f) for f in findings if rung(f) not in ("open", None)}
    return "assumed" if len(told) > 1 else "in part"


def differing_meaning(findings: list[Finding], language: str) -> str:
    """Return in one sentence what it means that an answer depends on the border."""
    return translate(_DIFFERING[differing(findings)], language)


def gaps(findings: Iterable[Finding], period: str = "latest") -> dict[str, list[Finding]]:
    """Return each indicator's gaps of one period, one a border, in the order given."""
    by_indicator: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.topic == "gap" and not detail(finding) and rung(finding) is not None:
            by_indicator.setdefault(indicator(finding), []).append(finding)
    chosen = {}
    for name, group in by_indicator.items():
        when = max(f.period or "" for f in group) if period == "latest" else period
        of_period = [f for f in group if (f.period or "") == when]
        if of_period:
            chosen[name] = of_period
    return chosen


def beside(finding: Finding, findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return the steps beside a gap by name: `tipping`, `counted`, `factor_2`."""
    return {
        steps(other)[1]: other
        for other in findings
        if other.topic == "gap"
        and indicator(other) == indicator(finding)
        and not steps(other)[0]
        and (other.period, other.definition) == (finding.period, finding.definition)
        and steps(other)[1]
    }
