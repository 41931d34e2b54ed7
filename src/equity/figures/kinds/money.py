"""Phases of money, a row each: what is published, what is not known, and what has no end."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key, key_height, scale, ticks
from equity.figures.drawing.letters import plain, text_width, wrap
from equity.figures.drawing.strokes import area, canvas, edges, line, words
from equity.figures.theme import NARROW, SMALL, WIDE
from equity.figures.words import say
from equity.findings import Finding
from equity.wording import numbers
from equity.wording.money import msek
from equity.wording.names import capital, subject
from equity.wording.passages import Table
from equity.wording.projects import ends_of
from equity.wording.sentences import clause

ORDER: Final = ("total", "decided", "covered", "spent", "all_digitalisation")
WIDER: Final = "all_digitalisation"
BAR: Final = 18.0


@dataclass(frozen=True)
class Row:
    """One phase: its parts by year, or a range, or nothing known; never another phase's sum."""

    name: str
    parts: tuple[Finding, ...]
    whole: Finding

    @property
    def unknown(self) -> bool:
        """Tell whether nothing is known of it, not even an upper end."""
        return self.whole.low is None and self.whole.value is None


def phases(
    findings: Iterable[Finding],
    *,
    title: str,
    caption: str,
    language: str,
    anchor: str = "money",
) -> Chart:
    """Return one row a phase, none added to another.

    A published sum is solid, the years of one phase side by side; a range is hatched between its
    ends; what is not known is hatched and open to the right, and never drawn as nothing. A sum
    wider than the strategy is an empty frame.

    findings: `forecast.total` (by year and in all), `.decided`, `.covered`, `.spent` and
    `.all_digitalisation`, of which those that are there are drawn; others are passed over.
    Raises ValueError where none is.
    """
    rows = _rows(list(findings), language)
    if not rows:
        raise ValueError("no phase among the findings: there is nothing to draw")
    drawings = [_phases(rows, language, width) for width in (WIDE, NARROW)]
    heads = ("phase", "period", "low", "high")
    drawn = [f for row in rows for f in (*row.parts, row.whole)]
    return Chart(
        kind="bars",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=f"{title} ({numbers.unit_name('MSEK', language)})",
            columns=tuple(say(head, language) for head in heads),
            rows=tuple(
                _table_row(row, f, language) for row in rows for f in (*row.parts, row.whole)
            ),
            numeric=(False, False, True, True),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(f.key for f in drawn),
    )


def _rows(findings: list[Finding], language: str) -> list[Row]:
    rows = []
    for name in ORDER:
        own = [f for f in findings if f.id == f"forecast.{name}"]
        whole = [f for f in own if "-" in (f.period or "")] or own[-1:]
        if whole:
            parts = tuple(f for f in own if f is not whole[0]) if name == "total" else ()
            rows.append(Row(capital(subject(whole[0], language)), parts, whole[0]))
    return rows


def _table_row(row: Row, finding: Finding, language: str) -> tuple[str, ...]:
    period = numbers.period_text(finding.period, language)
    if finding.low is None and finding.value is None:
        return row.name, period, say("unknown_sum", language), say("unknown_sum", language)
    ends = [numbers.number(end, 0 if end >= 10 else 1, language) for end in ends_of(finding)]
    return row.name, period, *ends


