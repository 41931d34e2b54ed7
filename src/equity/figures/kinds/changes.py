"""Change over time: a line an area, from one period to the next."""

import math
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key, key_height, ticks
from equity.figures.drawing.labels import spread
from equity.figures.drawing.letters import plain, text_width
from equity.figures.drawing.strokes import canvas, dots, line, words
from equity.figures.theme import (
    NARROW,
    SIDE_COLOUR,
    SIDE_DASH,
    SIDE_SYMBOL,
    SMALL,
    WIDE,
)
from equity.figures.words import say
from equity.wording import numbers
from equity.wording.passages import Table

LABEL_STEP: Final = 17.0


def change(
    areas: pd.DataFrame,
    *,
    title: str,
    caption: str,
    unit: str,
    language: str,
    sides: Mapping[str, str | None] | None = None,
    levels: pd.DataFrame | None = None,
    anchor: str = "change",
    findings: Iterable[tuple[str, str | None, str | None]] = (),
) -> Chart:
    """Return each area's level over the periods as a line, the sides' levels as strong ones.

    areas: one row an area, one column a period ("2014", "2024/25"), in order; NaN where there
    is no figure, and the line is parted there. levels: the same with rows "north", "south".
    sides: area → side, for marks and colours. unit: as findings have it. Raises ValueError for
    fewer than two periods or no value at all.
    """
    if areas.shape[1] < 2:
        raise ValueError("a change needs two periods")
    if int(areas.notna().to_numpy().sum()) == 0:
        raise ValueError("no area has a value: there is no change to show")
    side_of = dict(sides or {})
    areas = areas.astype(float)
    strong = pd.DataFrame(columns=areas.columns) if levels is None else levels.astype(float)
    drawings = [_change(areas, side_of, strong, unit, language, w) for w in (WIDE, NARROW)]
    decimals = numbers.decimals_for(unit)

    def shown(value: float) -> str:
        if math.isnan(value):
            return say("missing", language)
        return numbers.number(numbers.in_unit(value, unit), decimals, language)

    periods = [str(period) for period in areas.columns]
    return Chart(
        kind="lines",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=f"{title} ({numbers.unit_name(unit, language)})",
            columns=(say("area", language), *periods),
            rows=tuple(
                (name, *(shown(value) for value in row))
                for name, row in [
                    *((str(a), areas.loc[a]) for a in areas.index),
                    *((say(f"{s}_line", language), strong.loc[s]) for s in strong.index),
                ]
            ),
            numeric=(False, *(True for _ in periods)),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(findings),
    )


def _change(
    areas: pd.DataFrame,
    side_of: Mapping[str, str | None],
    levels: pd.DataFrame,
    unit: str,
    language: str,
    width: float,
) -> Drawing:
    wide = width >= WIDE
    decimals = numbers.decimals_for(unit)
    shown = pd.concat([areas, levels]).map(lambda value: numbers.in_unit(value, unit))
    marks = ticks(*_extent(shown), 5)
    entries = [(f"{side}-line", say(f"{side}_line", language)) for side in levels.index]
    entries += [(s, say(s, language)) for s in ("north", "south") if s in side_of.values()]
    top = key_height(entries, width) + 40
    height = max(320.0, LABEL_STEP * (len(areas) + 1))
    texts = {
        str(a): _end_text(str(a), areas.loc[a], decimals, unit, language, wide) for a in areas.index
    }
    right = max(text_width(text, SMALL) for text in texts.values()) + 38
    left = max(text_width(numbers.number(m, 0, language), SMALL) for m in marks) + 20
    figure = canvas(width, top + height + 12, (0, width))
    key(figure, entries, 0, 0, width=width, units=1)
    places = [
        left + (width - left - right) * n / (areas.shape[1] - 1) for n in range(areas.shape[1])
    ]

    def at(value: float) -> float:
        return float(top + height * (marks[-1] - value) / (marks[-1] - marks[0]))

    def heights(name: str) -> list[float | None]:
        values = shown.loc[name].to_numpy(dtype=float)
        return [None if np.isnan(value) else at(float(value)) for value in values]

    for mark in marks:
        line(figure, [left - 8, places[-1]], [at(mark), at(mark)], name="rule")
        words(
            figure,
            left - 14,
            at(mark),
            numbers.number(mark, 0, language),
            anchor="right",
            size=SMALL,
            name="muted",
        )
    told = _spaced([str(period) for period in areas.columns], places)
    for n, (place, period) in enumerate(zip(places, areas.columns, strict=True)):
        if n in told:
            words(figure, place, top - 18, str(period), anchor="center", bold=True, size=SMALL)
        line(figure, [place, place], [top - 6, top + height], name="rule")
    order = shown.loc[areas.index].ffill(axis=1).iloc[:, -1]
    order = order.dropna().sort_values(ascending=False, kind="stable")
    ends = spread([at(v) for v in order], LABEL_STEP, top, top + height)
    for (area, last), label in zip(order.items(), ends, strict=True):
        side = side_of.get(str(area))
        ys = heights(str(area))
        line(figure, places, ys, name="outline", width=1.2)
        values = shown.loc[str(area)].to_numpy(dtype=float)
        hover = [
            f"<b>{plain(str(area))}</b> {plain(str(p))}: {numbers.number(v, decimals, language)}"
            for p, v in zip(areas.columns, values, strict=True)
            if not np.isnan(v)
        ]
        known = [(x, y) for x, y in zip(places, ys, strict=True) if y is not None]
        dots(
            figure,
            [x for x, _ in known],
            [y for _, y in known],
            symbol=SIDE_SYMBOL[side],
            name=SIDE_COLOUR[side],
            size=7,
            width=1,
            hover=hover,
        )
        line(
            figure, [places[-1] + 6, places[-1] + 18], [at(last), label], name="outline", width=0.8
        )
        aside = [places[-1] + 24], [label]
        dots(figure, *aside, symbol=SIDE_SYMBOL[side], name=SIDE_COLOUR[side], size=8)
        words(figure, places[-1] + 34, label, texts[str(area)], size=SMALL)
    for side in levels.index:
        ys = heights(str(side))
        line(figure, places, ys, name=SIDE_COLOUR[side], width=3, dash=SIDE_DASH[side])
    return figure


def _spaced(texts: list[str], places: list[float]) -> set[int]:
    """Return which texts to write so that none touches another: the last, the first, the rest."""
    halves = [text_width(text, SMALL, bold=True) / 2 + 3 for text in texts]
    told: set[int] = set()
    for n in (len(texts) - 1, 0, *range(1, len(texts) - 1)):
        if all(abs(places[n] - places[m]) >= halves[n] + halves[m] for m in told):
            told.add(n)
    return told


def _extent(table: pd.DataFrame) -> tuple[float, float]:
    values = table.to_numpy(dtype=float)
    return float(np.nanmin(values)), float(np.nanmax(values))


def _end_text(
    area: str, values: pd.Series, decimals: int, unit: str, language: str, wide: bool
) -> str:
    last = values.iloc[-1]
    if pd.isna(last):
        return f"{area} ({say('missing', language).lower()})" if wide else area
    value = numbers.number(numbers.in_unit(last, unit), decimals, language)
    return f"{area} {value}" if wide else area
