"""Where a point lies, and which area a name means."""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from equity.errors import DataError, Problem
from equity.geography.names import near_miss, spellings
from equity.geography.positions import SWEREF99_TM, positions


def place(
    points: pd.DataFrame,
    districts: gpd.GeoDataFrame,
    codes: Mapping[str, str],
    *,
    file: str = "points",
    distances: bool = True,
) -> pd.DataFrame:
    """Return the district of every point: one row in, one row out, with the index as given.

    A point inside a district belongs to it. A point on a border belongs to that of its owners
    whose code sorts first, whatever the order of the districts and the direction of their rings.
    A point in no district has none, and is told the nearest.

    points: a GeoDataFrame of points, or a table with `lat` and `lon` (degrees, WGS 84) or with
    `northing` and `easting` (metres, SWEREF 99 TM). districts: columns `area` and geometry, in
    any reference system with a map; the join is made there. codes: a code for each area. file:
    what a problem calls the points. distances: whether to look for the nearest district, which
    costs many times the join where most of a million points lie outside.

    Columns: `district` (None outside), `shared_with` (the other owners, by code), `nearest`
    (None inside), `distance_m` (metres to the nearest district, 0 inside).

    Raises DataError with every position that is missing or looks misread, and ValueError for an
    area without a code or two areas with the same.

    >>> squares = gpd.GeoDataFrame(
    ...     {"area": ["A", "B"]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)],
    ...     crs="EPSG:3006")
    >>> points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([1, 2, 9], [1, 1, 1]), crs=3006)
    >>> place(points, squares, {"A": "02", "B": "01"})
      district shared_with nearest  distance_m
    0        A          ()    None         0.0
    1        B        (A,)    None         0.0
    2     None          ()       B         5.0
    """
    areas = districts.set_geometry(districts.geometry.normalize())
    areas = areas.iloc[_ranks(areas["area"], codes).argsort(kind="stable")]
    spots, x, y = positions(points, areas, file)
    names = areas["area"].to_numpy(dtype=object)

    point, area = _hits(spots.to_numpy(), x, y, areas.geometry.to_numpy())
    first = np.ones(len(point), dtype=bool)
    first[1:] = point[1:] != point[:-1]
    district = np.full(len(spots), None, dtype=object)
    district[point[first]] = names[area[first]]
    shared = np.empty(len(spots), dtype=object)
    shared.fill(())
    for which, other in zip(point[~first], names[area[~first]], strict=True):
        if other != district[which] and other not in shared[which]:
            shared[which] = (*shared[which], other)

    outside = np.ones(len(spots), dtype=bool)
    outside[point] = False
    nearest = np.full(len(spots), None, dtype=object)
    distance = np.where(outside, np.nan, 0.0)
    if distances and outside.any():
        near, distance[outside] = _nearest(spots[outside], areas.geometry)
        nearest[outside] = names[near]
    return pd.DataFrame(
        {
            "district": pd.Series(district, points.index, dtype=object),
            "shared_with": pd.Series(shared, points.index, dtype=object),
            "nearest": pd.Series(nearest, points.index, dtype=object),
            "distance_m": pd.Series(distance, points.index, dtype=float),
        },
        index=points.index,
    )


def find_area(
    name: str,
    names: Iterable[str],
    aliases: Mapping[str, str] | None = None,
    *,
    file: str = "area",
    row: int | None = None,
    column: str = "",
) -> str:
    """Return the one of `names` that `name` means.

    Forgiven are case, hyphens and spaces, diacritics, a genitive s, and a word for the office
    (stadsdelsområde, stadsdelsförvaltning, stadsdelsnämnd, sdf): the strictest form that fits
    decides. Compare the result with `name` to say what was read as what.

    names: the areas there are. aliases: other names and the area each belongs to, such as
    neighbourhoods; a name in `names` goes before an alias spelled the same. file, row, column:
    where the name stands.
    Raises DataError for a name that fits none, with the name most like it, and for one that
    fits several, with all of them. No area is ever made or guessed.

    >>> find_area("Österholms stadsdelsområde", ["Norrholm", "Österholm"])
    'Österholm'
    """
    areas = list(names)
    targets = dict(aliases or {}) | {area: area for area in areas}
    forms = {known: spellings(known) for known in targets}
    for level, form in enumerate(spellings(name)):
        found = {targets[known] for known, other in forms.items() if form and form == other[level]}
        if len(found) == 1:
            return found.pop()
        if found:
            both = " or ".join(sorted(found))
            fix = f"it fits several: write {both}"
            raise DataError([Problem(file, row, column, name, "the name of one area", fix)])
    hint = near_miss(name, targets)
    fix = f"did you mean {hint}?" if hint else f"write one of {', '.join(areas)}"
    raise DataError([Problem(file, row, column, name, "the name of an area", fix)])


def _ranks(areas: pd.Series, codes: Mapping[str, str]) -> np.ndarray:
    """Return each area's place in the order of codes."""
    without = sorted({str(area) for area in areas if area not in codes})
    if without:
        raise ValueError(f"no code for {', '.join(without)}: a point on a border needs an owner")
    owned = {area: codes[area] for area in areas}
    if len(set(owned.values())) < len(owned):
        twice = [a for a, code in owned.items() if list(owned.values()).count(code) > 1]
        raise ValueError(f"one code for several areas: {', '.join(map(str, twice))}")
    order = {area: rank for rank, area in enumerate(sorted(owned, key=lambda a: owned[a]))}
    return areas.map(order).to_numpy(dtype=int)


def _hits(
    points: np.ndarray, x: np.ndarray, y: np.ndarray, areas: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of point and area that meet, by point and then by area.

    As geopandas.sjoin with "intersects", but with the areas prepared and the points as numbers:
    it takes half the time.
    """
    shapely.prepare(areas)
    point, area = shapely.STRtree(areas).query(points)
    meet = shapely.intersects_xy(areas[area], x[point], y[point])
    point, area = point[meet], area[meet]
    if (point[1:] < point[:-1]).any():
        order = np.lexsort((area, point))
        return point[order], area[order]
    tie = point[1:] == point[:-1]
    shared = np.flatnonzero(np.append(tie, False) | np.append(False, tie))
    area[shared] = area[shared][np.lexsort((area[shared], point[shared]))]
    return point, area


def _nearest(points: gpd.GeoSeries, areas: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray]:
    """Return the nearest area of each point, the first of several, and the metres to it."""
    if not points.crs.is_projected:
        points, areas = points.to_crs(SWEREF99_TM), areas.to_crs(SWEREF99_TM)
    tree = shapely.STRtree(areas.to_numpy())
    (point, area), metres = tree.query_nearest(points.to_numpy(), return_distance=True)
    order = np.lexsort((area, point))
    point, area, metres = point[order], area[order], metres[order]
    _, first = np.unique(point, return_index=True)
    return area[first], metres[first]
