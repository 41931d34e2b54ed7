"""What a worker takes, keeps and refuses: inputs by their checksums, and the same code only."""

import hashlib
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.errors import ParameterError, RunError
from equity.runs import manifest
from equity.runs.bulk import scheduler
from equity.runs.bulk.cluster import run_elsewhere
from equity.runs.bulk.grid import Grid
from equity.runs.bulk.plan import plan
from equity.runs.bulk.worker import Task, do, inputs_of, other_software, put_together
from equity.runs.folder import alone, publish

Toy = Callable[..., Path]
FILES = {"raw/made_up.csv": b"a\n1\n", "processed/built.json": b"{}"}


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def task(**other: Any) -> Task:
    made = Task(
        notebook="toy",
        text=b"",
        key="0",
        values={},
        city="made_up_city",
        inputs={name: checksum(content) for name, content in FILES.items()},
        package=manifest.package_digest(),
        versions=manifest.versions(),
        page=False,
        limits=None,
    )
    return made | other  # type: ignore[return-value]


def city(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_worker_says_which_inputs_it_lacks_and_not_those_it_has(tmp_path: Path) -> None:
    own = city(tmp_path / "own", {"raw/made_up.csv": FILES["raw/made_up.csv"]})
    answer = do(task(), [], tmp_path / "place", own)
    assert (answer["lacks"], answer["error"], answer["files"]) == ([checksum(b"{}")], "", {})


def test_a_file_of_the_same_name_but_other_content_is_not_taken(tmp_path: Path) -> None:
    own = city(tmp_path / "own", FILES | {"raw/made_up.csv": b"a\n2\n"})
    answer = do(task(), [], tmp_path / "place", own)
    assert answer["lacks"] == [checksum(FILES["raw/made_up.csv"])]


def test_bytes_that_are_no_input_are_refused_and_not_kept(tmp_path: Path) -> None:
    answer = do(task(), [b"something else"], tmp_path, tmp_path / "none")
    assert "sent bytes that are no input of it" in answer["error"]
    assert list((tmp_path / "equity-inputs").iterdir()) == []


def test_what_was_kept_is_put_together_as_it_was_and_looked_at_again(tmp_path: Path) -> None:
    place = tmp_path / "place"
    do(task(), FILES.values(), place, tmp_path / "none")
    home = put_together(task(), place, None)
    assert home is not None
    assert home.name == "made_up_city"
    assert {name: path.read_bytes() for name, path in inputs_of(home).items()} == FILES
    kept = place / "equity-inputs" / checksum(b"{}")
    kept.write_bytes(b"spoilt")
    assert do(task(city="other"), [], place, tmp_path / "none")["lacks"] == [checksum(b"{}")]


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "", "..\\out"])
def test_no_name_leads_out_of_the_workers_folder(tmp_path: Path, name: str) -> None:
    place = tmp_path / "deep" / "place"
    answer = do(task(inputs={name: checksum(b"x")}), [b"x"], place, tmp_path / "none")
    assert "is no path inside a folder" in answer["error"]
    answer = do(task(city=name or "/"), FILES.values(), place, tmp_path / "none")
    assert "is no path inside a folder" in answer["error"]
    assert not list(tmp_path.rglob("out"))


def test_a_worker_of_another_version_refuses_and_says_what_differs(tmp_path: Path) -> None:
    versions = manifest.versions() | {"pandas": "0.0.1"}
    answer = do(task(versions=versions, package="0"), [], tmp_path, tmp_path)
    assert f"the worker has pandas {manifest.versions()['pandas']}, not 0.0.1" in answer["error"]
    assert "another version of the package equity" in answer["error"]
    assert answer["unfit"]


def test_a_library_that_only_one_side_has_is_a_difference() -> None:
    versions = manifest.versions() | {"made_up": "1"}
    assert "made_up none, not 1" in other_software(manifest.package_digest(), versions)
    assert other_software(manifest.package_digest(), manifest.versions()) == ""


def test_a_worker_that_began_before_the_package_was_edited_refuses(tmp_path: Path) -> None:
    answer = do(task(), FILES.values(), tmp_path, tmp_path, began="as it was")
    assert answer["unfit"]
    assert "in memory an earlier version of the package equity" in answer["error"]


def test_a_worker_that_cannot_write_its_files_is_unfit_and_names_no_path(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("no folder", "utf-8")
    answer = do(task(), FILES.values(), tmp_path / "place", tmp_path / "none")
    assert answer["unfit"]
    assert "the worker cannot write its files" in answer["error"]
    assert str(tmp_path) not in answer["error"]


def test_limits_travel_with_the_task(toy: Toy, tmp_path: Path) -> None:
    folder = toy("sleeps", "import time; time.sleep(60)")
    (one,) = plan(Grid("made_up", "sleeps", ({},)), out=tmp_path / "out", notebooks=folder)
    answer = do(
        task(
            notebook="sleeps", text=(folder / "sleeps.ipynb").read_bytes(), city="", inputs={},
            key=one.ready.folder.name, values=one.ready.values,
            limits={"cell_seconds": 0.2, "run_seconds": None, "memory_mb": None},
        ),
        [], tmp_path / "place", None,
    )  # fmt: skip
    assert "cell 2 of 2" in answer["error"]
    assert "0.2 s" in answer["error"]
    assert not answer["unfit"]


def test_runs_left_in_a_citys_folder_do_not_travel(tmp_path: Path) -> None:
    home = city(tmp_path / "city")
    with alone(home / "runs" / "toy" / "0a1b"):
        publish({"findings.json": b"{}"}, home / "runs" / "toy" / "0a1b")
    assert set(inputs_of(home)) == set(FILES)


def test_a_task_leaves_what_the_same_run_leaves_here(toy: Toy, tmp_path: Path) -> None:
    folder = toy("one", "print(year)", "assert year != 3, 'made up'")
    grid = Grid("made_up", "one", ({"year": "2"}, {"year": "3"}))
    good, bad = plan(grid, out=tmp_path / "out", notebooks=folder)
    answers = [
        do(
            task(
                notebook="one", text=(folder / "one.ipynb").read_bytes(), city="", inputs={},
                key=one.ready.folder.name, values=one.ready.values,
            ),
            [], tmp_path / "place", None,
        )
        for one in (good, bad)
    ]  # fmt: skip
    assert answers[0]["error"] == ""
    assert set(answers[0]["files"]) == {"one.ipynb", "findings.json", "manifest.json"}
    assert json.loads(answers[0]["files"]["manifest.json"])["parameters"] == {"year": 2}
    assert "cell 3 of 3 raised AssertionError" in answers[1]["error"]
    assert "error.txt" in answers[1]["files"]
    assert list((tmp_path / "place").iterdir()) == [tmp_path / "place" / "equity-inputs"]


def test_without_the_library_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ParameterError, match=r"pip install 'stockholm-equity\[cluster\]'"):
        next(run_elsewhere([], "tcp://127.0.0.1:9"))


@pytest.mark.parametrize(
    "address", ["made-up-address://x", "made_up", "", "127.0.0.1:9", "tls://127.0.0.1:9"]
)
def test_an_address_where_no_scheduler_answers_is_told_in_one_line(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "REACHED_WITHIN", 0.2)
    with pytest.raises(RunError, match=f"no scheduler answers at {address}") as caught:
        next(run_elsewhere([], address))
    assert len(str(caught.value).splitlines()) == 1


def test_whoever_else_listens_at_an_address_is_no_scheduler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduler, "REACHED_WITHIN", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(RunError, match=f"no scheduler answers at {address}"):
            next(run_elsewhere([], address))
