"""Rules that a row, or rows that belong together, must fulfil within one table."""

from __future__ import annotations

import pandas as pd

from equity.errors import Problem
from equity.raw.numbers import Unread, read_number
from equity.raw.rules.declared import (
    AtMost,
    Between,
    Constant,
    Percentage,
    PublishedText,
    SameUnit,
    SumTo,
    Suspicion,
    Unique,
)
from equity.raw.schema import Table, repeated


def at_most(table: Table, rule: AtMost) -> list[Problem]:
    """Return the rows whose count is above the count that holds it (voters above eligible)."""
    if not table.has(rule.column, rule.limit):
        return []
    above = table.rows(rule.where) & (table.values[rule.column] > table.values[rule.limit])
    limits = table.text[rule.limit]
    return [
        _problem(
            table,
            row,
            rule.column,
            f"at most {limits[row]}, its {rule.limit}",
            "compare both with the source",
        )
        for row in _where(above)
    ]


def percentage(table: Table, rule: Percentage) -> list[Problem]:
    """Return the rows whose published percentage is not 100 * part / whole."""
    if not table.has(rule.column, rule.part, rule.whole):
        return []
    values = table.values
    whole = values[rule.whole].astype("float64")
    exact = 100 * values[rule.part].astype("float64") / whole.where(whole > 0)
    slack = 0.5 * 10**-rule.decimals + 1e-9
    wrong = table.rows(rule.where) & ((values[rule.column] - exact).abs() > slack)
    expected = f"100 × {rule.part} / {rule.whole} ="
    return [
        _problem(
            table,
            row,
            rule.column,
            f"{expected} {exact[row]:.{rule.decimals}f}",
            "compare the three with the source",
        )
        for row in _where(wrong)
    ]


def between(table: Table, rule: Between) -> list[Problem]:
    """Return the rows, of those that the rule is for, whose value lies outside its range."""
    if not table.has(rule.column):
        return []
    values = table.values[rule.column]
    outside = table.rows(rule.where) & ((values < rule.minimum) | (values > rule.maximum))
    expected = f"at least {rule.minimum:g} and at most {rule.maximum:g}"
    fix = "look the value up in the source; is it in the unit of the column?"
    return [_problem(table, row, rule.column, expected, fix) for row in _where(outside)]


def suspicion(table: Table, rule: Suspicion) -> list[Problem]:
    """Return the rows whose value may be a missing one written as a number."""
    if not table.has(rule.column):
        return []
    odd = table.rows(rule.where) & table.values[rule.column].isin(rule.values)
    fix = "look it up in the source; where it is missing, leave the cell empty and say so"
    return [_problem(table, row, rule.column, rule.why, fix) for row in _where(odd)]


def same_unit(table: Table, rule: SameUnit) -> list[Problem]:
    """Return the rows that are so far from the median that their unit may be another."""
    if not table.has(rule.column, *rule.within):
        return []
    values = table.values[rule.column].astype("float64")
    groups = [table.text[name] for name in rule.within]
    median = values.groupby(groups).transform("median") if groups else values * 0 + values.median()
    times = (values / median.where(median > 0)).abs()
    odd = (times > rule.factor) | ((times < 1 / rule.factor) & (times > 0))
    if rule.unless and table.has(rule.unless):
        odd &= table.text[rule.unless] == ""
    return [
        _problem(
            table,
            row,
            rule.column,
            f"a value within {rule.factor:g} times the median, {median[row]:g}",
            f"it is {times[row]:.3g} times the median: is it in the unit of the column?",
        )
        for row in _where(odd)
    ]


def sum_to(table: Table, rule: SumTo) -> list[Problem]:
    """Return the first row of each group that does not add up to the total, or exceeds it."""
    if not table.has(rule.column, *rule.by):
        return []
    by = [table.text[name] for name in rule.by]
    sums = table.values[rule.column].groupby(by).transform("sum")
    over = sums - rule.total
    off = (over if rule.most else over.abs()) > rule.tolerance + 1e-9
    first = off & ~table.text.duplicated(list(rule.by))
    return [
        Problem(
            table.file,
            row,
            rule.column,
            f"{sums[row]:g}",
            f"{'at most ' * rule.most}{rule.total:g} in sum for "
            f"{_said(table, row, list(rule.by))}, give or take {rule.tolerance:g}",
            "compare the rows with the source",
        )
        for row in _where(first)
    ]


