"""However a process that runs notebooks ends, its kernels, sockets and keys go with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Toy = Callable[..., Path]

RUNS = """
import signal, sys
from pathlib import Path
from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find

signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
with private_folder() as private:
    execute(find("sleeps", Path(sys.argv[1])), {}, private)
"""
SLEEPS = """
import os, subprocess, time
child = subprocess.Popen(["sleep", "600"])
stray = subprocess.Popen(["sleep", "600"], start_new_session=True)
with open(at + ".part", "w") as told:
    print(os.getpid(), os.getppid(), child.pid, stray.pid, file=told)
os.rename(at + ".part", at)
time.sleep(600)
"""


@contextmanager
def running(toy: Toy, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """Give a process that runs a notebook, and the numbers of what runs below it."""
    at = tmp_path / "pids"
    folder = toy("sleeps", SLEEPS, parameters=f"at = {str(at)!r}")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", RUNS, folder],
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while not at.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        yield process, [int(number) for number in at.read_text().split()]
    finally:
        process.kill()
        process.wait()


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def left_after(seconds: float, pids: list[int], folder: Path) -> list[object]:
    """Return what is left of processes and files, as soon as nothing is or the time is up."""
    until = time.monotonic() + seconds
    while True:
        left = [pid for pid in pids if lives(pid)] + list(folder.iterdir())
        if not left or time.monotonic() > until:
            return left
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="who is alive is read from /proc")
def test_nothing_is_left_of_a_process_that_is_killed(toy: Toy, tmp_path: Path) -> None:
    with running(toy, tmp_path) as (process, below):
        assert len(below) == 4
        assert all(lives(pid) for pid in below)
        process.kill()
        process.wait()
        assert left_after(10, below, tmp_path / "tmp") == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="who is alive is read from /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_asked_to_end_does_so_within_five_seconds_and_leaves_nothing(
    toy: Toy, tmp_path: Path, number: signal.Signals
) -> None:
    with running(toy, tmp_path) as (process, below):
        assert len(below) == 4
        process.send_signal(number)
        process.wait(5)
        assert left_after(10, below, tmp_path / "tmp") == []
