"""Kernels are forked from one warm process, or started as any other with the reason told."""

import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from equity.errors import RunError
from equity.runs.kernels import forks

Run = Callable[..., Any]
Printed = Callable[[Any], list[str]]


def told_of(notebook: Any) -> str:
    return str(notebook.metadata.papermill["kernel"])


def test_a_run_is_forked_from_the_warm_process(run_cells: Run, printed: Printed) -> None:
    notebook = run_cells("import os; print(os.getppid())")
    assert told_of(notebook) == "forked"
    assert printed(notebook) == [str(forks.start().pid)]


def test_the_warm_process_has_every_library_and_no_thread(run_cells: Run) -> None:
    run_cells("1")
    warm = forks.start()
    assert warm.ready.wait(60)
    assert warm.missing == {}
    assert warm.threads == 1


def test_runs_of_one_process_come_from_the_same_warm_process(
    run_cells: Run, printed: Printed
) -> None:
    parents = {printed(run_cells("import os; print(os.getppid())"))[0] for _ in range(2)}
    assert len(parents) == 1


def test_a_setting_read_at_the_start_makes_an_ordinary_kernel_and_is_told(
    run_cells: Run, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    forks.start()
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    notebook = run_cells("import os; print(os.environ['OMP_NUM_THREADS'], os.getppid())")
    assert told_of(notebook) == "ordinary: the kernel is to start with another OMP_NUM_THREADS"
    assert printed(notebook) == [f"1 {os.getpid()}"]


def test_where_there_is_no_fork_an_ordinary_kernel_runs_and_it_is_told(
    run_cells: Run, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    notebook = run_cells("print(1)")
    assert told_of(notebook).startswith("ordinary: ")
    assert "no fork" in told_of(notebook)
    assert printed(notebook) == ["1"]


def test_a_warm_process_that_dies_takes_its_kernel_and_another_one_forks_the_next(
    run_cells: Run, printed: Printed
) -> None:
    killed = forks.start().pid
    cell = "import os, time; os.kill(os.getppid(), 9); time.sleep(60)"
    with pytest.raises(RunError, match=r"the kernel died in cell 2 of 3"):
        run_cells(cell, "print(1)")
    notebook = run_cells("import os; print(os.getppid())")
    assert told_of(notebook) == "forked"
    assert printed(notebook) == [str(forks.start().pid)] != [str(killed)]


STARTS = """
import os, subprocess, sys
sleeps = ["sleep", "600"]
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
usual = subprocess.Popen(sleeps)
own_group = subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True)
left = subprocess.run(["sh", "-c", "setsid sleep 600 >/dev/null & echo $!"], stdout=subprocess.PIPE)
with open(at, "w") as told:
    print(usual.pid, own_group.pid, left.stdout.decode(), file=told)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Linux hands over what is left")
@pytest.mark.parametrize("ends", ["", "os._exit(0)"])
def test_what_a_kernel_started_ends_with_it_wherever_it_went(
    run_cells: Run, tmp_path: Path, ends: str
) -> None:
    told = tmp_path / "pids"
    with pytest.raises(RunError, match="the kernel died") if ends else nullcontext():
        run_cells(f"at = {str(told)!r}{STARTS}{ends}")
    started = [int(pid) for pid in told.read_text("utf-8").split()]
    assert len(started) == 3
    until = time.monotonic() + 10
    while (left := [p for p in started if state_of(p) not in ("", "Z")]) and (
        time.monotonic() < until
    ):
        time.sleep(0.05)
    assert left == []


def state_of(pid: int) -> str:
    """Return a process's state as Linux tells it; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["/usr/bin/Rscript", "-e", "IRkernel::main()"], "another program, Rscript"),
        (["/elsewhere/bin/python3", "-m", "ipykernel_launcher"], "another program, python3"),
        (["/a/bin/python3", "-m", "bash_kernel", "-f", "x"], "not started by ipykernel"),
        (["/a/bin/python3", "-Werror", "-m", "ipykernel_launcher"], "not started by ipykernel"),
    ],
)
def test_a_kernel_of_another_kind_is_not_forked(command: list[str], reason: str) -> None:
    with pytest.raises(forks.NotForkedError, match=reason):
        forks.arguments(command, "/a/bin/python")


@pytest.mark.parametrize("interpreter", ["python", "python3", "/a/bin/python", "/a/bin/python3.11"])
def test_a_kernel_of_this_environment_is_forked_whatever_its_interpreter_is_called(
    interpreter: str,
) -> None:
    command = [interpreter, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "x"]
    assert forks.arguments(command, "/a/bin/python") == ["ipykernel_launcher", "-f", "x"]
