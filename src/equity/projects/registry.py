"""The registry of projects: what there is, where its sites are, and what was said to be paid."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

TABLES = {
    "projects": "projects",
    "sites": "project_sites",
    "amounts": "project_amounts",
}
OPTIONAL = {
    "projects": ("status",),
    "sites": ("share", "lat", "lon", "northing", "easting", "served"),
    "amounts": ("price_level",),
}
NUMBERS = ("share", "lat", "lon", "northing", "easting")
PHASES = {"outcome": "spent"}


@dataclass(frozen=True)
class Registry:
    """Projects, their sites and their amounts, as entered.

    projects: one row a project. sites: one row a known site. amounts: one row a published sum.
    All three are indexed by the row of their table ("row": 2 is the first), so that a problem
    can say where it stands. A missing cell is unknown.
    """

    projects: pd.DataFrame
    sites: pd.DataFrame
    amounts: pd.DataFrame


def read_registry(tables: Mapping[str, pd.DataFrame]) -> Registry:
    """Return the registry in a city's raw tables.

    The phase `outcome` becomes `spent`. Columns that the tables lack are there, and missing in
    every row: they mean unknown.

    tables: the raw tables by name: `projects`, `project_sites`, `project_amounts`.
    """
    frames = {name: _complete(tables[table], name) for name, table in TABLES.items()}
    frames["amounts"]["phase"] = frames["amounts"]["phase"].replace(PHASES)
    return Registry(**frames)


def _complete(table: pd.DataFrame, name: str) -> pd.DataFrame:
    frame = table.copy()
    if frame.index.name != "row":
        frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
    for column in OPTIONAL[name]:
        if column not in frame:
            dtype = "float64" if column in NUMBERS else "str"
            frame[column] = pd.Series(None, frame.index, dtype=dtype)
    return frame
