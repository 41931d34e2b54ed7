"""Names and values at the areas of a map: beside it with leaders, or numbered with a list below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key
from equity.figures.drawing.letters import text_width
from equity.figures.drawing.strokes import area, dots, line, words
from equity.figures.theme import SIDE_COLOUR, SIDE_SYMBOL, SMALL, STEPS, WIDE, ink_on
from equity.figures.words import say
from equity.wording import numbers

MOST: Final = 24  # areas that can bear a name; more are told by pointing and by the table
LABEL: Final = 34.0  # px between the first lines of two labels
LINE: Final = 15.0  # px more where a name takes two lines
LONG: Final = 100.0  # px from which a name is parted at a hyphen


@dataclass(frozen=True)
class Look:
    """How one area is painted and what is written at it."""

    fill: str
    hatch: str
    kind: str
    text: str


def spread(wanted: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Return places near those wanted, in their order, at least `step` apart, from low to high.

    >>> spread([10, 11, 40], 10, 0, 50)
    [5.5, 15.5, 40.0]
    """
    clusters: list[list[float]] = []  # [sum of wanted firsts, count]: first = sum / count
    for n, place in enumerate(wanted):
        clusters.append([place - step * n, 1.0])
        while len(clusters) > 1 and (
            clusters[-2][0] / clusters[-2][1] >= clusters[-1][0] / clusters[-1][1]
        ):
            total, count = clusters.pop()
            clusters[-1] = [clusters[-1][0] + total, clusters[-1][1] + count]
    free = [total / count for total, count in clusters for _ in range(int(count))]
    last = high - step * (len(wanted) - 1)
    return [max(low, min(last, place)) + step * n for n, place in enumerate(free)]


def parted(name: str) -> tuple[str, ...]:
    """Return a name in one line, or a long one in two, parted at the hyphen nearest its middle.

    >>> parted("Fabelvik"), parted("Långnäs-Sagoholmen")
    (('Fabelvik',), ('Långnäs-', 'Sagoholmen'))
    """
    hyphens = [n + 1 for n, sign in enumerate(name) if sign == "-" and 0 < n < len(name) - 1]
    if text_width(name) <= LONG or not hyphens:
        return (name,)
    at = min(hyphens, key=lambda n: max(text_width(name[:n]), text_width(name[n:])))
    return name[:at], name[at:]


def gutter_of(names: Iterable[str]) -> float:
    """Return how many pixels beside a map its names need."""
    return max(text_width(line) for name in names for line in parted(name)) + 28


def scale_bar(figure: Drawing, west: float, y: float, per_pixel: float) -> None:
    """Draw a length on the ground, a round number of kilometres."""
    kilometres = next(k for k in (10, 5, 2, 1, 0.5) if 1000 * k <= 90 * per_pixel or k == 0.5)
    end, tip = west + 1000 * kilometres, 4 * per_pixel
    line(
        figure,
        [west, west, None, west, end, None, end, end],
        [y - tip, y + tip, None, y, y, None, y - tip, y + tip],
        name="muted",
        width=1.2,
    )
    words(
        figure,
        (west + end) / 2,
        y,
        f"{kilometres:g} km",
        anchor="center",
        valign="bottom",
        size=SMALL,
        name="muted",
        shift=(0, 3),
    )


