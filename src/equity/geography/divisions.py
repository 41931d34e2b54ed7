"""Districts made of neighbourhoods, who borders on whom, and the border between the sides."""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from equity.errors import DataError, Problem
from equity.geography.names import swedish_order
from equity.geography.positions import SWEREF99_TM, crs_fits
from equity.geography.sides import Sides

FILE = "neighbourhoods.geojson"
PREFIX = "district_"
KEY = ("area", "level", "indicator", "period", "constituency")
ADDED = ("numerator", "denominator", "weight_low", "weight_high")
COMPUTED = ("value", "low", "high", "assumed_low")
JOINED = {
    "flag": " ",
    "source_id": " ",
    "more_sources": " ",
    "basis": " ",
    "caveats": "\n",
    "caveats_sv": "\n",
}


def districts(neighbourhoods: gpd.GeoDataFrame, division: str) -> gpd.GeoDataFrame:
    """Return the districts of a division: `area` and `geometry`, in EPSG:3006, by the alphabet.

    A district is all its neighbourhoods; one in several parts is one row. Rings run one way,
    so that the direction of those handed in changes nothing.

    neighbourhoods: `neighbourhood`, a column `district_<division>`, and outlines in a declared
    reference system. division: the year it came into force.
    Raises DataError, with every one: a division there is no column for, a neighbourhood without
    a district (which would vanish with its ground) or without an outline, coordinates that do
    not fit the reference system.

    >>> parts = gpd.GeoDataFrame(
    ...     {"neighbourhood": ["a", "b"], "district_2030": ["A", "A"]},
    ...     geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs="EPSG:3006")
    >>> districts(parts, "2030").area.tolist()
    [2.0]
    """
    column = PREFIX + division
    known = [str(c).removeprefix(PREFIX) for c in neighbourhoods if str(c).startswith(PREFIX)]
    if division not in known:
        fix = f"write one of {', '.join(known)}" if known else f"add the column {column}"
        raise DataError([Problem(FILE, None, column, division, "a division of the city", fix)])
    if problems := list(_unplaced(neighbourhoods, column, division)):
        raise DataError(problems)
    crs_fits(neighbourhoods, FILE)
    parts = neighbourhoods.geometry.to_crs(SWEREF99_TM).normalize()
    shapes = parts.groupby(neighbourhoods[column]).agg(lambda part: part.union_all())
    names = sorted(shapes.index, key=swedish_order)
    outlines = gpd.GeoSeries(shapes[names].to_numpy(), crs=SWEREF99_TM).normalize()
    return gpd.GeoDataFrame({"area": names}, geometry=outlines)


def merge(table: pd.DataFrame, into: Mapping[str, str]) -> pd.DataFrame:
    """Return observations of another division: areas merged, all other rows as they were.

    Counts add up; a share or a ratio is computed anew from its counts (100 · Σ numerator /
    Σ denominator), a mean from its weights (Σ weight · value / Σ weight), and so are the ends of
    ranges. A figure missing in one part is missing in the whole. Schools stay schools: only
    their `district` changes.

    table: observations. into: the area that each area becomes part of; one that is not in it, or
    alone in its new area, keeps its values. A merged row stands where its first part stood.
    Raises ValueError, naming the indicator, the period and the area: a mean without weights, a
    share or a ratio without counts, an index, a part that has no row, an area with two rows.

    >>> two = pd.DataFrame({"area": ["A", "B"], "level": "district", "indicator": "turnout",
    ...     "period": "2018", "value": [80.0, 50.0], "numerator": [80.0, 100.0],
    ...     "denominator": [100.0, 200.0], "scale": "share"})
    >>> merge(two, {"A": "AB", "B": "AB"})[["area", "value", "denominator"]].values.tolist()
    [['AB', 60.0, 300.0]]
    """
    rows = table.reset_index(drop=True)
    parts = {new: {old for old in into if into[old] == new} for new in into.values()}
    wholes = {new for new, old in parts.items() if len(old) > 1}
    renamed = rows.copy()
    for column in {"area", "district"} & set(rows):
        renamed[column] = rows[column].map(lambda area: into.get(area, area))
    keys = [key for key in KEY if key in rows]
    touched = renamed["area"].isin(wholes)
    joined = []
    for _, group in renamed[touched].groupby(keys, sort=False, dropna=False):
        new = group["area"].iloc[0]
        _refuse_partial(group, rows.loc[group.index, "area"], parts[new])
        joined.append(_joined(group) if len(group) > 1 else group)
    return pd.concat([renamed[~touched], *joined]).sort_index().reset_index(drop=True)


