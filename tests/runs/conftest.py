"""Toy notebooks: a title, a parameters cell and the cells of a test, on any machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.runs import outputs

Toy = Callable[..., Path]


def cell(kind: str, text: str, *tags: str) -> dict[str, Any]:
    """Return a cell as a notebook's file holds it."""
    common = {"cell_type": kind, "id": f"c{abs(hash((text, tags))) % 10**9}", "source": text}
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return common | {"metadata": {"tags": list(tags)}} | extra


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    """Return a function that writes a notebook of code cells and gives the folder it is in."""

    def write(
        name: str, *cells: str | dict[str, Any], parameters: str | None = "year = 2018"
    ) -> Path:
        folder = tmp_path / "notebooks"
        folder.mkdir(exist_ok=True)
        made = [cell("code", one) if isinstance(one, str) else one for one in cells]
        if parameters is not None:
            made.insert(0, cell("code", parameters, "parameters"))
        content = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def plain_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a toy, which says nothing to show on a page, have a page of one word."""
    monkeypatch.setattr(outputs, "page", lambda _: "<p>toy</p>")
