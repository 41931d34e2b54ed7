"""Each area by itself: its levels with everything that they may be."""

from __future__ import annotations

from collections.abc import Iterable

from equity.findings import Finding
from equity.geography.names import swedish_order
from equity.wording.messages import translate
from equity.wording.names import EXTREMES, SIDES, capital, detail, heading, indicator, spread
from equity.wording.passages import Claim, Passage, RangeMark
from equity.wording.sentences import sentence


def districts(findings: Iterable[Finding], language: str, period: str = "latest") -> Passage:
    """Return one claim an area, in Swedish order: its levels of one period, with ranges.

    findings: of the topic level; others are passed over. period: "latest" takes each
    indicator's latest.
    """
    levels = [
        f
        for f in findings
        if f.topic == "level" and f.definition is None and detail(f) not in ("", *SIDES, *EXTREMES)
    ]
    latest: dict[str, str] = {}
    for f in levels:
        latest[indicator(f)] = max(latest.get(indicator(f), ""), f.period or "")
    chosen = [
        f
        for f in levels
        if (f.period or "") == (latest[indicator(f)] if period == "latest" else period)
    ]
    names = sorted({detail(f) for f in chosen}, key=swedish_order)
    return Passage(
        kind="districts",
        anchor="districts",
        title=translate("Area by area", language),
        claims=tuple(_area(name, chosen, language) for name in names),
        language=language,
    )


def _area(name: str, levels: list[Finding], language: str) -> Claim:
    own = [f for f in levels if detail(f) == name]
    marks = [
        RangeMark(
            label=capital(heading(f, language)),
            low=f.low,
            high=f.high,
            value=f.value,
            decided=f.low is None or f.low == f.high,
            text=spread(f, language),
            finding=f.key,
        )
        for f in own
    ]
    return Claim(
        title=name,
        text=tuple(sentence(f, language) for f in own),
        verdict=None,
        verdict_label="",
        sure=(),
        ranges=tuple(marks),
        findings=tuple(f.key for f in own),
    )
