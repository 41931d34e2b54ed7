"""How fast many runs are: `python benchmarks/sweep.py` after `make data`.

One run gives, in turns, the time of 50 sets of `district_profile` by `equity sweep` (a process
of its own, from a cold start, no HTML), and the times of single runs of the same notebook by
papermill's Python API (in one process) and by its command line. Fifty in series are fifty times
the median of these: extrapolated, not run. Then `equity brief` of everything beside the same
notebooks by papermill's API and nbconvert's HTML, one after another in one process.
"""

import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import equity
from equity.raw.indicators import read_indicators
from equity.runs.bulk.here import processors

ROOT = Path(__file__).resolve().parents[1]
SETS = 50
ROUNDS = 3  # of a sweep, each between two single runs of papermill's
EQUITY = [sys.executable, "-m", "equity"]
NOTEBOOK = ROOT / "notebooks" / "district_profile.ipynb"
API = """
import sys, time, papermill
times = []
for number in range(int(sys.argv[3])):
    begun = time.perf_counter()
    papermill.execute_notebook(sys.argv[1], sys.argv[2], kernel_name="python3", progress_bar=False)
    times.append(time.perf_counter() - begun)
print(*times)
"""
PAGES = """
import json, sys, papermill, nbformat
from nbconvert import HTMLExporter
for path, parameters in json.loads(sys.argv[1]):
    papermill.execute_notebook(
        path, sys.argv[2], parameters=parameters, kernel_name="python3", progress_bar=False
    )
    HTMLExporter().from_filename(sys.argv[2])
"""


def processor() -> float:
    """Return the processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(*words: object, used: list[float] | None = None) -> float:
    """Return the time of a process; its failure is ours. used: gets its processor time."""
    before, begun = processor(), time.perf_counter()
    done = subprocess.run([str(word) for word in words], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    took = time.perf_counter() - begun
    if used is not None:
        used.append(processor() - before)
    return took


def grid(folder: Path) -> Path:
    """Write the first 50 pairs of indicator and period, in both languages, as a sweep's grid."""
    table = equity.load().observations
    pairs = sorted(set(zip(table["indicator"], table["period"], strict=True)))
    known = read_indicators(ROOT / "data" / "raw").indicators
    sets = [
        {"indicator": indicator, "period": period, "language": language}
        for (indicator, period), language in itertools.product(pairs, ("sv", "en"))
        if indicator in known
    ][:SETS]
    if len(sets) < SETS:
        raise SystemExit(f"the city has only {len(sets)} sets")
    path = folder / "fifty.yaml"
    path.write_text(json.dumps({"notebook": NOTEBOOK.stem, "sets": sets}), "utf-8")
    return path


def shown(times: list[float]) -> str:
    """Return the median with the least and the greatest."""
    return f"{statistics.median(times):6.2f} s ({min(times):.2f} to {max(times):.2f})"


def told(name: str, ours: float, theirs: float, least: float) -> None:
    """Print how many times as fast ours is, and the target."""
    ratio = theirs / ours
    print(f"  {name}: {ratio:.1f} times as fast, target {least} "
          f"({'met' if ratio >= least else 'missed'})")  # fmt: skip


def sweeps(folder: Path) -> None:
    """Time 50 sets, with one job more than processors and with two."""
    sets, out = grid(folder), folder / "out.ipynb"
    jobs = sorted({processors() + 1, 2}, reverse=True)
    ours: dict[int, list[float]] = {number: [] for number in jobs}
    api: list[float] = []
    cli: list[float] = []
    cli_used: list[float] = []
    used: dict[int, list[float]] = {number: [] for number in jobs}
    for turn in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", API, NOTEBOOK, out, "3"],
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        api += [float(one) for one in done.stdout.split()[1:]]  # the first imports papermill's own
        papermill = [sys.executable, "-m", "papermill", "-k", "python3", "--no-progress-bar"]
        cli += [seconds(*papermill, NOTEBOOK, out, used=cli_used) for _ in range(2)]
        for number in jobs:
            target = folder / f"runs{turn}-{number}"
            ours[number].append(
                seconds(
                    *EQUITY, "sweep", sets, "--out", target, "--jobs", number, used=used[number]
                )
            )
    print(f"{SETS} sets of district_profile; medians of {ROUNDS} sweeps, of {len(api)} single runs")
    print(f"  papermill's API, one run          {shown(api)}")
    print(f"  papermill's command line, one run {shown(cli)}")
    for number, times in ours.items():
        print(f"  equity sweep --jobs {number}             {shown(times)}")
        least = (5.0, 6.5) if number > 2 else (4.2, 5.5)
        took = statistics.median(times)
        for name, single, bound in zip(("API", "command line"), (api, cli), least, strict=True):
            told(f"than its {name} in series", took, SETS * statistics.median(single), bound)
        part = statistics.median(used[number]) / (SETS * statistics.median(cli_used))
        print(f"  processor time: {part:.2f} of its command line's (other load touches it less)")


def brief(folder: Path, rounds: int = ROUNDS) -> None:
    """Time every page of the briefing beside papermill and nbconvert."""
    headline = read_indicators(ROOT / "data" / "raw").headline
    plan = [(str(NOTEBOOK), {"indicator": one}) for one in headline]
    others = ("briefing", "project_balance", "cost_forecast", "priorities")
    plan += [(str(ROOT / "notebooks" / f"{name}.ipynb"), {}) for name in others]
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(rounds):
        target = folder / f"pages{turn}"
        theirs.append(seconds(sys.executable, "-c", PAGES, json.dumps(plan), folder / "page.ipynb"))
        ours.append(seconds(*EQUITY, "brief", "--out", target))
    print(f"equity brief of everything ({len(plan)} pages), cold; medians of {rounds}")
    print(f"  papermill's API and nbconvert     {shown(theirs)}")
    print(f"  equity brief                      {shown(ours)}")
    told("than both together", statistics.median(ours), statistics.median(theirs), 2.0)


def main() -> None:
    """Print both tables."""
    timed: tuple[Callable[[Path], None], ...] = (sweeps, brief)
    for task in timed:
        with tempfile.TemporaryDirectory() as folder:
            task(Path(folder))


if __name__ == "__main__":
    main()
