"""A workbook's sheet or a text file as cells of text, each with its row: nothing is guessed."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from equity.errors import DataError, Problem
from equity.raw.descriptor import TableSchema
from equity.raw.grid import decode

EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number and drops the rest
SEPARATORS = (";", ",", "\t")
BROKEN: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, LookupError, ValueError)
BROKEN += (OSError, EOFError, SyntaxError, TypeError, AttributeError, RuntimeError)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class Sheet:
    """The cells of one table as typed.

    file: what to call it in a problem. header: the names in the first row; rows: each row's
    number and cells, as many as the header has.
    """

    file: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    problems: list[Problem] = field(default_factory=list)


def read_workbook(path: Path, schemas: Mapping[str, TableSchema]) -> dict[str, Sheet]:
    """Return the sheets of a workbook by table.

    A merged cell counts for each row that it spans, where it is text or a year; a merged number
    is refused, because it is one number and not several. Formulas stay text. schemas: the
    columns of the tables, which the sheets are named after.
    Raises DataError for a file that is no workbook, and for sheets that lack or are too many.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a workbook holds besides its cells
            book = openpyxl.load_workbook(path)
    except BROKEN as error:
        fix = "save it as an Excel workbook (.xlsx) without a password"
        fault = Problem(path.name, None, "", str(error)[:80], "an .xlsx workbook", fix)
        raise DataError([fault]) from None
    names = {sheet.title: sheet for sheet in book.worksheets}
    filled = [name for name, one in names.items() if one.max_row > 1 or one["A1"].value]
    problems = [
        Problem(path.name, None, "", name, f"a sheet {name}", "add it; it may hold a header only")
        for name in schemas
        if name not in names
    ]
    problems += [
        Problem(path.name, None, "", name, f"only the sheets {', '.join(schemas)}", "remove it")
        for name in filled
        if name not in schemas
    ]
    if problems:
        raise DataError(problems)
    return {name: _sheet(names[name], path, schema) for name, schema in schemas.items()}


def read_text(path: Path) -> Sheet:
    """Return the cells of a file of delimited text: semicolons, commas or tabs.

    UTF-8, with or without a byte-order mark, and UTF-16 with one are read. Lines before the
    header that begin with # are comments. Raises DataError for another encoding and for cells
    that cannot be told apart.
    """
    content = path.read_bytes()
    if content[:2] in UTF_16:
        try:
            content = content.decode("utf-16").encode("utf-8")
        except UnicodeError as error:
            fault = Problem(path.name, None, "", str(error)[:80], "UTF-16", "save it as UTF-8")
            raise DataError([fault]) from None
    text, problems = decode(content.removeprefix(b"\xef\xbb\xbf"), path.name)
    if text is None or problems:
        raise DataError(problems)
    mark = _separator(text)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        fix = "mend the quotation marks"
        fault = Problem(path.name, None, "", str(error), f"cells separated by {mark!r}", fix)
        raise DataError([fault]) from None
    lines = [(row, record) for row, record in enumerate(records, 1) if any(record)]
    while lines and lines[0][1][0].lstrip().startswith(("#", "sep=")):
        lines.pop(0)
    if not lines:
        fix = "write the names of the columns in the first row"
        raise DataError([Problem(path.name, 1, "", "", "a header", fix)])
    return _of_equal_width(path.name, lines)


def _separator(text: str) -> str:
    head = next(
        (
            line
            for line in text.splitlines()
            if line.strip() and not line.lstrip('"').startswith("#")
        ),
        "",
    )
    if head.startswith("sep=") and len(head) == 5:
        return head[4]
    return max(SEPARATORS, key=head.count)


