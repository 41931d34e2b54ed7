"""How much ground areas of two kinds share, and which one a finer area mostly lies in."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from equity.geography.names import swedish_order
from equity.geography.positions import crs_for_maps


def overlaps(
    parts: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, *, without: BaseGeometry | None = None
) -> pd.DataFrame:
    """Return the ground that each part shares with each area: one row a pair that shares some.

    Columns: `part`, `area`, `square_metres`, `share` (of the part's ground that lies in any of
    the areas, 0–1; a part's shares add up to 1). Pairs stand in the order of parts, then of
    areas by the alphabet.

    parts, areas: columns `area` (a name or code) and outlines, `areas` in a reference system
    in metres; the parts are brought to it. without: what is no ground, such as water, in the
    same system; a part that has no ground at all counts with its water.
    Raises DataError for outlines in no reference system or in one that has no map, ValueError
    for areas in degrees and, naming them, for parts that share nothing with any area.

    >>> halves = gpd.GeoDataFrame(
    ...     {"area": ["A", "B"]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)],
    ...     crs="EPSG:3006")
    >>> part = gpd.GeoDataFrame({"area": [7]}, geometry=[shapely.box(1, 0, 5, 1)], crs=3006)
    >>> overlaps(part, halves)[["area", "square_metres"]].values.tolist()
    [['A', 1.0], ['B', 2.0]]
    """
    crs_for_maps(areas, "areas")
    crs_for_maps(parts, "parts")
    if not areas.crs.is_projected:
        raise ValueError("areas in degrees have no square metres: bring them to EPSG:3006 first")
    fine = parts.geometry.to_crs(areas.crs).normalize().to_numpy()
    ground = fine if without is None else shapely.difference(fine, without)
    ground = np.where(shapely.area(ground) > 0, ground, fine)
    coarse = areas.geometry.normalize().to_numpy()
    part, area = shapely.STRtree(coarse).query(ground, predicate="intersects")
    found = pd.DataFrame(
        {
            "part": parts["area"].to_numpy()[part],
            "area": areas["area"].to_numpy(dtype=object)[area],
            "square_metres": shapely.area(shapely.intersection(ground[part], coarse[area])),
            "at": part,
        }
    )
    found = found[found["square_metres"] > 0]
    if alone := sorted(set(range(len(parts))) - set(found["at"])):
        names = ", ".join(str(parts["area"].iloc[at]) for at in alone)
        raise ValueError(f"outside every area: {names}")
    order = {name: at for at, name in enumerate(sorted(set(found["area"]), key=swedish_order))}
    rank = found["area"].map(order)
    found = found.assign(rank=rank).sort_values(["at", "rank"], kind="stable")
    whole = found.groupby("at")["square_metres"].transform("sum")
    found["share"] = found["square_metres"] / whole
    return found.drop(columns=["at", "rank"]).reset_index(drop=True)


def largest(shared: pd.DataFrame) -> pd.Series:
    """Return the area that holds the largest piece of each part, by part.

    Of two equal pieces the first row's area: the order of `overlaps` is the alphabet's.
    shared: the result of `overlaps`.

    >>> largest(pd.DataFrame({"part": [7, 7], "area": ["A", "B"], "share": [0.4, 0.6]})).to_dict()
    {7: 'B'}
    """
    first = shared.groupby("part", sort=False)["share"].idxmax()
    return pd.Series(shared["area"].to_numpy()[first], index=first.index, name="area")
