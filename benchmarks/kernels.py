"""What forked kernels save: `python benchmarks/kernels.py` after `make data`, about three minutes.

One run measures both sides of each ratio, turn by turn, so that ratios compare on any machine.
Shown are medians of five with the least and the greatest.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from equity.runs.execute import execute
from equity.runs.folder import private_folder
from equity.runs.kernels import forks
from equity.runs.notebooks import Notebook, find

ROUNDS = 5
NOTEBOOK = "district_profile"
# At most: the run, the memory and the command as parts of papermill's, the cells in seconds.
WARM_RUN, MEMORY, CELLS_SECONDS, COMMAND = 0.5, 0.75, 0.4, 1.0
AT_ONCE = 3  # kernels side by side, as in a sweep on two cores
PSS = """
import os, pathlib, time
together = pathlib.Path(together)
def wait(kind):
    (together / f"{kind}{os.getpid()}").touch()
    while len(list(together.glob(f"{kind}*"))) < at_once:
        time.sleep(0.05)
wait("ready")
rollup = open("/proc/self/smaps_rollup").read()
held = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
wait("told")
print(held)
"""
SPENT = """
import resource
print(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
"""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run_ours(notebook: Notebook) -> Any:
    with private_folder() as private:
        executed = execute(notebook, {}, private)
    if executed.metadata.papermill["kernel"] != "forked":
        raise SystemExit(f"not forked: {executed.metadata.papermill['kernel']}")
    return executed


def run_papermills(notebook: Notebook) -> Any:
    import papermill

    return papermill.execute_notebook(
        notebook.path, None, kernel_name="python3", progress_bar=False
    )


def cells_seconds(executed: Any) -> float:
    return sum(cell.metadata.papermill["duration"] or 0 for cell in executed.cells)


def processor_seconds(executed: Any) -> float:
    before, after = (cell for cell in executed.cells if cell.source == SPENT)
    return float(after.outputs[0]["text"]) - float(before.outputs[0]["text"])


def with_cells(notebook: Notebook, folder: Path, told: dict[int, str]) -> Notebook:
    """Return the notebook with cells that tell something, before those at these places."""
    content = json.loads(notebook.path.read_text("utf-8"))
    for at in sorted(told, reverse=True):
        cell = {"cell_type": "code", "id": f"told-{at}", "metadata": {}, "outputs": []}
        content["cells"].insert(at, cell | {"source": told[at], "execution_count": None})
    (folder / f"{notebook.name}.ipynb").write_text(json.dumps(content), "utf-8")
    return find(notebook.name, folder)


def megabytes(run: Callable[[Notebook], Any], notebook: Notebook) -> list[float]:
    """Return what each of several kernels holds while all are there (PSS)."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        together = f"together, at_once = {folder!r}, {AT_ONCE}\n{PSS}"
        telling = with_cells(notebook, Path(folder), {len(notebook.cells): together})
        done = list(pool.map(run, [telling] * AT_ONCE))
    return [int(executed.cells[-1].outputs[0]["text"]) / 1000 for executed in done]


def cold(folder: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return both ways from a cold shell: ours, and papermill's command with nbconvert's."""
    ours = ["equity", "run", NOTEBOOK, "--force", "--out", str(folder / "ours")]
    given, left = str(find(NOTEBOOK).path), str(folder / "theirs.ipynb")
    theirs = ["papermill", given, left, "-k", "python3", "--no-progress-bar"]
    page = ["nbconvert", "--to", "html", left]
    return lambda: quietly(ours), lambda: quietly(theirs, page)


def quietly(*commands: list[str]) -> None:
    for command in commands:
        whole = [sys.executable, "-m", *command]
        subprocess.run(whole, check=True, capture_output=True, env=dict(os.environ))


def told(name: str, ours: list[float], theirs: list[float] | None, most: float) -> str:
    """Return a line of the table: both sides, their ratio, and whether it is what it should be."""

    def spread(values: list[float]) -> str:
        return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"

    reached = statistics.median(ours) / (statistics.median(theirs) if theirs else 1)
    verdict = "reached" if reached <= most else "missed"
    other = spread(theirs) if theirs else "-"
    return f"| {name} | {spread(ours)} | {other} | {reached:.2f} | {most:.2f} | {verdict} |"


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    notebook = find(NOTEBOOK)
    run_ours(notebook)  # the warm process has then loaded its libraries
    run_papermills(notebook)
    times: dict[str, list[float]] = {
        name: [] for name in ("ours", "theirs", "cells", "spent", "cold", "cli")
    }
    held: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS):
        times["ours"].append(seconds(lambda: times["cells"].append(
            cells_seconds(run_ours(notebook))
        )))  # fmt: skip
        times["theirs"].append(seconds(lambda: run_papermills(notebook)))
    with tempfile.TemporaryDirectory() as folder:
        ends = {1: SPENT, len(notebook.cells): SPENT}  # after the title; nothing is run before
        telling = with_cells(notebook, Path(folder), ends)
        times["spent"] += [processor_seconds(run_ours(telling)) for _ in range(ROUNDS)]
    for _ in range(2):
        held["ours"] += megabytes(run_ours, notebook)
        held["theirs"] += megabytes(run_papermills, notebook)
    forks.stop()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = cold(Path(folder))
        for _ in range(ROUNDS):
            times["cold"].append(seconds(ours))
            times["cli"].append(seconds(theirs))
    print(f"`{NOTEBOOK}`, medians of {ROUNDS} with the least and the greatest\n")
    print(
        "| what | ours | papermill's | ratio | at most | |\n| --- | --- | --- | --- | --- | --- |"
    )
    print(told("one run in a warm process beside papermill's API, s",
               times["ours"], times["theirs"], WARM_RUN))  # fmt: skip
    print(
        told(
            f"memory of each of {AT_ONCE} kernels at once (PSS), MB",
            held["ours"],
            held["theirs"],
            MEMORY,
        )
    )
    print(told("its own cells in a warm kernel, s", times["cells"], None, CELLS_SECONDS))
    print(told("processor time of the same, s", times["spent"], None, CELLS_SECONDS))
    print(told("`equity run` from a cold shell beside papermill's and nbconvert's commands, s",
               times["cold"], times["cli"], COMMAND))  # fmt: skip


if __name__ == "__main__":
    main()
