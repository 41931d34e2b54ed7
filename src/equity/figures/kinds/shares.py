"""Lists of projects as bars: known in the north, place not known, known in the south."""

from collections.abc import Iterable
from typing import Final

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import band, key, key_height
from equity.figures.drawing.letters import plain, wrap
from equity.figures.drawing.strokes import area, canvas, line, words
from equity.figures.theme import NARROW, SMALL, WIDE
from equity.figures.words import say
from equity.findings import Finding
from equity.wording import numbers
from equity.wording.names import border, capital, subject
from equity.wording.passages import Table
from equity.wording.projects import ends_of

STEP: Final = 50.0  # px a row: a line of words and a bar
BAR: Final = 16.0
LATE: Final = 0.65  # a range that begins further right is written at the right edge
Rows = dict[tuple[str, str | None], Finding]


def shares(
    findings: Iterable[Finding],
    *,
    title: str,
    caption: str,
    language: str,
    baseline: str = "eligible",
    tolerance: float = 5.0,
    anchor: str = "balance",
) -> Chart:
    """Return a bar a list and a panel a border: blue north, hatched not known, orange south.

    Across the rows of a panel stands the north's share of the baseline, as a tick, within a frame
    of the tolerance each way; where the baseline is a range, the frame holds all of it.

    findings: `balance.projects.<list>.north_share` in the order of the rows, and
    `balance.baseline.<baseline>.north_share`; others are passed over. tolerance: percentage
    points. Raises ValueError where no list has a share.
    """
    known = list(findings)
    bars = [f for f in known if _part(f) == ("projects", "north_share")]
    if not any(f.low is not None for f in bars):
        raise ValueError("no list has a share: there is nothing to draw")
    marks = {
        f.definition: f
        for f in known
        if f.id == f"balance.baseline.{baseline}.north_share" and f.low is not None
    }
    rows: Rows = {(f.id, f.definition): f for f in bars}
    drawings = [_shares(rows, marks, tolerance, language, width) for width in (WIDE, NARROW)]
    return Chart(
        kind="bars",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=_table(bars, marks, title, language),
        language=language,
        anchor=anchor,
        findings=tuple(f.key for f in (*bars, *marks.values())),
    )


def _part(finding: Finding) -> tuple[str, str]:
    words = finding.id.split(".")
    return (words[1], words[-1]) if len(words) > 2 else ("", "")


def _shares(
    rows: Rows,
    marks: dict[str | None, Finding],
    tolerance: float,
    language: str,
    width: float,
) -> Drawing:
    wide = width >= WIDE
    ids = list(dict.fromkeys(id for id, _ in rows))
    borders = list(dict.fromkeys(definition for _, definition in rows))
    across = len(borders) if wide else 1
    names = {
        id: capital(subject(next(f for k, f in rows.items() if k[0] == id), language)) for id in ids
    }
    label = 150.0 if wide else 0.0
    each = (width - label) / across
    entries = _entries(marks, language)
    top = key_height(entries, width) + 12
    step = STEP if wide else STEP + 16
    block = 30 + step * len(ids) + 30
    figure = canvas(width, top + block * (1 if wide else len(borders)), (0, width))
    key(figure, entries, 0, 0, width=width, units=1)
    for i, definition in enumerate(borders):
        axis = f"x{i + 2}"
        left = label + (each * i if wide else 0)
        start = top if wide else top + block * i
        figure.panel(axis, (0.0, 1.0), left + 12, left + each - 14)
        panel = next(border(f, language) for k, f in rows.items() if k[1] == definition)
        words(figure, left + 12, start + 10, panel, bold=True)
        first = start + 30
        bottom = first + step * len(ids)
        _scale(figure, first, bottom, language, axis)
        for n, id in enumerate(ids):
            y = first + step * (n + 1) - BAR / 2 - 8
            if i == 0 and wide:
                parts = wrap(names[id], label - 12)
                for m, text in enumerate(parts):
                    words(figure, 0, y + 15 * (m - (len(parts) - 1) / 2), text)
            if not wide:
                words(figure, left + 12, y - 34, names[id], size=SMALL, halo=True)
            if finding := rows.get((id, definition)):
                _bar(figure, finding, y, axis, language, names[id], panel)
                if (mark := marks.get(definition)) and finding.low is not None:
                    _benchmark(figure, mark, tolerance / 100, y, axis)
    return figure


