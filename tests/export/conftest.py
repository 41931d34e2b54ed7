"""The project's own city as a package, and one with made-up licences and names."""

from dataclasses import replace
from pathlib import Path

import pytest

from equity.city import City
from equity.export.export import Exported, export
from export.made_up_licences import NAMES, licensed


@pytest.fixture(scope="session")
def exported(city: City, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Return the package of the project's own city, as its catalogue lets."""
    return export(city, tmp_path_factory.mktemp("package") / "open-data")


@pytest.fixture(scope="session")
def opened(city: City, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Return the package of the city as if all its sources were CC0, with bad names: made up."""
    projects = city.tables["projects"].copy()
    projects.loc[projects.index[: len(NAMES)], "name_sv"] = NAMES
    asked = replace(licensed(city, "CC0"), tables={**city.tables, "projects": projects})
    return export(asked, tmp_path_factory.mktemp("opened") / "open-data")


@pytest.fixture
def package(exported: Exported) -> Path:
    """Return the folder of the package."""
    return exported.folder
