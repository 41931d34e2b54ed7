"""Projects from a filled form become rows of a city's registry."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from equity.checking.problems import problems
from equity.entering.aside import aside
from equity.errors import DataError, Problem
from equity.projects.entry.spreadsheet import read_spreadsheet
from equity.raw.sources import read_catalogue, refresh

Rows = list[dict[str, str]]


def add_projects(raw: Path, form: Path) -> dict[str, int]:
    """Enter the projects of a filled form, with their sites and amounts; return rows by table.

    raw: the city's raw folder. form: a workbook or text files as `equity data template` writes
    them, with new rows only. Every cell is read as `read_spreadsheet` does.
    Raises DataError with every fault, before anything is written: also for an id that the
    registry has already, for a row that it has already, and for rows that are faults beside the
    ones that are there. What other tables lack for them is left to `equity data check` to tell.
    """
    sheets = read_spreadsheet(form, raw)
    catalogue = read_catalogue(raw)
    paths = {name: catalogue.resources[name].path for name in sheets}
    there = {name: _rows(raw / path) for name, path in paths.items()}
    faults = list(_known_ids(sheets, _rows(raw / catalogue.resources["projects"].path)))
    for name, frame in sheets.items():
        faults += _entered_before(frame, there[name], paths[name])
    if faults:
        raise DataError(faults)
    with aside(raw) as copy:
        for name, frame in sheets.items():
            _append(copy / paths[name], there[name], frame)
        refresh(copy, paths.values())
        places = {path: (sheets[name], len(there[name])) for name, path in paths.items()}
        new = [one for one in problems(copy) if one.file in places]
        if new and (new := [one for one in new if one not in problems(raw)]):
            raise DataError(_of_form(one, *places[one.file]) for one in new)
    return {name: len(frame) for name, frame in sheets.items()}


def _known_ids(sheets: Mapping[str, pd.DataFrame], there: Rows) -> Iterator[Problem]:
    """Yield the projects whose id the registry has already."""
    if "projects" not in sheets:
        return
    frame = sheets["projects"]
    known = {row["project_id"] for row in there}
    for row, id in frame["project_id"].items():
        if id in known:
            told = ("project_id", str(id), "a new id", "choose another id, or remove the row")
            yield Problem(frame.attrs["file"], int(str(row)), *told)


def _entered_before(frame: pd.DataFrame, there: Rows, path: str) -> Iterator[Problem]:
    """Yield the rows that stand in the registry, cell by cell."""
    known = {_filled(row): f"row {at} of {path}" for at, row in enumerate(there, 2)}
    for row, cells in zip(frame.index, _texts(frame), strict=True):
        if earlier := known.get(_filled(cells)):
            shown = ", ".join(text for _, text in sorted(_filled(cells)))[:80]
            fix = "remove the row; if both are true, tell them apart in the note"
            expected = f"a row that is not entered yet; {earlier} is the same"
            yield Problem(frame.attrs["file"], int(row), "", shown, expected, fix)


def _filled(row: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Return a row's cells that hold something; numbers as they count, not as they are typed."""
    return frozenset((name, _plain(text)) for name, text in row.items() if text)


def _plain(text: str) -> str:
    """Return 2.50 and 2.5 as one and the same text; other text as it is."""
    whole, point, part = text.partition(".")
    if not point or not (whole.lstrip("-").isdecimal() and part.isdecimal()):
        return text
    return text.rstrip("0").rstrip(".")


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, restval=""))


def _texts(frame: pd.DataFrame) -> Rows:
    return [
        {str(name): "" if pd.isna(cell) else str(cell) for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def _append(path: Path, rows: Rows, frame: pd.DataFrame) -> None:
    """Add rows to a raw table; a column that it lacks is added where one of them fills it."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    cells = _texts(frame)
    header += [
        name for name in map(str, frame) if name not in header and any(r[name] for r in cells)
    ]
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, header, "", "ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, *cells])
    path.write_text(made.getvalue(), "utf-8", newline="\n")


def _of_form(problem: Problem, frame: pd.DataFrame, there: int) -> Problem:
    """Return a problem of a table with the form's rows in it as one of the form."""
    if problem.row is None or problem.row < there + 2:
        return problem
    row = int(frame.index[problem.row - there - 2])
    return replace(problem, file=frame.attrs["file"], row=row)
