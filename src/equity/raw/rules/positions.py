"""Positions: in degrees of WGS84, the right way round, near the city, in the area they state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from equity.errors import Problem
from equity.raw.rules.declared import AreaOf, Coordinates
from equity.raw.schema import Table

SWEREF_99_TM = 3006
WRONG_ORDER = "latitude and longitude seem to be swapped"
NOWHERE = "a position in or near the areas"
BORDER_METRES = 0.01
PROJECTED = "looks like SWEREF 99 TM (EPSG:3006)"


@dataclass(frozen=True)
class Box:
    """A box of longitudes and latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return whether the position lies in the box.

        >>> Box(10, 55, 25, 70).holds(18, 59)
        True
        """
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def widened(self) -> Box:
        """Return the box with its own width and height added on each side."""
        width, height = self.east - self.west, self.north - self.south
        return Box(self.west - width, self.south - height, self.east + width, self.north + height)


def area_of_use(crs: str | int) -> Box:
    """Return the box that a projected reference system is made for.

    crs: as pyproj knows it. Source: the EPSG register, by way of pyproj.
    """
    area = CRS.from_user_input(crs).area_of_use
    return Box(area.west, area.south, area.east, area.north) if area else Box(-180, -90, 180, 90)


def misplaced(longitude: float, latitude: float, near: Box) -> tuple[str, str] | None:
    """Return what is wrong with a position and what to do; None where it lies in `near`.

    longitude, latitude: as they stand. near: where positions are to be expected. A position in
    metres, with its axes swapped or without its sign is told apart from one that is far away.

    >>> misplaced(59.3, 18.1, Box(17, 59, 19, 60))[0]
    'latitude and longitude in this order: latitude and longitude seem to be swapped'
    """
    if near.holds(longitude, latitude):
        return None
    degrees = "degrees of WGS84"
    if abs(longitude) > 180 or abs(latitude) > 180:
        if _in_sweref(longitude, latitude) or _in_sweref(latitude, longitude):
            fix = "reproject it to EPSG:4326 and write degrees"
            return f"{degrees}: {PROJECTED}", fix
        return degrees, "reproject it to EPSG:4326 and write degrees"
    if near.holds(latitude, longitude):
        return f"latitude and longitude in this order: {WRONG_ORDER}", "swap the two"
    for east, north in ((-longitude, latitude), (longitude, -latitude), (-longitude, -latitude)):
        if near.holds(east, north):
            return f"{degrees}: a sign seems to be wrong", f"write {north:g} and {east:g}"
    box = f"{near.south:.2f} to {near.north:.2f} north, {near.west:.2f} to {near.east:.2f} east"
    return f"{NOWHERE} ({box})", "look the position up in the source"


def _in_sweref(easting: float, northing: float) -> bool:
    to_metres = Transformer.from_crs(4326, SWEREF_99_TM, always_xy=True)
    box = area_of_use(SWEREF_99_TM)
    west, south, east, north = to_metres.transform_bounds(box.west, box.south, box.east, box.north)
    return west <= easting <= east and south <= northing <= north


def coordinates(
    table: Table, rule: Coordinates, outlines: pd.Series, areas: pd.Series
) -> list[Problem]:
    """Return the rows whose position is not in degrees, far from all outlines, or in another area.

    outlines: in WGS84. areas: the name of the area that each outline belongs to, by the same
    rows. Unless the rule says `inside`, a position outside every outline but near them is no
    fault: a school may stand outside the city; then its own area is blank.
    """
    there = outlines.dropna()
    if not table.has(rule.latitude, rule.longitude) or there.empty:
        return []
    given = table.values[[rule.latitude, rule.longitude]].dropna()
    if given.empty:
        return []
    if rule.metres or rule.inside:
        metres = gpd.GeoSeries(there, crs=4326).to_crs(SWEREF_99_TM)
        there = metres if rule.metres else there
    near = Box(*(float(end) for end in shapely.total_bounds(there.to_numpy()))).widened()
    columns = f"{rule.latitude}, {rule.longitude}"
    problems = []
    right = []
    for row, latitude, longitude in given.itertuples():
        misread = misread_metres if rule.metres else misplaced
        fault = misread(longitude, latitude, near)
        if rule.inside and (fault is None or fault[0].startswith(NOWHERE)):
            fault = _outside(longitude, latitude, metres, areas, rule.metres)
        if fault:
            shown = ", ".join(table.text.loc[row, [rule.latitude, rule.longitude]].tolist())
            problems.append(Problem(table.file, int(row), columns, shown, *fault))
        else:
            right.append(row)
    if rule.area and table.has(rule.area):
        problems += _in_another_area(table, rule, there, areas, right)
    return problems


def misread_metres(easting: float, northing: float, near: Box) -> tuple[str, str] | None:
    """Return what is wrong with a position in metres and what to do; None where it is in `near`.

    >>> misread_metres(6580507, 673802, Box(650000, 6560000, 690000, 6600000))[0]
    'northing and easting of SWEREF 99 TM in this order: they seem to be swapped'
    """
    metres = "northing and easting of SWEREF 99 TM"
    if near.holds(easting, northing):
        return None
    if near.holds(northing, easting):
        return f"{metres} in this order: they seem to be swapped", "swap the two"
    if abs(easting) <= 180 and abs(northing) <= 180:
        fix = "write degrees in the columns for latitude and longitude"
        return f"{metres}: looks like degrees of WGS84 (EPSG:4326)", fix
    if near.holds(abs(easting), abs(northing)):
        fix = f"write {abs(northing):.10g} and {abs(easting):.10g}"
        return f"{metres}: a sign seems to be wrong", fix
    return f"{NOWHERE}, in metres", "look the position up in the source"


def _outside(
    x: float, y: float, outlines: gpd.GeoSeries, areas: pd.Series, metres: bool
) -> tuple[str, str] | None:
    """Return how far outside all outlines a position lies; None where it lies in one.

    outlines: in metres, by the rows of areas, which are their names.
    """
    if not metres:
        x, y = Transformer.from_crs(4326, SWEREF_99_TM, always_xy=True).transform(x, y)
    # An outline's vertices are rounded to the millimetre or so when they are reprojected.
    far = outlines.distance(shapely.Point(x, y))
    if far.min() < BORDER_METRES:
        return None
    nearest = areas.get(far.idxmin(), "the nearest area")
    expected = f"a position inside the areas; it lies {far.min():.0f} m from {nearest}, the nearest"
    return expected, "look the position up in the source, or leave it out"


def _in_another_area(
    table: Table, rule: Coordinates, outlines: pd.Series, areas: pd.Series, rows: list[int]
) -> list[Problem]:
    places = table.values.loc[rows]
    points = shapely.points(places[rule.longitude], places[rule.latitude])
    points = shapely.buffer(points, BORDER_METRES) if rule.metres else points
    tree = shapely.STRtree(outlines.to_numpy())
    owners: dict[int, set[str]] = {n: set() for n in range(len(points))}
    names = areas.loc[outlines.index].tolist()
    for n, outline in tree.query(points, predicate="intersects").T.tolist():
        owners[n].add(names[outline])
    fix = "give it the area that its position lies in, or mend the position"
    blank_holds = rule.inside  # the position alone says where a site is
    problems = []
    named = table.text[rule.area].loc[rows].tolist()
    for n, (row, stated) in enumerate(zip(rows, named, strict=True)):
        if owners[n] and stated not in owners[n] and (stated or not blank_holds):
            expected = f"{' or '.join(sorted(owners[n]))}, where its position lies"
            problems.append(Problem(table.file, row, rule.area, stated, expected, fix))
    return problems


def area_of(
    table: Table, rule: AreaOf, outlines: pd.Series, published: Mapping[str, float]
) -> list[Problem]:
    """Return the areas whose outlines together are larger or smaller than published.

    outlines: in WGS84, by row. published: km2 by name. Areas are measured in `rule.crs`.
    """
    there = outlines.dropna()
    near = area_of_use(rule.crs)
    inside = all(near.holds(*o.bounds[:2]) and near.holds(*o.bounds[2:]) for o in there)
    if not table.has(rule.by) or len(there) < len(outlines) or not inside:
        return []
    km2 = gpd.GeoSeries(there, crs=4326).to_crs(rule.crs).area / 1e6
    measured = km2.groupby(table.text.loc[there.index, rule.by]).sum()
    return [
        Problem(
            table.file,
            None,
            rule.by,
            f"{name}: {measured.get(name, 0.0):.2f} km2",
            f"{area:.2f} km2, as published",
            "is an outline missing, twice there, or given to another area?",
        )
        for name, area in published.items()
        if abs(measured.get(name, 0.0) - area) > rule.tolerance
    ]
