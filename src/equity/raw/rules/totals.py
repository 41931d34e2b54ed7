"""Rows that must add up: to the published total, and to another table, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from equity.errors import Problem
from equity.raw.rules.declared import AddsUpTo, Total
from equity.raw.schema import Table

SLIPS = (1000.0, 1 / 1000, 100.0, 1 / 100, 10.0, 1 / 10)
UNITS = {1000.0: "1 000 times too small", 1 / 1000: "1 000 times too great"}


def total(table: Table, rule: Total, groups: Mapping[str, str]) -> list[Problem]:
    """Return where parts do not add up to the published total and no declared note says why.

    groups: the total's area by the part's area, where each total has its own parts; empty where
    all parts belong to the one total of their group.
    """
    columns = [name for name in rule.columns if table.has(name)]
    needed = [rule.level, rule.area, *rule.within, *([rule.weight] if rule.weight else [])]
    if not table.whole or not columns or not table.has(*needed):
        return []
    level, area = table.text[rule.level], table.text[rule.area]
    labels = pd.Series("", index=level.index, dtype=object)
    for name in rule.within:
        labels = labels + table.text[name] + " "
    if rule.member:
        labels = labels + area.map(groups).where(level.isin(rule.parts), area)
    problems = []
    chosen = level.isin([rule.total, *rule.parts]) & labels.notna()
    figures = table.values.loc[chosen, [*columns, *([rule.weight] if rule.weight else [])]]
    is_part, is_total = level.isin(rule.parts), level == rule.total
    for label, rows in figures.groupby(labels[chosen], sort=False):
        parts = rows[is_part[rows.index]]
        whole = rows[is_total[rows.index]]
        in_disguise = [] if rule.weight else _disguised(table, rule, parts[columns])
        if in_disguise:
            problems += in_disguise
        elif len(whole) != 1:
            problems.append(_not_one(table, rule, str(label).strip(), whole))
        else:
            for column in columns:
                problems += _compared(table, rule, column, parts, int(whole.index[0]))
    return problems


def _compared(
    table: Table, rule: Total, column: str, parts: pd.DataFrame, row: int
) -> list[Problem]:
    values = parts[column].astype("float64")
    published = float(table.values[column].astype("float64")[row])
    if values.isna().any() or math.isnan(published) or values.empty:
        return []
    if rule.weight:
        weights = parts[rule.weight].astype("float64")
        if weights.isna().any() or weights.sum() <= 0:
            return []
        made, how = float((values * weights).sum() / weights.sum()), f"mean by {rule.weight}"
    else:
        made, how = float(values.sum()), "sum"
    declared = sum(
        d.difference for d in rule.differences if d.column == column and table.rows(d.where)[row]
    )
    off = published - made - declared
    if abs(off) <= rule.tolerance + 1e-9 * max(1.0, abs(made)):
        return []
    if slip := _slipped(table, column, values, off, rule):
        return [slip]
    side = "great" if off > 0 else "small"
    note = f" and {declared:g} as declared" if declared else ""
    expected = f"the {how} of its {len(values)} parts, {made:.10g}{note}"
    fix = f"it is {abs(off):.10g} too {side}: compare the rows, or declare why"
    text = str(table.text.at[row, column])
    return [Problem(table.file, row, column, text, expected, fix)]


def _slipped(
    table: Table, column: str, values: pd.Series, off: float, rule: Total
) -> Problem | None:
    """Find the one part that makes the total come out when its unit is taken for another."""
    if rule.weight:
        return None
    for factor in SLIPS:
        fits = ((values * factor - values) - off).abs() <= rule.tolerance + 0.5
        if fits.sum() == 1 and values[fits].iloc[0] > 0:
            row = int(values.index[fits][0])
            meant = values[row] * factor
            how = UNITS.get(factor, f"{max(factor, 1 / factor):g} times off")
            expected = f"{meant:.10g}, with which the total comes out"
            text = str(table.text.at[row, column])
            return Problem(table.file, row, column, text, expected, f"it seems {how}: which unit?")
    return None


def _disguised(table: Table, rule: Total, parts: pd.DataFrame) -> list[Problem]:
    """Find a part that equals the sum of all the others: a total counted as an area."""
    numbers = parts.to_numpy("float64", na_value=math.nan)
    if len(numbers) < 3 or np.isnan(numbers).any():
        return []
    rest = numbers.sum(axis=0) - numbers
    slack = [_declared(rule, column) for column in parts.columns]
    equal = (np.abs(numbers - rest) <= slack).all(axis=1) & (numbers > 0).any(axis=1)
    levels = table.text[rule.level]
    problems = []
    for row in parts.index[equal]:
        others = levels[parts.index.drop(row)].value_counts(sort=False)
        said = [f"the other {others[levels[row]]}"] if levels[row] in others else []
        said += [f"the {name}" for name in others.index if name != levels[row]]
        expected = f"{rule.total}: the row equals the sum of {' and '.join(said)}"
        fix = f"write {rule.total} as its {rule.level}; a total is no area"
        problems.append(Problem(table.file, int(row), rule.level, levels[row], expected, fix))
    return problems


def _declared(rule: Total, column: str) -> float:
    return max((abs(d.difference) for d in rule.differences if d.column == column), default=0.0)


def _not_one(table: Table, rule: Total, label: str, whole: pd.DataFrame) -> Problem:
    row = int(whole.index[1]) if len(whole) > 1 else None
    expected = f"one row of level {rule.total}" + (f" for {label}" if label else "")
    fix = "keep one of them" if len(whole) else "add the published total"
    return Problem(table.file, row, rule.level, f"{len(whole)} rows", expected, fix)


def adds_up_to(table: Table, rule: AddsUpTo, other: Table) -> list[Problem]:
    """Return the cells of `other` that the rows of `table` do not add up to.

    Only groups (`within`) that stand in `table` are compared, and in them every row of `other`
    that `where` chooses.
    """
    columns = [name for name in rule.columns if table.has(name) and other.has(name)]
    by = list(rule.by)
    if not (table.whole and other.whole and columns and table.has(*by) and other.has(*by)):
        return []
    made_of = pd.concat([table.text[by], table.values[columns]], axis=1).groupby(by)[columns]
    sums = made_of.sum().to_dict()
    rows = other.rows(rule.where)
    published = pd.concat([other.text[by], other.values[columns]], axis=1)[rows]
    groups = set(table.text[list(rule.within)].itertuples(index=False, name=None))
    inside = [
        key in groups for key in published[list(rule.within)].itertuples(index=False, name=None)
    ]
    figures = published[columns].to_dict()
    problems = []
    known = set()
    for row, *key in published.loc[inside, by].itertuples():
        known.add(tuple(key))
        for column in columns:
            made = sums[column].get(tuple(key), 0)
            figure: Any = figures[column][row]
            if pd.notna(figure) and made != figure:
                problems.append(_unlike(table, rule, tuple(key), column, made, figure, other.file))
    lost = [key for key in sums[columns[0]] if tuple(key) not in known]
    return problems + [
        _unlike(table, rule, tuple(key), by[-1], "its rows", "no row", other.file) for key in lost
    ]


def _unlike(
    table: Table,
    rule: AddsUpTo,
    key: tuple[str, ...],
    column: str,
    made: object,
    figure: object,
    other: str,
) -> Problem:
    mine = (table.text[list(rule.by)] == list(key)).all(axis=1)
    rows = [int(row) for row in table.text.index[mine]]
    shown = " + ".join(str(table.text.at[row, column]) for row in rows)
    where = f" (rows {', '.join(map(str, rows))})" if len(rows) > 1 else ""
    return Problem(
        table.file,
        rows[0] if rows else None,
        column,
        f"{shown} = {made}" if len(rows) > 1 else shown,
        f"{figure} for {' '.join(key)} in {other}{where}",
        "compare both tables with the source",
    )
