"""Districts by themes: how far each lies behind, and how many of the theme's projects are there."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import key, key_height
from equity.figures.drawing.letters import plain, text_width, wrap
from equity.figures.drawing.strokes import area, canvas, words
from equity.figures.theme import NARROW, SMALL, STEPS, WIDE, ink_on
from equity.figures.words import say
from equity.findings import Finding
from equity.geography.names import swedish_order
from equity.wording import numbers
from equity.wording.names import capital, subject
from equity.wording.passages import Table
from equity.wording.projects import ends_of
from equity.wording.themes import none_found

_GAP: Final = re.compile(r"priority\.([^.]+)\.(.+)\.gap\.(.+)")
_KNOWN: Final = re.compile(r"priority\.([^.]+)\.(.+)\.known")
LEGEND: Final = (("step-4", "behind"), ("pattern-/", "may_be_behind"), ("paper", "not_behind"))


@dataclass
class Column:
    """One measure of a theme: its gaps by district, and the theme's projects by district.

    known: districts for which something is known that cannot be compared.
    """

    theme: str
    measure: str
    period: str
    unit: str
    found: str
    gaps: dict[str, Finding] = field(default_factory=dict)
    projects: dict[str, Finding] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    def step(self, district: str) -> int:
        """Return how strongly a district is painted: 1 to 5 where surely behind, else 0."""
        sure = {name: max(ends_of(gap)[0], 0.0) for name, gap in self.gaps.items()}
        most = max(sure.values(), default=0.0)
        return math.ceil(5 * sure[district] / most - 1e-9) if sure.get(district) else 0


def matrix(
    findings: Iterable[Finding],
    *,
    title: str,
    caption: str,
    language: str,
    anchor: str = "priorities",
) -> Chart:
    """Return districts as rows and measures as columns, those furthest behind first.

    A cell is painted as strongly as its gap is certain: the least it can be, against the column's
    greatest. Hatched where the district may be behind or not, crossed where nothing is known.
    In it stand the gap's range and the number of the theme's projects there, from those known
    to those that may be. Projects for the whole city stand in the column's head.

    findings: of the topic `priority`. Raises ValueError where no district has a gap.
    """
    known = [f for f in findings if f.topic == "priority"]
    columns = _columns(known, language)
    districts = sorted({name for column in columns for name in column.gaps}, key=swedish_order)
    if not districts:
        raise ValueError("no district has a gap: there is nothing to draw")
    districts.sort(key=lambda name: -sum(column.step(name) for column in columns))
    drawings = [_matrix(columns, districts, language, width) for width in (WIDE, NARROW)]
    return Chart(
        kind="matrix",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=_table(columns, districts, title, language),
        language=language,
        anchor=anchor,
        findings=tuple(f.key for f in known),
    )


def _columns(findings: Sequence[Finding], language: str) -> list[Column]:
    columns: dict[tuple[str, str], Column] = {}
    of_theme = {f.id: f for f in findings}
    for finding in findings:
        gap, few = _GAP.fullmatch(finding.id), _KNOWN.fullmatch(finding.id)
        told = gap or few
        if told is None:
            continue
        theme, measure = told[1], told[2]
        whole = of_theme.get(f"priority.{theme}.projects")
        column = columns.setdefault(
            (theme, measure),
            Column(
                theme=capital(subject(whole, language)) if whole else theme,
                measure=subject(finding, language),
                period=finding.period or "",
                unit=finding.unit,
                found=_found(of_theme, theme, whole, language),
            ),
        )
        if gap is None:
            column.known = finding.areas
            continue
        column.gaps[gap[3]] = finding
        there = of_theme.get(f"priority.{theme}.projects.{gap[3]}")
        if there is not None:
            column.projects[gap[3]] = there
    return list(columns.values())


def _found(of_theme: dict[str, Finding], theme: str, whole: Finding | None, language: str) -> str:
    """Write how many projects a theme has, and how many of them are everywhere."""
    if whole is None:
        return ""
    if (none := none_found(whole, language)) is not None:
        return none
    text = numbers.amount(whole.value or 0.0, "projects", language)
    everywhere = of_theme.get(f"priority.{theme}.projects.everywhere")
    if everywhere is not None and everywhere.value:
        text += f", {numbers.count(everywhere.value, language)} {say('everywhere', language)}"
    return text


def _matrix(columns: list[Column], districts: list[str], language: str, width: float) -> Drawing:
    wide = width >= WIDE
    entries = [(kind, say(word, language)) for kind, word in LEGEND]
    if any(not column.gaps for column in columns):
        entries.append(("pattern-x", say("not_known", language)))
    label = max(text_width(name) for name in districts) + 14 if wide else 0.0
    each = (width - label) / len(columns)
    heads = [_head(column, n, each - 8, wide) for n, column in enumerate(columns)]
    listed = [] if wide else _listed(columns, width)
    top = key_height(entries, width) + 12 + 16 * len(listed)
    head = 16.0 * max(len(lines) for lines in heads) + 6
    name_room = 0.0 if wide else 20.0
    cell = 40.0 if wide else 24.0
    figure = canvas(width, top + head + (cell + name_room + 3) * len(districts) + 4, (0, width))
    key(figure, entries, 0, 0, width=width, units=1)
    for n, (text, bold) in enumerate(listed):
        words(figure, 0, top - 16 * (len(listed) - n) + 2, text, size=SMALL, bold=bold)
    for n, lines in enumerate(heads):
        for m, (text, bold, name) in enumerate(lines):
            y = top + 8 + 16 * m
            words(figure, label + each * n + 2, y, text, size=SMALL, bold=bold, name=name)
    for row, district in enumerate(districts):
        y = top + head + (cell + name_room + 3) * row
        if wide:
            words(figure, 0, y + cell / 2, district)
        else:
            words(figure, 0, y + 11, district, size=SMALL, bold=True)
        for n, column in enumerate(columns):
            box = (label + each * n, y + name_room, each - 3, cell)
            _cell(figure, column, district, box, language, wide)
    return figure


def _head(column: Column, n: int, room: float, wide: bool) -> list[tuple[str, bool, str]]:
    if not wide:
        return [(f"{n + 1}", True, "ink")]
    lines = [(part, True, "ink") for part in wrap(column.theme, room, SMALL)]
    lines += [(part, False, "ink") for part in wrap(column.measure, room, SMALL)]
    lines += [(column.period, False, "muted")] if column.period else []
    return lines + [(part, False, "muted") for part in wrap(column.found, room, SMALL)]


def _listed(columns: list[Column], width: float) -> list[tuple[str, bool]]:
    """Return the lines that say, above a narrow drawing, what each column is."""
    lines = []
    for n, column in enumerate(columns):
        text = f"{n + 1}  {column.theme}: {column.measure} {column.period}".rstrip()
        lines += [(part, False) for part in wrap(text, width - 20, SMALL)]
        lines += [("    " + part, True) for part in wrap(column.found, width - 30, SMALL)]
    return [*lines, ("", False)]


def _cell(
    figure: Drawing,
    column: Column,
    district: str,
    box: tuple[float, float, float, float],
    language: str,
    wide: bool,
) -> None:
    x, y, width, height = box
    gap, step = column.gaps.get(district), column.step(district)
    fill, hatch, ink = "paper", "", "ink"
    if gap is None:
        hatch = "" if district in column.known else "x"
    elif step:
        fill = STEPS[step - 1]
        ink = ink_on(fill)
    elif ends_of(gap)[1] > 0:
        hatch = "/"
    told, there = _told(column, district, language)
    about = f"<b>{plain(district)}</b>, {plain(column.measure)}"
    area(
        figure,
        [x, x + width, x + width, x, x],
        [y, y, y + height, y + height, y],
        fill=fill,
        hatch=hatch,
        outline="rule" if fill == "paper" and not hatch else "outline",
        hover=f"{about}<br>{plain(told)}<br>{plain(there)}",
    )
    middle, halo = x + width / 2, bool(hatch)
    shown = [told, there] if wide else [_short(column, district, language)]
    lines = [part for line in shown if line for part in wrap(line, width - 6, SMALL)]
    for n, text in enumerate(lines):
        at = y + height / 2 + 15 * (n - (len(lines) - 1) / 2)
        bold = text in there or not wide
        words(figure, middle, at, text, anchor="center", size=SMALL, name=ink, bold=bold, halo=halo)


def _told(column: Column, district: str, language: str) -> tuple[str, str]:
    """Write a cell's gap and its projects; what is not known is a word."""
    gap, there = column.gaps.get(district), column.projects.get(district)
    if gap is None:
        return say("known_alone" if district in column.known else "not_known", language), ""
    low, high = ends_of(gap)
    decimals = 0 if high - low >= 10 and all(abs(end) >= 0.5 for end in (low, high)) else 1
    text = numbers.range_text(low, high, decimals, "", language)
    if there is None:
        return text, ""
    least, most = ends_of(there)
    return text, numbers.range_text(least, most, 0, "projects", language)


def _short(column: Column, district: str, language: str) -> str:
    there = column.projects.get(district)
    return "" if there is None else numbers.range_text(*ends_of(there), 0, "", language)


def _table(columns: list[Column], districts: list[str], title: str, language: str) -> Table:
    heads = [say("area", language)]
    for column in columns:
        about = f"{column.theme}: {column.measure} {column.period}".strip()
        unit = numbers.unit_name(column.unit, language)
        heads += [f"{about} ({unit})" if column.gaps else about]
        heads += [f"{column.theme}: {say('projects', language).lower()} ({column.found})"]
    rows = []
    for district in districts:
        cells = [district]
        for column in columns:
            cells += _told(column, district, language)
        rows.append(tuple(cells))
    return Table(
        caption=title,
        columns=tuple(heads),
        rows=tuple(rows),
        numeric=(False, *(True for _ in heads[1:])),
    )