def _phases(rows: list[Row], language: str, width: float) -> Drawing:
    wide = width >= WIDE
    entries = [
        ("accent", say("known_sum", language)),
        ("pattern-/", say("unknown_sum", language)),
    ]
    if any(row.whole.id.endswith(WIDER) for row in rows):
        entries.append(("paper", say("wider", language)))
    texts = [_text(row, language) for row in rows]
    label = 190.0 if wide else 8.0
    step = 46.0 if wide else 66.0
    greatest = max((ends_of(row.whole)[1] for row in rows), default=0.0)
    marks = ticks(0.0, greatest or 1.0, 5 if wide else 3)
    ends = edges(0.0, marks[-1], width, label, 26)
    per_pixel = (ends[1] - ends[0]) / width
    top = key_height(entries, width) + 10
    bottom = top + step * len(rows)
    figure = canvas(width, bottom + 28, ends)
    key(figure, entries, ends[0], 0, width=width, units=per_pixel)
    scale(figure, marks, top, bottom, language)
    for n, (row, text) in enumerate(zip(rows, texts, strict=True)):
        y = top + step * n + (step / 2 if wide else step - BAR)
        if wide:
            parts = wrap(row.name, label - 16)
            for m, part in enumerate(parts):
                words(figure, ends[0], y + 15 * (m - (len(parts) - 1) / 2), part)
        else:
            words(figure, ends[0], y - 36, row.name, size=SMALL, halo=True, shift=(8, 0))
        _draw(figure, row, y, marks[-1], per_pixel, language)
        _write(figure, row, y, text, (wide, per_pixel, ends), marks[-1])
    return figure


def _text(row: Row, language: str) -> str:
    if row.unknown:
        return say("no_end", language)
    if row.whole.low != row.whole.high:
        return capital(clause(row.whole, language))
    return msek(row.whole, language)


def _draw(
    figure: Drawing, row: Row, y: float, most: float, per_pixel: float, language: str
) -> None:
    low, high = ends_of(row.whole)
    if row.unknown:
        _block(figure, 0.0, most + 8 * per_pixel, y, "paper", "/", row.name)
        tip = most + 22 * per_pixel
        line(figure, [most + 8 * per_pixel, tip], [y, y], width=2)
        back = tip - 6 * per_pixel
        line(figure, [back, tip, back], [y - 5, y, y + 5], width=2)
        return
    if row.whole.id.endswith(WIDER):
        _block(figure, 0.0, high, y, "paper", "", f"{row.name}: {msek(row.whole, language)}")
        return
    start = 0.0
    for part in row.parts or ((row.whole,) if low == high else ()):
        amount = ends_of(part)[1]
        hover = f"{row.name} {part.period}: {msek(part, language)}"
        _block(figure, start, start + amount, y, "accent", "", hover)
        start += amount
    if low < high:
        if low > 0:
            _block(figure, 0.0, low, y, "accent", "", row.name)
        _block(figure, low, high, y, "paper", "/", f"{row.name}: {msek(row.whole, language)}")


def _block(
    figure: Drawing, start: float, end: float, y: float, fill: str, hatch: str, hover: str
) -> None:
    half = BAR / 2
    area(
        figure,
        [start, end, end, start, start],
        [y - half, y - half, y + half, y + half, y - half],
        fill=fill,
        hatch=hatch,
        outline="paper" if fill == "accent" else "hatch" if hatch else "ink",
        width=1.5,
        hover=plain(hover),
    )


def _write(
    figure: Drawing,
    row: Row,
    y: float,
    text: str,
    manner: tuple[bool, float, tuple[float, float]],
    most: float,
) -> None:
    """Write the amount behind its bar, or above where there is no room; years inside their bars."""
    wide, per_pixel, ends = manner
    end = most if row.unknown else ends_of(row.whole)[1]
    need = text_width(text, bold=True) * per_pixel
    if not wide:
        words(figure, 0.0, y - BAR, text, size=SMALL, bold=True, halo=True)
    elif row.unknown or end + need + 8 * per_pixel > ends[1]:
        words(figure, 0.0, y, text, bold=True, shift=(8, 0), halo=True)
    else:
        words(figure, end, y, text, bold=True, shift=(8, 0), halo=True)
    start = 0.0
    for part in row.parts:
        amount = ends_of(part)[1]
        name = str(part.period)
        if text_width(name, SMALL) * per_pixel < amount:
            words(
                figure,
                start + amount / 2,
                y,
                name,
                anchor="center",
                size=SMALL,
                name="paper",
            )
        start += amount
