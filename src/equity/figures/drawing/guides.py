"""What tells how to read a figure: its legend and its scale."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.letters import text_width, wrap
from equity.figures.drawing.strokes import area, dots, line, span, whisker, words
from equity.figures.theme import SIDE_COLOUR, SIDE_DASH, SIDE_SYMBOL, SMALL
from equity.figures.words import say
from equity.wording.numbers import number

ROW: Final = 24.0  # px between rows


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round values that cover low to high, about so many.

    >>> ticks(61.9, 100)
    [60.0, 70.0, 80.0, 90.0, 100.0]
    """
    rough = (high - low) / about if high > low else abs(high) / about or 1.0
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    first, last = np.floor(low / step + 1e-9), np.ceil(high / step - 1e-9)
    return [round(float(n * step), 10) for n in np.arange(first, last + 1)]


def scale(
    figure: Drawing,
    marks: Sequence[float],
    top: float,
    bottom: float,
    language: str,
    *,
    axis: str = "x",
) -> None:
    """Draw the horizontal axis: a thin line at each mark and its value below."""
    decimals = max(
        next((d for d in range(4) if abs(mark - round(mark, d)) < 1e-9), 4) for mark in marks
    )
    for mark in marks:
        zero = mark == 0
        line(
            figure,
            [mark, mark],
            [top, bottom],
            name="ink" if zero else "rule",
            width=2 if zero else 1,
            axis=axis,
        )
        words(
            figure,
            mark,
            bottom + 14,
            number(mark, decimals, language),
            anchor="center",
            name="muted",
            size=SMALL,
            refs=(axis, "y"),
        )


def towards(
    figure: Drawing, ends: tuple[float, float], width: float, y: float, language: str, axis: str
) -> None:
    """Say beside the zero line which way is which, where there is room."""
    zero = width * (0 - ends[0]) / (ends[1] - ends[0])
    for word, anchor, room, shift in (
        ("lower_north", "right", zero + 8, -6),
        ("higher_north", "left", width - zero, 6),
    ):
        text = say(word, language)
        if text_width(text, SMALL) <= room:
            words(
                figure,
                0,
                y,
                text,
                anchor=anchor,
                size=SMALL,
                name="muted",
                refs=(axis, "y"),
                shift=(shift, 0),
            )


def decided(low: float, high: float) -> bool:
    """Tell whether all of a range lies on one side of zero."""
    return low > 0 or high < 0


def band(
    figure: Drawing,
    low: float,
    middle: float,
    high: float,
    between: tuple[float, float],
    *,
    axis: str = "x",
) -> None:
    """Draw a benchmark across rows: a dashed frame from low to high, a strong tick in it."""
    top, bottom = between
    line(
        figure,
        [low, high, high, low, low],
        [top, top, bottom, bottom, top],
        name="ink",
        width=1,
        dash="dot",
        axis=axis,
    )
    line(figure, [middle, middle], [top - 3, bottom + 3], name="ink", width=2.5, axis=axis)


def name_levels(
    figure: Drawing,
    levels: Mapping[str, float],
    y: float,
    language: str,
    decimals: int,
    left: float,
    units: float,
) -> None:
    """Name each side's line above it, left of the lower and right of the higher."""
    ordered = sorted(levels.items(), key=lambda item: item[1])
    for i, (side, value) in enumerate(ordered):
        text = f"{say(side, language)} {number(value, decimals, language)}"
        need = text_width(text, SMALL, bold=True) * units
        leftwards = len(ordered) > 1 and i == 0
        if leftwards and value - need < left:
            leftwards = False
        words(
            figure,
            value,
            y,
            text,
            anchor="right" if leftwards else "left",
            size=SMALL,
            bold=True,
            name=SIDE_COLOUR[side],
            shift=(-5 if leftwards else 5, 0),
        )


def key_places(entries: Sequence[tuple[str, str]], width: float) -> list[tuple[float, int]]:
    """Return for each entry of a legend how many pixels from the left and in which row it is."""
    places: list[tuple[float, int]] = []
    left, row = 0.0, 0
    for _, word in entries:
        need = 26 + text_width(word, SMALL) + 14
        if left > 0 and left + need > width + 14:
            left, row = 0.0, row + 1
        places.append((left, row))
        left += need
        row += len(_key_lines(word, width)) - 1  # what stands beside a broken word has no room
    return places


def _key_lines(word: str, width: float) -> list[str]:
    """Return a legend's word, broken where one row has no room for it."""
    return wrap(word, width - 26, SMALL)


def key_height(entries: Sequence[tuple[str, str]], width: float) -> float:
    """Return how many pixels high a legend is; 0 for an empty one."""
    rows = [
        row + len(_key_lines(word, width))
        for (_, word), (_, row) in zip(entries, key_places(entries, width), strict=True)
    ]
    return 20.0 * max(rows, default=0)


def key(
    figure: Drawing,
    entries: Sequence[tuple[str, str]],
    x: float,
    y: float,
    *,
    width: float,
    units: float,
    down: float = 1,
) -> None:
    """Set a legend as rows of marks and words that break at `width` pixels.

    entries: kind of mark and word. Kinds: north, south, none (marks), north-line, south-line,
    decided, open, whisker, cross, arrow, border, band, zero, pattern-/, pattern-x, and a fill's
    name ("fill-north" for the colour of a side).
    x, y: the left end on the horizontal axis, the first row's top. units: of the horizontal
    axis, a pixel; down: of the vertical axis, a pixel downwards.
    """
    for (kind, word), (left, row) in zip(entries, key_places(entries, width), strict=True):
        middle = y + (20 * row + 10) * down
        _key_mark(figure, kind, x + left * units, middle, units, down)
        for n, part in enumerate(_key_lines(word, width)):
            words(figure, x + (left + 26) * units, middle + 20 * n * down, part, size=SMALL)


def _key_mark(figure: Drawing, kind: str, x: float, y: float, units: float, down: float) -> None:
    middle, end = x + 10 * units, x + 20 * units
    if kind in ("north", "south", "none"):
        side = None if kind == "none" else kind
        dots(figure, [middle], [y], symbol=SIDE_SYMBOL[side], name=SIDE_COLOUR[side], size=11)
    elif kind.endswith("-line"):
        side = kind.removesuffix("-line")
        line(
            figure,
            [x, end],
            [y, y],
            name=SIDE_COLOUR[side],
            width=2,
            dash=SIDE_DASH[side],
        )
    elif kind in ("decided", "open"):
        span(figure, x, end, y, decided=kind == "decided", thickness=9)
    elif kind == "whisker":
        whisker(figure, x, end, y)
    elif kind == "border":
        line(figure, [x, end], [y, y], width=2.5)
    elif kind == "arrow":
        words(figure, middle, y, "▸", anchor="center", bold=True)
    elif kind == "band":
        band(figure, x + 4 * units, middle, x + 16 * units, (y - 8 * down, y + 8 * down))
    elif kind == "cross":
        dots(figure, [middle], [y], symbol="x-thin-open", name="ink", size=8)
    else:
        fill, hatch = (
            ("paper", kind.removeprefix("pattern-"))
            if kind.startswith("pattern-")
            else (("paper", "") if kind == "zero" else (kind.removeprefix("fill-"), ""))
        )
        area(
            figure,
            [x, end, end, x, x],
            [y - 7 * down, y - 7 * down, y + 7 * down, y + 7 * down, y - 7 * down],
            fill=fill,
            hatch=hatch,
            outline="outline",
        )
        if kind == "zero":
            words(figure, middle, y, "0", anchor="center", size=SMALL)
