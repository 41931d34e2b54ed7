"""Watch over a running kernel: its limits of time and memory, and a wish from outside to stop."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import psutil

from equity.runs.kernels.limits import Limits

LOOK_SECONDS = 0.1
FAMILY_EVERY = 5  # looks: to find the processes a kernel started costs more than to ask the kernel
MEGABYTE = 1_000_000


class Guard:
    """What a guard was told and what it did. reason: why it killed the kernel, or None.

    In the reason, `{cell}` stands for the place of the cell that was running.
    """

    def __init__(self, limits: Limits, stop: Event | None) -> None:
        self.limits = limits
        self.stop = stop
        self.reason: str | None = None
        self.begun = time.monotonic()
        self.cell_begun: float | None = None

    def cell_started(self) -> None:
        """Take note that a cell begins: its time counts from now."""
        self.cell_begun = time.monotonic()

    def cell_ended(self) -> None:
        """Take note that no cell runs."""
        self.cell_begun = None

    def look(self, pid: int | None, *, whole_family: bool) -> str | None:
        """Return why the kernel must go now, or None."""
        now = time.monotonic()
        limits, begun = self.limits, self.cell_begun
        if self.stop is not None and self.stop.is_set():
            return "stopped from outside in cell {cell}"
        if limits.run_seconds is not None and now - self.begun > limits.run_seconds:
            return (
                f"the run took longer than its limit of {limits.run_seconds:g} s, in cell {{cell}}"
            )
        longest = limits.cell_seconds
        if longest is not None and begun is not None and now - begun > longest:
            return f"cell {{cell}} took longer than its limit of {longest:g} s"
        most = limits.memory_mb
        if most and pid and held(pid, whole_family=whole_family) > most * MEGABYTE:
            return f"cell {{cell}} took more memory than the kernel's limit of {most:g} MB"
        return None


def held(pid: int, *, whole_family: bool) -> int:
    """Return the resident memory of a process in bytes, with all it started if wanted.

    Nothing for one that has ended.

    >>> held(os.getpid(), whole_family=False) > 1_000_000
    True
    """
    total = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        total += process.memory_info().rss
        for child in process.children(recursive=True) if whole_family else ():
            with contextlib.suppress(psutil.Error):
                total += child.memory_info().rss
    return total


def end_family(pid: int) -> None:
    """Kill a kernel, all in its group, and what it started in groups of its own."""
    below: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        below = psutil.Process(pid).children(recursive=True)
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    for process in below:
        with contextlib.suppress(psutil.Error):
            process.kill()


@contextmanager
def guarding(guard: Guard, pid: Callable[[], int | None]) -> Iterator[None]:
    """Kill the kernel and all that it started as soon as the guard finds a reason.

    pid: gives the kernel's number, which is its group's too, or None while there is no kernel.
    """
    over = Event()

    def watch() -> None:
        looks = 0
        while not over.wait(LOOK_SECONDS):
            looks += 1
            number = pid()
            if guard.reason is None:
                guard.reason = guard.look(number, whole_family=looks % FAMILY_EVERY == 0)
            if guard.reason is not None and number is not None:
                end_family(number)

    thread = threading.Thread(target=watch, name="equity-guard", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
