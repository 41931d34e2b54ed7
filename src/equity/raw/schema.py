"""A table's cells against its Table Schema: typed values, and every fault with its row."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from equity.errors import Problem
from equity.raw.descriptor import Column, Resource, TableSchema
from equity.raw.grid import header, untidy
from equity.raw.numbers import MINUS, Unread, read_number

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "year": "Int64"}


@dataclass(frozen=True)
class Table:
    """A raw table as its rules see it.

    text: the cells as typed, "" for blank. values: the same cells by their declared types, text
    as plain objects. Both are indexed by row. whole: no row was left out, so sums can be judged.
    """

    resource: Resource
    text: pd.DataFrame
    values: pd.DataFrame
    whole: bool = True

    @property
    def file(self) -> str:
        """Return the file's name."""
        return self.resource.path

    def rows(self, where: dict[str, tuple[str, ...]]) -> pd.Series:
        """Return which rows hold, in each column of `where`, one of the texts given."""
        chosen = pd.Series(True, index=self.text.index)
        for column, texts in where.items():
            chosen &= self.text[column].isin(texts) if column in self.text else False
        return chosen

    def has(self, *columns: str) -> bool:
        """Return whether all these columns are there."""
        return set(columns) <= set(self.values.columns)


def typed(resource: Resource, text: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the table with declared types and all faults of its columns.

    text: the cells, indexed by row. Cells that cannot be read are missing in the result, so
    it must not be used when there are problems.
    """
    schema = resource.table_schema or TableSchema(fields=())
    names = [column.name for column in schema.fields]
    problems = header(text, resource.path, names)
    values = pd.DataFrame(index=text.index)
    unread: set[tuple[Hashable, str]] = set()
    for column in schema.fields:
        if column.name not in text.columns:
            continue
        filled = text[column.name].where(~text[column.name].isin(schema.missingValues))
        if column.type == "string":
            values[column.name] = filled
            continue
        values[column.name], faults = _numbers(filled, column, resource.path)
        problems += faults
        unread |= {(fault.row, column.name) for fault in faults}
    broken = _broken(schema, values, text, resource.path)
    problems += [fault for fault in broken if (fault.row, fault.column) not in unread]
    problems += untidy(text, resource.path)
    problems += _repeated(schema, text, resource.path)
    return values, problems


def _numbers(filled: pd.Series, column: Column, file: str) -> tuple[pd.Series, list[Problem]]:
    kind = column.type if column.type != "string" else "number"
    read = {text: read_number(text, kind) for text in filled.dropna().unique()}
    good = next((text for text, value in read.items() if not isinstance(value, Unread)), None)
    like = "" if good is None else f", as {good!r} in row {filled.index[filled == good][0]}"
    problems = [
        Problem(file, int(str(row)), column.name, text, value.expected + like, value.fix)
        for row, text in filled.dropna().items()
        if isinstance(value := read[text], Unread)
    ]
    signs = [text for text in read if text[:1] in ("-", MINUS)]
    if len({text[0] for text in signs}) > 1:
        odd = filled.index[filled.fillna("").str.startswith(MINUS)][0]
        expected = "one and the same minus sign in a column"
        problems.append(
            Problem(file, int(odd), column.name, filled[odd], expected, "write - (U+002D)")
        )
    numbers = [None if isinstance(v := read.get(t), Unread) else v for t in filled]
    return pd.Series(numbers, index=filled.index, dtype=DTYPES[column.type]), problems


def _broken(
    schema: TableSchema, values: pd.DataFrame, text: pd.DataFrame, file: str
) -> list[Problem]:
    columns = {c.name: _checks(c) for c in schema.fields if c.name in values.columns}
    try:
        pa.DataFrameSchema(columns).validate(values, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    problems: dict[tuple[int, str], Problem] = {}
    for name, check, row in zip(cases["column"], cases["check"], cases["index"], strict=True):
        column = schema.column(name)
        if column is not None and (int(row), name) not in problems:
            shown = str(text.at[row, name])
            subject = _subject(schema, text, int(row), name)
            expected, fix = _told(column, check, shown, subject)
            problems[int(row), name] = Problem(file, int(row), name, shown, expected, fix)
    return list(problems.values())


def _checks(column: Column) -> pa.Column:
    is_, checks = column.constraints, []
    if is_.enum is not None:
        checks.append(pa.Check.isin(is_.enum, error="enum"))
    if is_.minimum is not None:
        checks.append(pa.Check.ge(is_.minimum, error="minimum"))
    if is_.maximum is not None:
        checks.append(pa.Check.le(is_.maximum, error="maximum"))
    if is_.minLength is not None or is_.maxLength is not None:
        checks.append(pa.Check.str_length(is_.minLength, is_.maxLength, error="length"))
    if is_.pattern is not None:
        checks.append(pa.Check.str_matches(rf"^(?:{is_.pattern})\Z", error="pattern"))
    return pa.Column(None, checks, nullable=not is_.required)


def _subject(schema: TableSchema, text: pd.DataFrame, row: int, column: str) -> str:
    keys = [key for key in schema.primaryKey if key != column and key in text.columns]
    return " ".join(str(text.at[row, key]) for key in keys)


def _told(column: Column, check: str, shown: str, subject: str) -> tuple[str, str]:
    is_ = column.constraints
    if check == "not_nullable":
        what = column.title or column.name
        expected = f"{what} of {subject}" if subject else what
        return expected, "fill the cell, or remove the row and say so in the caveats"
    if check == "enum":
        return "one of " + ", ".join(is_.enum or ()), "write one of these"
    if check in ("minimum", "maximum"):
        bounds = [(is_.minimum, "at least {:g}"), (is_.maximum, "at most {:g}")]
        expected = " and ".join(said.format(end) for end, said in bounds if end is not None)
        return expected, "look the value up in the source; is it in the unit of the column?"
    if check == "length":
        ends = sorted({str(end) for end in (is_.minLength, is_.maxLength) if end is not None})
        fix = f"{len(shown)} characters, {' to '.join(ends)} expected: keep leading zeros"
        return f"{' to '.join(ends)} characters", fix
    form = column.description or f"the form {is_.pattern}"
    return f"{form} (form {is_.pattern})", "write it in that form"


def _repeated(schema: TableSchema, text: pd.DataFrame, file: str) -> list[Problem]:
    uniques = [[c.name] for c in schema.fields if c.constraints.unique]
    keys = [list(schema.primaryKey), *uniques] if schema.primaryKey else uniques
    problems = []
    for key in keys:
        if set(key) <= set(text.columns):
            problems += repeated(
                text, key, file, "each key once", "remove the row, or mend its key"
            )
    return problems


def repeated(
    text: pd.DataFrame, key: list[str], file: str, expected: str, fix: str
) -> list[Problem]:
    """Return each row whose key an earlier row has already."""
    problems = []
    first: dict[tuple[str, ...], int] = {}
    for row, values in zip(text.index, text[key].itertuples(index=False), strict=True):
        earlier = first.setdefault(tuple(values), int(row))
        if earlier != row:
            shown = ", ".join(values)
            problems.append(
                Problem(
                    file, int(row), ", ".join(key), shown, f"{expected}; row {earlier} has it", fix
                )
            )
    return problems
