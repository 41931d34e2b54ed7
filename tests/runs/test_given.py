"""`papermill --engine equity` takes what it is given exactly, or refuses it before a kernel."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from papermill.execute import load_notebook_node, prepare_notebook_metadata
from papermill.parameterize import parameterize_notebook

from equity.runs.given import RefusedError, hold

Toy = Callable[..., Path]
CELL = "period = 'latest'\ncode = ''\nlimit = 1.5\nday = '2018-01-01'\nany = None"


@pytest.fixture
def held(toy: Toy) -> Callable[..., Any]:
    """Return a function that holds what papermill would have made of a notebook."""

    def hold_one(given: dict[str, Any], *cells: Any, name: str = "mine", **how: Any) -> Any:
        path = str(toy(name, *cells, **({"parameters": CELL} | how)) / f"{name}.ipynb")
        nb = parameterize_notebook(
            load_notebook_node(path), given, kernel_name="python3", language="python"
        )
        hold(prepare_notebook_metadata(nb, path, None), path)
        return nb

    return hold_one


def test_papermills_command_line_ends_with_1_and_one_line_where_it_is_refused(
    toy: Toy, tmp_path: Path
) -> None:
    """nteract/papermill#818, #701, #667: a warning, exit 0, and the default."""
    left = tmp_path / "out.ipynb"
    notebook = toy("mine", parameters=CELL) / "mine.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "equity", "--no-progress-bar"]
    options = ["-k", "python3", "--language", "python", "-p", "perod", "2018"]
    done = subprocess.run([*command, *options, notebook, left], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = "Error: mine: unknown parameter 'perod'; did you mean period?"
    assert done.stderr.splitlines()[-1].startswith(told)
    assert not left.exists()


@pytest.mark.parametrize("code", ["0127", "NO", "2:30", 'å "{x}" $(ls) \\n'])
def test_a_text_is_handed_on_as_it_stands(held: Callable[..., Any], code: str) -> None:
    notebook = held({"code": code, "limit": 2})
    taken: dict[str, object] = {}
    exec(notebook.cells[1].source, taken)
    assert (taken["code"], taken["limit"]) == (code, 2)
    assert notebook.metadata.papermill["parameters"] == {"code": code, "limit": 2}


@pytest.mark.parametrize("name", ["perod", "Period", "PERIOD", "period ", "läge", ""])
def test_an_unknown_name_is_refused(held: Callable[..., Any], name: str) -> None:
    """nteract/papermill#818."""
    with pytest.raises(
        RefusedError, match=f"^mine: unknown parameter '{name}'.* There are: period"
    ):
        held({name: "2018"})


@pytest.mark.parametrize("value", [127, 1000, 1e5, True, None])
def test_a_text_that_papermill_read_as_something_else_is_refused_with_the_way_out(
    held: Callable[..., Any], value: object
) -> None:
    """wireviz/WireViz#213, in papermill: 0127, 1_000, 1e5, True and None."""
    with pytest.raises(RefusedError, match=r"a text, not \w+; as it .* with -r code VALUE$"):
        held({"code": value, "limit": 2.5})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("name", ["limit", "any"])
def test_a_number_that_is_none_is_refused(
    held: Callable[..., Any], name: str, number: float
) -> None:
    """nteract/papermill#630: NaN would stand in the notebook's JSON."""
    with pytest.raises(RefusedError, match=f"^mine: parameter {name} is .*a finite number"):
        held({name: number})


@pytest.mark.parametrize("day", [date(2018, 9, 9), pd.Timestamp("2018-09-09"), "2018-09-09"])
def test_a_date_is_handed_on_as_the_same_text_however_it_is_given(
    held: Callable[..., Any], day: object
) -> None:
    """nteract/papermill#345: a bare TypeError once the notebook was saved."""
    notebook = held({"day": day, "limit": 2.5})
    assert notebook.metadata.papermill["parameters"] == {"day": "2018-09-09", "limit": 2.5}
    assert notebook.cells[1].source.splitlines() == [
        "# Parameters",
        'day = "2018-09-09"',
        "limit = 2.5",
    ]


@pytest.mark.parametrize("value", [np.int64(1), object(), {1, 2}, [np.float64(1)]])
def test_an_object_that_no_notebook_can_keep_is_refused(
    held: Callable[..., Any], value: object
) -> None:
    with pytest.raises(RefusedError, match=r"^mine: parameter any is .*, not \w+$"):
        held({"any": value})


def test_the_year_of_one_of_our_notebooks_may_come_as_a_number(root: Path) -> None:
    path = str(root / "notebooks" / "district_profile.ipynb")
    for given, taken in ((2018, "2018"), ("2024/25", "2024/25")):
        nb = parameterize_notebook(
            load_notebook_node(path), {"period": given}, kernel_name="python3", language="python"
        )
        hold(nb, path)
        assert nb.metadata.papermill["parameters"] == {"period": taken}
    nb.metadata.papermill["parameters"] = {"period": 18}
    with pytest.raises(RefusedError, match="parameter period is '18', expected a year"):
        hold(nb, path)


TAGGED = {"id": "a", "source": "code = 'a'", "metadata": {"tags": ["parameters"]}}


@pytest.mark.parametrize(
    ("cells", "parameters", "told"),
    [
        ((), None, "mine: no parameters cells"),
        ((TAGGED | {"cell_type": "code"},), CELL, "mine: two parameters cells"),
        ((TAGGED | {"cell_type": "markdown"},), None, "not of code"),
    ],
)
def test_without_exactly_one_cell_of_parameters_none_can_be_given(
    held: Callable[..., Any], cells: tuple[Any, ...], parameters: str | None, told: str
) -> None:
    """nteract/papermill#245, #328: the notebook's own values won."""
    with pytest.raises(RefusedError, match=told):
        held({"code": "b"}, *cells, parameters=parameters)


def test_a_notebook_that_is_given_nothing_is_let_be(held: Callable[..., Any]) -> None:
    held({}, parameters=None)
    held({}, parameters="import os\nhere = os.getcwd()")


def test_a_cell_that_computes_its_defaults_takes_its_names_all_the_same(
    held: Callable[..., Any],
) -> None:
    cell = "%matplotlib inline\nimport os\nhere = os.getcwd()\n!ls\nyear = 2018"
    assert held({"here": "there", "year": 2019}, parameters=cell).cells[1].source.endswith("2019\n")
    with pytest.raises(RefusedError, match="did you mean here"):
        held({"heer": "there"}, parameters=cell)
