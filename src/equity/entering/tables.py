"""A table from a spreadsheet becomes one of a city's raw tables, its catalogue entry included."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, Final

import pandas as pd

from equity.entering.entry import About, catalogue_entry, names_rule, types_of
from equity.errors import DataError, Problem
from equity.projects.entry.numbers import plain_numbers
from equity.projects.entry.workbook import Sheet, read_text
from equity.raw.indicators import read_indicators
from equity.raw.sources import FILE, NOT_STATED, SOURCES, read_catalogue, refresh

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]*")


def add_table(raw: Path, file: Path, about: About, *, area: str = "area") -> Path:
    """Enter a file of delimited text as a raw table, and return the table's path.

    The raw tables are UTF-8 with commas and decimal points: semicolons, tabs, a byte-order mark,
    decimal commas and grouped thousands are rewritten so, where they can mean one thing only;
    every other cell stays as typed. Two columns are added where they lack: `level` (district, or
    what the names of the city's row and of the unallocated say) and `source_id`. The catalogue
    gets an entry with each column's type, and `sources.csv` a row where the source is new.

    raw: the city's raw folder. file: its name, in small letters, becomes the table's. area: the
    column that holds the areas; it is called `area` from then on.
    Raises DataError with every fault, before anything is written.
    """
    catalogue = read_catalogue(raw)
    name = file.stem
    paths = {Path(one.path).stem for one in catalogue.resources.values()}
    problems = _unfit_name(name, paths | set(catalogue.resources), file)
    problems += _unknown_source(about, set(catalogue.sources))
    sheet = _sheet(file)
    frame, more = _frame(sheet, area)
    if problems + more:
        raise DataError(problems + more)
    declared = read_indicators(raw)
    special = {declared.city: "city", declared.unallocated: "unallocated"}
    if "level" not in frame:
        frame["level"] = [special.get(one, "district") for one in frame["area"]]
    if "source_id" not in frame:
        frame["source_id"] = about.source_id
    types = types_of(frame)
    title = about.title or catalogue.sources[about.source_id].title
    publisher = about.publisher or catalogue.sources[about.source_id].publisher
    entry = catalogue_entry(name, frame, types, title, publisher, about)
    entry["checks"] = [names_rule(raw, catalogue, special)]
    _write(raw, name, frame, entry, about, is_new=about.source_id not in catalogue.sources)
    return raw / f"{name}.csv"


def declaration(table: str, frame: pd.DataFrame) -> str:
    """Return a beginning of the table's declaration in `indicators.yaml`, to be filled in.

    table: its name. frame: its cells, as the raw folder has them.

    >>> cells = pd.DataFrame({"area": ["A"], "level": ["district"], "year": ["2020"],
    ...     "cards": ["7"], "source_id": ["s"]})
    >>> declaration("made_up", cells).splitlines()[-1]
    '    reads: {kind: published, table: made_up, period: year, value: cards}'
    """
    types = types_of(frame)
    period = next((c for c, kind in types.items() if kind == "year"), "COLUMN OF THE YEAR")
    value = next((c for c, kind in types.items() if kind in ("integer", "number")), "COLUMN")
    return "\n".join(
        (
            f"  {table}:",
            "    name: {en: FILL IN, sv: FYLL I}",
            "    unit: per cent",
            "    gap_unit: percentage points",
            "    scale: share",
            "    direction: higher_is_better",
            "    place: residence",
            "    universe: {en: FILL IN, sv: FYLL I}",
            "    numerator: {en: FILL IN, sv: FYLL I}",
            "    denominator: {en: FILL IN, sv: FYLL I}",
            f"    reads: {{kind: published, table: {table}, period: {period}, value: {value}}}",
        )
    )


def _unfit_name(name: str, known: set[str], file: Path) -> list[Problem]:
    if not NAME.fullmatch(name):
        meant = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "table"
        expected = "small letters a to z, digits and _"
        return [Problem(file.name, None, "name", name, expected, f"call the file {meant}.csv")]
    if name in known:
        fix = "call the file something else, or change the table that is there"
        return [Problem(file.name, None, "name", name, "a table that is not there yet", fix)]
    return []


def _unknown_source(about: About, known: set[str]) -> list[Problem]:
    if about.source_id in known:
        return []
    lacking = [f"--{n}" for n in ("title", "publisher", "where") if not getattr(about, n)]
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


def _frame(sheet: Sheet, area: str) -> tuple[pd.DataFrame, list[Problem]]:
    if area not in sheet.header:
        fix = f"say which column holds the areas, --area {sheet.header[0]!r} perhaps"
        expected = f"a column {area!r}; there is {', '.join(sheet.header)}"
        return pd.DataFrame(), [Problem(sheet.file, 1, "", "", expected, fix)]
    if area != "area" and "area" in sheet.header:
        fix = f"rename or remove it: {area!r} is to be called so"
        return pd.DataFrame(), [Problem(sheet.file, 1, "area", "", "one column of areas", fix)]
    rows = [row for row, _ in sheet.rows]
    cells = pd.DataFrame([texts for _, texts in sheet.rows], index=rows, columns=sheet.header)
    cells = cells.rename(columns={area: "area"})
    problems = []
    for column in cells.columns.difference(["area"]):
        plain, faults = plain_numbers(cells[column], sheet.file)
        problems += faults
        cells[column] = plain
    return cells, problems


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
    refresh(raw)
