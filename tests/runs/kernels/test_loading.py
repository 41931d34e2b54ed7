"""What the warm process has loaded is what lies in the files when a kernel starts."""

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import equity
from equity.runs.kernels.loading import forget_changed, preload_package
from real_processes import write_notebook

Run = Callable[..., Any]
Printed = Callable[[Any], list[str]]
MADE_UP = "made_up_package"
# Runs a notebook, changes a module of the package, and runs it again from the same process.
EDITS_BETWEEN_RUNS = """
import pathlib, sys
import equity.chance
from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.kernels import forks
from equity.runs.notebooks import find
for _ in range(2):
    with private_folder() as private:
        done = execute(find("made_up", pathlib.Path(sys.argv[1])), {}, private)
    print(done.metadata.papermill["kernel"], done.cells[1].outputs[0]["text"].strip(),
          forks.start().pid)
    pathlib.Path(equity.chance.__file__).write_text("SEED = 222222\\n")
"""


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with a door of its own and one module behind it."""
    home = tmp_path / MADE_UP
    home.mkdir()
    (home / "__init__.py").write_text(f"from {MADE_UP}.inner import said\n__all__ = ['said']\n")
    (home / "inner.py").write_text("said = 'before'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield home
    for name in [one for one in sys.modules if one.startswith(MADE_UP)]:
        del sys.modules[name]


def said() -> str:
    return str(importlib.import_module(MADE_UP).said)


def test_a_package_that_stays_as_it_was_is_not_imported_again(made_up: Path) -> None:
    stamps = preload_package(MADE_UP)
    before = sys.modules[f"{MADE_UP}.inner"]
    assert not forget_changed(stamps, MADE_UP)
    assert sys.modules[f"{MADE_UP}.inner"] is before


def test_a_package_with_a_changed_file_is_read_anew(made_up: Path) -> None:
    stamps = preload_package(MADE_UP)
    assert said() == "before"
    (made_up / "inner.py").write_text("said = 'afterwards'\n")
    assert forget_changed(stamps, MADE_UP)
    assert said() == "afterwards"


def test_a_file_that_was_removed_has_changed(made_up: Path) -> None:
    stamps = preload_package(MADE_UP)
    (made_up / "inner.py").unlink()
    assert forget_changed(stamps, MADE_UP)
    with pytest.raises(ModuleNotFoundError):
        said()


def test_nothing_stays_of_a_package_that_cannot_be_imported_whole(made_up: Path) -> None:
    with (made_up / "__init__.py").open("a") as door:
        door.write("import no_such_library\n")
    with pytest.raises(ModuleNotFoundError):
        preload_package(MADE_UP)
    assert f"{MADE_UP}.inner" not in sys.modules


def test_a_message_in_another_language_is_a_file_of_the_package_too(made_up: Path) -> None:
    (made_up / "made_up.po").write_text("")
    stamps = preload_package(MADE_UP)
    (made_up / "made_up.po").write_text("# later\n")
    assert forget_changed(stamps, MADE_UP)


def test_a_package_of_another_name_that_begins_alike_is_left(made_up: Path) -> None:
    stamps = preload_package(MADE_UP)
    (made_up / "inner.py").unlink()
    sys.modules[f"{MADE_UP}_beside"] = sys
    forget_changed(stamps, MADE_UP)
    assert f"{MADE_UP}_beside" in sys.modules


def test_a_kernel_has_the_package_from_the_start(run_cells: Run, printed: Printed) -> None:
    cell = "import sys; print('equity.city' in sys.modules, 'equity.figures.charts' in sys.modules)"
    notebook = run_cells(cell)
    assert notebook.metadata.papermill["kernel"] == "forked"
    assert printed(notebook) == ["True True"]


def test_a_module_changed_between_two_runs_is_read_anew_by_the_second(tmp_path: Path) -> None:
    package = Path(equity.__file__).parent
    shutil.copytree(package, tmp_path / "src" / "equity")
    (tmp_path / "src" / "equity" / "chance.py").write_text("SEED = 111111\n")
    write_notebook(tmp_path, "made_up", "", "import equity.chance; print(equity.chance.SEED)")
    first, second = subprocess.run(
        [sys.executable, "-c", EDITS_BETWEEN_RUNS, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src")},
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert first.split()[:2] == ["forked", "111111"]
    assert second.split() == ["forked", "222222", first.split()[2]]  # of the same warm process
