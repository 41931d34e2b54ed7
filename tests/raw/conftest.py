"""A copy of the raw tables that a test may spoil."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def copy(raw: Path, tmp_path: Path) -> Path:
    """Return a copy of the project's raw folder."""
    folder = tmp_path / "raw"
    shutil.copytree(raw, folder)
    return folder
