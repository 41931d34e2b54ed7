"""Gaps as bars over everything that is possible."""

from __future__ import annotations

from equity.figures.charts import Chart
from equity.figures.kinds.gaps import ranges
from equity.findings import Findings
from equity.wording.messages import translate
from equity.wording.names import detail, indicator
from equity.wording.passages import Passage
from equity.wording.sections.levels import no_gaps
from equity.wording.titles import caption, gaps_title


def range_gaps(findings: Findings, *, language: str) -> Chart | Passage:
    """Return the gaps of the first indicator as bars over all that is possible, a panel a border.

    findings: of any periods. Where there is no gap among them, a passage says why.
    """
    gaps = [f for f in findings if f.topic == "gap" and f.unit not in ("share", "count")]
    if not gaps:
        return no_gaps(findings, language)
    drawn = ("", "anywhere", "counted")
    gaps = [f for f in gaps if indicator(f) == indicator(gaps[0]) and detail(f) in drawn]
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
