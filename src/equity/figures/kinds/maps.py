"""A map as filled shapes: land, water on top, the border drawn, a name and a value at each area."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from equity.figures.charts import NO_FIGURE, Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key_height, ticks
from equity.figures.drawing.labels import (
    MOST,
    Look,
    below,
    beside,
    gutter_of,
    scale_bar,
    steps_legend,
)
from equity.figures.drawing.letters import plain
from equity.figures.drawing.outlines import (
    filled,
    in_metres,
    inner_point,
    lines,
    simplified,
    united,
)
from equity.figures.drawing.strokes import area, canvas, line
from equity.figures.theme import NARROW, STEPS, WIDE
from equity.figures.words import say
from equity.wording import numbers
from equity.wording.passages import Table

HATCH: Final = {"suppressed": "/", "missing": "x", "not_applicable": "x"}
FINE: Final = 80.0  # metres a pixel; coarser maps draw no thin outlines


def draw_map(
    districts: gpd.GeoDataFrame,
    values: pd.Series,
    *,
    title: str,
    caption: str,
    unit: str,
    language: str,
    neighbourhoods: gpd.GeoDataFrame | None = None,
    water: gpd.GeoDataFrame | None = None,
    split: BaseGeometry | None = None,
    sides: Mapping[str, str | None] | None = None,
    flags: Mapping[str, str] | None = None,
    stronger: str = "low",
    breaks: Sequence[float] | None = None,
    anchor: str = "map",
    findings: Iterable[tuple[str, str | None, str | None]] = (),
    over: Callable[[Drawing, bool], None] | None = None,
) -> Chart:
    """Return a map of the values, in five steps of one colour.

    Zero, suppressed and no figure each have a look and a word of their own, told apart without
    colour, and none of them is a step.

    districts: columns `area`, `geometry`; neighbourhoods and water: outlines. values: one an
    area, NaN where there is none; flags say why ("suppressed", "missing", "not_applicable").
    split: the border in the districts' metres, see `border_between`. stronger: whether the
    "low" or the "high" values are painted stronger. breaks: the four values that part the five
    steps; round ones where not given. unit: as findings have it.
    over: draws on top, told the drawing and whether it is the wide one.
    Raises ValueError for a value of an area that is not on the map.
    """
    land = in_metres(districts).set_index("area")
    if unknown := sorted(set(map(str, values.index)) - set(land.index)):
        raise ValueError(f"values of areas that are not on the map: {', '.join(unknown)}")
    shown = values.astype(float).reindex(land.index).map(lambda value: numbers.in_unit(value, unit))
    parts = list(breaks) if breaks is not None else five_steps(shown)
    looks = {
        str(name): _look(value, (flags or {}).get(str(name), ""), parts, stronger, unit, language)
        for name, value in shown.items()
    }
    wet = None if water is None or water.empty else united(in_metres(water))
    layers = {
        "neighbourhoods": neighbourhoods if neighbourhoods is None else in_metres(neighbourhoods),
        "water": wet,
        "split": split,
    }
    ground = shapely.Point() if wet is None else wet
    spots = {name: inner_point(land.geometry[name], without=ground) for name in looks}
    scale = (parts, stronger, unit)
    drawings = [
        _map(land, looks, spots, layers, dict(sides or {}), scale, language, width, over is None)
        for width in (WIDE, NARROW)
    ]
    if over is not None:
        for drawing, wide in zip(drawings, (True, False), strict=True):
            over(drawing, wide)
    return Chart(
        kind="map",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=f"{title} ({numbers.unit_name(unit, language)})",
            columns=(say("area", language), say("value", language)),
            rows=tuple((name, look.text) for name, look in looks.items()),
            numeric=(False, True),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(findings),
    )


def five_steps(values: pd.Series) -> list[float]:
    """Return four round values that part the values into at most five steps.

    >>> five_steps(pd.Series([66.5, 73.6, 84.2, 91.5]))
    [70.0, 75.0, 80.0, 85.0]
    """
    known = values[values.notna() & (values != 0)]
    if len(known) == 0:
        return [0.0, 0.0, 0.0, 0.0]
    low, high, middle = (float(x) for x in (known.min(), known.max(), known.median()))
    inner: list[float] = []
    for about in range(12, 1, -1):
        inner = [mark for mark in ticks(low, high, about) if low < mark < high]
        if len(inner) <= 6:
            break
    while len(inner) > 4:  # part where most areas lie
        inner.remove(max((inner[0], inner[-1]), key=lambda mark: abs(mark - middle)))
    step = inner[1] - inner[0] if len(inner) > 1 else max(abs(high - low), 1.0)
    while len(inner) < 4:
        inner.append((inner[-1] if inner else low) + step)
    return [round(mark, 10) for mark in inner]


def _look(
    value: float, flag: str, parts: Sequence[float], stronger: str, unit: str, language: str
) -> Look:
    if math.isnan(value):
        kind = next((f for f in NO_FIGURE if f in flag.split()), "missing")
        return Look("paper", HATCH[kind], kind, say(kind, language))
    text = numbers.number(float(value), numbers.decimals_for(unit), language)
    if value == 0:
        return Look("paper", "", "zero", text)
    step = sum(value >= part for part in parts)
    return Look(STEPS[4 - step if stronger == "low" else step], "", "step", text)


def _map(
    land: gpd.GeoDataFrame,
    looks: Mapping[str, Look],
    spots: Mapping[str, tuple[float, float]],
    layers: Mapping[str, Any],
    sides: Mapping[str, str | None],
    scale: tuple[Sequence[float], str, str],
    language: str,
    width: float,
    numbered: bool,
) -> Drawing:
    wide = width >= WIDE
    west, south, east, north = map(float, land.total_bounds)
    gutter = 0.0
    named = len(looks) <= MOST
    if wide and named:
        gutter = gutter_of(looks)
    entries = _map_key(looks, sides, scale, layers["split"] is not None, language)
    top = key_height(entries, width) + (50 if wide else 66)
    per_pixel = (east - west) / (width - 2 * gutter)
    high = (north - south) / per_pixel
    listed = 0.0 if wide or not named else 22.0 * len(looks) + 16
    height = top + high + 40 + listed
    left_edge = west - gutter * per_pixel
    figure = canvas(width, height, (left_edge, left_edge + width * per_pixel))
    upper = north + top * per_pixel
    figure.layout["yaxis"] |= {
        "range": [upper - height * per_pixel, upper],
        "scaleanchor": "x",
        "scaleratio": 1,
    }

    def down(pixels: float) -> float:
        return upper - pixels * per_pixel

    _layers(figure, land, looks, layers, per_pixel, language)
    steps_legend(figure, entries, scale, left_edge, down, width, per_pixel, language)
    scale_bar(figure, west, down(top + high + 18), per_pixel)
    if not named:
        return figure
    if wide:
        beside(figure, looks, spots, sides, (west, east), down, top, high, per_pixel)
    else:
        start = top + high + 48
        place = (left_edge, down, start, width, per_pixel)
        below(figure, looks, spots, sides, *place, numbered=numbered)
    return figure


def _layers(
    figure: Drawing,
    land: gpd.GeoDataFrame,
    looks: Mapping[str, Look],
    layers: Mapping[str, Any],
    per_pixel: float,
    language: str,
) -> None:
    """Paint land with its outlines, thin outlines, water, the border: in this order."""
    coarse = simplified(land.reset_index(), per_pixel).set_index("area")
    for name, look in looks.items():
        area(
            figure,
            *filled(coarse.geometry[name]),
            fill=look.fill,
            hatch=look.hatch,
            outline="outline",
            width=1.1,
            hover=f"<b>{plain(name)}</b><br>{plain(look.text)}",
            label=name,
        )
    if layers["neighbourhoods"] is not None and per_pixel < FINE:
        inner = simplified(layers["neighbourhoods"], 1.6 * per_pixel)
        line(
            figure, *lines(shapely.union_all(inner.boundary.to_numpy())), name="outline", width=0.4
        )
    if layers["water"] is not None:
        wet = shapely.simplify(layers["water"], 0.8 * per_pixel)
        area(figure, *filled(wet), fill="water", outline="shore", width=0.5)
    if layers["split"] is not None and not layers["split"].is_empty:
        border = lines(shapely.simplify(layers["split"], per_pixel / 2))
        line(figure, *border, name="paper", width=5)
        line(figure, *border, name="ink", width=2.5)


def _map_key(
    looks: Mapping[str, Look],
    sides: Mapping[str, str | None],
    scale: tuple[Sequence[float], str, str],
    split: bool,
    language: str,
) -> list[tuple[str, str]]:
    """Return the entries below the scale: what is no step, the sides, the border."""
    kinds = {look.kind for look in looks.values()}
    entries = [
        (kind if kind == "zero" else f"pattern-{HATCH[kind]}", say(kind, language))
        for kind in ("zero", *NO_FIGURE)
        if kind in kinds
    ]
    entries += [(s, say(s, language)) for s in ("north", "south") if s in sides.values()]
    return [*entries, ("border", say("split", language))] if split else entries
