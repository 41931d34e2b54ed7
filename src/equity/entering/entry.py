"""What the catalogue says of a table that is entered: its columns, their types, its rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from equity.geography.divisions import PREFIX
from equity.geography.identity import read_identity
from equity.raw.numbers import Unread, read_number
from equity.raw.sources import NOT_STATED, Catalogue

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


def types_of(frame: pd.DataFrame) -> dict[str, str]:
    """Return the type of each column's cells, as Table Schema names it."""
    return {str(column): _kind(str(column), frame[column]) for column in frame}


def names_rule(raw: Path, catalogue: Catalogue, special: dict[str, str]) -> dict[str, Any]:
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


def catalogue_entry(
    name: str, frame: pd.DataFrame, types: dict[str, str], title: str, publisher: str, about: About
) -> dict[str, Any]:
    """Return the entry of a table; its length and checksum are for `refresh` to fill in."""
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