def beside(
    figure: Drawing,
    looks: Mapping[str, Look],
    spots: Mapping[str, tuple[float, float]],
    sides: Mapping[str, str | None],
    bounds: tuple[float, float],
    down: Any,
    top: float,
    high: float,
    per_pixel: float,
) -> None:
    """Set names and values in two columns beside the map, each with a leader to its area."""
    by_x = sorted(spots, key=lambda name: spots[name][0])
    columns = (by_x[: len(by_x) // 2], by_x[len(by_x) // 2 :])
    for names, edge, out in zip(columns, bounds, (-1, 1), strict=True):
        names = sorted(names, key=lambda name: -spots[name][1])
        wanted = [(down(0) - spots[name][1]) / per_pixel for name in names]
        more = LINE * any(len(parted(name)) > 1 for name in names)
        places = spread(wanted, LABEL + more, top + 10, top + high - 10)
        for name, place in zip(names, places, strict=True):
            (x, y), level = spots[name], down(place)
            start = edge + 14 * out * per_pixel
            line(figure, [start, x], [level, y], name="paper", width=2.6)
            line(figure, [start, x], [level, y], name="ink", width=0.9)
            anchor = "right" if out < 0 else "left"
            for n, part in enumerate(reversed(parted(name))):
                words(figure, start, level, part, anchor=anchor, shift=(4 * out, 7 + LINE * n))
            words(
                figure,
                start,
                level,
                looks[name].text,
                anchor=anchor,
                bold=True,
                shift=(4 * out, -8),
            )
    for name, (x, y) in spots.items():  # marks last, so that no leader crosses one
        side = sides.get(name)
        dots(
            figure,
            [x],
            [y],
            symbol=SIDE_SYMBOL[side] if sides else "circle",
            name=SIDE_COLOUR[side] if sides else "ink",
            size=9 if sides else 5,
        )


def below(
    figure: Drawing,
    looks: Mapping[str, Look],
    spots: Mapping[str, tuple[float, float]],
    sides: Mapping[str, str | None],
    left: float,
    down: Any,
    start: float,
    width: float,
    per_pixel: float,
    *,
    numbered: bool,
) -> None:
    """Set names in a list below the map, from north to south, and their numbers in the areas.

    numbered: false where counts stand on the map, which those numbers would be taken for.
    """
    names = sorted(spots, key=lambda name: -spots[name][1])
    indent = 44 if sides else 28 if numbered else 1
    for n, name in enumerate(names):
        look = looks[name]
        y = down(start + 22 * n)
        if numbered:
            ink = "ink" if look.hatch else ink_on(look.fill)
            words(
                figure,
                *spots[name],
                str(n + 1),
                anchor="center",
                size=SMALL,
                bold=True,
                name=ink,
                halo=bool(look.hatch),
            )
            at = left + 20 * per_pixel
            words(figure, at, y, str(n + 1), anchor="right", size=SMALL, bold=True)
        side = sides.get(name)
        if sides:
            dots(
                figure,
                [left + 33 * per_pixel],
                [y],
                symbol=SIDE_SYMBOL[side],
                name=SIDE_COLOUR[side],
                size=8,
            )
        words(figure, left + indent * per_pixel, y, name)
        words(figure, left + width * per_pixel, y, look.text, anchor="right", bold=True)


def steps_legend(
    figure: Drawing,
    entries: Sequence[tuple[str, str]],
    scale: tuple[Sequence[float], str, str],
    left: float,
    down: Any,
    width: float,
    per_pixel: float,
    language: str,
) -> None:
    """Set the five steps as one bar with the values that part them; other entries below."""
    parts, stronger, unit = scale
    decimals = max(0 if part == round(part) else 1 for part in parts)
    order = STEPS if stronger == "high" else STEPS[::-1]
    each = min(56.0, (width - 8) / 5)
    text = f"{say(f'stronger_{stronger}', language)}, {numbers.unit_name(unit, language)}"
    if text_width(text, SMALL) > width:
        text = say(f"stronger_{stronger}", language)
    wide = width >= WIDE
    for n, step in enumerate(order):
        x0, x1 = left + n * each * per_pixel, left + (n + 1) * each * per_pixel
        y0, y1 = down(0), down(14)
        area(
            figure,
            [x0, x1, x1, x0, x0],
            [y0, y0, y1, y1, y0],
            fill=step,
            outline="outline",
            width=0.8,
        )
        if n:
            words(
                figure,
                x0,
                down(24),
                numbers.number(parts[n - 1], decimals, language),
                anchor="center",
                size=SMALL,
            )
    if wide:
        words(figure, left + (5 * each + 12) * per_pixel, down(7), text, size=SMALL)
    else:
        words(figure, left, down(42), text, size=SMALL)
    key(
        figure,
        entries,
        left,
        down(36 if wide else 52),
        width=width,
        units=per_pixel,
        down=-per_pixel,
    )
