"""Charts of gaps between north and south: what is possible, under each border and each choice."""

from collections.abc import Iterable
from typing import Final

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import ROW, decided, key, key_height, scale, ticks, towards
from equity.figures.drawing.letters import plain, text_width
from equity.figures.drawing.strokes import canvas, dots, edges, span, whisker, words
from equity.figures.theme import NARROW, SMALL, WIDE
from equity.figures.words import say
from equity.findings import Finding
from equity.wording import numbers
from equity.wording.names import border, capital, subject
from equity.wording.passages import Table

BESIDE: Final = (".anywhere", ".counted")


def ranges(
    findings: Iterable[Finding],
    *,
    title: str,
    caption: str,
    language: str,
    anchor: str = "ranges",
) -> Chart:
    """Return gaps as bars from the least to the greatest possible, one panel a border.

    Solid where the sign is decided, hatched where it is open. Beside a gap's bar stand, where
    they are among the findings, its range without the last published fact (`.anywhere`, a thin
    line) and the number that counts only what is tied to an area (`.counted`, a cross).

    findings: gaps of one unit, any periods, indicators and definitions; rows and panels come
    in the order given. Raises ValueError for no gap at all and for unlike units.
    """
    given = list(findings)
    main = [f for f in given if not f.id.endswith(BESIDE)]
    beside = {f.key: f for f in given if f.id.endswith(BESIDE)}
    units = {f.unit for f in given}
    if not main:
        raise ValueError("no gap among the findings: there is nothing to draw")
    if len(units) > 1:
        raise ValueError(f"gaps in {', '.join(sorted(units))} do not share one axis")
    drawings = [_ranges(main, beside, language, width) for width in (WIDE, NARROW)]
    heads = ("measure", "period", "definition", "value", "low", "high", "counted", "before")
    unit = numbers.unit_name(main[0].unit, language)
    return Chart(
        kind="ranges",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=f"{title} ({unit})",
            columns=tuple(say(head, language) for head in heads),
            rows=tuple(_ranges_row(f, beside, language) for f in main),
            numeric=(False, False, False, True, True, True, True, True),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(f.key for f in given),
    )


def _ends(finding: Finding) -> tuple[float, float]:
    if finding.low is not None and finding.high is not None:
        return finding.low, finding.high
    if finding.value is None:
        raise ValueError(f"{finding.id}: neither a value nor a range to draw")
    return finding.value, finding.value


def _ranges(
    main: list[Finding],
    beside: dict[tuple[str, str | None, str | None], Finding],
    language: str,
    width: float,
) -> Drawing:
    wide = width >= WIDE
    drawn = [*main, *beside.values()]
    lows, highs = zip(*(_ends(f) for f in drawn), strict=True)
    entries = _ranges_key(main, beside, language)
    panels = list(dict.fromkeys(border(f, language) for f in main))
    subjects = list(dict.fromkeys(f.id for f in main))
    lines: list[tuple[str, str | None]] = []  # (id, period), or (id, None) for a heading
    for id in subjects:
        lines += [(id, None)] if len(subjects) > 1 else []
        lines += [(id, period) for period in dict.fromkeys(f.period for f in main if f.id == id)]
    label = max(text_width(str(period)) for _, period in lines) + 18
    across = len(panels) if wide else 1
    each = (width - label) / across
    low, high = min(0.0, *lows), max(0.0, *highs)
    marks = [m for m in ticks(low, high, 4 if each > 150 else 3) if low <= m <= high]
    ends = edges(low, high, each - 14, 16, 16)
    block = 44 + ROW * len(lines) + 34
    top = key_height(entries, width) + 14
    figure = canvas(width, top + block * (1 if wide else len(panels)), (0, width))
    key(figure, entries, 0, 0, width=width, units=1)
    names = {f.id: capital(subject(f, language)) for f in main}
    found = {(border(f, language), f.id, f.period): f for f in main}
    for i, panel in enumerate(panels):
        axis = f"x{i + 2}"
        left = label + (each * i if wide else 0)
        start = top if wide else top + block * i
        figure.panel(axis, ends, left, left + each - 14)
        words(figure, left + 14, start + 10, panel, bold=True)
        towards(figure, ends, each - 14, start + 32, language, axis)
        first = start + 44
        scale(figure, marks, first, first + ROW * len(lines), language, axis=axis)
        for n, (id, period) in enumerate(lines):
            y = first + ROW * (n + 0.5)
            if period is None and (id, None) in lines and len(subjects) > 1:
                if i == 0 or not wide:
                    words(figure, 0, y, names[id], size=SMALL, halo=True)
                continue
            if i == 0 or not wide:
                words(figure, 0, y, str(period or ""), name="muted")
            if finding := found.get((panel, id, period)):
                _gap(figure, finding, beside, y, axis, language, panel)
    return figure


def _gap(
    figure: Drawing,
    finding: Finding,
    beside: dict[tuple[str, str | None, str | None], Finding],
    y: float,
    axis: str,
    language: str,
    panel: str,
) -> None:
    low, high = _ends(finding)
    text = numbers.span(low, high, finding.unit, language)
    if wider := beside.get((f"{finding.id}.anywhere", finding.period, finding.definition)):
        whisker(figure, *_ends(wider), y, axis=axis)
    hover = f"{plain(panel)}, {plain(str(finding.period or ''))}<br><b>{plain(text)}</b>"
    span(figure, low, high, y, decided=decided(low, high), hover=hover, axis=axis)
    if counted := beside.get((f"{finding.id}.counted", finding.period, finding.definition)):
        place = [_ends(counted)[0]], [y]
        dots(figure, *place, symbol="x-thin-open", name="paper", size=9, width=4, axis=axis)
        shown = numbers.amount(place[0][0], finding.unit, language)
        dots(
            figure,
            *place,
            symbol="x-thin-open",
            name="ink",
            size=8,
            width=2,
            axis=axis,
            hover=[f"{say('counted', language)}: <b>{plain(shown)}</b>"],
        )


def _ranges_key(
    main: list[Finding], beside: dict[tuple[str, str | None, str | None], Finding], language: str
) -> list[tuple[str, str]]:
    signs = {decided(*_ends(f)) for f in main}
    entries = [("decided", say("decided", language))] if True in signs else []
    entries += [("open", say("open", language))] if False in signs else []
    for ending, kind, word in (
        (".anywhere", "whisker", "before"),
        (".counted", "cross", "counted"),
    ):
        if any(f.id.endswith(ending) for f in beside.values()):
            entries.append((kind, say(word, language)))
    return entries


def _ranges_row(
    finding: Finding, beside: dict[tuple[str, str | None, str | None], Finding], language: str
) -> tuple[str, ...]:
    def shown(value: float | None) -> str:
        if value is None:
            return ""
        return numbers.number(
            numbers.in_unit(value, finding.unit),
            numbers.decimals_for(finding.unit, value),
            language,
        )

    counted = beside.get((f"{finding.id}.counted", finding.period, finding.definition))
    wider = beside.get((f"{finding.id}.anywhere", finding.period, finding.definition))
    return (
        capital(subject(finding, language)),
        finding.period or "",
        border(finding, language),
        *(shown(value) for value in (finding.value, finding.low, finding.high)),
        shown(counted.value) if counted else "",
        numbers.span(*_ends(wider), "", language) if wider else "",
    )
