"""Levels as a map and in order: which numbers, which words, which border."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from equity.figures.charts import Chart
from equity.figures.drawing.outlines import border_between, in_metres
from equity.figures.kinds.maps import draw_map
from equity.figures.kinds.ranked import ranking
from equity.findings import Finding, Findings
from equity.geography.grouping import Definitions, each
from equity.geography.sides import Sides
from equity.wording.names import detail, indicator
from equity.wording.numbers import decimals_for, unit_name
from equity.wording.titles import distance_title, levels_caption, lowest_title, map_caption


def map_levels(
    findings: Findings,
    sides: Definitions,
    districts: gpd.GeoDataFrame,
    *,
    language: str,
    period: str = "latest",
    neighbourhoods: gpd.GeoDataFrame | None = None,
    water: gpd.GeoDataFrame | None = None,
    stronger: str = "low",
) -> Chart:
    """Return the map of the districts' levels, with the border that `sides` draws.

    findings: of one indicator. sides: a definition, or a grouping of one's own. districts:
    `area`, `geometry`. stronger: whether the "low" or the "high" values are the need, and painted
    stronger.
    Raises ValueError where no district has a level, and TypeError for a frame without outlines.
    """
    levels, border = district_levels(findings, period), each(sides)[0]
    areas = in_metres(districts)["area"].tolist()
    of_area = {str(area): side for area, side in border.of(areas).items()}
    return draw_map(
        districts,
        values_of(levels),
        title=lowest_title(levels, language),
        caption=map_caption(levels, language, sides=_bordered(levels[0], border)),
        unit=levels[0].unit,
        language=language,
        neighbourhoods=neighbourhoods,
        water=water,
        split=border_between(districts, of_area),
        sides=of_area,
        stronger=stronger,
        findings=[f.key for f in levels],
    )


def rank_levels(
    findings: Findings, sides: Definitions, *, language: str, period: str = "latest"
) -> Chart:
    """Return the districts in order with their ranges, and the levels of the two sides.

    Inputs and errors: as in `map_levels`.
    """
    levels, border = district_levels(findings, period), each(sides)[0]
    first = levels[0]
    of_area = border.of([detail(f) for f in levels])
    table = pd.DataFrame(
        {
            "value": values_of(levels),
            "low": [f.low for f in levels],
            "high": [f.high for f in levels],
            "side": of_area.to_numpy(),
        },
        index=pd.Index([detail(f) for f in levels]),
    )
    about = {"period": first.period, "definition": border.id}
    both = findings.select(**about)
    two = {
        side: f.value
        for side in ("north", "south")
        for f in both.select(id=f"level.{indicator(first)}.{side}")
        if f.value is not None
    }
    gap = next(iter(both.select(id=f"gap.{indicator(first)}")), None)
    return ranking(
        table,
        title=distance_title(levels, gap, language),
        caption=levels_caption(levels, language, sides=_bordered(first, border)),
        unit=unit_name(first.unit, language),
        language=language,
        levels=two,
        decimals=decimals_for(first.unit),
        findings=[f.key for f in levels],
    )


def district_levels(findings: Iterable[Finding], period: str = "latest") -> list[Finding]:
    """Return the levels of districts in one period.

    Raises TypeError for what is no findings, and ValueError, with what there is, where no
    district has a level or none has one of that period.
    """
    if not isinstance(findings, Findings):
        kind = type(findings).__name__
        raise TypeError(f"findings are wanted, as equity.level or equity.profile gives, not {kind}")
    found = [
        f
        for f in findings
        if f.topic == "level" and f.definition is None and detail(f) and "." not in detail(f)
    ]
    when = max((f.period or "" for f in found), default="") if period == "latest" else period
    levels = [f for f in found if (f.period or "") == when]
    if not found:
        raise ValueError("no level of a district among the findings: equity.level gives them")
    if not levels:
        there = ", ".join(sorted({f.period or "(none)" for f in found}))
        raise ValueError(f"no district has a level of period {period}; there is {there}")
    return levels


def values_of(levels: Iterable[Finding]) -> pd.Series:
    """Return each district's value; missing where there is none."""
    return pd.Series({detail(f): f.value for f in levels}, dtype=float)


def _bordered(level: Finding, sides: Sides) -> Finding:
    return level.model_copy(update={"definition": sides.id, "border": sides.label})
