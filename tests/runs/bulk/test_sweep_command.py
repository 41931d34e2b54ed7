"""The command `equity sweep`: its plan, its JSON, how it ends and how it is stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from equity.cli.app import app

Toy = Callable[..., Path]


@pytest.fixture
def words(toy: Toy, tmp_path: Path) -> list[str]:
    folder = toy("one", "assert year != 2, 'made up'", parameters="year = 1\ncode = ''")
    (tmp_path / "made up.yaml").write_text("notebook: one\ngrid: {year: [1, 2, 3]}", "utf-8")
    return ["sweep", str(tmp_path / "made up.yaml"), "--notebooks", str(folder),
            "--out", str(tmp_path / "out")]  # fmt: skip


def equity(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def test_a_dry_run_prints_the_plan_and_does_nothing(words: list[str], tmp_path: Path) -> None:
    told = equity(*words, "--dry-run")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == "one: 3 sets, 0 done before, 3 to run"
    assert "2 to run: {'year': 2, 'code': ''}" in told.stdout
    plan = json.loads(equity(*words, "--dry-run", "--json").stdout)
    assert (plan["status"], plan["left"], len(plan["plan"])) == ("planned", 3, 3)
    assert not (tmp_path / "out").exists()


def test_it_ends_with_1_where_a_set_failed_and_tells_which_and_why(words: list[str]) -> None:
    done = equity(*words, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["status"], told["done"], told["failed"], told["unchanged"]) == ("failed", 2, 1, 0)
    assert done.stderr == "set 2: one: cell 2 of 2 raised AssertionError: made up\n"
    again = json.loads(equity(*words, "--json").stdout)
    assert (again["done"], again["unchanged"], again["failed"]) == (0, 2, 1)


def test_a_fault_of_the_grid_ends_with_2(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "made up.yaml").write_text("notebook: one\ngrid: {yaer: [1], code: [2]}", "utf-8")
    done = equity(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "set 1: one: unknown parameter 'yaer'; did you mean year? There are: year, code\n"
    )


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_jobs_are_a_number_above_zero(words: list[str], jobs: str) -> None:
    assert equity(*words, "--jobs", jobs).exit_code == 2


@pytest.mark.slow
def test_a_sweep_stopped_by_a_signal_ends_and_leaves_no_kernel(toy: Toy, tmp_path: Path) -> None:
    marks = tmp_path / "pids"
    cell = (
        f"import os, time\nopen({str(marks)!r}, 'a').write(f'{{os.getpid()}}\\n')\ntime.sleep(600)"
    )
    folder = toy("slow", cell, parameters="n = 1")
    (tmp_path / "g.yaml").write_text("notebook: slow\ngrid: {n: [1, 2, 3]}", "utf-8")
    command = [
        sys.executable, "-m", "equity", "sweep", "g.yaml", "--jobs", "2",
        "--notebooks", str(folder), "--out", "out",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 90
        while not marks.exists() or len(marks.read_text().splitlines()) < 2:
            assert time.monotonic() < deadline, "no two kernels began in time"
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 143
    assert said == "stopped by SIGTERM: nothing half-written is left\n"
    assert not (tmp_path / "out" / "slow").exists()
    assert not (tmp_path / "out" / "sweeps").exists()
    kernels = [int(pid) for pid in marks.read_text().split()]
    assert len(kernels) == 2
    deadline = time.monotonic() + 20
    while any(map(alive, kernels)):
        assert time.monotonic() < deadline, "a kernel lives on"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
