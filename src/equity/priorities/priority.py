"""Do the projects go where the gaps are? Each theme's gap by district, and its projects there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from equity.findings import Finding, Findings, Note
from equity.geography.names import swedish_order
from equity.priorities.behind import Behind, Target, distances
from equity.priorities.statements import (
    Row,
    in_largest_gap,
    of_few_districts,
    of_other_themes,
    of_theme,
    reasons_of,
    slug,
    sources_of,
)
from equity.priorities.there import There, projects_there

COLUMNS: Final = ("theme", "indicator", "behind")


def priority(
    observations: pd.DataFrame,
    placed: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    target: Target = "city",
    sources: Mapping[str, str] | None = None,
) -> Findings:
    """Return how far each district lies behind a target, and how many projects are there.

    For every theme and indicator: `priority.<theme>.<indicator>.gap.<district>`, above zero
    where the district is behind, in the indicator's unit; `.largest_gap`, whose `areas` are the
    districts that can be furthest behind; `.projects_in_largest_gap`, the theme's projects
    there. For every theme: `priority.<theme>.projects`, with those whose place is known, not
    known (`.unknown`) and everywhere (`.everywhere`), and `.projects.<district>`, from those known
    to be there to those that may be. `priority.other_themes.projects`: those of no theme here.

    placed: one row a project and place: project_id, district, share, status, theme. themes:
    theme, indicator, behind ("low" or "high") and, where given, period, name_en, name_sv and,
    for an indicator that the observations lack, known_districts, indicator_en, indicator_sv,
    source_ids. target: "city", "best third" or a number, in the unit of the one indicator.
    sources: source id by project; without it the findings name the table of projects.
    Raises ValueError for a missing column, and a number as target of indicators of unlike units.

    >>> frame = pd.DataFrame({"area": ["A", "B"], "value": [80, 70], "indicator": "votes",
    ...     "numerator": [80, 70], "denominator": [100, 100], "period": "2018"})
    >>> placed = pd.DataFrame({"project_id": ["1"], "district": ["A"], "share": [1.0],
    ...     "status": ["known"], "theme": ["democracy"]})
    >>> themes = pd.DataFrame({"theme": ["democracy"], "indicator": ["votes"], "behind": ["low"]})
    >>> found = priority(frame, placed, themes)
    >>> found.get("priority.democracy.votes.largest_gap", "2018").areas
    ('B',)
    >>> found.get("priority.democracy.votes.projects_in_largest_gap", "2018").value
    0.0
    """
    if missing := [name for name in COLUMNS if name not in themes.columns]:
        raise ValueError(f"the table of themes has no column {missing[0]!r}")
    rows: list[Row] = [
        {str(name): cell for name, cell in row.items()}
        for row in themes.where(themes.notna(), "").to_dict("records")
    ]
    if not isinstance(target, str) and len({row["indicator"] for row in rows}) > 1:
        raise ValueError(
            f"target {target:g}: one number does not fit indicators of unlike units; "
            "give the themes of one indicator"
        )
    own = sources or {}
    named = "indicator" in observations.columns
    known = set(observations["indicator"]) if named else {row["indicator"] for row in rows}
    all_districts = _number_of_districts(observations)
    found: list[Finding] = []
    for row in rows:
        there = projects_there(placed, row["theme"])
        ids = sources_of(own, placed, str(row["theme"]))
        if row["indicator"] not in known:
            found += of_few_districts(row, there, ids, all_districts)
            continue
        period = str(row.get("period") or "latest")
        gap = distances(observations, row["indicator"], period, row["behind"], target)
        found += _known(row, gap, there, ids)
    districts = sorted(
        {f.id.split(".gap.", 1)[1] for f in found if ".gap." in f.id}, key=swedish_order
    )
    for theme in dict.fromkeys(row["theme"] for row in rows):
        row = next(one for one in rows if one["theme"] == theme)
        ids = sources_of(own, placed, str(theme))
        found += of_theme(row, projects_there(placed, theme), districts, ids)
    return Findings([*found, of_other_themes(placed, {str(row["theme"]) for row in rows}, own)])


def _number_of_districts(observations: pd.DataFrame) -> int:
    if "level" in observations.columns:
        observations = observations[observations["level"] == "district"]
    return int(observations["area"].nunique())


def _known(row: Row, gap: Behind, there: There, ids: tuple[str, ...]) -> Iterator[Finding]:
    name = f"priority.{slug(row['theme'])}.{gap.about.indicator}"
    common: dict[str, Any] = {
        "period": gap.about.period,
        "sources": gap.about.sources,
        "subject": gap.about.subject,
    }
    notes = (*reasons_of(row), *gap.caveats)
    ends = gap.districts[["value", "low", "high"]].astype(float)
    for district, value, low, high in ends.itertuples():
        decided = low > 0 or high < 0 or low == high
        yield Finding(
            id=f"{name}.gap.{district}",
            value=low if low == high else None if pd.isna(value) else value,
            low=low,
            high=high,
            range_of=gap.range_of,
            unit=gap.unit,
            areas=(str(district),),
            verdict="decided" if decided else "open",
            method=gap.method,
            caveats=notes,
            **common,
        )
    one = gap.areas[0] if len(gap.areas) == 1 else None
    value = float("nan") if one is None else float(ends["value"].to_dict()[one])
    exact = gap.largest.low == gap.largest.high
    yield Finding(
        id=f"{name}.largest_gap",
        value=gap.largest.low if exact else None if pd.isna(value) else value,
        low=gap.largest.low,
        high=gap.largest.high,
        range_of=gap.range_of,
        unit=gap.unit,
        areas=gap.areas,
        verdict="decided" if one is not None else "open",
        method=gap.method,
        caveats=(*(() if one else (_SET,)), *notes),
        **common,
    )
    yield in_largest_gap(f"{name}.projects_in_largest_gap", row, there, gap.areas, common, ids)


_SET: Final = Note(
    message="Each of these districts is furthest behind in at least one way to place or weigh what "
    "is unknown."
)
