"""Limits of time and memory, and a wish from outside to stop: the kernel goes, and it is told."""

import os
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from equity.errors import RunError
from equity.runs.kernels.guard import Guard, held
from equity.runs.kernels.limits import Limits

Run = Callable[..., Any]


@pytest.mark.parametrize(
    "cell",
    [
        "while True: pass",
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)",
        "try:\n    import time; time.sleep(60)\nexcept BaseException:\n    time.sleep(60)",
    ],
    ids=["works on", "ignores interrupts", "swallows exceptions"],
)
def test_a_cell_that_hangs_is_ended_at_its_limit(run_cells: Run, cell: str) -> None:
    with pytest.raises(RunError, match=r"^made_up: cell 2 of 3 took longer than its limit of 1 s$"):
        run_cells(cell, "print(2)", limits=Limits(cell_seconds=1))


def test_a_run_whose_cells_are_each_quick_is_ended_at_its_own_limit(run_cells: Run) -> None:
    cells = [f"import time; time.sleep(1)  # {number}" for number in range(60)]
    told = r"^made_up: the run took longer than its limit of 3 s, in cell \d+ of 61$"
    with pytest.raises(RunError, match=told):
        run_cells(*cells, limits=Limits(run_seconds=3))


@pytest.mark.parametrize(
    "cell",
    [
        "kept = []\nwhile True: kept.append(bytearray(5_000_000))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', "
        "'import time; kept = b\"x\" * 900_000_000; time.sleep(60)'])",
    ],
    ids=["itself", "a process it started"],
)
def test_a_kernel_that_takes_too_much_memory_is_ended(run_cells: Run, cell: str) -> None:
    told = r"^made_up: cell 2 of 3 took more memory than the kernel's limit of 800 MB$"
    with pytest.raises(RunError, match=told):
        run_cells(cell, "print(2)", limits=Limits(memory_mb=800))


def test_a_run_is_stopped_from_another_thread(run_cells: Run) -> None:
    stop, begun = threading.Event(), threading.Event()

    def progress(number: int, _: int) -> None:
        if number == 2:
            begun.set()

    def wish() -> None:
        begun.wait(60)
        stop.set()

    thread = threading.Thread(target=wish)
    thread.start()
    with pytest.raises(RunError, match=r"^made_up: stopped from outside in cell 2 of 3$"):
        run_cells("import time; time.sleep(60)", "print(1)", stop=stop, progress=progress)
    thread.join()
    with pytest.raises(RunError, match=r"^made_up: stopped from outside before it began$"):
        run_cells("print(1)", stop=stop)


def test_what_is_within_every_limit_is_left_alone(run_cells: Run) -> None:
    limits = Limits(cell_seconds=300, run_seconds=300, memory_mb=4000)
    assert run_cells("print(1)", limits=limits).metadata.papermill["exception"] is None


def test_without_limits_nothing_is_too_long_or_too_much() -> None:
    guard = Guard(Limits(cell_seconds=None, run_seconds=None, memory_mb=None), None)
    guard.begun -= 1e9
    guard.cell_begun = guard.begun
    assert guard.look(os.getpid(), whole_family=True) is None


def test_the_time_of_a_cell_is_not_that_of_the_one_before() -> None:
    guard = Guard(Limits(cell_seconds=100), None)
    guard.cell_started()
    guard.cell_begun = time.monotonic() - 101
    assert "longer" in str(guard.look(None, whole_family=False))
    guard.cell_ended()
    assert guard.look(None, whole_family=False) is None
    guard.cell_started()
    assert guard.look(None, whole_family=False) is None


def test_a_process_that_has_ended_holds_nothing() -> None:
    pid = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(pid, 0)
    assert held(pid, whole_family=True) == 0


@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_a_limit_is_above_zero(value: float) -> None:
    with pytest.raises(ValueError, match="run_seconds is"):
        Limits(run_seconds=value)
