"""The registry of projects: what there is, where its sites are, and what was said to be paid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from equity.errors import DataError, Problem

TABLES = {
    "projects": "projects",
    "sites": "project_sites",
    "amounts": "project_amounts",
}
OPTIONAL = {
    "projects": ("status",),
    "sites": ("share", "lat", "lon", "northing", "easting", "served"),
    "amounts": ("price_level", "confirmed"),
}
GROUPED = {"projects": ("list", "kind", "scope"), "amounts": ("phase",)}
NUMBERS = ("share", "lat", "lon", "northing", "easting")
PHASES = {"outcome": "spent"}
UNITS = {
    "MSEK": ("MSEK", "1"),
    "mnkr": ("MSEK", "1"),
    "mkr": ("MSEK", "1"),
    "mdkr": ("MSEK", "1000"),
    "tkr": ("MSEK", "0.001"),
    "kr": ("MSEK", "0.000001"),
    "SEK": ("MSEK", "0.000001"),
    "MEUR": ("MEUR", "1"),
    "EUR": ("MEUR", "0.000001"),
}


@dataclass(frozen=True)
class Registry:
    """Projects, their sites and their amounts.

    projects: one row a project. sites: one row a known site. amounts: one row a published sum,
    in millions; `entered` is the sum as it stood where its unit was another.
    All three are indexed by the row of their table ("row": 2 is the first), so that a problem
    can say where it stands. A missing cell is unknown.
    """

    projects: pd.DataFrame
    sites: pd.DataFrame
    amounts: pd.DataFrame


def read_registry(tables: Mapping[str, pd.DataFrame]) -> Registry:
    """Return the registry that a city's tables hold, row by row.

    The phase `outcome` becomes `spent`; sums in kronor, thousands or thousand millions become
    million kronor, and euro become million euro, exactly. One currency is never made another.
    Columns that the tables lack are there, and missing in every row: they mean unknown.

    tables: the raw tables by name: `projects`, `project_sites`, `project_amounts`.
    Raises DataError with every id that is blank, stands twice, or names no project, every unit
    that is none of these, and every blank cell by which rows are grouped: none is passed over.

    >>> projects = pd.DataFrame(
    ...     {"project_id": ["A"], "list": ["other"], "kind": ["pilot"], "scope": ["site"]})
    >>> sites = pd.DataFrame({"project_id": ["A"], "district": ["Fabelvik"]})
    >>> amounts = pd.DataFrame(
    ...     {"project_id": ["A"], "amount": [142000], "unit": ["tkr"], "phase": ["outcome"]})
    >>> tables = {"projects": projects, "project_sites": sites, "project_amounts": amounts}
    >>> read_registry(tables).amounts[["amount", "unit", "phase", "entered"]].values.tolist()
    [[142.0, 'MSEK', 'spent', '142000 tkr']]
    """
    frames = {name: _complete(tables[table], name) for name, table in TABLES.items()}
    if problems := [*_keys(frames), *_blanks(frames), *_units(frames["amounts"])]:
        raise DataError(problems)
    frames["amounts"] = _in_millions(frames["amounts"])
    frames["amounts"]["phase"] = frames["amounts"]["phase"].replace(PHASES)
    return Registry(**frames)


def file_of(frame: pd.DataFrame, name: str) -> str:
    """Return the file that a table of the registry was read from, for problems.

    name: projects, sites or amounts.

    >>> file_of(pd.DataFrame(), "sites")
    'project_sites.csv'
    """
    return str(frame.attrs.get("file", f"{TABLES[name]}.csv"))


def is_blank(value: Any) -> bool:
    """Return whether a cell of a registry is empty.

    >>> is_blank(""), is_blank(None), is_blank("NA"), is_blank(0)
    (True, True, False, False)
    """
    return bool(pd.isna(value)) or value == ""


def _complete(table: pd.DataFrame, name: str) -> pd.DataFrame:
    frame = table.copy()
    if frame.index.name != "row":
        frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
    for column in OPTIONAL[name]:
        if column not in frame:
            dtype = "float64" if column in NUMBERS else "str"
            frame[column] = pd.Series(None, frame.index, dtype=dtype)
    return frame


def _keys(frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield the ids by which rows would be lost or doubled when the tables are joined."""
    first: dict[str, int] = {}
    for name, frame in frames.items():
        file = file_of(frame, name)
        for row, key in frame["project_id"].items():
            at, column = int(str(row)), "project_id"
            if is_blank(key):
                yield Problem(file, at, column, "", "the id of a project", "fill the cell")
            elif name != "projects":
                if key not in first:
                    expected = f"a project_id of {file_of(frames['projects'], 'projects')}"
                    yield Problem(file, at, column, str(key), expected, "add the project there")
            elif key in first:
                expected = f"each key once; row {first[key]} has it"
                yield Problem(file, at, column, str(key), expected, "give each project its own id")
            else:
                first[key] = at


def _blanks(frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield the blank cells by which rows are grouped: a group would lose them."""
    for name, columns in GROUPED.items():
        for column in columns:
            for row, value in frames[name][column].items():
                if is_blank(value):
                    file, at = file_of(frames[name], name), int(str(row))
                    yield Problem(file, at, column, "", f"a {column}", "fill the cell")


def _units(amounts: pd.DataFrame) -> Iterator[Problem]:
    for row, unit in amounts["unit"].items():
        if unit not in UNITS:
            shown = "" if is_blank(unit) else str(unit)
            expected = f"one of {', '.join(UNITS)}"
            file = file_of(amounts, "amounts")
            yield Problem(file, int(str(row)), "unit", shown, expected, "write one of these")


def _in_millions(amounts: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts in MSEK and MEUR; computed in decimals, so that no digit is made up."""
    sums, units, entered = [], [], []
    for amount, unit in zip(amounts["amount"], amounts["unit"], strict=True):
        target, factor = UNITS[unit]
        number = None if is_blank(amount) else Decimal(str(amount)) * Decimal(factor)
        sums.append(number if number is None else float(number))
        units.append(target)
        entered.append("" if number is None or unit == target else f"{amount} {unit}")
    return amounts.assign(
        amount=pd.Series(sums, amounts.index, dtype="float64"),
        unit=pd.Series(units, amounts.index, dtype="str"),
        entered=pd.Series(entered, amounts.index, dtype="str"),
    )
