"""Finding notebooks, and the one cell that takes parameters."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.errors import ParameterError, RunError
from equity.runs.notebooks import find, names

Toy = Callable[..., Path]


def tagged(kind: str, text: str) -> dict[str, Any]:
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "source": text, "metadata": {"tags": ["parameters"]}} | extra


def test_notebooks_are_listed_by_name(toy: Toy) -> None:
    toy("b")
    assert names(toy("a")) == ["a", "b"]


def test_a_folder_without_notebooks_says_how_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="--notebooks DIR"):
        names(tmp_path)


def test_an_unknown_notebook_is_told_with_the_nearest_name(toy: Toy) -> None:
    folder = toy("district_profile")
    with pytest.raises(ParameterError, match=r"did you mean district_profile\?"):
        find("district-profile", folder)


def test_a_notebook_without_a_parameters_cell_is_refused(toy: Toy) -> None:
    with pytest.raises(RunError, match="bare: no parameters cells"):
        find("bare", toy("bare", "print(1)", parameters=None))


def test_a_notebook_with_two_parameters_cells_is_refused(toy: Toy) -> None:
    with pytest.raises(RunError, match="twice: two parameters cells"):
        find("twice", toy("twice", tagged("code", "y = 1")))


def test_the_tag_on_a_cell_of_text_is_refused(toy: Toy) -> None:
    with pytest.raises(RunError, match="not of code"):
        find("text", toy("text", tagged("markdown", "y = 1"), parameters=None))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 3}', '{"cells": [3]}', "a,b\n"])
def test_a_file_that_is_no_notebook_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "table.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=r"table: table\.ipynb is not a notebook"):
        find("table", tmp_path)


def test_bytes_that_are_no_text_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "table.ipynb").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RunError, match="is not a notebook"):
        find("table", tmp_path)


def test_the_digest_follows_what_a_notebook_says_and_not_what_it_printed(toy: Toy) -> None:
    folder = toy("one", "print(1)")
    before = find("one", folder).digest()
    path = folder / "one.ipynb"
    content = json.loads(path.read_text("utf-8"))
    content["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    content["cells"][1]["source"] = ["print", "(1)"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert find("one", folder).digest() == before
    content["cells"][1]["source"] = "print(2)"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert find("one", folder).digest() != before


def test_the_title_is_the_first_heading(toy: Toy) -> None:
    heading = {"cell_type": "markdown", "source": ["\n", "# A question\n"], "metadata": {}}
    folder = toy("one", heading)
    assert find("one", folder).title == "A question"
    assert find("two", toy("two")).title == "two"
