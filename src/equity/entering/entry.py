"""What the catalogue says of a table that is entered: its columns, their types, its rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from equity.entering.columns import PERIODS, Kind
from equity.geography.divisions import PREFIX
from equity.geography.identity import read_identity
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


def names_rule(raw: Path, catalogue: Catalogue, special: Mapping[str, str]) -> dict[str, Any]:
    """Return the rule that each area is a district of the city, or one of its special rows."""
    division = read_identity(raw).division
    outlines = next(one for one in catalogue.resources.values() if one.geometry == "coverage")
    of: dict[str, Any] = {level: {"values": [name]} for name, level in special.items()}
    of["district"] = {"resource": outlines.name, "field": f"{PREFIX}{division}"}
    return {"rule": "names", "column": "area", "by": "level", "of": of}


def period_of(types: Mapping[str, Kind]) -> str:
    """Return the column that says which year a row is of, "" where there is none."""
    named = (column for column in types if column.lower() in PERIODS)
    return next((c for c, kind in types.items() if kind == "year"), next(named, ""))


def catalogue_entry(
    name: str,
    frame: pd.DataFrame,
    types: Mapping[str, Kind],
    about: About,
    *,
    key: Collection[str] = (),
    levels: Collection[str] = (),
) -> dict[str, Any]:
    """Return the entry of a table; its length and checksum are for `refresh` to fill in.

    frame, types: its cells and what each column holds. about: its source, title and publisher.
    key: the columns that tell its rows apart beside area and period. levels: what `level` may be.
    """
    period = period_of(types)
    periods = sorted(set(frame[period]) - {""}) if period else []
    keys = [*([period] if period else []), *key]
    limits: dict[str, dict[str, Any]] = {
        column: {"required": True} for column in ("area", *ADDED, *keys)
    }
    limits["level"] |= {"enum": list(levels)} if levels else {}
    fields = [
        {"name": column, "type": kind, "description": DESCRIBED.get(column, column)}
        | ({"constraints": limits[column]} if column in limits else {})
        for column, kind in types.items()
    ]
    link = {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": about.title,
        "description": about.title,
        "publisher": [about.publisher],
        "period": ", ".join(periods) or "not applicable",
        "licence": about.licence,
        "sources": [{"title": f"{about.title} [{about.source_id}]"}],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": 0,
        "hash": "sha256:" + 64 * "0",
        "dialect": {"delimiter": ","},
        "schema": {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": ["area", *keys],
            "foreignKeys": [link],
        },
    }
