"""Shapes as the points that a figure draws: the same whichever way their rings run."""

from typing import Final

import geopandas as gpd
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
        for x, y in shapely.get_coordinates(chain).tolist():
            xs.append(GRAIN * round(x / GRAIN))
            ys.append(GRAIN * round(y / GRAIN))
    return xs, ys
