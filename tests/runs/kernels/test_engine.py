"""`papermill --engine equity`, for anyone; and the same findings as with papermill's own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from equity.findings import collect
from equity.runs.brief import FINER
from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find, names

Toy = Callable[..., Path]


def test_papermills_command_line_takes_the_engine_by_name(toy: Toy, tmp_path: Path) -> None:
    """jupyter/nbconvert#1502: sockets beside a notebook in a folder that is read-only."""
    folder = toy("plain", "import os; print(year, os.getcwd())")
    notebook, out, work = folder / "plain.ipynb", tmp_path / "out.ipynb", tmp_path / "work"
    work.mkdir()
    command = [sys.executable, "-m", "papermill", "--engine", "equity", "-k", "python3"]
    options = [
        "-p",
        "year",
        "2022",
        "--cwd",
        str(work),
        "--no-progress-bar",
        "--language",
        "python",
    ]
    folder.chmod(0o555)  # nothing is written beside the notebook, sockets neither
    try:
        done = subprocess.run([*command, *options, notebook, out], capture_output=True, text=True)
    finally:
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    content = json.loads(out.read_text("utf-8"))
    assert content["metadata"]["papermill"]["kernel"] == "forked"
    assert "".join(content["cells"][-1]["outputs"][0]["text"]) == f"2022 {work}\n"


ANSWERABLE = [name for name in names() if name != FINER]  # its file is not in the checkout


@pytest.mark.slow
@pytest.mark.parametrize("name", ANSWERABLE)
def test_a_notebook_gives_the_same_findings_with_papermills_own_engine(
    name: str, built: Path, tmp_path: Path
) -> None:
    import papermill

    notebook = find(name)
    given = {"data": str(built)}
    with private_folder() as private:
        ours = execute(notebook, given, private)
    theirs = papermill.execute_notebook(
        notebook.path,
        tmp_path / "theirs.ipynb",
        parameters=given,
        kernel_name="python3",
        progress_bar=False,
    )
    assert ours.metadata.papermill["kernel"] == "forked"
    assert "kernel" not in theirs.metadata.papermill
    found, expected = (
        collect([output for cell in one.cells for output in cell.get("outputs", [])]).to_json()
        for one in (ours, theirs)
    )
    assert found == expected
