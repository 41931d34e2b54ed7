"""Follow-up: what project owners report each year, of indicators and of money spent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from equity.errors import DataError, Problem
from equity.projects.entry.spreadsheet import TEXTS, WORKBOOKS, typed_sheet
from equity.projects.entry.template import form_book, form_text
from equity.projects.entry.workbook import Sheet, read_text, read_workbook
from equity.raw.check import Examined, examine, ruled
from equity.raw.descriptor import Column, Constraints, ForeignKey, Reference, Resource, TableSchema
from equity.raw.indicators import Indicator, read_indicators
from equity.raw.schema import Table
from equity.raw.tables import declared_types

NAME: Final = "project_reports"
KEY: Final = ("project_id", "year", "indicator", "area")
REQUIRED: Final = Constraints(required=True)
NOT_NEGATIVE: Final = Constraints(minimum=0)
_TOLD: Final[dict[str, tuple[str, str, str]]] = {
    "project_id": ("string", "project, as in the registry", "projekt, som i registret"),
    "year": ("year", "year that the row is about", "år som raden gäller"),
    "indicator": (
        "string",
        "id of the indicator, as the city declares it; blank where only money is reported",
        "indikatorns id, som staden anger det; tomt om bara pengar rapporteras",
    ),
    "area": (
        "string",
        "district that the value is about; blank for the whole project",
        "stadsdelsområde som värdet gäller; tomt för hela projektet",
    ),
    "value": ("number", "the indicator's value", "indikatorns värde"),
    "unit": ("string", "unit of the value", "värdets enhet"),
    "spent": ("number", "money spent in the year, in MSEK", "använda pengar under året, i mnkr"),
    "payer": ("string", "who paid", "vem som betalade"),
    "price_level": (
        "string",
        "year of the price level, or not stated",
        "prisnivåns år, eller not stated",
    ),
    "reported_by": ("string", "who reports: an office, no person", "vem som rapporterar: en enhet"),
    "note": ("string", "what else there is to know", "vad mer det finns att veta"),
}


def report_schema() -> TableSchema:
    """Return the columns of a follow-up report.

    >>> [column.name for column in report_schema().fields][:3]
    ['project_id', 'year', 'indicator']
    """
    limits = dict.fromkeys(("project_id", "year", "reported_by"), REQUIRED)
    limits["spent"] = NOT_NEGATIVE
    limits["price_level"] = Constraints(pattern="[0-9]{4}|not stated")
    columns = [
        Column.model_validate(
            {
                "name": name,
                "type": kind,
                "description": english,
                "description_sv": swedish,
                "unit": "MSEK" if name == "spent" else "",
                "constraints": limits.get(name, Constraints()),
            }
        )
        for name, (kind, english, swedish) in _TOLD.items()
    ]
    keys = {"project_id": ("projects", "project_id"), "area": ("districts", "district")}
    return TableSchema(
        fields=tuple(columns),
        foreignKeys=tuple(
            ForeignKey(fields=(own,), reference=Reference(resource=table, fields=(other,)))
            for own, (table, other) in keys.items()
        ),
    )


def write_report_form(folder: Path) -> list[Path]:
    """Write an empty report for project owners, and return the files: a text and a workbook.

    One made-up row says that it is one; `read_reports` refuses it.
    folder: made where it does not exist. Raises DataError where a file is there already.
    """
    paths = [folder / f"{NAME}.csv", folder / f"{NAME}.xlsx"]
    if there := [path for path in paths if path.exists()]:
        fix = "choose another folder, or move the file away"
        raise DataError(Problem(path.name, None, "", "", "no such file yet", fix) for path in there)
    folder.mkdir(parents=True, exist_ok=True)
    paths[0].write_bytes(form_text(report_schema()).encode("utf-8-sig"))
    form_book({NAME: report_schema()}).save(paths[1])
    return paths


def read_reports(folder: Path, raw: Path) -> pd.DataFrame:
    """Return all reports of a folder as one table, with the `file` and `row` of each.

    folder: workbooks and files of delimited text. raw: the city's raw folder, for its projects,
    districts and indicators. An empty folder gives an empty table: nothing is reported.
    Raises DataError with every problem of every file: file, row, column and what to do.
    """
    frames, problems = _read(folder, raw)
    if problems:
        raise DataError(problems)
    columns = ["file", "row", *_TOLD]
    return (
        pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)
    )


def check_reports(folder: Path, raw: Path) -> list[Problem]:
    """Return every problem of the reports in a folder; none when all can be used."""
    return _read(folder, raw)[1]


def _read(folder: Path, raw: Path) -> tuple[list[pd.DataFrame], list[Problem]]:
    files = sorted(one for one in folder.iterdir() if one.suffix.lower() in (*WORKBOOKS, *TEXTS))
    if not files:
        return [], []
    examined, declared = examine(raw), read_indicators(raw).indicators
    frames: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for file in files:
        try:
            sheet = _sheet(file)
        except DataError as error:
            problems += error.problems
            continue
        table, faults = typed_sheet(sheet, _resource(sheet.file))
        faults = faults or _judged(table, examined, declared)
        problems += faults
        frame = declared_types(table.values).rename_axis("row").reset_index()
        frames.append(frame.assign(file=sheet.file))
    return frames, problems or _twice(frames)


def _sheet(file: Path) -> Sheet:
    if file.suffix.lower() in WORKBOOKS:
        return read_workbook(file, {NAME: report_schema()})[NAME]
    return read_text(file)


def _resource(path: str) -> Resource:
    given = {
        "name": NAME,
        "path": NAME,
        "profile": "tabular-data-resource",
        "title": "Reports of project owners",
        "description": "Indicators and money spent, by project and year.",
        "publisher": (),
        "period": "",
        "licence": "",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": 0,
        "hash": "sha256:" + 64 * "0",
    }
    made = Resource.model_validate(given | {"schema": report_schema()})
    return made.model_copy(update={"path": path})  # a file's own name may hold what a path may not


def _judged(table: Table, examined: Examined, declared: Mapping[str, Indicator]) -> list[Problem]:
    problems = ruled(table, examined)
    for row, cells in table.text.iterrows():
        name, value, unit = cells["indicator"], cells["value"], cells["unit"]
        told: tuple[str, str, str, str] | None = None
        if not (value or cells["spent"]):
            fix = "fill in value or spent, or remove the row"
            told = "value", "", "a value or a sum spent", fix
        elif bool(value) != bool(name):
            fix = "name the indicator beside its value, or leave both blank"
            told = "indicator", name, "an indicator and its value together", fix
        elif name and name.split(".", 1)[0] not in declared:
            told = "indicator", name, f"one of {', '.join(declared)}", "write the indicator's id"
        elif name and unit != declared[name.split(".", 1)[0]].unit:
            wanted = declared[name.split(".", 1)[0]].unit
            told = "unit", unit, wanted, f"report {name} in {wanted}"
        if told is not None:
            problems.append(Problem(table.file, int(str(row)), *told))
    return problems


def _twice(frames: list[pd.DataFrame]) -> list[Problem]:
    """Return rows that report what another row has reported already."""
    if not frames:
        return []
    rows = pd.concat(frames, ignore_index=True)
    keys = rows[list(KEY)].astype(object).fillna("").astype(str)
    problems = []
    for at in rows.index[keys.duplicated()]:
        same = rows[(keys == keys.loc[at]).all(axis=1)].iloc[0]
        fix = f"{same['file']}, row {same['row']} reports the same: keep the one that holds"
        value = " ".join(filter(None, keys.loc[at]))
        problems.append(
            Problem(str(rows["file"][at]), int(rows["row"][at]), "project_id", value, "once", fix)
        )
    return problems
