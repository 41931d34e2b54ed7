"""The city's outlines and tables, as they stand, and squares made by hand."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely


@pytest.fixture(scope="session")
def neighbourhoods(raw: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(raw / "neighbourhoods.geojson")


@pytest.fixture(scope="session")
def district_table(raw: Path) -> pd.DataFrame:
    return pd.read_csv(raw / "districts.csv", keep_default_na=False)


@pytest.fixture(scope="session")
def codes(district_table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(district_table["district"], district_table["code"], strict=True))


@pytest.fixture
def squares() -> gpd.GeoDataFrame:
    """Return four squares of 100 m about a common corner, in the middle of Sweden."""
    corners = {"A": (0, 0), "B": (100, 0), "C": (0, 100), "D": (100, 100)}
    boxes = [
        shapely.box(674_000 + x, 6_580_000 + y, 674_100 + x, 6_580_100 + y)
        for x, y in corners.values()
    ]
    return gpd.GeoDataFrame({"area": list(corners)}, geometry=boxes, crs="EPSG:3006")
