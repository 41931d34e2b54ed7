"""A table from a spreadsheet becomes one of a city's raw tables, its catalogue entry included."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from equity.errors import DataError, Problem
from equity.geography.divisions import PREFIX
from equity.geography.identity import read_identity
from equity.projects.entry.numbers import plain_numbers
from equity.projects.entry.workbook import Sheet, read_text
from equity.raw.indicators import read_indicators
from equity.raw.numbers import Unread, read_number
from equity.raw.sources import FILE, NOT_STATED, SOURCES, Catalogue, read_catalogue, refresh

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]*")
ADDED: Final = ("level", "source_id")
DESCRIBED: Final = {
    "area": "district or the whole city, as published",
    "level": "which kind of area the row is",
    "source_id": "where the row was read: an id of sources.csv",
}


@dataclass(frozen=True)
class About:
    """Where a table comes from. source_id: of sources.csv; the rest is for one not yet there."""

    source_id: str
    title: str = ""
    publisher: str = ""
    where: str = ""
    licence: str = NOT_STATED


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
    problems = _unfit_name(name, set(catalogue.resources), file)
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
    types = _types(frame)
    title = about.title or catalogue.sources[about.source_id].title
    publisher = about.publisher or catalogue.sources[about.source_id].publisher
    entry = _entry(name, frame, types, title, publisher, about)
    entry["checks"] = [_names_rule(raw, catalogue, special)]
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
    types = _types(frame)
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
    rows = [row for row, _ in sheet.rows]
    cells = pd.DataFrame([texts for _, texts in sheet.rows], index=rows, columns=sheet.header)
    cells = cells.rename(columns={area: "area"})
    problems = []
    for column in cells.columns.difference(["area"]):
        plain, faults = plain_numbers(cells[column], sheet.file)
        problems += faults
        cells[column] = plain
    return cells, problems


def _types(frame: pd.DataFrame) -> dict[str, str]:
    return {str(column): _kind(str(column), frame[column]) for column in frame}


def _names_rule(raw: Path, catalogue: Catalogue, special: dict[str, str]) -> dict[str, Any]:
    """Return the rule that each area is a district of the city, or one of its special rows."""
    division = read_identity(raw).division
    outlines = next(one for one in catalogue.resources.values() if one.geometry == "coverage")
    of: dict[str, Any] = {level: {"values": [name]} for name, level in special.items()}
    of["district"] = {"resource": outlines.name, "field": f"{PREFIX}{division}"}
    return {"rule": "names", "column": "area", "by": "level", "of": of}


def _kind(column: str, texts: pd.Series) -> str:
    """Return the type of a column's cells; text where one of them is no number."""
    filled = [text for text in texts if text]
    if column in ("area", *ADDED) or not filled:
        return "string"
    years = all(re.fullmatch(r"(19|20)[0-9]{2}", text) for text in filled)
    if years and column.lower() in ("year", "år", "period"):
        return "year"
    kinds: tuple[Literal["integer", "number"], ...] = ("integer", "number")
    for kind in kinds:
        if not any(isinstance(read_number(text, kind), Unread) for text in filled):
            return kind
    return "string"


def _entry(
    name: str, frame: pd.DataFrame, types: dict[str, str], title: str, publisher: str, about: About
) -> dict[str, Any]:
    years = [column for column, kind in types.items() if kind == "year"]
    periods = sorted({text for column in years for text in frame[column] if text})
    fields = [
        {"name": column, "type": kind, "description": DESCRIBED.get(column, column)}
        | ({"constraints": {"required": True}} if column in ("area", *ADDED, *years) else {})
        for column, kind in types.items()
    ]
    link = {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": title,
        "description": title,
        "publisher": [publisher],
        "period": ", ".join(periods) or "not applicable",
        "licence": about.licence,
        "sources": [{"title": f"{title} [{about.source_id}]"}],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": 0,
        "hash": "sha256:" + 64 * "0",
        "dialect": {"delimiter": ","},
        "schema": {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": ["area", *years],
            "foreignKeys": [link],
        },
    }


def _write(
    raw: Path, name: str, frame: pd.DataFrame, entry: dict[str, Any], about: About, *, is_new: bool
) -> None:
    content = json.loads((raw / FILE).read_text("utf-8"))
    content["resources"].append(entry)
    if is_new:
        row = [about.source_id, about.title, about.publisher, "", about.where, "not stated"]
        with (raw / SOURCES).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(row)
        if about.licence != NOT_STATED:
            content.setdefault("sourceLicences", {})[about.source_id] = about.licence
    text = io.StringIO(newline="")
    frame.to_csv(text, index=False, lineterminator="\n")
    (raw / f"{name}.csv").write_text(text.getvalue(), "utf-8", newline="\n")
    whole = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (raw / FILE).write_text(whole, "utf-8", newline="\n")
    refresh(raw)
