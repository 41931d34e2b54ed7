"""A table from a spreadsheet becomes one of a city's raw tables, its catalogue entry included."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from equity.checking.problems import problems
from equity.entering.aside import aside
from equity.entering.columns import Kind, read_column
from equity.entering.entry import ADDED, About, catalogue_entry, names_rule, period_of
from equity.errors import DataError, Problem
from equity.projects.entry.workbook import Sheet, read_text
from equity.raw.indicators import UNFILLED, read_indicators
from equity.raw.sources import FILE, NOT_STATED, SOURCES, read_catalogue, refresh

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]*")
REPEATED: Final = "each key once"  # how the check begins to tell of a doubled key
SOURCE_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Entered:
    """A table that was entered: its path, and what each of its columns holds."""

    path: Path
    types: Mapping[str, Kind]


def add_table(
    raw: Path,
    file: Path,
    about: About,
    *,
    area: str = "area",
    text: Collection[str] = (),
    key: Collection[str] = (),
) -> Entered:
    """Enter a file of delimited text as a raw table, and return its path and columns.

    The raw tables are UTF-8 with commas and decimal points: semicolons, tabs, a byte-order mark,
    decimal commas and grouped thousands are rewritten so, where they can mean one thing only;
    every other cell stays as typed. Two columns are added where they lack: `level` (district, or
    what the names of the city's row and of the unallocated say) and `source_id`. The catalogue
    gets an entry with each column's type, and `sources.csv` a row where the source is new.

    raw: the city's raw folder. file: its name, in small letters, becomes the table's. area: the
    column that holds the areas; it is called `area` from then on. text: columns that hold text
    although it looks like numbers. key: columns that tell rows of one area and period apart.
    Raises DataError with every fault, before anything is written: of the file itself, and of
    what `equity data check` would find in the folder with the table in it.
    """
    catalogue = read_catalogue(raw)
    name = file.stem
    paths = {Path(one.path).stem for one in catalogue.resources.values()}
    faults = _unfit_name(name, paths | set(catalogue.resources), file)
    faults += _unknown_source(about, set(catalogue.sources))
    sheet = _sheet(file)
    faults += _unknown_columns(sheet, area, {"text": text, "key": key})
    if faults:
        raise DataError(faults)
    frame, types, faults = _read(sheet, area, text)
    if faults:
        raise DataError(faults)
    declared = read_indicators(raw)
    special = {declared.city: "city", declared.unallocated: "unallocated"}
    if "level" not in frame:
        frame["level"] = [special.get(one, "district") for one in frame["area"]]
    if "source_id" not in frame:
        frame["source_id"] = about.source_id
    types = types | dict.fromkeys(ADDED, "string")
    is_new = about.source_id not in catalogue.sources
    known = about if is_new else _filled(about, catalogue.sources[about.source_id])
    levels = ["district", *special.values()]
    entry = catalogue_entry(name, frame, types, known, key=key, levels=levels)
    entry["checks"] = [names_rule(raw, catalogue, special)]
    with aside(raw) as copy:
        _write(copy, name, frame, entry, known, is_new=is_new)
        if new := set(problems(copy)).difference(problems(raw)):
            typed = {row: dict(zip(sheet.header, cells, strict=True)) for row, cells in sheet.rows}
            told = [_of_file(one, f"{name}.csv", sheet, typed, area) for one in new]
            raise DataError(sorted(told, key=lambda one: (one.file, one.row or 0, one.column)))
    return Entered(raw / f"{name}.csv", types)


def declaration(table: str, types: Mapping[str, Kind]) -> str:
    """Return a beginning of the table's declaration in `indicators.yaml`, to be filled in.

    table: its name. types: what each of its columns holds.

    >>> declaration("made_up", {"area": "string", "year": "year", "cards": "integer"}
    ...     ).splitlines()[-1]
    '    reads: {kind: published, table: made_up, period: year, value: cards}'
    """
    words = "{{en: {en}, sv: {sv}}}".format(**UNFILLED)
    period = period_of(types) or "COLUMN OF THE YEAR"
    value = next((c for c, kind in types.items() if kind in ("integer", "number")), "COLUMN")
    return "\n".join(
        (
            f"  {table}:",
            f"    name: {words}",
            "    unit: per cent",
            "    gap_unit: percentage points",
            "    scale: share",
            "    direction: higher_is_better",
            "    place: residence",
            f"    universe: {words}",
            f"    numerator: {words}",
            f"    denominator: {words}",
            f"    reads: {{kind: published, table: {table}, period: {period}, value: {value}}}",
        )
    )


def _filled(about: About, source: Any) -> About:
    """Return what is said of a table, with what its known source says where nothing is."""
    title, publisher = about.title or source.title, about.publisher or source.publisher
    return replace(about, title=title, publisher=publisher)


def _unfit_name(name: str, known: set[str], file: Path) -> list[Problem]:
    if not NAME.fullmatch(name):
        meant = _plain(name, "_") or "table"
        expected = "small letters a to z, digits and _"
        return [Problem(file.name, None, "name", name, expected, f"call the file {meant}.csv")]
    if name in known:
        fix = "call the file something else, or change the table that is there"
        return [Problem(file.name, None, "name", name, "a table that is not there yet", fix)]
    return []


def _plain(name: str, between: str) -> str:
    """Return a name in small letters a to z and digits, other signs as one between them."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", between, letters).strip(between)


