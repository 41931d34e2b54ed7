"""Finding notebooks, and the one cell that takes parameters."""

import json
import os
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
    """nteract/papermill#245: the notebook's own values won over what was given."""
    with pytest.raises(RunError, match="bare: no parameters cells"):
        find("bare", toy("bare", "print(1)", parameters=None))


def test_a_notebook_with_two_parameters_cells_is_refused(toy: Toy) -> None:
    """nteract/papermill#328: the second cell won over what was given."""
    with pytest.raises(RunError, match="twice: two parameters cells"):
        find("twice", toy("twice", tagged("code", "y = 1")))


@pytest.mark.parametrize("tag", ["Parameters", " parameters", "parameter", "PARAMETERS"])
def test_a_tag_that_is_nearly_the_one_is_told(toy: Toy, tag: str) -> None:
    cell = tagged("code", "y = 1") | {"metadata": {"tags": [tag]}}
    with pytest.raises(RunError, match=rf"no parameters cells; tag .*; cell 1 has the tag '{tag}'"):
        find("near", toy("near", cell, parameters=None))


def test_the_tag_on_the_last_cell_serves(toy: Toy) -> None:
    folder = toy("last", "x = 1", tagged("code", "y = 1"), parameters=None)
    assert find("last", folder).parameters == "y = 1"


def test_the_tag_on_a_cell_of_text_is_refused(toy: Toy) -> None:
    with pytest.raises(RunError, match="not of code"):
        find("text", toy("text", tagged("markdown", "y = 1"), parameters=None))


CODE = tagged("code", "y = 1")
WHOLE = {"cells": [CODE], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
NO_NOTEBOOK = {
    "empty": "",
    "blank": " \n",
    "half": '{"cells": [',
    "a list": "[]",
    "null": "null",
    "a table": "a,b\n",
    "a page": "<html>",
    "a pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "deep": "[" * 100_000,
    "byte order mark": "\ufeff" + json.dumps(WHOLE),
    "no cells": json.dumps(WHOLE | {"cells": None}),
    "cells in another form": json.dumps(WHOLE | {"cells": [3]}),
    "an unknown cell": json.dumps(WHOLE | {"cells": [CODE | {"cell_type": "heading"}]}),
    "a source that is a number": json.dumps(WHOLE | {"cells": [CODE | {"source": 3}]}),
    "a source in part": json.dumps(WHOLE | {"cells": [CODE | {"source": ["a", None]}]}),
    "a cell without metadata": json.dumps(WHOLE | {"cells": [CODE | {"metadata": None}]}),
    "one tag": json.dumps(WHOLE | {"cells": [CODE | {"metadata": {"tags": "parameters"}}]}),
    "no tags": json.dumps(WHOLE | {"cells": [CODE | {"metadata": {"tags": None}}]}),
    "a tag twice": json.dumps(
        WHOLE | {"cells": [CODE | {"metadata": {"tags": ["parameters", "parameters"]}}]}
    ),
    "metadata in another form": json.dumps(WHOLE | {"metadata": []}),
    "nbformat 3": json.dumps(WHOLE | {"nbformat": 3, "worksheets": []}),
    "nbformat 5": json.dumps(WHOLE | {"nbformat": 5}),
    "nbformat as text": json.dumps(WHOLE | {"nbformat": "4"}),
    "no nbformat": json.dumps({"cells": [CODE], "metadata": {}}),
    "half a character": json.dumps(WHOLE | {"cells": [CODE, CODE | {"source": "\ud800"}]}),
}


@pytest.mark.parametrize("kind", NO_NOTEBOOK)
def test_a_file_that_is_no_notebook_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    (tmp_path / "table.ipynb").write_text(NO_NOTEBOOK[kind], encoding="utf-8")
    with pytest.raises(RunError, match=r"^table: table\.ipynb is not a notebook \(") as caught:
        find("table", tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_in_it_that_is_none_in_json_is_told(tmp_path: Path, number: str) -> None:
    """nteract/papermill#630: browsers and JupyterLab could not read what a run leaves of it."""
    text = json.dumps(WHOLE | {"metadata": {"made_up": 0}}).replace(
        '"made_up": 0', f'"x": {number}'
    )
    (tmp_path / "odd.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=f"is not a notebook .it holds {number}, which JSON"):
        find("odd", tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_is_refused_by_name(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "folder.ipynb")
    with pytest.raises(RunError, match=r"folder\.ipynb is not a notebook \(it is no file\)"):
        find("folder", tmp_path)


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}},
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"name": "x", "language": "python"}, "language_info": {"name": "scala"}},
    ],
)
def test_a_notebook_in_another_language_is_refused(
    tmp_path: Path, metadata: dict[str, Any]
) -> None:
    (tmp_path / "other.ipynb").write_text(json.dumps(WHOLE | {"metadata": metadata}), "utf-8")
    with pytest.raises(
        RunError, match=r"^other: it is in '(R|julia|scala)', and only notebooks in"
    ):
        find("other", tmp_path)


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "mine", "language": "Python"}},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": None, "language_info": "python"},
    ],
)
def test_any_kernel_of_python_will_do(tmp_path: Path, metadata: dict[str, Any]) -> None:
    (tmp_path / "mine.ipynb").write_text(json.dumps(WHOLE | {"metadata": metadata}), "utf-8")
    assert find("mine", tmp_path).parameters == "y = 1"


def test_line_ends_of_another_system_change_nothing(tmp_path: Path) -> None:
    text = json.dumps(WHOLE, indent=1)
    (tmp_path / "here.ipynb").write_text(text, encoding="utf-8", newline="\n")
    (tmp_path / "there.ipynb").write_text(text, encoding="utf-8", newline="\r\n")
    assert find("here", tmp_path).digest() == find("there", tmp_path).digest()


@pytest.mark.parametrize("name", ["failed", "pages", "sweeps", "a\nb", "a\x1b[31m"])
def test_a_name_that_runs_could_not_be_kept_under_is_refused(toy: Toy, name: str) -> None:
    with pytest.raises(ParameterError, match=r"^a notebook cannot have the name '"):
        find(name, toy(name))


def test_what_is_hidden_is_no_notebook(toy: Toy) -> None:
    toy("..")
    toy("._mine")
    assert names(toy("mine")) == ["mine"]


@pytest.mark.parametrize("name", ["mine.ipynb", "../mine", "/notebooks/mine.ipynb"])
def test_a_path_in_place_of_a_name_is_told_the_name(toy: Toy, name: str) -> None:
    with pytest.raises(ParameterError, match=r"did you mean mine\?"):
        find(name, toy("mine"))


def test_an_endless_name_is_told_shortly(toy: Toy) -> None:
    with pytest.raises(ParameterError) as caught:
        find("x" * 10_000, toy("mine"))
    assert len(str(caught.value)) < 200


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
