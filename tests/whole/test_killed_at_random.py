"""Real `equity run` processes killed at random moments: nothing half-done, nothing left behind."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from equity.runs import manifest
from equity.runs.history.ledger import FILE, entries

EQUITY = [sys.executable, "-m", "equity"]


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Give a short folder that is the temporary one of every process of the test."""
    folder = Path(tempfile.mkdtemp(prefix="eq", dir=os.path.realpath(tempfile.gettempdir())))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """Return a folder with a made-up notebook that writes enough to be caught at it."""
    cells = [
        {"cell_type": "code", "id": "c0", "source": "year = 2018", "outputs": [],
         "execution_count": None, "metadata": {"tags": ["parameters"]}},
        {"cell_type": "code", "id": "c1", "source": "print('made up ' * 100_000)", "outputs": [],
         "execution_count": None, "metadata": {}},
        {"cell_type": "code", "id": "c2", "source": PASSAGE, "outputs": [],
         "execution_count": None, "metadata": {}},
    ]  # fmt: skip
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "toy.ipynb").write_text(json.dumps(content), "utf-8")
    return tmp_path / "n"


PASSAGE = """
from equity.wording.passages import Passage
Passage(kind="answer", anchor="a", title="Made up", paragraphs=("Made up.",), language="en")
"""


def still_there(temporary: Path) -> list[psutil.Process]:
    """Return the processes that work in this temporary folder, whoever their parent is by now."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR") == str(temporary):
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_until_gone(temporary: Path, seconds: float) -> list[psutil.Process]:
    deadline = time.monotonic() + seconds
    while (left := still_there(temporary)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def not_whole(out: Path) -> list[Path]:
    folders = list((out / "toy").glob("[!.]*")) if (out / "toy").is_dir() else []
    return [one for one in folders if not manifest.is_whole(one)]


@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_a_run_killed_at_any_moment_leaves_whole_folders_and_an_open_ledger(
    tmp_path: Path, notebooks: Path, temporary: Path, kills: int
) -> None:
    out = tmp_path / "out"
    environment = os.environ | {"TMPDIR": str(temporary)}
    words = ["run", "toy", "--notebooks", str(notebooks), "--out", str(out)]

    def start(*more: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*EQUITY, *words, *more], env=environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip

    begun = time.monotonic()
    with start() as process:
        assert process.wait(120) == 0, process.stderr.read().decode()  # type: ignore[union-attr]
    takes = time.monotonic() - begun
    (good,) = (out / "toy").iterdir()
    moments = random.Random(kills)  # the same moments each time, as shares of a whole run
    for number in range(kills):
        again = ["--force"] if number % 2 else ["-p", f"year={number}"]
        with start(*again) as process:
            time.sleep(moments.uniform(0.2, 1.1) * takes)
            process.send_signal(signal.SIGKILL)
        assert not_whole(out) == []
        assert manifest.is_whole(good)  # the earlier one, whatever became of the forced one
    assert wait_until_gone(temporary, 10) == []
    with sqlite3.connect(out / FILE) as ledger:
        assert ledger.execute("PRAGMA quick_check").fetchone() == ("ok",)
    ledger.close()
    assert {one.folder for one in entries(out)} == set((out / "toy").glob("[!.]*"))
    with start("--force") as process:
        assert process.wait(120) == 0, process.stderr.read().decode()  # type: ignore[union-attr]
    assert wait_until_gone(temporary, 10) == []
    assert [one.name for one in temporary.iterdir()] == []
    assert [one.name for one in (out / "toy").glob(".*")] == []


@pytest.mark.slow  # alone on the machine: it is held to seconds
@pytest.mark.parametrize(
    ("signalled", "status", "told"),
    [(signal.SIGTERM, 143, "SIGTERM"), (signal.SIGINT, 130, "Ctrl-C")],
)
def test_a_run_that_is_asked_to_stop_stops_and_says_so(
    tmp_path: Path, temporary: Path, notebooks: Path, signalled: signal.Signals, status: int,
    told: str,
) -> None:  # fmt: skip
    content = json.loads((notebooks / "toy.ipynb").read_text("utf-8"))
    begun = tmp_path / "begun"
    content["cells"][1]["source"] = (
        f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(600)"
    )
    (notebooks / "toy.ipynb").write_text(json.dumps(content), "utf-8")
    words = ["run", "toy", "--notebooks", str(notebooks), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        [*EQUITY, *words], env=os.environ | {"TMPDIR": str(temporary)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        deadline = time.monotonic() + 120
        while not begun.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        asked = time.monotonic()
        process.send_signal(signalled)
        output, error = process.communicate(timeout=60)
    assert time.monotonic() - asked < 5
    assert (process.returncode, output) == (status, "")
    assert error == f"stopped by {told}: nothing half-written is left\n"
    assert wait_until_gone(temporary, 10) == []
    assert [one.name for one in temporary.iterdir()] == []
    assert not (tmp_path / "out" / "toy").exists()