def _bar(
    figure: Drawing,
    finding: Finding,
    y: float,
    axis: str,
    language: str,
    name: str,
    panel: str,
) -> None:
    if finding.low is None:
        text = say("no_share", language)
        words(figure, 0, y, text, refs=(axis, "y"), size=SMALL, name="muted")
        return
    low, high = ends_of(finding)
    text = numbers.span(low, high, "share", language)
    late = low > LATE
    words(
        figure,
        1.0 if late else low,
        y - BAR - 2,
        text,
        anchor="right" if late else "left",
        refs=(axis, "y"),
        size=SMALL,
        bold=True,
        halo=True,
    )
    hover = f"{plain(name)}, {plain(panel)}<br><b>{plain(text)}</b>"
    half = BAR / 2
    for start, end, fill, hatch in (
        (0.0, low, "north", ""),
        (low, high, "paper", "/"),
        (high, 1.0, "south", ""),
    ):
        if end > start:
            area(
                figure,
                [start, end, end, start, start],
                [y - half, y - half, y + half, y + half, y - half],
                fill=fill,
                hatch=hatch,
                outline="paper" if not hatch else "hatch",
                hover=hover,
                axis=axis,
            )


def _benchmark(figure: Drawing, mark: Finding, tolerance: float, y: float, axis: str) -> None:
    low, high = ends_of(mark)
    ends = max(0.0, low - tolerance), min(1.0, high + tolerance)
    between = y - BAR / 2 - 3, y + BAR / 2 + 3
    band(figure, ends[0], (low + high) / 2, ends[1], between, axis=axis)


def _scale(figure: Drawing, top: float, bottom: float, language: str, axis: str) -> None:
    for mark, anchor in ((0.0, "left"), (0.5, "center"), (1.0, "right")):
        line(figure, [mark, mark], [top, bottom], name="rule", axis=axis)
        text = numbers.percent(100 * mark, 0, language)
        words(
            figure,
            mark,
            bottom + 14,
            text,
            anchor=anchor,
            name="muted",
            size=SMALL,
            refs=(axis, "y"),
        )


def _entries(marks: dict[str | None, Finding], language: str) -> list[tuple[str, str]]:
    entries = [
        ("fill-north", say("known_north", language)),
        ("pattern-/", say("unknown_place", language)),
        ("fill-south", say("known_south", language)),
    ]
    if marks:
        entries.append(("band", _held_against(marks, language)))
    return entries


def _held_against(marks: dict[str | None, Finding], language: str) -> str:
    """Return what the shares are held against, with its year."""
    first = next(iter(marks.values()))
    people = f"{subject(first, language)} {first.period or ''}".strip()
    return f"{say('benchmark', language)} {people}"


def _table(
    bars: list[Finding], marks: dict[str | None, Finding], title: str, language: str
) -> Table:
    def shown(finding: Finding | None) -> tuple[str, str]:
        if finding is None or finding.low is None:
            return "", ""
        decimals = numbers.decimals_for("share", *ends_of(finding))
        low, high = (numbers.number(100 * end, decimals, language) for end in ends_of(finding))
        return low, high

    heads = ("list", "definition", "low", "high")
    benchmark = _held_against(marks, language) if marks else say("benchmark", language)
    return Table(
        caption=f"{title} ({numbers.unit_name('share', language)})",
        columns=(*(say(head, language) for head in heads), benchmark),
        rows=tuple(
            (
                capital(subject(f, language)),
                border(f, language),
                *shown(f),
                "–".join(dict.fromkeys(filter(None, shown(marks.get(f.definition))))),
            )
            for f in bars
        ),
        numeric=(False, False, True, True, True),
    )