def _of_equal_width(file: str, lines: list[tuple[int, list[str]]]) -> Sheet:
    """Return the sheet whose first line is the header, with the rows that do not fit told."""
    (first, header), *rows = lines
    while header and not header[-1]:
        header = header[:-1]
    sheet = Sheet(file, header, [])
    for name in dict.fromkeys(header):
        if not name or header.count(name) > 1:
            expected = "each column once" if name else "a name for each column"
            fix = "give each column one name, once"
            sheet.problems.append(Problem(file, first, name, name, expected, fix))
    for row, cells in rows:
        beyond = [cell for cell in cells[len(header) :] if cell]
        if beyond or len(cells) < len(header):
            expected = f"{len(header)} cells, as in the header"
            shown = "; ".join(beyond or cells)[:80]
            fix = "put quotation marks around text that holds the delimiter, or add what is missing"
            sheet.problems.append(Problem(file, row, "", shown, expected, fix))
        if len(cells) >= len(header):  # a row with too many stays, for those that refer to it
            whole = [cell.replace("\r\n", "\n") for cell in cells[: len(header)]]
            sheet.rows.append((row, whole))
    return sheet


def _sheet(sheet: Any, path: Path, schema: TableSchema) -> Sheet:
    file = f"{path.name}, sheet {sheet.title}"
    header = [_shown(cell.value) for cell in next(sheet.iter_rows(max_row=1), ())]
    problems: list[Problem] = []
    merged = dict(_spans(sheet, header, file, schema, problems))
    lines = [(1, header)]
    for cells in sheet.iter_rows(min_row=2):
        texts = []
        for cell in cells:
            source = merged.get((cell.row, cell.column), cell)
            name = header[cell.column - 1] if cell.column <= len(header) else ""
            text = _text(source, schema, name)
            if isinstance(text, str):
                texts.append(text)
            else:
                expected, fix = text
                shown = _shown(source.value)
                problems.append(Problem(file, cell.row, name, shown, expected, fix))
                texts.append("")
        if any(texts):
            lines.append((cells[0].row, texts))
    made = _of_equal_width(file, lines)
    made.problems += problems
    return made


def _spans(
    sheet: Any, header: list[str], file: str, schema: TableSchema, problems: list[Problem]
) -> Iterator[tuple[tuple[int, int], Any]]:
    """Yield which cell each covered cell repeats; spans that cannot be repeated are problems."""
    for span in sheet.merged_cells.ranges:
        name = header[span.min_col - 1] if span.min_col <= len(header) else ""
        column = schema.column(name)
        first = sheet.cell(span.min_row, span.min_col)
        if span.min_row == 1 or span.min_col != span.max_col:
            expected, fix = "cells merged downwards only", "unmerge them and fill each cell"
        elif column is not None and column.type in ("number", "integer"):
            expected, fix = (
                f"one {name} a row",
                "unmerge the cells: is it one sum, or one for each?",
            )
        else:
            for row in range(span.min_row + 1, span.max_row + 1):
                yield (row, span.min_col), first
            continue
        problems.append(Problem(file, span.min_row, name, f"{span.coord} merged", expected, fix))


def _text(cell: Any, schema: TableSchema, name: str) -> str | tuple[str, str]:
    """Return a cell as its text, or what was expected and what to do."""
    value, column = cell.value, schema.column(name)
    kind = column.type if column else "string"
    if cell.data_type == "e":
        return "a value, not an error", "mend the formula, or write the value"
    if value is None or isinstance(value, str):
        return (value or "").replace("\r\n", "\n")
    if cell.data_type == "f":
        return "=" + str(getattr(value, "text", "")).lstrip("=")
    if isinstance(value, bool):
        return "text or a number", "the cell holds a truth value: format it as text and write it"
    if isinstance(value, (datetime, date, time)):
        return _date(value, kind, name in schema.primaryKey or name == "project_id")
    if isinstance(value, (int, float)) and abs(value) < EXACT:
        if kind == "string" and set(cell.number_format) == {"0"}:
            return format(round(value), f"0{len(cell.number_format)}d")
        return format(Decimal(f"{value:.15g}"), "f")
    return "at most 15 digits", "format the cell as text and write it again: digits are lost"


def _date(value: date | time, kind: str, is_key: bool) -> str | tuple[str, str]:
    midnight = isinstance(value, datetime) and value.time() == time()
    if kind == "year":
        return "a year of four digits", "write the year alone, as 2018"
    if kind != "string" or is_key:
        return "no date", "the cell holds a date: format it as text and write it again"
    return value.date().isoformat() if midnight else value.isoformat()  # type: ignore[union-attr]


def _shown(value: object) -> str:
    return "" if value is None else str(getattr(value, "text", value))
