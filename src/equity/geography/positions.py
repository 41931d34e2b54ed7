"""Positions: longitude and latitude or SWEREF 99 TM, told apart and checked, never repaired."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from equity.errors import DataError, Problem

WGS84 = "EPSG:4326"
SWEREF99_TM = "EPSG:3006"
PAIRS = (("lon", "lat", WGS84), ("easting", "northing", SWEREF99_TM))

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bounds = tuple[float, float, float, float]

# Where SWEREF 99 TM is used, rounded outwards: easting and northing of Sweden, in metres.
SWEDEN_SWEREF: Bounds = (180_000, 6_090_000, 970_000, 7_690_000)
SWEDEN_WGS84: Bounds = (10, 54, 25, 70)


def positions(
    points: pd.DataFrame, areas: gpd.GeoDataFrame, file: str
) -> tuple[gpd.GeoSeries, Floats, Floats]:
    """Return one point a row and its x and y, in the CRS of the areas, once all were checked.

    points: a GeoDataFrame of points, or a table with `lat` and `lon` (degrees, WGS 84) or with
    `northing` and `easting` (metres, SWEREF 99 TM). Rows are counted as in a file with a header.
    Raises DataError with every row that has no position, or one that fits the areas only after
    it is read in another way: axes swapped, sign lost, the other reference system. A position
    that fits in no way is an ordinary point far away.
    """
    crs_for_maps(areas, "areas")
    own, x, y, columns = _read(points, file)
    crs_for_maps(own, file)
    if problems := list(_misread(x, y, own, areas, file, columns)):
        raise DataError(problems)
    if own.crs == areas.crs:
        return own, x, y
    moved = own.to_crs(areas.crs)
    return moved, *_coordinates(moved.to_numpy())


def crs_for_maps(frame: gpd.GeoDataFrame | gpd.GeoSeries, file: str) -> None:
    """Refuse geometry without a coordinate reference system, or in one that has no map.

    Raises DataError: EPSG:4976 is three-dimensional and geocentric; read as 3006 it would put
    Sweden elsewhere, without a warning.
    """
    if frame.crs is None:
        fix = f"declare {SWEREF99_TM} or {WGS84}"
        raise DataError([Problem(file, None, "crs", "", "a reference system", fix)])
    if frame.crs.is_geocentric or frame.crs.to_epsg() == 4977:
        expected = "a reference system of two dimensions"
        fix = f"declare {SWEREF99_TM} (SWEREF 99 TM) if easting and northing are meant"
        raise DataError([Problem(file, None, "crs", frame.crs.to_string(), expected, fix)])


def crs_fits(frame: gpd.GeoDataFrame, file: str) -> None:
    """Refuse outlines whose coordinates do not fit the reference system they declare.

    Raises DataError for degrees that are none, or that lie in Sweden only once swapped, and for
    metres that look like degrees.
    """
    crs_for_maps(frame, file)
    west, south, east, north = frame.total_bounds
    corners = np.array([west, east]), np.array([south, north])
    if frame.crs.is_geographic:
        wrong = {
            "latitude and longitude look swapped": _inside(*corners[::-1], SWEDEN_WGS84),
            "this looks like SWEREF 99 TM": (np.abs(corners) > 180).any(axis=0),
        }
    else:
        wrong = {
            "easting and northing look swapped": _inside(*corners[::-1], SWEDEN_SWEREF),
            "this looks like WGS 84": _inside(*corners, SWEDEN_WGS84),
        }
    found = [what for what, where in wrong.items() if where.all()]
    if found:
        value = f"{west:.6g} to {east:.6g}, {south:.6g} to {north:.6g}"
        expected = f"coordinates of {frame.crs.to_string()}"
        fix = f"{found[0]}: write them in the order and the system that is declared"
        raise DataError([Problem(file, None, "geometry", value, expected, fix)])


def _read(points: pd.DataFrame, file: str) -> tuple[gpd.GeoSeries, Floats, Floats, tuple[str, str]]:
    """Return the points as they are given, x and y of each, and the names of those columns."""
    if isinstance(points, gpd.GeoDataFrame):
        shapes = points.geometry
        x, y = _coordinates(shapes.to_numpy())
        wrong = np.flatnonzero(~np.isfinite(x + y))
        if len(wrong):
            raise DataError(
                Problem(
                    file, int(row) + 2, "geometry", str(shapes.iloc[row]), "a point", "give one"
                )
                for row in wrong
            )
        return shapes, x, y, ("geometry", "geometry")
    given = [pair for pair in PAIRS if {pair[0], pair[1]} <= set(points.columns)]
    if len(given) != 1:
        value = ", ".join(map(str, points.columns))
        expected = "either lat and lon, or northing and easting"
        raise DataError([Problem(file, 1, "", value, expected, "give one pair of columns")])
    east, north, crs = given[0]
    problems = [p for column in (north, east) for p in _not_numbers(points[column], file)]
    if problems:
        raise DataError(problems)
    x, y = points[east].to_numpy(float), points[north].to_numpy(float)
    shapes = gpd.GeoSeries(shapely.points(x, y), index=points.index, crs=crs)
    return shapes, x, y, (east, north)


def _coordinates(shapes: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return x and y of each point; of anything else, and of an empty one, what is no number."""
    try:  # at once: looking at each of a million first would cost as much again
        return shapely.get_x(shapes), shapely.get_y(shapes)
    except shapely.errors.GEOSException:  # an empty point among them
        empty = shapely.is_empty(shapes)
        x, y = np.full((2, len(shapes)), np.nan)
        x[~empty], y[~empty] = shapely.get_x(shapes[~empty]), shapely.get_y(shapes[~empty])
        return x, y


