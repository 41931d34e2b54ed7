"""A sweep on a real cluster: a scheduler and two workers from the command line, one killed."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pandas as pd
import pytest

from real_processes import wait_for, write_notebook

pytestmark = pytest.mark.slow
SETS = 24
CELL = """
import time, pathlib
import equity
city = equity.load(data)
with open({marks!r}, "a") as file:
    file.write(f"{{number}} {{pathlib.Path(data)}}\\n")
time.sleep(0.3)
len(city.areas)
"""


@contextmanager
def started(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", *words]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    told = tmp_path / "scheduler.json"
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    with ExitStack() as stack:
        scheduler = ["distributed.cli.dask_scheduler", "--port", "0", *common]
        stack.enter_context(started(tmp_path, *scheduler))
        wait_for(lambda: told.exists() and told.read_text())
        worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *common]
        workers = [
            stack.enter_context(started(tmp_path, *worker, "--local-directory", f"worker{number}"))
            for number in (1, 2)
        ]
        yield json.loads(told.read_text())["address"], workers


def test_every_set_is_done_once_though_a_worker_is_killed_halfway(
    tmp_path: Path, built: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    marks, out = tmp_path / "marks", tmp_path / "out"
    write_notebook(tmp_path / "n", "toy", "number = 0\ndata = ''", CELL.format(marks=str(marks)))
    numbers = ", ".join(str(number) for number in range(SETS))
    (tmp_path / "made_up.yaml").write_text(f"notebook: toy\ngrid: {{number: [{numbers}]}}")
    words = [
        sys.executable, "-m", "equity", "sweep", "made_up.yaml", "--scheduler", address, "--json",
        "--data", str(built), "--out", str(out), "--notebooks", str(tmp_path / "n"),
    ]  # fmt: skip

    def left() -> list[Path]:
        return list((out / "toy").glob("*/manifest.json"))

    with subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        wait_for(lambda: len(left()) >= SETS // 3 or process.poll() is not None)
        workers[0].send_signal(signal.SIGKILL)
        said, faults = process.communicate(timeout=240)
    assert process.returncode == 0, faults.decode()
    told = json.loads(said)
    assert (told["sets"], told["done"], told["failed"]) == (SETS, SETS, 0)
    assert workers[0].poll() is not None
    rows = pd.read_parquet(Path(told["folder"]) / "findings.parquet")
    assert rows["parameter_number"].tolist() == list(range(SETS))
    assert set(rows["status"]) == {"done"}
    assert len({path.parent.name for path in left()}) == len(left()) == SETS
    begun = [line.split(" ", 1) for line in marks.read_text().splitlines()]
    assert {int(number) for number, _ in begun} == set(range(SETS))
    assert len(begun) <= SETS + 1  # only what the killed worker had in hand was begun anew
    homes = {home for _, home in begun}
    assert len(homes) == 2
    assert all(Path(home).is_relative_to(tmp_path) for home in homes)
    assert str(built) not in homes
    story = json.loads(left()[0].read_text())
    assert story["parameters"]["data"] == built.name
    again = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(again.stdout)["status"] == "unchanged"
    assert not (out / "failed").exists()
