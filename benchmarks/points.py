"""How fast a million points are placed: `python benchmarks/points.py [FILE]` after `make data`.

FILE: areas to place in, one row an area; without it 592 made-up cells over the city's own outline.
One run gives the time of `place` beside that of a bare `geopandas.sjoin` of the same points in the
same areas, turn by turn, so that the ratio compares on any machine. Some of the points lie on
corners, where a bare join gives a row for each owner and `place` gives one by its rule.

Target: `place` takes at most 1.2 times the bare join.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

import equity
from equity.geography.places import place

POINTS = 1_000_000
ON_CORNERS = 10_000
CELLS = 592
ROUNDS = 5
TARGET = 1.2


def made_up_cells() -> gpd.GeoDataFrame:
    """Return made-up areas: cells about random points, cut to the outline of the city."""
    outline = equity.load().areas.geometry.union_all()
    rng = np.random.default_rng(592)
    west, south, east, north = outline.bounds
    seeds = shapely.points(rng.uniform(west, east, 4 * CELLS), rng.uniform(south, north, 4 * CELLS))
    inside = seeds[shapely.contains(outline, seeds)][:CELLS]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(inside)))
    cut = shapely.intersection(cells, outline)
    return gpd.GeoDataFrame({"area": np.arange(len(cut))}, geometry=cut, crs="EPSG:3006")


def scattered(areas: gpd.GeoDataFrame, *, inside: bool) -> gpd.GeoDataFrame:
    """Return points over the areas: in their bounding box, or in the areas alone."""
    rng = np.random.default_rng(1)
    west, south, east, north = areas.total_bounds
    corners = np.unique(shapely.get_coordinates(areas.geometry.to_numpy()), axis=0)
    found = [rng.choice(corners, ON_CORNERS)]
    outline = areas.geometry.union_all()
    shapely.prepare(outline)
    while sum(map(len, found)) < POINTS:
        drawn = np.c_[rng.uniform(west, east, POINTS), rng.uniform(south, north, POINTS)]
        found.append(drawn[shapely.contains_xy(outline, *drawn.T)] if inside else drawn)
    places = rng.permutation(np.concatenate(found)[:POINTS])
    return gpd.GeoDataFrame(geometry=shapely.points(places), crs=areas.crs)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the processor works on it: others on the machine do not count."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print one line for each kind of scatter."""
    named = [Path(name) for name in sys.argv[1:]]
    if named:
        areas = gpd.read_parquet(named[0]).reset_index(names="area")[["area", "geometry"]]
    else:
        areas = made_up_cells()
    codes = {name: f"{name:05d}" for name in areas["area"]}
    print(f"{POINTS:,} points in {len(areas)} areas, {ROUNDS} rounds")
    for inside in (True, False):
        points = scattered(areas, inside=inside)
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(seconds(partial(gpd.sjoin, points, areas, predicate="intersects")))
            ours.append(seconds(partial(place, points, areas, codes, distances=False)))
        ratios = sorted(mine / plain for plain, mine in zip(bare, ours, strict=True))
        where = "in the areas" if inside else "in their bounding box"
        print(
            f"{where}: bare sjoin {statistics.median(bare):.2f} s, place "
            f"{statistics.median(ours):.2f} s, ratio {statistics.median(ratios):.2f} "
            f"({ratios[0]:.2f} to {ratios[-1]:.2f}), target at most {TARGET}"
        )


if __name__ == "__main__":
    main()
