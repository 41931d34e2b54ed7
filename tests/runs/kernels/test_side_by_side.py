"""Runs in several threads of one process: each in its own folder, each with its own values."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find

Toy = Callable[..., Path]
Printed = Callable[[Any], list[str]]

CELL = "import os, time; time.sleep(.3); print(year, os.getcwd(), os.getppid())"


def test_twelve_runs_in_three_threads_keep_to_their_folders_and_the_caller_to_its_own(
    toy: Toy, printed: Printed
) -> None:
    """nteract/papermill#473: one run worked in another's directory."""
    notebook = find("where", toy("where", CELL))
    here = Path.cwd()
    seen: set[Path] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.005):
            seen.add(Path.cwd())

    def one(year: int) -> tuple[list[str], list[str]]:
        with private_folder() as private:
            said = printed(execute(notebook, {"year": year}, private))[-1].split()
            return said[:2], [str(year), str(private / "work")]

    looking = threading.Thread(target=look)
    looking.start()
    with ThreadPoolExecutor(3) as pool:
        pairs = list(pool.map(one, range(12)))
    over.set()
    looking.join()
    assert [said for said, _ in pairs] == [expected for _, expected in pairs]
    assert seen == {here}
    assert Path.cwd() == here


MANY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.notebooks import find

notebook = find("where", Path(sys.argv[1]))

def one(year):
    with private_folder() as private:
        done = execute(notebook, {"year": year}, private)
    assert done.metadata.papermill["kernel"] == "forked"
    return int(done.cells[-1].outputs[0]["text"].split()[0]) == year

with ThreadPoolExecutor(3) as pool:
    print(sum(pool.map(one, range(50))))
"""


@pytest.mark.slow
def test_three_processes_with_fifty_kernels_each_give_a_hundred_and_fifty_right_runs(
    toy: Toy,
) -> None:
    """jupyter/nbconvert#1502, nteract/papermill#511: ports and sockets collided."""
    folder = toy("where", CELL)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MANY, folder], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        for _ in range(3)
    ]
    told = [process.communicate(timeout=600)[0].split() for process in started]
    assert told == [[b"50"]] * 3
