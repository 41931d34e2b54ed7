"""Gaps of several measures beside each other: a panel a measure, a row a border."""

from collections.abc import Iterable, Sequence
from typing import Final

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import ROW, decided, key, key_height, scale, ticks, towards
from equity.figures.drawing.letters import plain, text_width, wrap
from equity.figures.drawing.strokes import canvas, edges, span, words
from equity.figures.theme import NARROW, SMALL, WIDE
from equity.figures.words import say
from equity.findings import Finding
from equity.wording import numbers
from equity.wording.names import border, capital, heading, subject
from equity.wording.passages import Table
from equity.wording.projects import ends_of

ACROSS: Final = 3  # panels beside each other in the wide drawing
LINE: Final = 16.0


def multiples(
    findings: Iterable[Finding],
    *,
    title: str,
    caption: str,
    language: str,
    anchor: str = "ranges",
) -> Chart:
    """Return gaps as bars from the least to the greatest possible, a panel a measure.

    Each panel has a unit and a scale of its own; in all of them nothing is a strong line, and
    lower in the north lies to the left. Solid where the sign is decided, hatched where open.

    findings: gaps, one a measure and border, each with a value or a range; panels and rows come
    in the order given; where a measure has no gap with a border, its row says so.
    Raises ValueError for no gap, for one of which nothing is known, and for two of one measure
    and border.
    """
    gaps = list(findings)
    if not gaps:
        raise ValueError("no gap among the findings: there is nothing to draw")
    if unknown := next((f for f in gaps if f.value is None and f.low is None), None):
        raise ValueError(f"{unknown.id}: neither a value nor a range to draw")
    cells = {(f.id, border(f, language)): f for f in gaps}
    if len(cells) < len(gaps):
        raise ValueError("two gaps of one measure and border: hand in one period of each")
    drawings = [_multiples(cells, language, width) for width in (WIDE, NARROW)]
    heads = ("measure", "period", "definition", "unit", "low", "high")
    return Chart(
        kind="ranges",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=title,
            columns=tuple(say(head, language) for head in heads),
            rows=tuple(_row(f, language) for f in gaps),
            numeric=(False, False, False, False, True, True),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(f.key for f in gaps),
    )


def _multiples(cells: dict[tuple[str, str], Finding], language: str, width: float) -> Drawing:
    wide = width >= WIDE
    measures = list(dict.fromkeys(id for id, _ in cells))
    borders = list(dict.fromkeys(name for _, name in cells))
    panels = {id: [f for (own, _), f in cells.items() if own == id] for id in measures}
    label = max(text_width(name) for name in borders) + 14
    across = min(ACROSS, len(measures)) if wide else 1
    each = (width - label) / across
    room = each - 30 if wide else width - 8
    heads = {id: _head(gaps[0], room, language) for id, gaps in panels.items()}
    head = LINE * max(map(len, heads.values())) + 24
    block = head + ROW * len(borders) + 40
    signs = {decided(*ends_of(f)) for f in cells.values()}
    entries = [("decided", say("decided", language))] if True in signs else []
    entries += [("open", say("open", language))] if False in signs else []
    top = key_height(entries, width) + 14
    figure = canvas(width, top + block * -(-len(measures) // across), (0, width))
    key(figure, entries, 0, 0, width=width, units=1)
    for n, (id, gaps) in enumerate(panels.items()):
        start, left = top + block * (n // across), label + each * (n % across)
        for m, (text, bold) in enumerate(heads[id]):
            place = left + 14 if wide else 0
            words(figure, place, start + 8 + LINE * m, text, bold=bold, size=SMALL)
        first = start + head
        _panel(figure, gaps, borders, (f"x{n + 2}", left, each - 14, first), language)
        for m, name in enumerate(borders if n % across == 0 else ()):
            words(figure, 0, first + ROW * (m + 0.5), name, name="muted", size=SMALL)
    return figure


def _head(gap: Finding, room: float, language: str) -> list[tuple[str, bool]]:
    """Return the lines above a panel: what is told of, when, and in which unit."""
    lines = [(part, True) for part in wrap(capital(heading(gap, language)), room, SMALL)]
    unit = numbers.unit_name(gap.unit, language)
    return lines + [(part, False) for part in wrap(unit, room, SMALL)]


def _panel(
    figure: Drawing,
    gaps: Sequence[Finding],
    borders: Sequence[str],
    box: tuple[str, float, float, float],
    language: str,
) -> None:
    """Draw one measure's gaps on a scale of their own."""
    axis, left, across, first = box
    lows, highs = zip(*(ends_of(f) for f in gaps), strict=True)
    marks = ticks(min(0.0, *lows), max(0.0, *highs), 3)
    ends = edges(marks[0], marks[-1], across, 16, 16)
    figure.panel(axis, ends, left, left + across)
    scale(figure, marks, first, first + ROW * len(borders), language, axis=axis)
    towards(figure, ends, across, first - 12, language, axis)
    for m, name in enumerate(borders):
        if name not in {border(gap, language) for gap in gaps}:
            y, text = first + ROW * (m + 0.5), say("missing", language)
            words(figure, ends[0], y, text, refs=(axis, "y"), size=SMALL, name="muted", halo=True)
    for gap in gaps:
        low, high = ends_of(gap)
        where = border(gap, language)
        told = numbers.span(low, high, gap.unit, language)
        hover = f"{plain(capital(heading(gap, language)))}, {plain(where)}<br><b>{plain(told)}</b>"
        y = first + ROW * (borders.index(where) + 0.5)
        span(figure, low, high, y, decided=decided(low, high), hover=hover, axis=axis)


def _row(gap: Finding, language: str) -> tuple[str, ...]:
    ends = [
        numbers.number(
            numbers.in_unit(end, gap.unit), numbers.decimals_for(gap.unit, *ends_of(gap)), language
        )
        for end in ends_of(gap)
    ]
    unit = numbers.unit_name(gap.unit, language)
    return capital(subject(gap, language)), gap.period or "", border(gap, language), unit, *ends
