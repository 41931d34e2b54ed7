"""Gaps as bars over everything that is possible."""

from __future__ import annotations

from equity.figures.charts import Chart
from equity.figures.kinds.gaps import ranges
from equity.figures.kinds.multiples import multiples
from equity.findings import Finding, Findings
from equity.wording.messages import translate
from equity.wording.names import detail
from equity.wording.passages import Passage
from equity.wording.sections.beside import beside_caption, beside_title
from equity.wording.sections.levels import no_gaps
from equity.wording.titles import caption, gaps_title
from equity.wording.verdicts import gaps as by_indicator


def range_gaps(findings: Findings, *, language: str) -> Chart | Passage:
    """Return gaps as bars over all that is possible.

    Of one indicator: a panel a border, a row a period, and beside each gap what else would be
    possible. Of several: a panel an indicator, each with its own scale and its latest period, a
    row a border.

    findings: of any periods. Where there is no gap among them, a passage says why.
    """
    gaps = [f for f in findings if f.topic == "gap" and f.unit not in ("share", "count")]
    if not gaps:
        return no_gaps(findings, language)
    if len(latest := by_indicator(gaps)) > 1:
        return _beside(latest, language)
    drawn = ("", "anywhere", "counted")
    gaps = [f for f in gaps if detail(f) in drawn]
    what = translate(
        "North minus south, over all that was tried. The thin line is what would be "
        "possible without the last published fact; the cross leaves out what belongs to no area.",
        language,
    )
    return ranges(
        gaps,
        title=gaps_title(gaps, language),
        caption=caption(gaps, what, language),
        language=language,
    )


def _beside(latest: dict[str, list[Finding]], language: str) -> Chart:
    """Return the latest gaps of several indicators, a panel each."""
    drawn = [f for gaps in latest.values() for f in gaps]
    what = translate(
        "Each panel has its own unit and scale. The strong line is where north and south are "
        "alike; to the left of it, the north is lower.",
        language,
    )
    return multiples(
        drawn,
        title=beside_title(latest, language),
        caption=beside_caption(drawn, what, language),
        language=language,
    )
