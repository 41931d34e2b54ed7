"""Projects from a filled form become rows of a city's registry."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from equity.errors import DataError, Problem
from equity.projects.entry.spreadsheet import read_spreadsheet
from equity.raw.sources import read_catalogue, refresh


def add_projects(raw: Path, form: Path) -> dict[str, int]:
    """Enter the projects of a filled form, with their sites and amounts; return rows by table.

    raw: the city's raw folder. form: a workbook or text files as `equity data template` writes
    them, with the new projects only. Every cell is read as `read_spreadsheet` does.
    Raises DataError with every fault, before anything is written: also for an id that the
    registry has already.
    """
    sheets = read_spreadsheet(form, raw)
    catalogue = read_catalogue(raw)
    tables = {name: raw / catalogue.resources[name].path for name in sheets}
    known = {row["project_id"] for row in _rows(raw / catalogue.resources["projects"].path)}
    entered = sheets["projects"]["project_id"] if "projects" in sheets else pd.Series(dtype=str)
    problems = [
        Problem(form.name, int(str(row)), "project_id", str(id), "a new id", "choose another id")
        for row, id in entered.items()
        if id in known
    ]
    if problems:
        raise DataError(problems)
    for name, frame in sheets.items():
        _append(tables[name], frame)
    refresh(raw)
    return {name: len(frame) for name, frame in sheets.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, restval=""))


def _append(path: Path, frame: pd.DataFrame) -> None:
    """Add rows to a raw table; a column that it lacks is added where one of them fills it."""
    rows = _rows(path)
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    cells = [
        {str(name): "" if pd.isna(cell) else str(cell) for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]
    header += [
        name for name in map(str, frame) if name not in header and any(r[name] for r in cells)
    ]
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, header, "", "ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, *cells])
    path.write_text(made.getvalue(), "utf-8", newline="\n")
