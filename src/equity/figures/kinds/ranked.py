"""Areas in order, each with everything that is possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from equity.figures.charts import NO_FIGURE, Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key, key_height, name_levels, scale, ticks
from equity.figures.drawing.letters import plain, text_width
from equity.figures.drawing.strokes import canvas, dots, edges, line, span, words
from equity.figures.theme import (
    NARROW,
    SIDE_COLOUR,
    SIDE_DASH,
    SIDE_SYMBOL,
    SMALL,
    WIDE,
)
from equity.figures.words import say
from equity.wording.numbers import number, range_text
from equity.wording.passages import Table


def ranking(
    areas: pd.DataFrame,
    *,
    title: str,
    caption: str,
    unit: str,
    language: str,
    levels: Mapping[str, float] | None = None,
    decimals: int = 1,
    anchor: str = "ranking",
    findings: Iterable[tuple[str, str | None, str | None]] = (),
) -> Chart:
    """Return areas as marks in order, least first, with everything that is possible as bars.

    Areas without a figure keep their row, say why in words and have no mark.

    areas: one row an area, indexed by name: `value`; where known `low` and `high`, `side`
    ("north", "south" or missing), `flag` ("suppressed", "missing", "not_applicable").
    levels: the level of each side as a whole, drawn as lines. Raises ValueError when no area
    has a value or a range.
    """
    table = _complete(areas)
    if table[["value", "low"]].isna().all(axis=None):
        raise ValueError("no area has a value: there is nothing to rank")
    drawings = [
        _ranking(table, levels or {}, language, decimals, width) for width in (WIDE, NARROW)
    ]
    rows = tuple(
        (
            str(area),
            say(_side(row.side) or "left_out", language),
            _figure_text(row, decimals, language),
            _number(row.low, decimals, language),
            _number(row.high, decimals, language),
        )
        for area, row in zip(table.index, table.itertuples(), strict=True)
    ) + tuple(
        (
            say(f"{side}_line", language),
            say(side, language),
            _number(value, decimals, language),
            "",
            "",
        )
        for side, value in (levels or {}).items()
    )
    heads = ("area", "side", "value", "low", "high")
    return Chart(
        kind="ordered",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=f"{title} ({unit})",
            columns=tuple(say(head, language) for head in heads),
            rows=rows,
            numeric=(False, False, True, True, True),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(findings),
    )


def _ranking(
    table: pd.DataFrame,
    levels: Mapping[str, float],
    language: str,
    decimals: int,
    width: float,
) -> Drawing:
    wide = width >= WIDE
    step = 26.0 if wide else 38.0
    entries = _ranking_key(table, levels, language)
    known = table[["value", "low", "high"]].to_numpy(dtype=float)
    marks = ticks(float(np.nanmin(known)), float(np.nanmax(known)), 5 if wide else 4)
    names = max(text_width(str(area)) for area in table.index)
    ends = edges(marks[0], marks[-1], width, min(names, 230) + 26 if wide else 12, 58)
    units = (ends[1] - ends[0]) / width
    top = key_height(entries, width) + (34 if levels else 14)
    bottom = top + step * len(table)
    figure = canvas(width, bottom + 28, ends)
    key(figure, entries, ends[0], 0, width=width, units=units)
    scale(figure, marks, top, bottom, language)
    for side, value in levels.items():
        line(
            figure,
            [value, value],
            [top - 6, bottom],
            name=SIDE_COLOUR[side],
            width=2,
            dash=SIDE_DASH[side],
        )
    name_levels(figure, levels, top - 16, language, decimals, ends[0], units)
    for i, (area, row) in enumerate(zip(table.index, table.itertuples(), strict=True)):
        y = top + step * (i + (0.5 if wide else 0.68))
        _ranking_row(figure, str(area), row, y, marks, (language, decimals, wide), units)
    return figure


def _ranking_row(
    figure: Drawing,
    area: str,
    row: Any,
    y: float,
    marks: Sequence[float],
    manner: tuple[str, int, bool],
    units: float,
) -> None:
    language, decimals, wide = manner
    side = _side(row.side)
    text = _figure_text(row, decimals, language)
    if wide:
        words(figure, marks[0], y, area, anchor="right", shift=(-24, 0))
        aside = marks[0] - 13 * units
        dots(figure, [aside], [y], symbol=SIDE_SYMBOL[side], name=SIDE_COLOUR[side], size=8)
    else:
        words(figure, marks[0], y - 17, area, shift=(-12, 0), size=SMALL, halo=True)
    line(figure, [marks[0], marks[-1]], [y, y], name="rule", dash="dot")
    possible = ""
    if pd.notna(row.low) and row.high > row.low:
        possible = f"<br>{range_text(row.low, row.high, decimals, '', language)}"
        span(figure, row.low, row.high, y, hover=f"{plain(area)}: {text}{possible}")
    if pd.notna(row.value):
        dots(
            figure,
            [row.value],
            [y],
            symbol=SIDE_SYMBOL[side],
            name=SIDE_COLOUR[side],
            size=12,
            hover=[f"<b>{plain(area)}</b> {text}{possible}"],
        )
        words(
            figure,
            marks[-1],
            y,
            text,
            anchor="left" if wide else "right",
            bold=True,
            shift=(16, 0) if wide else (56, 0),
        )
    else:
        words(figure, marks[0], y, text, shift=(8, 0), name="muted", halo=True)


def _ranking_key(
    table: pd.DataFrame, levels: Mapping[str, float], language: str
) -> list[tuple[str, str]]:
    sides = {_side(side) for side in table["side"]}
    entries: list[tuple[str, str]] = [
        (side, say(side, language)) for side in ("north", "south") if side in sides
    ]
    if None in sides and entries:
        entries.append(("none", say("left_out", language)))
    entries += [(f"{side}-line", say(f"{side}_line", language)) for side in levels]
    if (table["high"] > table["low"]).any():
        entries.append(("open", say("possible", language)))
    return entries


def _complete(areas: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in order with all columns; areas without a value come last, by name."""
    table = areas.copy()
    for column in ("low", "high", "side", "flag"):
        if column not in table:
            table[column] = None
    table = table.astype({"value": float, "low": float, "high": float})
    middle = table["value"].astype(float).fillna((table["low"] + table["high"]) / 2)
    return table.loc[middle.sort_values(kind="stable", na_position="last").index]


def _figure_text(row: Any, decimals: int, language: str) -> str:
    if pd.notna(row.value):
        return number(row.value, decimals, language)
    if pd.notna(row.low) and pd.notna(row.high):
        return range_text(row.low, row.high, decimals, "", language)
    flags = str(row.flag or "").split()
    return say(next((f for f in NO_FIGURE if f in flags), "missing"), language)


def _number(value: Any, decimals: int, language: str) -> str:
    return "" if value is None or pd.isna(value) else number(float(value), decimals, language)


def _side(value: Any) -> str | None:
    return value if isinstance(value, str) and value in SIDE_COLOUR else None
