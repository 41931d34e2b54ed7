"""The registry as a form: what a city officer fills in, in a workbook or in files of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from equity.errors import DataError, Problem
from equity.projects.registry import TABLES
from equity.raw.descriptor import Column, TableSchema
from equity.raw.sources import Catalogue

EXAMPLE = "EXEMPEL"
MADE_UP = "PÅHITTAT EXEMPEL: ta bort raden / MADE-UP EXAMPLE: remove this row"
WORKBOOK = "projects.xlsx"
LAST_ROW = 1000


def registry_schemas(catalogue: Catalogue) -> dict[str, TableSchema]:
    """Return the columns of the registry's three tables, by name, as a city declares them.

    catalogue: the city's. Raises DataError for each table that it does not declare.
    """
    schemas = {
        name: resource.table_schema
        for name, resource in catalogue.resources.items()
        if name in TABLES.values() and resource.table_schema
    }
    if lacking := [name for name in TABLES.values() if name not in schemas]:
        fix = "declare it in the catalogue, with its columns"
        raise DataError(
            Problem("datapackage.json", None, "resources", "", f"the table {name}", fix)
            for name in lacking
        )
    return {name: schemas[name] for name in TABLES.values()}


def write_template(folder: Path, catalogue: Catalogue) -> list[Path]:
    """Write an empty registry to fill in, and return the files: three of text and a workbook.

    Each has the columns that the city's catalogue declares, what they mean in Swedish and
    English, and one row that is made up and says so; `read_spreadsheet` refuses that row. The
    text is UTF-8 with a byte-order mark and semicolons, which a Swedish Excel opens as it is.

    folder: made where it does not exist. catalogue: the city's.
    Raises DataError where a file is there already: nothing that someone filled in is lost.
    """
    schemas = registry_schemas(catalogue)
    files = {name: folder / f"{name}.csv" for name in schemas}
    paths = [*files.values(), folder / WORKBOOK]
    if there := [path for path in paths if path.exists()]:
        fix = "choose another folder, or move the file away"
        raise DataError(Problem(path.name, None, "", "", "no such file yet", fix) for path in there)
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in files.items():
        path.write_bytes(form_text(schemas[name]).encode("utf-8-sig"))
    form_book(schemas).save(folder / WORKBOOK)
    return paths


def form_text(schema: TableSchema) -> str:
    """Return a form as delimited text: what each column holds, a header, a made-up row."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    for column in schema.fields:
        writer.writerow([f"# {column.name}: {_explained(column, ' | ')}"])
    writer.writerow([column.name for column in schema.fields])
    writer.writerow([_example(column) for column in schema.fields])
    return made.getvalue()


def form_book(schemas: Mapping[str, TableSchema]) -> Any:
    """Return forms as a workbook, a sheet each, with a made-up row and what may be chosen."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, schema in schemas.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        sheet.append([column.name for column in schema.fields])
        sheet.append([_typed_example(column) for column in schema.fields])
        for place, column in enumerate(schema.fields, 1):
            letter = get_column_letter(place)
            head, example = sheet.cell(1, place), sheet.cell(2, place)
            needed = column.constraints.required
            head.font = Font(bold=needed)
            head.comment = Comment(_explained(column, "\n"), "equity", width=320, height=160)
            example.fill = PatternFill("solid", fgColor="FFF2CC")
            sheet.column_dimensions[letter].width = max(14, len(column.name) + 2)
            if column.type == "string":  # else Excel makes numbers and dates of ids and names
                sheet.column_dimensions[letter].number_format = "@"
                example.number_format = "@"
            if column.constraints.enum:
                words = DataValidation("list", formula1=f'"{",".join(column.constraints.enum)}"')
                words.add(f"{letter}2:{letter}{LAST_ROW}")
                sheet.add_data_validation(words)
    return book


def _explained(column: Column, between: str) -> str:
    """Return what a column holds, in Swedish and English, and what may stand in it."""
    is_ = column.constraints
    said = [text for text in (column.description_sv, column.description) if text]
    said += [f"{column.unit}"] if column.unit else []
    said += [" · ".join(is_.enum)] if is_.enum else []
    said += ["måste fyllas i / required" if is_.required else "får vara tom / may be blank"]
    return between.join(said)


def _typed_example(column: Column) -> str | int | float | None:
    text = _example(column)
    return (
        {"year": int, "integer": int, "number": float}.get(column.type, str)(text) if text else None
    )


def _example(column: Column) -> str:
    if column.name == "project_id":
        return EXAMPLE
    if column.constraints.enum:
        return column.constraints.enum[0]
    if column.optional:
        return ""
    return {"year": "2017", "integer": "1", "number": "1.5"}.get(column.type, MADE_UP)
