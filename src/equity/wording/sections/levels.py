"""The answer where no figure for a side can be made: the areas' levels, lowest and highest."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.wording.messages import render, translate
from equity.wording.names import EXTREMES, capital, detail
from equity.wording.passages import Claim, Passage
from equity.wording.sentences import sentence
from equity.wording.verdicts import verdict_label


def levels_answer(findings: Iterable[Finding], language: str, period: str = "latest") -> Passage:
    """Return the answer from levels: which areas can be lowest and highest, and the whole's.

    Raises ValueError where there is no level of the period.
    """
    levels = [f for f in findings if f.topic == "level" and f.definition is None]
    when = max((f.period or "" for f in levels), default="") if period == "latest" else period
    levels = [f for f in levels if (f.period or "") == when]
    if not levels:
        raise ValueError(f"no level of period {period}: nothing to answer")
    ends = [f for f in levels if detail(f) in EXTREMES]
    whole = [f for f in levels if not detail(f)]
    first = translate(
        "No figure for the north or the south can be made from what is published.", language
    )
    told = [capital(sentence(f, language)) for f in (*ends, *whole)]
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        paragraphs=(first, *told),
        claims=tuple(_claim(f, language) for f in ends),
        language=language,
    )


def no_gaps(findings: Iterable[Finding], language: str) -> Passage:
    """Return, in the place of a chart of gaps, why there is none."""
    levels = [f for f in findings if f.topic == "level"]
    reasons = dict.fromkeys(render(note, language) for f in levels for note in f.caveats)
    return Passage(
        kind="text",
        anchor="no-gaps",
        title=translate("Why the sides are not compared", language),
        items=tuple(reasons),
        language=language,
    )


def _claim(finding: Finding, language: str) -> Claim:
    return Claim(
        title=capital(sentence(finding, language)),
        text=(),
        verdict=finding.verdict,
        verdict_label=verdict_label(finding.verdict, language),
        sure=tuple(render(note, language) for note in finding.caveats),
        ranges=(),
        findings=(finding.key,),
    )