def constant(table: Table, rule: Constant) -> list[Problem]:
    """Return the rows that differ from most of their group where all must agree."""
    by = list(rule.by)
    problems = []
    for column in rule.columns:
        if not table.has(column, *by):
            continue
        counts = table.text.groupby([*by, column], sort=False).size().reset_index(name="times")
        if not counts.duplicated(by).any():
            continue
        usual = counts.sort_values("times", ascending=False, kind="stable").drop_duplicates(by)
        expected = table.text[by].merge(usual, on=by, how="left")[column]
        expected.index = table.text.index
        problems += [
            _problem(
                table,
                row,
                column,
                f"{expected[row]!r}, as in the other rows of {_said(table, row, by)}",
                "make the rows agree",
            )
            for row in _where(table.text[column] != expected)
        ]
    return problems


def unique(table: Table, rule: Unique) -> list[Problem]:
    """Return each row that shares all these columns with an earlier one."""
    if not table.has(*rule.columns):
        return []
    return repeated(table.text, list(rule.columns), table.file, rule.why, "keep the one that holds")


def published_text(table: Table, rule: PublishedText) -> list[Problem]:
    """Return the rows whose stored number, published text and status do not say the same."""
    if not table.has(rule.column, rule.text, rule.status):
        return []
    columns = [rule.column, rule.text, rule.status]
    combinations = table.text[columns].drop_duplicates()
    faults = {}
    for value, text, status in combinations.itertuples(index=False):
        if fault := _disagreement(value, text, status, rule):
            faults[value, text, status] = fault
    if not faults:
        return []
    problems = []
    for row, value, text, status in table.text[columns].itertuples():
        if fault := faults.get((value, text, status)):
            column, expected, fix = fault
            problems.append(_problem(table, row, column, expected, fix))
    return problems


def _disagreement(
    value: str, text: str, status: str, rule: PublishedText
) -> tuple[str, str, str] | None:
    markers = {s.published: (name, s) for name, all_ in rule.statuses.items() for s in all_}
    if text in markers and text:
        known, declared = markers[text]
        if status != known and not any(s.published == text for s in rule.statuses.get(status, ())):
            expected = f"{known}, which is what {text!r} stands for"
            return rule.status, expected, "make the status and the published text agree"
        stored = declared.value or ""
        if not _equal(value, stored):
            return rule.column, f"{stored!r}, where {text!r} is published", f"write {stored!r}"
        return None
    allowed = [s.published for s in rule.statuses.get(status, ()) if s.published]
    if allowed:
        expected = " or ".join(repr(marker) for marker in allowed) + f", as {status} is published"
        return rule.text, expected, "make the status and the published text agree"
    plain = text.replace(rule.decimal, ".") if text.count(rule.decimal) <= 1 else text
    if isinstance(read_number(plain, "number"), Unread):
        form = f"a number with decimal sign {rule.decimal!r}, as published, or a declared marker"
        return rule.text, form, f"markers: {', '.join(marker for marker in markers if marker)}"
    if not _equal(value, plain):
        return rule.column, f"{plain}, as published ({text!r})", f"write {plain}"
    return None


def _equal(value: str, other: str) -> bool:
    if not value or not other:
        return value == other
    one, two = read_number(value, "number"), read_number(other, "number")
    return not isinstance(one, Unread) and one == two


def _where(chosen: pd.Series) -> list[int]:
    return [int(row) for row in chosen.index[chosen.fillna(False).astype(bool)]]


def _said(table: Table, row: int, columns: list[str]) -> str:
    return " ".join(str(table.text.at[row, column]) for column in columns)


def _problem(table: Table, row: int, column: str, expected: str, fix: str) -> Problem:
    return Problem(table.file, row, column, str(table.text.at[row, column]), expected, fix)
