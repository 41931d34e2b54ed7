"""Sweeps on real clusters: a scheduler and workers from the command line, some of them killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import equity
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
def started(folder: Path, *words: str, source: Path | None = None) -> Iterator[subprocess.Popen]:  # type: ignore[type-arg]
    """Start a module; source: where the package lies, by default where ours does."""
    command = [sys.executable, "-m", *words]
    path = str(source or Path(equity.__file__).parents[1])
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env=os.environ | {"PYTHONPATH": path}
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Cluster:
    """A scheduler, its address and its workers."""

    address: str
    scheduler: subprocess.Popen  # type: ignore[type-arg]
    workers: list[subprocess.Popen]  # type: ignore[type-arg]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Callable[..., Cluster]]:
    """Return a function that starts a cluster. sources: where each worker's package lies."""
    told = tmp_path / "scheduler.json"
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    with ExitStack() as stack:

        def start(*sources: Path | None) -> Cluster:
            words = ["distributed.cli.dask_scheduler", "--port", "0", *common]
            scheduler = stack.enter_context(started(tmp_path, *words))
            wait_for(lambda: told.exists() and told.read_text())
            worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *common]
            workers = [
                stack.enter_context(
                    started(tmp_path, *worker, "--local-directory", f"worker{n}", source=source)
                )
                for n, source in enumerate(sources, 1)
            ]
            address = json.loads(told.read_text())["address"]
            return Cluster(address, scheduler, workers)

        yield start


def words(home: Path, cell: str, sets: int, address: str, *more: str) -> list[str]:
    """Return the command of a sweep of a made-up notebook."""
    write_notebook(home / "n", "toy", "number = 0\ndata = ''", cell)
    numbers = ", ".join(str(number) for number in range(sets))
    (home / "made_up.yaml").write_text(f"notebook: toy\ngrid: {{number: [{numbers}]}}")
    return [
        sys.executable, "-m", "equity", "sweep", "made_up.yaml", "--scheduler", address, "--json",
        "--out", str(home / "out"), "--notebooks", str(home / "n"), *more,
    ]  # fmt: skip


def left(home: Path) -> list[Path]:
    """Return the manifests of the runs that are there."""
    return list((home / "out" / "toy").glob("*/manifest.json"))


def test_every_set_is_done_once_though_a_worker_is_killed_halfway(
    tmp_path: Path, built: Path, cluster: Callable[..., Cluster]
) -> None:
    there, marks = cluster(None, None), tmp_path / "marks"
    cell = CELL.format(marks=str(marks))
    command = words(tmp_path, cell, SETS, there.address, "--data", str(built))
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        wait_for(lambda: len(left(tmp_path)) >= SETS // 3 or process.poll() is not None)
        safe = {json.loads(path.read_text())["parameters"]["number"] for path in left(tmp_path)}
        there.workers[0].send_signal(signal.SIGKILL)
        said, faults = process.communicate(timeout=240)
    assert process.returncode == 0, faults.decode()
    told = json.loads(said)
    assert (told["sets"], told["done"], told["failed"]) == (SETS, SETS, 0)
    assert there.workers[0].poll() is not None
    rows = pd.read_parquet(Path(told["folder"]) / "findings.parquet")
    assert rows["parameter_number"].tolist() == list(range(SETS))
    assert set(rows["status"]) == {"done"}
    assert len({path.parent.name for path in left(tmp_path)}) == len(left(tmp_path)) == SETS
    begun = [line.split(" ", 1) for line in marks.read_text().splitlines()]
    assert {int(number) for number, _ in begun} == set(range(SETS))
    for number in range(SETS):  # only what had not come here from the killed worker was done anew
        at = [
            Path(home).relative_to(tmp_path).parts[0] for one, home in begun if int(one) == number
        ]
        assert at in (["worker1"], ["worker2"], ["worker1", "worker2"])
        assert len(at) == 1 or number not in safe
    homes = {home for _, home in begun}
    assert len(homes) == 2
    assert all(Path(home).is_relative_to(tmp_path) for home in homes)
    assert str(built) not in homes
    story = json.loads(left(tmp_path)[0].read_text())
    assert story["parameters"]["data"] == built.name
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(again.stdout)["status"] == "unchanged"
    assert not (tmp_path / "out" / "failed").exists()


def test_a_worker_of_another_package_gets_no_run_and_alone_it_is_refused_by_name(
    tmp_path: Path, built: Path, cluster: Callable[..., Cluster]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(Path(equity.__file__).parent, other / "equity")
    with (other / "equity" / "chance.py").open("a") as file:
        file.write("# made up for a test\n")
    there = cluster(other, None)
    mended = tmp_path / "mended"
    cell = f"import pathlib\nassert number != 2 or pathlib.Path({str(mended)!r}).exists()"
    command = words(tmp_path, cell, 4, there.address, "--data", str(built))
    first = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    told = json.loads(first.stdout)
    assert (told["done"], told["failed"], list(told["errors"])) == (3, 1, ["3"])
    assert "AssertionError" in told["errors"]["3"]
    mended.touch()
    resumed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    told = json.loads(resumed.stdout)
    assert (told["done"], told["unchanged"], told["failed"]) == (1, 3, 0)
    assert list((tmp_path / "out" / "failed").glob("toy/*")) == []
    there.workers[1].kill()
    there.workers[1].wait()
    refused = subprocess.run(
        [*command, "--force"], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert refused.returncode == 1
    assert "another version of the package equity" in json.loads(refused.stdout)["error"]
    assert len(refused.stderr.decode().splitlines()) == 1
    assert len(left(tmp_path)) == 4


@pytest.mark.parametrize("lost", ["the scheduler", "the last worker"])
def test_a_cluster_lost_halfway_is_told_in_one_line_and_the_sweep_goes_on_elsewhere(
    lost: str, tmp_path: Path, built: Path, cluster: Callable[..., Cluster]
) -> None:
    there = cluster(None)
    cell = "import time; time.sleep(0.5)"
    command = words(tmp_path, cell, 8, there.address, "--data", str(built))
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        wait_for(lambda: len(left(tmp_path)) >= 2 or process.poll() is not None)
        doomed = there.scheduler if lost == "the scheduler" else there.workers[0]
        doomed.send_signal(signal.SIGKILL)
        said, faults = process.communicate(timeout=90)
    assert process.returncode == 1
    why = "was lost" if lost == "the scheduler" else "has no worker any more"
    assert why in json.loads(said)["error"]
    assert faults.decode().splitlines() == [json.loads(said)["error"]]
    assert not (tmp_path / "out" / "sweeps").exists()
    before = len(left(tmp_path))
    assert 2 <= before < 8
    here = [word for word in command if word not in ("--scheduler", there.address)]
    told = json.loads(subprocess.run(here, cwd=tmp_path, capture_output=True, check=True).stdout)
    assert (told["unchanged"], told["done"]) == (before, 8 - before)
