"""Where projects are known to be: a mark at each place, hollow where only the district is known."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import shapely

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.letters import plain
from equity.figures.drawing.outlines import border_between, in_metres, inner_point
from equity.figures.drawing.strokes import dots, words
from equity.figures.kinds.maps import draw_map
from equity.figures.theme import SMALL
from equity.findings import Findings
from equity.geography.sides import Sides
from equity.wording.sections.listed.sites import sites_caption, sites_title

SMALLEST, LARGEST = 10.0, 26.0
APART = 0.03  # of the map's width: of two marks so far apart, none hides the other


def show_sites(
    findings: Findings,
    sites: pd.DataFrame,
    sides: Sides,
    districts: gpd.GeoDataFrame,
    *,
    neighbourhoods: gpd.GeoDataFrame,
    water: gpd.GeoDataFrame,
    language: str,
) -> Chart:
    """Return the map of the known sites, a count at each mark, with the border of `sides`.

    A full mark is a known neighbourhood, a hollow one a district of which no more is known;
    several projects at one place are one larger mark with their number. What has no known place
    has no mark, and the title says how many have one.

    findings: of the topic `balance`, with the counts of all projects and of those known in
    each district. sites: the registry's, with project_id, neighbourhood and district. districts:
    `area`; neighbourhoods: `neighbourhood` and a district. Raises ValueError where no site has a
    place.
    """
    homes = neighbourhoods.set_index("neighbourhood")
    of_home = homes[next(name for name in homes.columns if name.startswith("district"))]
    home = sites["neighbourhood"].where(sites["neighbourhood"].notna(), None)
    district = sites["district"].where(sites["district"].notna(), home.map(of_home))
    known = sites.assign(home=home, district=district)[district.notna()]
    if known.empty:
        raise ValueError("no site has a known place: there is nothing to draw")
    told = findings.starting("balance.projects.all.known.")
    counts = known.groupby("district")["project_id"].nunique()
    counts = pd.Series({f.areas[0]: f.value for f in told}) if told else counts
    values = counts.reindex(districts["area"], fill_value=0).astype(float)
    of_area = {str(area): side for area, side in sides.of(districts["area"].tolist()).items()}
    used = [
        f for f in findings if f.id in {f"balance.projects.all.{n}" for n in ("count", "unknown")}
    ]
    marks = list(_marks(known, in_metres(districts), in_metres(neighbourhoods)))
    return draw_map(
        districts,
        values,
        title=sites_title(used, language),
        caption=sites_caption(used, language),
        unit="projects",
        language=language,
        water=water,
        split=border_between(districts, of_area),
        stronger="high",
        anchor="sites",
        findings=[f.key for f in (*used, *told)],
        over=lambda drawing, _: _place(drawing, marks),
    )


def _marks(
    known: pd.DataFrame, districts: gpd.GeoDataFrame, neighbourhoods: gpd.GeoDataFrame
) -> Iterator[tuple[str, int, bool, float, float]]:
    """Yield name, number of projects, whether the neighbourhood is known, and the place.

    A mark of a district stands anywhere in it, so away from the neighbourhoods' where it can.
    """
    land = districts.set_index("area").geometry
    homes = neighbourhoods.set_index("neighbourhood").geometry
    dry = shapely.Point()
    exact = known[known["home"].notna()].groupby("home")["project_id"].nunique()
    loose = known[known["home"].isna()].groupby("district")["project_id"].nunique()
    places = {name: inner_point(homes[name], without=dry) for name in exact.index}
    for name, count in exact.items():
        yield str(name), int(count), True, *places[name]
    west, _, east, _ = districts.total_bounds
    taken = shapely.buffer(shapely.multipoints(list(places.values())), APART * (east - west))
    for name, count in loose.items():
        yield str(name), int(count), False, *inner_point(land[name], without=taken)


def _place(figure: Drawing, marks: list[tuple[str, int, bool, float, float]]) -> None:
    """Place the marks, the largest first, with their counts."""
    most = max(count for _, count, _, _, _ in marks)
    for name, count, exact, x, y in sorted(marks, key=lambda mark: -mark[1]):
        size = SMALLEST + (LARGEST - SMALLEST) * (count / most) ** 0.5
        hover = [f"<b>{plain(name)}</b>: {count}"]
        if exact:
            dots(figure, [x], [y], symbol="circle", name="ink", size=size, hover=hover)
        else:
            dots(figure, [x], [y], symbol="circle", name="paper", size=size)
            dots(
                figure, [x], [y], symbol="circle-open", name="ink", size=size, width=2, hover=hover
            )
        if count > 1:
            inside = "paper" if exact else "ink"
            words(figure, x, y, str(count), anchor="center", name=inside, size=SMALL, bold=True)
