"""What is given arrives to the letter, or is refused before a kernel: grid, cell, manifest, key."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from equity.cli.front import assignments
from equity.errors import ParameterError, RunError
from equity.runs.bulk.sweep import sweep
from equity.runs.execute import UnfinishedError, execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find
from equity.runs.prepared import prepare
from equity.runs.run import run

Toy = Callable[..., Path]
# As they stand in a grid's file, and what they are.
TEXTS = {
    "0127": "0127",
    "NO": "NO",
    "on": "on",
    "1e5": "1e5",
    "1_000": "1_000",
    "None": "None",
    "~": "~",
    "null": "null",
    "2:30": "2:30",
    "0x1F": "0x1F",
    ".nan": ".nan",
    "2018-09-09": "2018-09-09",
    "!!int 3": "3",
    "$(touch made_up)": "$(touch made_up)",
    "'`id`; ls'": "`id`; ls",
    "'%s {} {x}'": "%s {} {x}",
    "../../made_up": "../../made_up",
    '"it\'s \\"so\\""': 'it\'s "so"',
    '"å a\\u030a \\u202e\\u200b\\u2028"': "å a\u030a \u202e\u200b\u2028",
    '"\\\\n \\\\"': "\\n \\",
    '"  "': "  ",
    "x" * 1000: "x" * 1000,
}


def read_strictly(path: Path) -> Any:
    """Return what a JSON file holds; fail on what a browser could not read."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{path.name}: {constant} is no JSON")

    return json.loads(path.read_bytes().decode("utf-8"), parse_constant=refuse)


def test_every_text_of_a_grid_arrives_in_the_cell_and_in_the_manifest_as_it_stands(
    toy: Toy, tmp_path: Path
) -> None:
    """wireviz/WireViz#213: 0127 is no number, NO not False, and 2:30 not 150."""
    names = [f"text_{number}" for number in range(len(TEXTS))]
    notebooks = toy(
        "texts",
        f"import json, os; print(json.dumps([{', '.join(names)}, os.listdir()]))",
        parameters="\n".join(f"{name} = 'made up'" for name in names),
    )
    lines = "".join(f"  {name}: [{text}]\n" for name, text in zip(names, TEXTS, strict=True))
    path = tmp_path / "grid.yaml"
    path.write_text(f"notebook: texts\ngrid:\n{lines}", encoding="utf-8")
    left = sweep(path, out=tmp_path / "out", notebooks=notebooks)
    assert (left.status, left.sets, left.errors) == ("done", 1, {})
    folder = next((tmp_path / "out" / "texts").iterdir())
    assert read_strictly(folder / "manifest.json")["parameters"] == dict(
        zip(names, TEXTS.values(), strict=True)
    )
    printed = read_strictly(folder / "texts.ipynb")["cells"][-1]["outputs"][0]["text"]
    assert json.loads("".join(printed)) == [*TEXTS.values(), []]
    row = pd.read_parquet(left.folder / "findings.parquet").iloc[0]
    assert [row[f"parameter_{name}"] for name in names] == list(TEXTS.values())


@pytest.mark.parametrize(
    "day", [date(2018, 9, 9), datetime(2018, 9, 9), pd.Timestamp("2018-09-09")]
)
def test_a_date_has_the_same_key_however_it_is_given(toy: Toy, tmp_path: Path, day: object) -> None:
    """nteract/papermill#345: text from the command line, a TypeError from Python."""
    notebooks = toy("dated", parameters="day = '2017-01-01'")

    def folder(value: object) -> Path:
        return prepare("dated", {"day": value}, out=tmp_path, notebooks=notebooks).folder

    assert folder(day) == folder("2018-09-09")
    assert folder(day) != folder("2018-09-10")


NONE_OF_JSON = """
import plotly.graph_objects as go
from IPython.display import JSON, display
from equity.findings import Findings
nan = float("nan")
display({"application/json": {"x": [nan, {"y": -float("inf")}]}}, raw=True)
display({"text/plain": "x"}, raw=True, metadata={"x": nan})
display(JSON({"x": nan}), go.Figure(go.Scatter(x=[1, 2], y=[nan, float("inf")])))
"""


def test_all_that_a_run_leaves_is_strict_json_though_its_outputs_hold_nan(
    toy: Toy, tmp_path: Path
) -> None:
    """nteract/papermill#630: neither a browser nor JupyterLab reads a notebook with NaN in it."""
    toy("good", NONE_OF_JSON, "Findings([])")
    notebooks = toy("bad", NONE_OF_JSON, "raise ValueError(nan)")
    run("good", out=tmp_path / "out", notebooks=notebooks, page=False)
    with pytest.raises(RunError, match="cell 3 of 3 raised ValueError: nan"):
        run("bad", out=tmp_path / "out", notebooks=notebooks, page=False)
    left = [*tmp_path.glob("out/**/*.ipynb"), *tmp_path.glob("out/**/*.json")]
    assert {path.name for path in left} == {
        *("good.ipynb", "findings.json", "bad.ipynb", "manifest.json")
    }
    for path in left:
        assert read_strictly(path)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-p", b"code=\xff"], "mine: parameter code is '\\udcff', expected text in UTF-8"),
        (["-p", b"\xff=1"], "mine: unknown parameter '\\udcff'"),
        (["-p", "code=" + "x" * 10_000], "mine: parameter code is 'xxx"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_line_and_leaves_nothing(
    toy: Toy, tmp_path: Path, words: list[str | bytes], told: str
) -> None:
    notebooks = toy("mine", parameters="code = ''\nmany = [1]")
    command = [sys.executable, "-m", "equity", "run", "mine", "--json", *words]
    where = ["--notebooks", notebooks, "--out", tmp_path / "out"]
    done = subprocess.run([*command, *where], capture_output=True, text=True)
    assert done.returncode in (1, 2)
    assert json.loads(done.stdout)["error"].startswith(told)
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(told)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["code=a", "code=a"], "parameter code is given twice"),
        (["code=a", "code="], "parameter code is given twice"),
        (["code"], "-p 'code' is not NAME=VALUE"),
        ([""], "-p '' is not NAME=VALUE"),
    ],
)
def test_an_assignment_is_a_name_and_a_value_and_each_name_comes_once(
    given: list[str], told: str
) -> None:
    with pytest.raises(ParameterError, match=f"^mine: {told}$"):
        assignments("mine", given, None)


def test_a_file_of_a_grid_that_holds_half_a_character_is_refused(toy: Toy, tmp_path: Path) -> None:
    path = tmp_path / "grid.yaml"
    path.write_text('notebook: mine\nsets: [{code: "\\ud800"}]\n', encoding="utf-8")
    with pytest.raises(ParameterError, match=r"set 1: mine: parameter code is .* text in UTF-8"):
        sweep(path, out=tmp_path / "out", notebooks=toy("mine", parameters="code = ''"))
    assert not (tmp_path / "out").exists()


@pytest.mark.slow  # held to seconds
@pytest.mark.parametrize("kill", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_kernel_that_dies_is_told_within_two_and_a_half_seconds(
    toy: Toy, tmp_path: Path, kill: str
) -> None:
    """nteract/papermill#125, jupyter/nbclient#88."""
    noted = tmp_path / "died"
    note = f"open({os.fspath(noted)!r}, 'w').write(str(time.time()))"
    notebook = find("dies", toy("dies", f"import os, time\n{note}\n{kill}", "print(1)"))
    with private_folder() as private, pytest.raises(UnfinishedError, match="died in cell 2 of 3"):
        execute(notebook, {}, private)
    assert time.time() - float(noted.read_text()) < 2.5
