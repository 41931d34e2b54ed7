"""What people enter by hand: told twice, in another unit, by halves, more than there can be."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from equity.errors import Problem
from equity.raw.rules.declared_entries import OneGroup, OneHolds, RowsAtMost, WithinPublished
from equity.raw.schema import Table

Years = tuple[int, int]


def one_holds(table: Table, rule: OneHolds) -> list[Problem]:
    """Return each row that tells what an earlier row tells, in the same words or in others."""
    columns = [*rule.by, *rule.blanks]
    if not table.has(rule.column, *columns):
        return []
    groups: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    for row, cells in _rows(table, [rule.column, *columns]):
        groups.setdefault(tuple(cells[name] for name in rule.by), []).append((row, cells))
    problems = {}
    for rows in groups.values():
        for (first, one), (second, other) in itertools.combinations(rows, 2):
            apart = any(one[n] and other[n] and one[n] != other[n] for n in rule.blanks)
            if not apart and second not in problems:
                shown = ", ".join(other[name] for name in columns)
                sums = f"row {first} says {one[rule.column]}, this one {other[rule.column]}"
                fix = "keep the one that holds, or fill in what tells them apart"
                problems[second] = Problem(
                    table.file, second, ", ".join(columns), shown, f"{rule.why}; {sums}", fix
                )
    return [problems[row] for row in sorted(problems)]


def one_group(table: Table, rule: OneGroup) -> list[Problem]:
    """Return the rows in which a group of columns is half filled, or more than one is filled."""
    columns = [name for group in rule.groups for name in group]
    if not table.has(*columns):
        return []
    expected = "either " + ", or ".join(" and ".join(group) for group in rule.groups)
    fix = "fill one whole group, or leave all of them blank"
    problems = []
    for row, cells in _rows(table, columns):
        there = tuple(name for name in columns if cells[name])
        if there and there not in rule.groups:
            shown = ", ".join(cells[name] for name in there)
            problems.append(Problem(table.file, row, ", ".join(there), shown, expected, fix))
    return problems


def rows_at_most(table: Table, rule: RowsAtMost, other: Table | None) -> list[Problem]:
    """Return the numbers that are below the rows of `other`, and rows where none may be."""
    if other is None or not table.has(rule.column, rule.by, *rule.none) or not other.has(rule.by):
        return []
    rows: dict[str, list[int]] = {}
    for at, cells in _rows(other, [rule.by]):
        rows.setdefault(cells[rule.by], []).append(at)
    problems = []
    for (row, cells), stated in zip(
        _rows(table, [rule.by, rule.column, *rule.none]),
        _numbers(table, rule.column),
        strict=True,
    ):
        key = cells[rule.by]
        there = rows.get(key, []) if key else []
        none = bool(rule.none) and all(cells[name] in texts for name, texts in rule.none.items())
        if there and none:
            what = ", ".join(cells[name] for name in rule.none)
            expected = f"no row of {key}, which is {what} (row {row} of {table.file})"
            fix = "mend one of the two tables"
            problems.append(Problem(other.file, there[0], rule.by, key, expected, fix))
        elif stated is not None and stated < len(there):
            expected = f"at least {len(there)}, the rows of {key} in {other.file}"
            shown, fix = cells[rule.column], "compare the two tables"
            problems.append(Problem(table.file, row, rule.column, shown, expected, fix))
    return problems


def within_published(table: Table, rule: WithinPublished, other: Table | None) -> list[Problem]:
    """Return the sums so far above the published sum of their years that a unit seems wrong."""
    columns = [rule.column, rule.unit, rule.start, rule.end]
    columns += [rule.unless] if rule.unless else []
    published = _published(other, rule) if other else {}
    if not published or not table.has(*columns):
        return []
    greatest = max(published, key=lambda years: published[years])
    problems = []
    for (row, cells), number in zip(
        _rows(table, columns), _numbers(table, rule.column), strict=True
    ):
        confirmed = bool(rule.unless) and cells[rule.unless] != ""
        if number is None or cells[rule.unit] not in rule.units or confirmed:
            continue
        ends = _years(cells[rule.start] or cells[rule.end], cells[rule.end] or cells[rule.start])
        own = [y for y in published if ends and ends[0] <= y[0] and y[1] <= ends[1]]
        limit = sum(published[years] for years in own) or published[greatest]
        amount = abs(number) * rule.units[cells[rule.unit]]
        if amount > rule.factor * limit:
            said = sorted({str(end) for years in own or [greatest] for end in years})
            times = f"{amount / limit:,.0f}".replace(",", " ")
            known = f"{limit:g}, published for {'-'.join(said)}"
            expected = f"in {cells[rule.unit]} at most {rule.factor:g} times {known}"
            fix = f"{times} times the year's {rule.why} write it in the unit of the row"
            fix += f", or fill {rule.unless}" if rule.unless else ""
            shown = cells[rule.column]
            problems.append(Problem(table.file, row, rule.column, shown, expected, fix))
    return problems


def _published(other: Table, rule: WithinPublished) -> dict[Years, float]:
    """Return the published sums by first and last year, those of one year where there are any."""
    columns = [rule.published, rule.published_unit, rule.published_year, *rule.among]
    if not other.has(*columns):
        return {}
    sums: dict[Years, float] = {}
    for (_, cells), value in zip(
        _rows(other, columns), _numbers(other, rule.published), strict=True
    ):
        first, _, last = cells[rule.published_year].partition("-")
        years = _years(first, last or first)
        chosen = all(cells[name] in texts for name, texts in rule.among.items())
        if chosen and years and value and cells[rule.published_unit] in rule.units:
            sums[years] = sums.get(years, 0.0) + value * rule.units[cells[rule.published_unit]]
    return {years: amount for years, amount in sums.items() if years[0] == years[1]} or sums


def _years(first: str, last: str) -> Years | None:
    both = all(re.fullmatch("[0-9]{4}", year) for year in (first, last))
    return (int(first), int(last)) if both else None


def _rows(table: Table, columns: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's number and its cells as typed."""
    cells = table.text[list(dict.fromkeys(columns))]
    for row, record in zip(cells.index, cells.to_dict("records"), strict=True):
        yield int(row), {str(name): str(text) for name, text in record.items()}


def _numbers(table: Table, column: str) -> list[float | None]:
    numbers = table.values[column].astype("float64")
    return [
        None if missing else float(n) for n, missing in zip(numbers, numbers.isna(), strict=True)
    ]
