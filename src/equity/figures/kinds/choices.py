"""A claim under every choice that can be defended: the specification chart."""

from collections.abc import Iterable, Sequence

import pandas as pd

from equity.figures.charts import Chart
from equity.figures.drawing.canvas import Drawing
from equity.figures.drawing.guides import ROW, decided, key, key_height, scale, ticks, towards
from equity.figures.drawing.letters import plain, text_width
from equity.figures.drawing.strokes import canvas, edges, span, words
from equity.figures.theme import NARROW, SMALL, WIDE
from equity.figures.words import say
from equity.wording import numbers
from equity.wording.names import capital
from equity.wording.passages import Table


def specifications(
    table: pd.DataFrame,
    *,
    choices: Sequence[str],
    title: str,
    caption: str,
    unit: str,
    language: str,
    anchor: str = "specifications",
    findings: Iterable[tuple[str, str | None, str | None]] = (),
) -> Chart:
    """Return one claim under every choice: a row a choice, grouped by the first of them.

    table: `low`, `high` or `value` of each way to compute the gap, `default` (true for the
    report's own), and one column of words a choice; columns named as the reader shall see
    them. choices: those columns; the first makes the groups. unit: as findings have it. findings:
    the keys of what is drawn.
    Raises ValueError for an empty table.
    """
    if table.empty:
        raise ValueError("no way to compute the gap is given")
    rows = table.copy()
    for end in ("low", "high"):
        if end not in rows:
            rows[end] = rows["value"]
        rows[end] = rows[end].fillna(rows["value"]) if "value" in rows else rows[end]
    rows = rows.assign(middle=(rows["low"] + rows["high"]) / 2)
    groups = {
        str(name): group.sort_values("middle", kind="stable")
        for name, group in rows.groupby(choices[0], sort=False)
    }
    drawings = [
        _specifications(groups, list(choices[1:]), unit, language, width)
        for width in (WIDE, NARROW)
    ]
    decimals = numbers.decimals_for(unit)
    return Chart(
        kind="ranges",
        drawings=(drawings[0], drawings[1]),
        title=title,
        caption=caption,
        table=Table(
            caption=f"{title} ({numbers.unit_name(unit, language)})",
            columns=(
                *choices,
                say("low", language),
                say("high", language),
                capital(say("default", language)),
            ),
            rows=tuple(
                (
                    *(str(row[choice]) for choice in choices),
                    numbers.number(row["low"], decimals, language),
                    numbers.number(row["high"], decimals, language),
                    say("yes", language) if row.get("default") else "",
                )
                for group in groups.values()
                for row in group.to_dict("records")
            ),
            numeric=(*(False for _ in choices), True, True, False),
        ),
        language=language,
        anchor=anchor,
        findings=tuple(findings),
    )


def _specifications(
    groups: dict[str, pd.DataFrame], choices: list[str], unit: str, language: str, width: float
) -> Drawing:
    wide = width >= WIDE
    rows = pd.concat(groups.values())
    labels = {i: " · ".join(str(row[c]) for c in choices) for i, row in rows.iterrows()}
    texts = {
        i: numbers.range_text(row["low"], row["high"], numbers.decimals_for(unit), "", language)
        for i, row in rows.iterrows()
    }
    entries = []
    signs = [decided(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)]
    entries += [("decided", say("decided", language))] if any(signs) else []
    entries += [("open", say("open", language))] if not all(signs) else []
    if "default" in rows and rows["default"].any():
        entries.append(("arrow", say("default", language)))
    left = min(max(text_width(t) for t in labels.values()) + 36, 330) if wide else 14.0
    right = max(text_width(t, bold=True) for t in texts.values()) + 18
    step = ROW if wide else 38.0
    top = key_height(entries, width) + 34
    height = sum(30 + step * len(group) for group in groups.values())
    marks = ticks(min(0.0, rows["low"].min()), max(0.0, rows["high"].max()), 5 if wide else 3)
    ends = edges(marks[0], marks[-1], width, left, right)
    per_pixel = (ends[1] - ends[0]) / width
    figure = canvas(width, top + height + 30, ends)
    key(figure, entries, ends[0], 0, width=width, units=per_pixel)
    scale(figure, marks, top, top + height, language)
    towards(figure, ends, width, top - 12, language, "x")
    y = top
    for name, group in groups.items():
        words(figure, ends[0], y + 17, name, bold=True, halo=True)
        y += 30
        for i, row in group.iterrows():
            default = bool(row.get("default"))
            middle = y + step * (0.5 if wide else 0.7)
            label = ("▸ " if default else "") + labels[i]
            words(
                figure,
                ends[0],
                y + 10 if not wide else middle,
                label,
                bold=default,
                shift=(0 if default else 12, 0),
                size=SMALL,
                halo=not wide,
            )
            span(
                figure,
                row["low"],
                row["high"],
                middle,
                hover=f"{plain(labels[i])}<br><b>{plain(texts[i])}</b>",
                decided=decided(row["low"], row["high"]),
            )
            words(figure, ends[1], middle, texts[i], anchor="right", bold=default, size=SMALL)
            y += step
    return figure
