"""The raw tables with the types that the catalogue declares; all of them right, or none."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from equity.errors import DataError, Problem
from equity.raw.check import HASH, examine
from equity.raw.rules.links import nearest
from equity.raw.schema import Table
from equity.raw.sources import FILE


def read_tables(raw: Path) -> dict[str, pd.DataFrame]:
    """Read every table of a raw folder, by resource name.

    Text stays text, and only a marker that the catalogue declares is missing; whole numbers are
    int64, or Int64 where some are missing; numbers are float64. Outlines come as GeoDataFrames
    in EPSG:4326. raw: a folder with `datapackage.json`. Raises DataError with every problem of
    every file: nothing is half-loaded.
    """
    tables, problems = read_and_tell(raw)
    if problems:
        raise DataError(problems)
    return tables


def read_and_tell(raw: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return the tables and the problems of a raw folder.

    The tables are empty unless the only problems are files that differ from their checksum:
    then what they say together can be checked too, before the checksum is refreshed.
    """
    examined = examine(raw)
    if any(problem.column != HASH for problem in examined.problems):
        return {}, examined.problems
    tables = {
        name: _finished(table, examined.outlines.get(name))
        for name, table in examined.tables.items()
    }
    return tables, examined.problems


def read_table(raw: Path, name: str) -> pd.DataFrame:
    """Read one table of a raw folder, as `read_tables` does.

    name: the resource's name. Raises DataError for an unknown name, with the nearest one, and
    for any problem of the folder.
    """
    tables = read_tables(raw)
    if name not in tables:
        meant = nearest(name, tables)
        fix = f"ask for {meant}" if meant else "ask for one of these"
        raise DataError([Problem(FILE, None, "name", name, f"one of {', '.join(tables)}", fix)])
    return tables[name]


def declared_types(values: pd.DataFrame) -> pd.DataFrame:
    """Return a checked table with whole numbers as int64 where none is missing, and text as str.

    values: as `equity.raw.schema.typed` reads them.
    """
    whole = [c for c in values if values[c].dtype == "Int64"]
    counts = [column for column in whole if not values[column].isna().any()]
    texts = [c for c in values if values[c].dtype == object]
    return values.astype(dict.fromkeys(counts, "int64") | dict.fromkeys(texts, "str"))


def _finished(table: Table, outlines: pd.Series | None) -> pd.DataFrame:
    frame = declared_types(table.values).reset_index(drop=True)
    if outlines is None:
        return frame
    shaped: pd.DataFrame = gpd.GeoDataFrame(frame, geometry=outlines.to_list(), crs="EPSG:4326")
    return shaped
