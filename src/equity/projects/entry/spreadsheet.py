"""Projects that a city officer keeps in a spreadsheet: read whole, or refused cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from equity.errors import DataError, Problem
from equity.projects.entry.numbers import plain_numbers
from equity.projects.entry.template import EXAMPLE, registry_schemas
from equity.projects.entry.workbook import Sheet, read_text, read_workbook
from equity.raw.check import examine, ruled, told_once
from equity.raw.descriptor import Resource, TableSchema
from equity.raw.schema import Table, typed
from equity.raw.sources import read_catalogue
from equity.raw.tables import declared_types

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")


def read_spreadsheet(path: Path, raw: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of the registry in a spreadsheet, by name, indexed by row.

    The cells go through the same schema, rules and references as the city's own raw tables,
    in whose place they stand. Text stays text: NA, None and leading zeros too. Decimal commas
    and grouped thousands are read where they can mean one number only.

    path: a workbook (.xlsx) with the three sheets of the template, one of its files of
    delimited text, or a folder of those. raw: the city's raw folder.
    Raises DataError with every problem found: sheet or file, row, column, and what to do.
    """
    catalogue = read_catalogue(raw)
    schemas = registry_schemas(catalogue)
    sheets = _sheets(path, schemas)
    examined = examine(raw)
    problems: list[Problem] = []
    for name, sheet in sheets.items():
        resource = catalogue.resources[name].model_copy(update={"path": sheet.file})
        catalogue = replace(catalogue, resources={**catalogue.resources, name: resource})
        examined.tables[name], faults = typed_sheet(sheet, resource)
        problems += faults
    for name in schemas:
        problems += ruled(examined.tables[name], examined)
    files = {sheet.file for sheet in sheets.values()}
    if not problems and "projects" in sheets and not sheets["projects"].rows:
        file, fix = sheets["projects"].file, "write one project a row, under the header"
        problems.append(Problem(file, 2, "", "", "at least one project", fix))
    if own := [one for one in told_once(problems, catalogue) if one.file in files]:
        raise DataError(own)
    return {name: _finished(examined.tables[name]) for name in sheets}


def _sheets(path: Path, schemas: Mapping[str, TableSchema]) -> dict[str, Sheet]:
    """Return the sheets of a workbook, a file or a folder of files, by table."""
    if path.is_file() and path.suffix.lower() in WORKBOOKS:
        return read_workbook(path, schemas)
    files = [path]
    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.suffix.lower() in TEXTS)
    if not files or not all(one.is_file() and one.suffix.lower() in TEXTS for one in files):
        fix = "save it as an Excel workbook (.xlsx) or as CSV (UTF-8)"
        expected = "a workbook or a file of delimited text"
        raise DataError([Problem(path.name, None, "", path.suffix, expected, fix)])
    sheets: dict[str, Sheet] = {}
    for file in files:
        sheet = read_text(file)
        name = _meant(sheet, schemas)
        if name in sheets:
            expected, fix = f"one file of {name}", f"put the rows of {sheets[name].file} with it"
            raise DataError([Problem(file.name, None, "", name, expected, fix)])
        sheets[name] = sheet
    return sheets


def _meant(sheet: Sheet, schemas: Mapping[str, TableSchema]) -> str:
    """Return the table that a file holds: the one that knows most of its columns."""
    known = {
        name: len({column.name for column in schema.fields} & set(sheet.header))
        for name, schema in schemas.items()
    }
    best = max(known, key=lambda name: known[name])
    if known[best] < 2 or list(known.values()).count(known[best]) > 1:
        shown = ", ".join(sheet.header)[:80]
        fix = "write the names of the columns of the template in the first row"
        expected = f"the columns of {', '.join(schemas)}"
        raise DataError([Problem(sheet.file, 1, "", shown, expected, fix)])
    return best


def typed_sheet(sheet: Sheet, resource: Resource) -> tuple[Table, list[Problem]]:
    """Return a sheet's rows by their types, and what is wrong with their cells."""
    schema = resource.table_schema or TableSchema(fields=())
    problems = list(sheet.problems)
    head = list(dict.fromkeys(name for name in sheet.header if name))
    places = [sheet.header.index(name) for name in head]
    rows = {row: [cells[place] for place in places] for row, cells in sheet.rows}
    text = pd.DataFrame(list(rows.values()), columns=head, index=list(rows), dtype=object)
    if "project_id" in text:
        example = text["project_id"] == EXAMPLE
        fix = "remove the row: it is made up"
        problems += [
            Problem(sheet.file, int(row), "project_id", EXAMPLE, "a project of your own", fix)
            for row in text.index[example]
        ]
        text = text[~example]
    text = schema.filled_up(text)
    for column in schema.fields:
        if column.type in ("number", "integer") and column.name in text:
            text[column.name], faults = plain_numbers(text[column.name], sheet.file)
            problems += faults
    values, faults = typed(resource, text)
    return Table(resource, text, values, whole=not sheet.problems), problems + faults


def _finished(table: Table) -> pd.DataFrame:
    frame = declared_types(table.values).rename_axis("row")
    frame.attrs["file"] = table.file
    return frame