def _unknown_source(about: About, known: set[str]) -> list[Problem]:
    if about.source_id in known:
        return []
    if not SOURCE_ID.fullmatch(about.source_id):
        meant = _plain(about.source_id, "-") or "source"
        expected = "small letters a to z, digits and hyphens"
        return [Problem(SOURCES, None, "source_id", about.source_id, expected, f"call it {meant}")]
    lacking = [f"--{n}" for n in ("title", "publisher", "where") if not getattr(about, n).strip()]
    if not lacking:
        return []
    fix = f"give {', '.join(lacking)} too, and it is entered there"
    return [Problem(SOURCES, None, "source_id", about.source_id, "a source that is there", fix)]


def _sheet(file: Path) -> Sheet:
    if not file.is_file():
        raise DataError([Problem(str(file), None, "", "", "a file", "name a file of text")])
    if file.suffix.lower() not in (".csv", ".tsv", ".txt"):
        fix = "save the sheet as CSV UTF-8"
        raise DataError([Problem(file.name, None, "", file.suffix, "a file of text", fix)])
    sheet = read_text(file)
    if sheet.problems:
        raise DataError(sheet.problems)
    if not sheet.rows:
        raise DataError([Problem(file.name, 2, "", "", "at least one row", "fill it in")])
    return sheet


def _unknown_columns(
    sheet: Sheet, area: str, named: Mapping[str, Collection[str]]
) -> list[Problem]:
    there = ", ".join(sheet.header)
    if area not in sheet.header:
        fix = f"say which column holds the areas, --area {sheet.header[0]!r} perhaps"
        return [Problem(sheet.file, 1, "", "", f"a column {area!r}; there is {there}", fix)]
    if area != "area" and "area" in sheet.header:
        fix = f"rename or remove it: {area!r} is to be called so"
        return [Problem(sheet.file, 1, "area", "", "one column of areas", fix)]
    return [
        Problem(sheet.file, 1, column, "", f"a column of that name; there is {there}",
                f"name one of them after --{option}")
        for option, columns in named.items() for column in columns if column not in sheet.header
    ]  # fmt: skip


def _read(
    sheet: Sheet, area: str, text: Collection[str]
) -> tuple[pd.DataFrame, dict[str, Kind], list[Problem]]:
    """Return the cells, the area's column called so, what each column holds, and what is amiss."""
    rows = [row for row, _ in sheet.rows]
    cells = pd.DataFrame([texts for _, texts in sheet.rows], index=rows, columns=sheet.header)
    types: dict[str, Kind] = {}
    faults: list[Problem] = []
    for column in sheet.header:
        name = "area" if column == area else column
        types[name] = "string"
        if name not in ("area", *ADDED) and column not in text:
            types[name], cells[column], wrong = read_column(cells[column], sheet.file)
            faults += wrong
    return cells.rename(columns={area: "area"}), types, faults


def _write(
    raw: Path, name: str, frame: pd.DataFrame, entry: dict[str, Any], about: About, *, is_new: bool
) -> None:
    content = json.loads((raw / FILE).read_text("utf-8"))
    content["resources"].append(entry)
    if is_new:
        row = [about.source_id, about.title, about.publisher, "", about.where, "not stated"]
        unended = not (raw / SOURCES).read_text("utf-8").endswith("\n")
        with (raw / SOURCES).open("a", encoding="utf-8", newline="") as file:
            file.write("\n" if unended else "")
            csv.writer(file, lineterminator="\n").writerow(row)
        if about.licence != NOT_STATED:
            content.setdefault("sourceLicences", {})[about.source_id] = about.licence
    text = io.StringIO(newline="")
    frame.to_csv(text, index=False, lineterminator="\n")
    (raw / f"{name}.csv").write_text(text.getvalue(), "utf-8", newline="\n")
    whole = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (raw / FILE).write_text(whole, "utf-8", newline="\n")
    refresh(raw, [f"{name}.csv", *([SOURCES] if is_new else [])])


def _of_file(
    problem: Problem, path: str, sheet: Sheet, typed: Mapping[int, Mapping[str, str]], area: str
) -> Problem:
    """Return a problem of the entered table as one of the file that it was read from."""
    if problem.file != path:
        return problem
    column, fix, row = problem.column, problem.fix, problem.row
    if problem.expected.startswith(REPEATED):
        fix = "remove one of the two, or name the column that tells them apart: --key COLUMN"
    column = ", ".join(area if one == "area" else one for one in column.split(", "))
    if row is not None and row > 1:
        row = sheet.rows[row - 2][0]
    value = typed.get(row or 0, {}).get(column, problem.value)
    return replace(problem, file=sheet.file, row=row, column=column, value=value, fix=fix)
