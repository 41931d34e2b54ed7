"""Shapes as the points that a figure draws: the same whichever way their rings run."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Points = tuple[list[float | None], list[float | None]]

METRES: Final = "EPSG:3006"
GRAIN: Final = 10  # metres: far below a pixel


def in_metres(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in EPSG:3006.

    Raises TypeError for one without outlines, ValueError where it does not say what it is in.
    """
    if not isinstance(frame, gpd.GeoDataFrame):
        kind = type(frame).__name__
        raise TypeError(f"outlines are wanted, a GeoDataFrame such as city.areas, not {kind}")
    if frame.crs is None:
        raise ValueError("geometry without a reference system: set its crs first")
    return frame if frame.crs == METRES else frame.to_crs(METRES)


def united(frame: gpd.GeoDataFrame) -> BaseGeometry:
    """Return all outlines as one shape, the same wherever its rings start."""
    shapes = frame.geometry.to_numpy()
    return shapely.normalize(shapes[0] if len(shapes) == 1 else shapely.union_all(shapes))


def filled(shape: BaseGeometry) -> Points:
    """Return the rings of a shape, parted by None, holes running against their outlines.

    A hole stays a hole under either fill rule, and rings that run the other way, or start at
    another corner, give the same points.
    """
    polygons = shapely.get_parts(shapely.normalize(_polygons(shape)))
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    return _points(rings)


def lines(shape: BaseGeometry) -> Points:
    """Return the lines of a shape, parted by None; a polygon gives its outline."""
    line = shape.boundary if shape.geom_type.endswith("Polygon") else shape
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return _points(list(shapely.get_parts(shapely.normalize(merged))))


def border_between(districts: gpd.GeoDataFrame, sides: Mapping[str, str | None]) -> BaseGeometry:
    """Return the line where north meets south, in EPSG:3006; empty where they do not touch."""
    land = in_metres(districts).set_index("area")
    north, south = (
        shapely.union_all([land.geometry[a] for a in land.index if sides.get(str(a)) == side])
        for side in ("north", "south")
    )
    return shapely.line_merge(shapely.intersection(north.boundary, south.boundary))


def simplified(frame: gpd.GeoDataFrame, metres: float) -> gpd.GeoDataFrame:
    """Return the same coverage with fewer corners: what touches goes on touching."""
    shapes = shapely.coverage_simplify(frame.geometry.to_numpy(), metres)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def inner_point(shape: BaseGeometry, *, without: BaseGeometry) -> tuple[float, float]:
    """Return a point well inside the largest part of a shape, outside `without` where it can be."""
    dry = shapely.difference(shape, without)
    parts = [p for p in shapely.get_parts(dry) if p.geom_type == "Polygon"]
    largest = max(parts or shapely.get_parts(_polygons(shape)), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(shapely.normalize(largest), tolerance=25)
    x, y = circle.coords[0]
    return float(x), float(y)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    if not parts:
        raise ValueError(f"a filled shape is needed, not a {shape.geom_type}")
    return shapely.multipolygons(parts)


def _points(chains: list[BaseGeometry]) -> Points:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for chain in chains:
        if xs:
            xs.append(None)
            ys.append(None)
        places = GRAIN * np.rint(shapely.get_coordinates(chain) / GRAIN).astype(int)
        xs.extend(places[:, 0].tolist())
        ys.extend(places[:, 1].tolist())
    return xs, ys
