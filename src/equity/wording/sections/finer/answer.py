"""What finer areas change of the answer, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from equity.findings import Finding, Findings
from equity.wording.messages import N_, say, translate
from equity.wording.names import border, capital, detail, indicator, spread
from equity.wording.numbers import amount, count
from equity.wording.passages import Claim, Passage, RangeMark
from equity.wording.sections.finer.parts import (
    COARSE,
    FINE,
    RANKS,
    label_of,
    number_of,
    scale,
    share,
)
from equity.wording.verdicts import may_turn, verdict_label, verdict_meaning

_RUNGS: Final = {
    "": N_("All that is published"),
    ".size_2": N_("If no {kind} has more than twice the mean of its district"),
    ".factor_2": N_("If, besides, no part is peopled more than twice as densely"),
}
_ACROSS: Final = (
    N_("None of {areas} {kinds} has ground across this border."),
    N_("{straddling} of {areas} {kinds} have ground across this border."),
)
_LEADS: Final = {
    True: N_(
        "By {kinds} and by district the gap is the same. What falls is its rank among borders "
        "drawn at random. That is no discovery about north and south."
    ),
    False: N_(
        "By {kinds} and by district the gap is the same. Its rank among borders drawn at random "
        "depends on how small the areas are, and so says little."
    ),
}


def finer_answer(findings: Iterable[Finding], language: str) -> Passage:
    """Return what finer areas change of the answer: one claim a border.

    findings: of `scales` and, for each border, of `boundary`. Raises ValueError without them.
    """
    known = Findings(findings)
    gaps = [f for f in known if f.topic == "scales" and detail(f) == "gap"]
    if not gaps:
        raise ValueError("no finding by finer areas: hand in those of scales and of boundary")
    first = gaps[0]
    ranks = [
        [scale(known, f, RANKS[0], step).value or 0.0 for step in (COARSE, FINE)] for f in gaps
    ]
    falls = all(fine < coarse for coarse, fine in ranks)
    lead = say(_LEADS[falls], language, kinds=label_of(first, "kinds", language))
    counted = say(
        "Only {part} counted in {kinds} are compared here, so the gaps are not those of the other "
        "pages.",
        language,
        part=label_of(first, "part", language),
        kinds=label_of(first, "kinds", language),
    )
    return Passage(
        kind="answer",
        anchor="answer",
        title=translate("The answer in short", language),
        paragraphs=(lead, counted),
        claims=tuple(_claim(gap, known, language) for gap in gaps),
        language=language,
    )


def _claim(gap: Finding, known: Findings, language: str) -> Claim:
    beside = [scale(known, gap, name, step) for name in RANKS for step in (COARSE, FINE)]
    all_coarse, all_fine, lines_coarse, lines_fine = beside
    kinds = label_of(gap, "kinds", language)
    title = say(
        "{border}: {gap} by district and by {kinds} alike",
        language,
        border=capital(border(gap, language)),
        gap=amount(gap.value or 0.0, gap.unit, language, sign=True),
        kinds=kinds,
    )
    told = say(
        "Among borders drawn at random, {coarse} give at least as great a gap by district, and "
        "{fine} by {kinds}. Among straight borders the shares are {lines_coarse} and {lines_fine}.",
        language,
        coarse=share(all_coarse, language),
        fine=share(all_fine, language),
        lines_coarse=share(lines_coarse, language),
        lines_fine=share(lines_fine, language),
        kinds=kinds,
    )
    base = f"gap.{indicator(gap)}.boundary"
    rungs = {
        step: f
        for step in _RUNGS
        for f in known.select(id=base + step, period=gap.period, definition=gap.definition)
    }
    if "" not in rungs:
        raise ValueError(f"no finding {base} for {gap.definition}: hand in those of boundary")
    main = rungs[""]
    across = say(
        _ACROSS[len(rungs) > 1],
        language,
        straddling=count(number_of(main, "straddling"), language),
        areas=count(number_of(main, "areas"), language),
        kinds=kinds,
    )
    sure = [verdict_meaning(main.verdict or "open", language)]
    if ".size_2" in rungs:
        sure.append(
            say(
                "To find out first: how many {whole} the {kinds} on the border have.",
                language,
                whole=label_of(main, "whole", language),
                kinds=kinds,
            )
        )
    return Claim(
        title=f"{title}.",
        text=(told, across),
        verdict=main.verdict,
        verdict_label=verdict_label(main.verdict, language),
        sure=tuple(sure),
        ranges=tuple(_mark(f, _RUNGS[step], language) for step, f in rungs.items()),
        findings=tuple(f.key for f in (gap, *rungs.values(), *beside)),
    )


def _mark(finding: Finding, label: str, language: str) -> RangeMark:
    return RangeMark(
        label=say(label, language, kind=label_of(finding, "kind", language)),
        low=finding.low,
        high=finding.high,
        value=finding.value,
        decided=not may_turn(finding),
        text=spread(finding, language),
        finding=finding.key,
    )
