"""Made-up runs below a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from made_up_runs import leave_run

Leave = Callable[..., Path]


@pytest.fixture
def leave(tmp_path: Path) -> Leave:
    """Return a function that leaves a made-up run below `out`, by its key."""

    def left(key: str, notebook: str = "toy", **told: Any) -> Path:
        return leave_run(tmp_path / "out", key, notebook, **told)

    return left
