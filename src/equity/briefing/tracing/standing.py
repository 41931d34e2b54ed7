"""Whether a chart's marks stand where the numbers that they tell put them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from equity.briefing.content import ChartPiece
from equity.briefing.tracing.tokens import tokens

_TAG: Final = re.compile(r"<[^>]+>")
_MAP: Final = 10_000.0  # an axis whose least value is greater holds metres north or east
_SLACK: Final = 1.0  # pixels that a place may lie off, of those that rounding explains besides
Told = tuple[float, float]  # a number as told, and how far rounding may have moved it


def check_standing(chart: ChartPiece) -> list[str]:
    """Return what a chart's two drawings show elsewhere than at the numbers told, a sentence each.

    Along an axis of values, a mark must stand at a number that it tells when pointed at, and a
    bar that tells a number must begin and end at numbers of the table, at nothing, at the whole
    or at an end of the axis. Where marks stand by pixels, as in slopes over years, their heights
    must follow the numbers in one proportion. Places on a map, rows of a list and cells of a
    matrix are not numbers, and neither are guides and scales.
    """
    faults: list[str] = []
    for drawing in (chart.figure, chart.narrow):
        layout = drawing["layout"]
        slopes: list[tuple[float, Told, str]] = []
        for trace in drawing.get("data", ()):
            axis = layout.get(f"xaxis{trace.get('xaxis', 'x')[1:]}", {})
            if _is_map(axis):
                continue
            marks = [
                (x, y, text)
                for x, y, text in zip(trace["x"], trace["y"], _texts(trace), strict=False)
                if x is not None and _told(text, chart.language)
            ]
            if not _is_pixels(axis, layout):
                faults += _astray(marks, "markers" in trace["mode"], axis, layout, chart)
            elif "markers" in trace["mode"]:
                slopes += [(y, _told(text, chart.language)[-1], text) for _, y, text in marks]
        faults += _uneven(slopes)
    return [f"chart {chart.anchor} {fault}" for fault in dict.fromkeys(faults)]


def _astray(
    marks: Sequence[tuple[float, float, str]],
    points: bool,
    axis: Mapping[str, Any],
    layout: Mapping[str, Any],
    chart: ChartPiece,
) -> Iterator[str]:
    """Yield the places on an axis of values that no number explains."""
    low, high = axis["range"]
    first, last = axis.get("domain", (0.0, 1.0))
    pixel = abs(high - low) / (layout["width"] * (last - first))
    texts = [cell for row in chart.table.rows for cell in row]
    held = [one for text in texts for one in _told(text, chart.language)]
    for x, _, text in marks:
        known = _told(text, chart.language) if points else held
        ends = [] if points else [0.0, 1.0, low, high]
        if any(abs(x - end) <= pixel for end in ends):
            continue
        if not any(
            abs(x - unit * number) <= unit * slack + _SLACK * pixel
            for number, slack in known
            for unit in _units(axis)
        ):
            yield f"shows {x:g} for {text[:80]!r}"


def _uneven(slopes: Sequence[tuple[float, Told, str]]) -> Iterator[str]:
    """Yield the marks whose heights do not follow their numbers as the least and greatest do."""
    if len(slopes) < 3:
        return
    (top, (most, _), _), (foot, (least, _), _) = (
        max(slopes, key=lambda one: one[1][0]),
        min(slopes, key=lambda one: one[1][0]),
    )
    if most == least:
        return
    each = (top - foot) / (most - least)  # pixels a unit
    for y, (number, slack), text in slopes:
        if abs(y - (foot + each * (number - least))) > abs(each) * 3 * slack + _SLACK:
            yield f"shows {text[:80]!r} at a height of another number"


def _texts(trace: Mapping[str, Any]) -> list[str]:
    told = trace.get("text") or ""
    texts = [told] * len(trace["x"]) if isinstance(told, str) else told
    return [_TAG.sub(" ", text) for text in texts]


def _told(text: str, language: str) -> list[Told]:
    found = []
    for token in tokens(text, language):
        plain = token.text.replace("\u2212", "-").replace("\u202f", "").lstrip("+")
        plain = plain.replace(",", "." if language == "sv" else "")
        if "/" not in plain:
            found.append((float(plain), 0.5 * 10.0**-token.decimals))
    return found


def _units(axis: Mapping[str, Any]) -> tuple[float, ...]:
    """Return what a told number is on an axis: itself; of an axis of shares, a hundredth."""
    return (0.01,) if list(axis["range"]) == [0.0, 1.0] else (1.0,)


def _is_map(axis: Mapping[str, Any]) -> bool:
    return bool(axis["range"][0] > _MAP)


def _is_pixels(axis: Mapping[str, Any], layout: Mapping[str, Any]) -> bool:
    return list(axis["range"]) == [0, layout["width"]]
