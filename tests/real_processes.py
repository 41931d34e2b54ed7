"""What tests of real processes share: a notebook written down, and a wait with an end."""

import json
import time
from collections.abc import Callable
from pathlib import Path


def write_notebook(folder: Path, name: str, *cells: str) -> None:
    """Write a notebook of these cells, the first tagged as its parameters."""
    code = [
        {"cell_type": "code", "id": f"c{number}", "source": text, "outputs": [],
         "execution_count": None, "metadata": {"tags": ["parameters"] if number == 0 else []}}
        for number, text in enumerate(cells)
    ]  # fmt: skip
    content = {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")


def wait_for(happened: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something has happened; fail when it has not in time."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
