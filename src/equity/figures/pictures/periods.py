"""Levels from period to period, where periods can be compared."""

from __future__ import annotations

import pandas as pd

from equity.figures.charts import Chart
from equity.figures.kinds.changes import change
from equity.findings import Finding, Findings
from equity.geography.sides import Sides
from equity.wording.messages import translate
from equity.wording.names import detail, indicator
from equity.wording.passages import Passage
from equity.wording.sections.listed.changes import changes, changes_title
from equity.wording.titles import caption


def show_changes(findings: Findings, sides: Sides, *, language: str) -> Chart | Passage:
    """Return the districts' levels over the periods as lines, the sides' as strong ones.

    findings: of one indicator. Where its periods cannot be compared, because there is one only
    or because some people are in no district's figure, a passage says so and shows none.
    """
    told = [f for f in findings if f.topic == "change" and f.definition == sides.id]
    if not told:
        return changes(findings, language)
    name = indicator(told[0])
    levels = [f for f in findings if f.topic == "level" and indicator(f) == name]
    rows = [f for f in levels if f.definition is None and detail(f) and "." not in detail(f)]
    strong = [f for f in levels if f.definition == sides.id]
    if not any(f.value is not None for f in rows):
        return changes(findings, language)
    what = translate(
        "Each line is a district, what is unknown placed in proportion to what is known; the "
        "strong lines are the two sides.",
        language,
    )
    table = _by_period(rows)
    return change(
        table,
        title=changes_title(told, language),
        caption=caption(rows, what, language),
        unit=rows[0].unit,
        language=language,
        sides={str(area): side for area, side in sides.of(list(table.index)).items()},
        levels=_by_period(strong) if strong else None,
        findings=[f.key for f in told],
    )


def _by_period(levels: list[Finding]) -> pd.DataFrame:
    table = pd.DataFrame(
        [(detail(f), f.period, f.value) for f in levels], columns=["area", "period", "value"]
    )
    return table.pivot(index="area", columns="period", values="value").astype(float)
