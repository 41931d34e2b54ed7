"""A made-up city of four districts in a row, each of six cells, for tests of finer areas."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from equity.differences.finer.placed import Finer, place_finer
from equity.findings import Label
from equity.geography.finer import FinerAreas
from equity.geography.sides import Sides

EAST, NORTH, WIDE, CELLS = 674_000, 6_580_000, 600, 6
BORDER = Sides("border", Label(en="Made-up border", sv="Påhittad gräns"), Label(en=""),
               ("A", "B"), ("C", "D"))  # fmt: skip
SPARSE = Sides("sparse", Label(en="Made-up, B left out"), Label(en=""), ("A",), ("C", "D"))


def box(low: float, high: float) -> shapely.Polygon:
    return shapely.box(EAST + low, NORTH, EAST + high, NORTH + 100)


def made_up_districts() -> gpd.GeoDataFrame:
    boxes = [box(WIDE * n, WIDE * (n + 1)) for n in range(4)]
    return gpd.GeoDataFrame({"area": list("ABCD")}, geometry=boxes, crs="EPSG:3006")


def made_up_cells(*, moved: float = 0.0, seed: int = 3) -> pd.DataFrame:
    """Return 24 cells with counts; the two at the border reach `moved` metres across it."""
    rng = np.random.default_rng(seed)
    whole = rng.integers(60, 140, 4 * CELLS)
    counted = np.round(whole * rng.uniform(0.5, 0.95, 4 * CELLS))
    edges = np.arange(4 * CELLS + 1) * WIDE / CELLS
    edges[2 * CELLS] += moved
    boxes = [box(low, high) for low, high in pairwise(edges)]
    codes = [f"{n:02d}" for n in range(4 * CELLS)]
    return gpd.GeoDataFrame(
        {
            "area": codes,
            "name": [f"made-up cell {code}" for code in codes],
            "value": 100 * counted / whole,
            "numerator": counted.astype(float),
            "denominator": whole.astype(float),
            "of": np.repeat(list("ABCD"), CELLS),
        },
        geometry=boxes,
        crs="EPSG:3006",
    )


def observed(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the districts' counts, which the cells' add up to."""
    sums = cells.groupby("of")[["numerator", "denominator"]].sum().reset_index(names="area")
    return sums.assign(indicator="votes", period="2018", level="district", scale="share")


def made_up(*, moved: float = 0.0, sized: bool = True, seed: int = 3, water=None) -> Finer:
    cells = made_up_cells(moved=moved, seed=seed)
    table = observed(cells)
    areas = cells.drop(columns="of")
    if not sized:
        areas[["numerator", "denominator"]] = np.nan
    named = Label(en="made-up cell", sv="påhittad ruta"), Label(en="made-up cells", sv="rutor")
    published = FinerAreas("votes", "2018", *named, "made_up", areas)
    return place_finer(published, table, made_up_districts(), water=water)