def neighbours(districts: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return the pairs of areas that share a border of some length, each once, by the alphabet.

    Water is ground here as on the map: two districts whose outlines meet in a lake are
    neighbours. Areas that touch in points alone are not.

    >>> row = [shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2)]
    >>> neighbours(gpd.GeoDataFrame({"area": ["C", "B", "A"]}, geometry=row))
    [('A', 'B'), ('B', 'C')]
    """
    edges = districts.geometry.boundary.to_numpy()
    names = districts["area"].to_numpy(dtype=object)
    one, other = shapely.STRtree(edges).query(edges, predicate="intersects")
    one, other = one[one < other], other[one < other]
    long = shapely.length(shapely.intersection(edges[one], edges[other])) > 0
    pairs = zip(names[one[long]], names[other[long]], strict=True)
    return _sorted_pairs((a, b) for a, b in pairs if a != b)


def border(districts: gpd.GeoDataFrame, sides: Sides) -> BaseGeometry:
    """Return the line where north meets south, in the reference system of the districts.

    The line is empty where the sides do not touch.

    >>> from equity.findings import Label
    >>> row = [shapely.box(x, 0, x + 1, 1) for x in (0, 1)]
    >>> squares = gpd.GeoDataFrame({"area": ["A", "B"]}, geometry=row, crs="EPSG:3006")
    >>> border(squares, Sides("x", Label(en="x"), Label(en=""), ("A",), ("B",))).wkt
    'LINESTRING (1 0, 1 1)'
    """
    side = sides.of(districts["area"])
    north, south = (
        shapely.boundary(districts.geometry[side == name].union_all())
        for name in ("north", "south")
    )
    parts = shapely.get_parts(shapely.intersection(north, south))
    lines = parts[np.isin(shapely.get_type_id(parts), [1, 5])]
    return shapely.normalize(shapely.line_merge(shapely.union_all(lines)))


def _unplaced(parts: gpd.GeoDataFrame, column: str, division: str) -> Iterable[Problem]:
    """Yield the neighbourhoods that have no district in the division, or no outline."""
    blank = parts[column].isna() | (parts[column].astype(str).str.strip() == "")
    empty = parts.geometry.isna() | parts.geometry.is_empty
    for row in np.flatnonzero(blank):
        name = str(parts["neighbourhood"].iloc[row])
        expected = f"the district that {name} belongs to in the division of {division}"
        yield Problem(FILE, int(row) + 2, column, "", expected, "name it")
    for row in np.flatnonzero(empty):
        name = str(parts["neighbourhood"].iloc[row])
        yield Problem(FILE, int(row) + 2, "geometry", "", f"the outline of {name}", "draw it")


def _sorted_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    ordered = {tuple(sorted(pair, key=swedish_order)) for pair in pairs}
    keys = sorted(ordered, key=lambda pair: [swedish_order(name) for name in pair])
    return [(first, second) for first, second in keys]


def _refuse_partial(group: pd.DataFrame, areas: pd.Series, parts: set[str]) -> None:
    what = " ".join(str(group[key].iloc[0]) for key in ("indicator", "period", "area"))
    twice = set(areas[areas.duplicated()]) | set(areas) - parts
    if twice:
        raise ValueError(f"{what}: more than one row for {', '.join(sorted(twice))}")
    missing = parts - set(areas)
    if missing and group["level"].iloc[0] != "part":  # a district has no part everywhere
        raise ValueError(f"{what}: cannot be merged without {', '.join(sorted(missing))}")


def _joined(group: pd.DataFrame) -> pd.DataFrame:
    """Return the one row that several rows of one area make."""
    what = " ".join(str(group[key].iloc[0]) for key in ("indicator", "period", "area"))
    scale = group["scale"].iloc[0]
    needs = {"count": [], "mean": ["denominator"]}.get(scale, ["numerator", "denominator"])
    if scale == "index":
        raise ValueError(f"{what}: an index cannot be merged; merge what it is made of")
    if group.loc[group["value"].notna(), needs].isna().any(axis=None):
        lacks = "a mean without weights" if scale == "mean" else f"a {scale} without counts"
        raise ValueError(f"{what}: {lacks} cannot be merged; give its {' and '.join(needs)}")
    if "weight_low" in group and (group["weight_low"] < group["weight_high"]).any():
        raise ValueError(f"{what}: weights are not known exactly; merge the rows they stand for")
    row = group.iloc[[0]].copy()
    for column in group:
        values = group[column]
        if column in ADDED or (column in COMPUTED and scale == "count"):
            row[column] = values.sum(skipna=False)
        elif column in COMPUTED:
            whole = group["denominator"].sum(skipna=False)
            weighted = (values * group["denominator"]).sum(skipna=False)
            row[column] = weighted / whole if whole > 0 else np.nan
        elif column in JOINED:
            words = dict.fromkeys(w for v in values for w in v.split(JOINED[column]) if w)
            row[column] = JOINED[column].join(words)
        elif values.nunique(dropna=False) > 1:
            row[column] = None if values.dtype.kind in "fi" else ""
    if scale in ("share", "ratio"):
        whole = row["denominator"].iloc[0]
        row["value"] = 100 * row["numerator"] / whole if whole > 0 else np.nan
    return row
