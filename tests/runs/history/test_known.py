"""A run that is done is found again without the libraries that did it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.cli import front
from equity.cli.front import _plainly, _unchanged
from equity.errors import ParameterError
from equity.runs import manifest
from equity.runs.history.known import find_done, run_asked

Toy = Callable[..., Path]
HEAVY = ("pandas", "geopandas", "numpy", "pyarrow", "papermill", "nbformat", "nbconvert",
         "pydantic", "rich", "typer", "filelock")  # fmt: skip


@pytest.fixture
def same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "package_digest", lambda: "as it is")


@pytest.mark.usefixtures("plain_page", "same_package")
def test_the_same_request_finds_the_run_that_it_had(toy: Toy, tmp_path: Path) -> None:
    options: dict[str, Any] = {"out": tmp_path / "out", "notebooks": toy("one", "1")}
    assert find_done("one", {"year": "2018"}, **options) is None
    made = run_asked("one", {"year": "2018"}, **options)
    found = find_done("one", {"year": "2018"}, **options)
    assert found is not None
    assert (found.status, found.folder, found.findings) == ("unchanged", made.folder, 0)
    assert run_asked("one", {"year": "2018"}, **options).status == "unchanged"
    assert run_asked("one", {}, **options).status == "unchanged"  # the default is the same
    assert find_done("one", {"year": "2019"}, **options) is None
    assert find_done("one", {"yaer": "2018"}, **options) is None
    assert find_done("none", {}, **options) is None
    (made.folder / "one.ipynb").write_text("{}", "utf-8")
    assert find_done("one", {"year": "2018"}, **options) is None
    assert run_asked("one", {"year": "2018"}, **options).status == "done"
    assert run_asked("one", {"year": "2018"}, force=True, **options).status == "done"
    toy("one", "2")
    assert find_done("one", {"year": "2018"}, **options) is None


@pytest.mark.usefixtures("same_package")
def test_a_wrong_parameter_is_never_remembered(toy: Toy, tmp_path: Path) -> None:
    options: dict[str, Any] = {"out": tmp_path / "out", "notebooks": toy("one", "1")}
    for _ in range(2):
        with pytest.raises(ParameterError, match="parameter year is 'x'"):
            run_asked("one", {"year": "x"}, **options)


def test_finding_a_run_imports_nothing_heavy(toy: Toy, tmp_path: Path) -> None:
    folder = toy("one", "1", parameters="data = ''")
    code = (
        "import sys\n"
        f"sys.argv = ['equity', 'run', 'one', '--notebooks', {str(folder)!r}, "
        f"'--out', {str(tmp_path / 'out')!r}, '--data', {str(tmp_path)!r}]\n"
        "from equity.cli.front import _unchanged\n"
        "_unchanged(sys.argv[1:])\n"
        "from equity.runs.history import known, ledger\n"
        "from equity.raw.stamp import is_current\n"
        f"ledger.recall(__import__('pathlib').Path({str(tmp_path)!r}), 'x')\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "[]\n"


def test_only_the_plainest_words_are_read_without_the_command_line() -> None:
    read = _plainly(["one", "-p", "year=2018", "--parameter", "a=b", "--out", "o", "--json"])
    assert read is not None
    notebook, as_json, options = read
    assert (notebook, as_json) == ("one", True)
    assert (options["assigned"], options["out"]) == (["year=2018", "a=b"], ["o"])
    for words in (["one", "--force"], ["one", "--help"], ["one", "two"], [], ["one", "-p"],
                  ["one", "--out=o"], ["--json"]):  # fmt: skip
        assert _plainly(words) is None


@pytest.mark.usefixtures("plain_page", "same_package")
def test_the_short_way_prints_what_the_long_way_prints(toy: Toy, tmp_path: Path) -> None:
    folder = toy("one", "1")
    words = ["run", "one", "--notebooks", str(folder), "--out", str(tmp_path / "out")]
    assert _unchanged(words) is None
    made = run_asked("one", {}, notebooks=folder, out=tmp_path / "out")
    assert _unchanged(words) == f"unchanged: {made.folder} (0 findings)\n"
    told = json.loads(_unchanged([*words, "--json"]) or "")
    assert list(told) == ["status", "notebook", "folder", "findings", "seconds"]
    assert (told["status"], told["folder"]) == ("unchanged", str(made.folder))
    assert _unchanged([*words, "-p", "year=2018", "-p", "year=2018"]) is None
    assert _unchanged(["brief"]) is None


def test_ctrl_c_before_a_command_begins_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(front, "_unchanged", interrupted)
    with pytest.raises(SystemExit) as ended:
        front.main()
    assert ended.value.code == 130
    assert capsys.readouterr() == ("", "stopped by Ctrl-C: nothing was begun\n")
