"""The real registry with what it is compared with, and a small raw folder that may be copied."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from equity.geography.divisions import districts
from equity.geography.sides import Sides, read_sides
from equity.projects.baselines import Baseline
from equity.raw.sources import refresh
from equity.raw.tables import read_tables
from projects.real_projects import placed_by_hand, published_baselines
from raw.faults import keep


@pytest.fixture(scope="session")
def tables(raw: Path) -> dict[str, pd.DataFrame]:
    """Return the project's raw tables."""
    return read_tables(raw)


@pytest.fixture(scope="session")
def placed(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the real projects, placed by hand from the raw tables."""
    return placed_by_hand(tables)


@pytest.fixture(scope="session")
def sides(raw: Path, tables: dict[str, pd.DataFrame]) -> Mapping[str, Sides]:
    """Return the definitions of north and south."""
    return read_sides(raw / "sides.yaml", tables["districts"]["district"])


@pytest.fixture(scope="session")
def baselines(tables: dict[str, pd.DataFrame]) -> dict[str, Baseline]:
    """Return the published baselines by name."""
    return published_baselines(tables)


@pytest.fixture(scope="session")
def city_of(
    tables: dict[str, pd.DataFrame],
) -> tuple[dict[str, str], gpd.GeoDataFrame, dict[str, str]]:
    """Return the district of each neighbourhood, the districts, and their codes."""
    hoods, areas = tables["neighbourhoods"], tables["districts"]
    return (
        dict(zip(hoods["neighbourhood"], hoods["district_2007"], strict=True)),
        districts(hoods, "2007"),
        dict(zip(areas["district"], areas["code"], strict=True)),
    )


@pytest.fixture(scope="session")
def registry_raw(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a raw folder with the registry and what it refers to: its check takes 0.1 s."""
    folder = tmp_path_factory.mktemp("registry") / "raw"
    shutil.copytree(raw, folder)
    keep(folder, "project_sites.csv", "project_amounts.csv")
    refresh(folder)
    return folder
