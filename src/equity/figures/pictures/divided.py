"""The split that divides the city most, on a map of the levels it parts."""

from __future__ import annotations

import geopandas as gpd

from equity.figures.charts import Chart
from equity.figures.drawing.outlines import border_between
from equity.figures.kinds.maps import draw_map
from equity.figures.pictures.levels import district_levels, values_of
from equity.findings import Findings
from equity.wording.messages import translate
from equity.wording.names import detail
from equity.wording.passages import Passage
from equity.wording.sections.listed.benchmarks import undivided
from equity.wording.sentences import sentence
from equity.wording.titles import caption


def map_divided(
    findings: Findings,
    districts: gpd.GeoDataFrame,
    *,
    language: str,
    period: str = "latest",
    water: gpd.GeoDataFrame | None = None,
    stronger: str = "low",
) -> Chart | Passage:
    """Return the map with the border that parts the most different districts.

    findings: of one indicator, its levels among them. Other inputs: as in `map_levels`. Where
    no split was found, because districts have no single value, a passage says what there is.
    """
    levels = district_levels(findings, period)
    when = levels[0].period
    found = [f for f in findings if detail(f) == "most_divided" and f.period == when]
    if not found:
        return undivided(language)
    part = dict.fromkeys(districts["area"], "south") | dict.fromkeys(found[0].areas, "north")
    what = translate(
        "The line is the border that hangs together and holds most of the differences between "
        "districts. The colour places what is unknown in proportion to what is known.",
        language,
    )
    return draw_map(
        districts,
        values_of(levels),
        title=sentence(found[0], language),
        caption=caption(levels, what, language),
        unit=levels[0].unit,
        language=language,
        water=water,
        split=border_between(districts, part),
        stronger=stronger,
        anchor="divided",
        findings=[found[0].key, *(f.key for f in levels)],
    )
