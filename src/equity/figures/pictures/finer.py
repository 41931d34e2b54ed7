"""The same figure by district and by smaller areas: two maps side by side, on one scale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from equity.differences.finer.placed import Finer
from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key_height
from equity.figures.drawing.labels import scale_bar, steps_legend
from equity.figures.drawing.letters import plain
from equity.figures.drawing.outlines import border_between, filled, in_metres, lines, simplified
from equity.figures.drawing.strokes import area, canvas, line, words
from equity.figures.kinds.maps import five_steps
from equity.figures.theme import NARROW, STEPS, WIDE
from equity.figures.words import say as word
from equity.findings import Finding
from equity.geography.sides import Sides
from equity.wording import numbers
from equity.wording.messages import say, translate
from equity.wording.names import capital, detail, heading
from equity.wording.passages import Table
from equity.wording.titles import made_caption

GUTTER: Final = 16.0  # px between the maps
HEAD: Final = 26.0  # px for a map's heading


def map_finer(
    fine: Finer,
    findings: Iterable[Finding],
    sides: Sides,
    *,
    language: str,
    water: gpd.GeoDataFrame | None = None,
    stronger: str = "low",
) -> Chart:
    """Return the figure by district and by finer area, side by side, one below the other if narrow.

    Both are rates of what was counted in finer areas, so that they can be compared. The
    outlines are simplified as a coverage: what touches goes on touching. The border between
    the sides is drawn as it is.

    fine: see `finer`. findings: those of `scales`. stronger: whether "low" or "high" values
    are painted stronger. Raises ValueError without the findings of `scales`.
    """
    drawn = ("mean.", "area.")
    means = [f for f in findings if f.topic == "scales" and detail(f).startswith(drawn)]
    if not means:
        raise ValueError("no finding by finer areas: hand in those of scales")
    districts = fine.outlines.set_index("area").loc[fine.districts.index].reset_index(names="name")
    coarse = districts.assign(value=fine.districts["value"].to_numpy())
    maps = [in_metres(coarse), in_metres(fine.areas)]
    of_area = {str(a): side for a, side in sides.of(coarse["name"].tolist()).items()}
    split = border_between(coarse.rename(columns={"name": "area"}), of_area)
    wet = None if water is None else shapely.union_all(in_metres(water).geometry.to_numpy())
    kinds = fine.kinds.text(language)
    heads = (
        capital(translate("by district", language)),
        capital(say("by {kinds}", language, kinds=kinds)),
    )
    scale = (five_steps(maps[1]["value"]), stronger, fine.about.unit)
    drawings = [_draw(maps, heads, wet, split, scale, language, width) for width in (WIDE, NARROW)]
    title = say(
        "{about}: from {low} to {high} by district, from {least} to {most} by {kinds}",
        language,
        about=capital(heading(means[0], language)),
        kinds=kinds,
        **_ends(maps, fine.about.unit, language),
    )
    told = say(
        "Only {part} counted in {kinds}, on one scale. The line is the border {border}.",
        language,
        part=fine.about.part.text(language),
        kinds=kinds,
        border=sides.label.text(language),
    )
    return Chart(
        kind="map",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=made_caption(fine.about.unit, fine.about.sources, told, language),
        table=_table(maps, title, fine.about.unit, language),
        language=language,
        anchor="finer-map",
        findings=tuple(f.key for f in means),
    )


def _ends(maps: list[gpd.GeoDataFrame], unit: str, language: str) -> dict[str, str]:
    ends = [float(end) for frame in maps for end in (frame["value"].min(), frame["value"].max())]
    told = [numbers.amount(end, unit, language) for end in ends]
    return dict(zip(("low", "high", "least", "most"), told, strict=True))


def _draw(
    maps: list[gpd.GeoDataFrame],
    heads: tuple[str, str],
    wet: BaseGeometry | None,
    split: BaseGeometry,
    scale: tuple[list[float], str, str],
    language: str,
    width: float,
) -> Drawing:
    wide = width >= WIDE
    west, south, east, north = (float(end) for end in maps[0].total_bounds)
    each = (width - GUTTER) / 2 if wide else width
    per_pixel = (east - west) / each
    high = (north - south) / per_pixel
    entries = [("border", word("split", language))] if not split.is_empty else []
    top = key_height(entries, width) + (50 if wide else 66)
    step = HEAD + high
    height = top + step * (1 if wide else 2) + GUTTER * (0 if wide else 1) + 40
    figure = canvas(width, height, (west, west + width * per_pixel))
    upper = north + (top + HEAD) * per_pixel
    vertical = {"range": [upper - height * per_pixel, upper], "scaleanchor": "x", "scaleratio": 1}
    figure.layout["yaxis"] |= vertical

    def down(pixels: float) -> float:
        return upper - pixels * per_pixel

    inside = west + per_pixel  # a word on the very edge may count as outside, and is not drawn
    across = (each + GUTTER) * per_pixel if wide else 0.0
    below = 0.0 if wide else -(step + GUTTER) * per_pixel
    for at, (frame, head) in enumerate(zip(maps, heads, strict=True)):
        move = (at * across, at * below)
        _panel(figure, frame, wet, split, scale, language, per_pixel, move)
        words(figure, inside + move[0], down(top + HEAD / 2) + move[1], head, bold=True)
    steps_legend(figure, entries, scale, inside, down, width, per_pixel, language)
    scale_bar(figure, west, down(height - 22), per_pixel)
    return figure


def _panel(
    figure: Drawing,
    frame: gpd.GeoDataFrame,
    wet: BaseGeometry | None,
    split: BaseGeometry,
    scale: tuple[list[float], str, str],
    language: str,
    per_pixel: float,
    move: tuple[float, float],
) -> None:
    """Paint one map, moved by metres: its areas by step, thin outlines, water, the border."""
    parts, stronger, unit = scale
    coarse = simplified(frame, per_pixel)
    for shape, value, name in zip(coarse.geometry, frame["value"], frame["name"], strict=True):
        shown = numbers.in_unit(float(value), unit)
        step = sum(shown >= part for part in parts)
        fill = STEPS[4 - step if stronger == "low" else step]
        told = numbers.number(shown, numbers.decimals_for(unit), language)
        hover = f"<b>{plain(str(name))}</b><br>{plain(told)}"
        area(figure, *_moved(filled(shape), move), fill=fill, hover=hover, label=str(name))
    outlines = lines(shapely.union_all(coarse.boundary.to_numpy()))
    line(figure, *_moved(outlines, move), name="outline", width=0.4)
    if wet is not None and not wet.is_empty:
        shore = filled(shapely.simplify(wet, per_pixel / 2))
        area(figure, *_moved(shore, move), fill="water", outline="shore", width=0.5)
    if not split.is_empty:
        border = _moved(lines(split), move)
        line(figure, *border, name="paper", width=4)
        line(figure, *border, name="ink", width=2)


def _moved(points: Any, move: tuple[float, float]) -> tuple[list[float | None], list[float | None]]:
    x, y = (
        [None if place is None else place + by for place in places]
        for places, by in zip(points, move, strict=True)
    )
    return x, y


def _table(maps: list[gpd.GeoDataFrame], title: str, unit: str, language: str) -> Table:
    places = numbers.decimals_for(unit)
    frames = [maps[0].assign(district="–"), maps[1]]
    rows = pd.concat([frame[["name", "district", "value"]] for frame in frames])
    told = [
        (name, district, numbers.number(numbers.in_unit(float(value), unit), places, language))
        for name, district, value in rows.itertuples(index=False)
    ]
    return Table(
        caption=f"{title} ({numbers.unit_name(unit, language)})",
        columns=(word("area", language), translate("District", language), word("value", language)),
        rows=tuple(told),
        numeric=(False, False, True),
    )
