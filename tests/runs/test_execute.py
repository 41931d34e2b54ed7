"""Kernels that raise, leave, die, write much, and where they work."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.errors import RunError
from equity.runs.execute import UnfinishedError, execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find

Toy = Callable[..., Path]


def run_toy(folder: Path, name: str, **parameters: Any) -> Any:
    with private_folder() as private:
        return execute(find(name, folder), parameters, private)


def printed(notebook: Any, index: int = -1) -> str:
    return "".join(one["text"] for one in notebook.cells[index].outputs if "text" in one)


def test_the_kernel_is_this_interpreter_in_a_folder_of_its_own(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    foreign = tmp_path / "share" / "kernels" / "python3"
    foreign.mkdir(parents=True)
    (foreign / "kernel.json").write_text(
        '{"argv": ["/bin/false"], "display_name": "x", "language": "python"}', "utf-8"
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    here = Path.cwd()
    folder = toy(
        "where", "import os, sys; print(sys.executable, os.getcwd(), os.listdir(), sep=chr(10))"
    )
    executable, work, listed = printed(run_toy(folder, "where")).splitlines()
    assert executable == sys.executable
    assert Path(work).name == "work"
    assert not Path(work).exists()
    assert listed == "[]"
    assert Path.cwd() == here


def test_given_parameters_win_over_the_defaults_and_keep_their_kind(toy: Toy) -> None:
    folder = toy("values", "print(repr((code, limit)))", parameters="code = ''\nlimit = 1.5")
    notebook = run_toy(folder, "values", code="0127\n'\"\\{x}", limit=-0.5)
    assert printed(notebook) == repr(("0127\n'\"\\{x}", -0.5)) + "\n"


def test_a_notebook_edited_between_its_check_and_its_start_is_not_run(toy: Toy) -> None:
    folder = toy("edited", "print(1)")
    checked = find("edited", folder)
    toy("edited", "print(2)")
    with (
        private_folder() as private,
        pytest.raises(UnfinishedError, match=r"^edited: it was changed before it began"),
    ):
        execute(checked, {}, private)
    assert not private.exists()


def test_a_cell_that_raises_is_named_with_its_cause(toy: Toy) -> None:
    folder = toy("raises", "x = 1", "x / 0", "print(1)")
    with pytest.raises(
        UnfinishedError, match=r"^raises: cell 3 of 4 raised ZeroDivisionError: "
    ) as e:
        run_toy(folder, "raises", year=2018)
    told = [one.metadata.papermill["status"] for one in e.value.notebook.cells]
    assert told == ["completed", "completed", "completed", "failed", "not run"]


@pytest.mark.parametrize(
    ("cell", "cause"),
    [
        ("raise ExceptionGroup('made up', [KeyError(1)])", "ExceptionGroup: made up (1 sub-exc"),
        ("get_ipython().showtraceback = lambda *_, **__: None\n1 / 0", "ZeroDivisionError: div"),
        ("get_ipython().set_custom_exc((Exception,), lambda *_, **__: None)\n{}[1]", "KeyError: 1"),
        ("raise ValueError('\\n\\x1b[31m{cell}\\x00\\x1b[0m\\n' + 'x' * 9**6)", "ValueError: {c"),
        ("raise ValueError('x' * 9**6)", f"ValueError: {'x' * 288}…"),
        ("raise ValueError", "ValueError"),
    ],
)  # fmt: skip
def test_the_cause_is_one_line_whatever_the_error_shows_of_itself(
    toy: Toy, cell: str, cause: str
) -> None:
    with pytest.raises(UnfinishedError, match=r"^odd: cell 2 of 3 raised ") as e:
        run_toy(toy("odd", cell, "print(1)"), "odd")
    told = str(e.value).removeprefix("odd: cell 2 of 3 raised ")
    assert told.startswith(cause)
    assert told.isprintable()
    assert len(told) <= 301


@pytest.mark.parametrize(
    "leave",
    ["import sys; sys.exit(0)", "quit()", "exit()", "raise SystemExit", "exit(keep_kernel=True)"],
)
def test_a_cell_that_leaves_is_no_success(toy: Toy, leave: str) -> None:
    """nteract/papermill#435, #449, #536: the rest was skipped and the run succeeded."""
    with pytest.raises(UnfinishedError, match=r"^leaves: stopped in cell 2 of 3"):
        run_toy(toy("leaves", leave, "print(1)"), "leaves")


def test_a_last_cell_that_leaves_before_its_end_is_no_success(toy: Toy) -> None:
    with pytest.raises(UnfinishedError, match=r"^leaves: stopped in cell 2 of 2: it asked to exit"):
        run_toy(toy("leaves", "import sys; sys.exit(0); print(1)"), "leaves")


@pytest.mark.parametrize("kill", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_kernel_that_dies_is_told_and_later_cells_are_not_run(toy: Toy, kill: str) -> None:
    """nteract/papermill#125, jupyter/nbclient#88: every cell was said to be completed."""
    with pytest.raises(UnfinishedError, match=r"^dies: the kernel died in cell 2 of 3$") as e:
        run_toy(toy("dies", f"import os; {kill}", "print(1)"), "dies")
    told = [one.metadata.papermill["status"] for one in e.value.notebook.cells]
    assert told == ["completed", "failed", "not run"]


def test_cells_that_an_earlier_run_added_are_not_run_again(toy: Toy) -> None:
    added = {
        "cell_type": "code",
        "source": "year = 1900",
        "metadata": {"tags": ["injected-parameters"]},
        "outputs": [],
        "execution_count": None,
    }
    folder = toy("again", added, "print(year)")
    assert printed(run_toy(folder, "again", year=2022)) == "2022\n"


def test_a_kernel_that_cannot_start_is_told(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(RunError, match=r"^none: no kernel started"):
        run_toy(toy("none", "print(1)"), "none")


@pytest.mark.parametrize("name", ["{pm[run_uuid]}", "å {b} $(x) `y` %s 'z'"])
def test_no_letter_of_a_notebooks_name_means_anything(toy: Toy, name: str) -> None:
    assert printed(run_toy(toy(name, "print(year)"), name, year=2022)) == "2022\n"


def test_cells_have_the_same_ids_in_every_run(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """Where a file gives none, as those of before 2021, or one to two cells."""
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in ("1", "2", "3")]
    cells[0]["metadata"] = {"tags": ["parameters"]}
    cells[0]["source"] = "year = 2018"
    cells[1]["id"] = cells[2]["id"] = "cell-1"
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "old.ipynb").write_text(json.dumps(content), encoding="utf-8")
    notebook = run_toy(tmp_path, "old")
    assert [cell.id for cell in notebook.cells] == ["cell-2", "cell-1", "cell-3"]
    assert not recwarn.list


def test_what_could_not_be_kept_as_a_notebook_does_not_start(toy: Toy) -> None:
    odd = {"cell_type": "code", "source": "1", "metadata": {}, "made_up": 1}
    with pytest.raises(UnfinishedError, match=r"^odd: it is not a notebook \(.*made_up"):
        run_toy(toy("odd", odd), "odd")
