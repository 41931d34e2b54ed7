"""What every test may ask for: the repository's folders and, where present, the shared facts."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from equity.city import City, build, load

pytest_plugins = ["skips"]

# Shared machines are slow at odd moments; the same examples each time tell the same story. How
# long or how many draws an example takes fails no test: both vary with the machine, and with the
# constants that hypothesis gathers from whichever modules are loaded.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def raw(root: Path) -> Path:
    """Return the project's own raw tables."""
    return root / "data" / "raw"


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Return the facts laid beside the checkout; skip where they are not."""
    folder = root.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("the shared facts are not laid beside the checkout")
    return folder


@pytest.fixture(scope="session")
def built(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of its own, built from a copy of the project's raw tables."""
    data = tmp_path_factory.mktemp("city") / "data"
    shutil.copytree(raw, data / "raw")
    build(data)
    return data


@pytest.fixture(scope="session")
def city(built: Path) -> City:
    """Return the project's city, opened."""
    return load(built)
