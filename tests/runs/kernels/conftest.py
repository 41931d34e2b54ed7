"""Run the cells of a test in a kernel of ours, and read what each printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find

Run = Callable[..., Any]


@pytest.fixture
def run_cells(toy: Callable[..., Path]) -> Run:
    """Return a function that runs cells as one notebook and gives it back, executed."""

    def run(*cells: str, name: str = "made_up", **options: Any) -> Any:
        with private_folder() as private:
            return execute(find(name, toy(name, *cells)), {}, private, **options)

    return run


@pytest.fixture
def printed() -> Callable[[Any], list[str]]:
    """Return a function that gives what each cell after the parameters printed."""

    def read(notebook: Any) -> list[str]:
        return [
            "".join(output["text"] for output in cell.outputs if "text" in output).strip()
            for cell in notebook.cells[1:]
        ]

    return read