def _not_numbers(column: pd.Series, file: str) -> Iterable[Problem]:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(float)
    text = not pd.api.types.is_numeric_dtype(column.dtype)
    wrong = np.full(len(numbers), True) if text else ~np.isfinite(numbers)
    for row in np.flatnonzero(wrong):
        value = column.iloc[row]
        shown = "" if pd.isna(value) else str(value)
        fix = "write it with a decimal point; leave rows without a position out"
        yield Problem(file, int(row) + 2, str(column.name), shown, "a coordinate as a number", fix)


def _misread(
    x: Floats,
    y: Floats,
    own: gpd.GeoSeries,
    areas: gpd.GeoDataFrame,
    file: str,
    names: tuple[str, str],
) -> Iterable[Problem]:
    """Yield a problem for every position that fits the areas only when read in another way."""
    degrees = own.crs.is_geographic
    here = _grown(_bounds(areas, own.crs))
    there = _grown(_bounds(areas, SWEREF99_TM if degrees else WGS84))
    outside = ~_inside(x, y, here)
    if not outside.any():
        return
    swapped = _inside(y, x, here) if _axes_differ(here) else np.zeros(len(x), dtype=bool)
    other = _inside(x, y, there) | _inside(y, x, there)
    if degrees:
        sweref = _inside(x, y, SWEDEN_SWEREF) | _inside(y, x, SWEDEN_SWEREF)
        impossible = (np.abs(x) > 180) | (np.abs(y) > 90)
        faults = [
            (swapped, "latitude and longitude", "they look swapped: write them in their columns"),
            (_sign_lost(x, y, here), "degrees east and north", "a sign looks wrong: check it"),
            (
                other | sweref,
                "degrees (WGS 84)",
                "this looks like SWEREF 99 TM: give it as northing and easting (EPSG:3006)",
            ),
            (impossible, "latitude to 90 and longitude to 180", "write degrees with decimals"),
            ((x == 0) & (y == 0), "a position", "0, 0 is none: leave the row out"),
        ]
    else:
        faults = [
            (swapped, "northing and easting", "they look swapped: write them in their columns"),
            (_sign_lost(x, y, here), "metres east and north", "a sign looks wrong: check it"),
            (
                other,
                f"metres ({own.crs.to_string()})",
                "this looks like WGS 84: give it as lat and lon (EPSG:4326)",
            ),
            ((x == 0) & (y == 0), "a position", "0, 0 is none: leave the row out"),
        ]
    told = np.zeros(len(x), dtype=bool)
    column = names[1] if names[0] == names[1] else f"{names[1]}, {names[0]}"
    for fault, expected, fix in faults:
        for row in np.flatnonzero(outside & fault & ~told):
            value = f"{y[row]:.10g}, {x[row]:.10g}"
            yield Problem(file, int(row) + 2, column, value, expected, fix)
        told |= fault


def _bounds(areas: gpd.GeoDataFrame, crs: object) -> Bounds:
    west, south, east, north = areas.geometry.to_crs(crs).total_bounds
    return float(west), float(south), float(east), float(north)


def _grown(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    width, height = east - west, north - south
    return west - width, south - height, east + width, north + height


def _inside(x: Floats, y: Floats, bounds: Bounds) -> Flags:
    west, south, east, north = bounds
    return (west <= x) & (x <= east) & (south <= y) & (y <= north)


def _axes_differ(bounds: Bounds) -> bool:
    """Whether no number fits both axes, so that a swapped pair can be told."""
    west, south, east, north = bounds
    return east < south or north < west


def _sign_lost(x: Floats, y: Floats, bounds: Bounds) -> Flags:
    """Whether a position fits once a sign is changed, on axes that do not come near zero."""
    west, south, east, north = bounds
    flips = [(-1, 1)] * (west * east > 0) + [(1, -1)] * (south * north > 0)
    flips += [(-1, -1)] * (len(flips) == 2)
    found = np.zeros(len(x), dtype=bool)
    for east_sign, north_sign in flips:
        found |= _inside(east_sign * x, north_sign * y, bounds)
    return found
