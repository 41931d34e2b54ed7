"""What is placed by its position or its name: schools and projects, and what to note of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from equity.geography.divisions import PREFIX, districts
from equity.geography.identity import read_identity
from equity.geography.places import place
from equity.projects.places import place_sites
from equity.projects.registry import read_registry
from equity.raw.indicators import Indicator, Schools, read_indicators
from equity.raw.tables import read_tables
from equity.readings import Tables


def areas_of(tables: Tables, division: str) -> gpd.GeoDataFrame:
    """Return the districts with their outlines, in the division that the observations use.

    tables: the raw tables by name. Raises DataError where a neighbourhood has no district, and
    where the outlines do not know the division.
    """
    return districts(gpd.GeoDataFrame(tables["neighbourhoods"]), division)


def placed_tables(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Return the tables whose rows are placed by their position, and the column of their names."""
    reads = [indicator.reads for indicator in indicators]
    return {read.table: read.area for read in reads if isinstance(read, Schools)}


def place_rows(tables: Tables, name: str, division: str) -> pd.DataFrame:
    """Return the district of each row of a table with positions; columns as `places.place` gives.

    Raises DataError with every position that is missing or misread.
    """
    return place(tables[name], areas_of(tables, division), _codes(tables), file=f"{name}.csv")


def school_districts(
    tables: Tables, indicators: Iterable[Indicator], division: str
) -> dict[str, pd.Series]:
    """Return the district of each row of the tables of schools, by table.

    Raises DataError as `place_rows`.
    """
    return {
        name: place_rows(tables, name, division)["district"] for name in placed_tables(indicators)
    }


def placed_projects(tables: Tables, division: str) -> pd.DataFrame:
    """Return how much of each project lies where, with its theme.

    Raises DataError with everything that the registry's tables say against each other.
    """
    outlines = tables["neighbourhoods"]
    homes = dict(zip(outlines["neighbourhood"], outlines[PREFIX + division], strict=True))
    areas = areas_of(tables, division)
    placed = place_sites(read_registry(tables), homes, areas, _codes(tables))
    themes = tables["projects"].set_index("project_id")["theme"]
    return placed.assign(theme=placed["project_id"].map(themes))


def notes(raw: Path) -> list[str]:
    """Return what the check finds worth knowing though nothing is wrong.

    Points on a shared border, with the owner the rule gives them, and points outside the city.
    raw: a city's raw folder without problems.
    """
    tables, division = read_tables(raw), read_identity(raw).division
    found = []
    for name, called_by in placed_tables(read_indicators(raw).indicators.values()).items():
        placed = place_rows(tables, name, division)
        columns = ("district", "shared_with", "nearest")
        rows = zip(tables[name][called_by], *(placed[column] for column in columns), strict=True)
        for called, district, others, nearest in rows:
            if others:
                found.append(
                    f"{name}: {called} lies on the border of {district} and {', '.join(others)}; "
                    f"it counts in {district}, whose code sorts first"
                )
            elif not isinstance(district, str):
                found.append(
                    f"{name}: {called} lies outside the city, nearest to {nearest}; it counts in "
                    "the city only"
                )
    return list(dict.fromkeys(found))


def _codes(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    listed = tables["districts"]
    return dict(zip(listed["district"], listed["code"], strict=True))
