"""Tables as text and as a workbook: numbers stay numbers, and no text can start a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]

from equity.excel import BEGINS_FORMULA

LONGEST: Final = 32_767  # letters that a cell of a spreadsheet holds
WHOLE: Final = 10**15  # beyond it a spreadsheet drops digits
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can say
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER: Final = re.compile(r"-[0-9]+([.,][0-9]+)?")
_DATES: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before it.

    Plain negative numbers stay as they are; control characters go.

    >>> harmless("=SUM(A1)"), harmless("-0.5"), harmless("Fabelvik")
    ("'=SUM(A1)", '-0.5', 'Fabelvik')
    """
    clean = _CONTROL.sub("", text)
    starts = clean.startswith(BEGINS_FORMULA) or clean.lstrip().startswith(BEGINS_FORMULA)
    return f"'{clean}" if starts and not _NUMBER.fullmatch(clean) else clean


def as_csv(table: pd.DataFrame) -> bytes:
    r"""Return a table as UTF-8 text: commas, decimal points, one header, a missing cell empty.

    Numbers have as many digits as they need to be read back the same.

    >>> as_csv(pd.DataFrame({"area": ["Å, b", "=x"], "value": [1.5, None]})).decode()
    'area,value\r\n"Å, b",1.5\r\n\'=x,\r\n'
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        writer.writerow(["" if cell is None else cell for cell in map(_plain, row)])
    return made.getvalue().encode()


def as_workbook(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return tables as one Excel workbook, a sheet each; the same tables give the same bytes.

    A number is a number in any country's Excel, and text is text, never a formula.
    """
    book = openpyxl.Workbook(write_only=True)
    for name, table in tables.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        sheet.append([_bold(sheet, column) for column in table.columns])
        for row in table.itertuples(index=False, name=None):
            sheet.append([_cell(sheet, cell) for cell in map(_plain, row)])
    saved = io.BytesIO()
    book.save(saved)
    return _without_dates(saved)


def _plain(cell: Any) -> str | int | float | None:
    """Return a cell as text or a number of Python's own, None where it is missing."""
    if cell is None or cell is pd.NA or cell != cell or cell == "":
        return None
    if isinstance(cell, str):
        return harmless(cell)
    number = float(cell)
    return int(number) if number.is_integer() and abs(number) < WHOLE else number


def _cell(sheet: Any, value: str | int | float | None) -> Any:
    cell = WriteOnlyCell(sheet, value[:LONGEST] if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _bold(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _without_dates(saved: io.BytesIO) -> bytes:
    """Return a workbook that does not say when it was made."""
    day = datetime(*LONG_AGO).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>" + day + rb"\g<3>", content)
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
