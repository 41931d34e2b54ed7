"""What smaller areas cost: `python benchmarks/polling_districts.py [DATA]` after `make data`.

DATA: a city's folder, by default the project's own. Runs the notebook `polling_districts`, from
that folder to the page, and beside it, turn by turn, `district_profile` of the same indicator.
Needs a file that `finer.yaml` declares in the city's `finer/`; says what to lay there where it is
missing.

Targets: at most 3 times the time of districts; a page under 4 MB.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import equity
from equity.geography.declared_finer import declared, laid
from equity.runs.run import RunResult, run

ROUNDS = 3
MOST, HEAVIEST = 3.0, 4.0
INDICATOR = "turnout_riksdag"
NOTEBOOKS = ("district_profile", "polling_districts")


def seconds(notebook: str, data: Path, folder: Path) -> tuple[float, RunResult]:
    """Return how long a run takes and what it left."""
    begun = time.perf_counter()
    result = run(notebook, {"indicator": INDICATOR}, data=data, out=folder, force=True)
    return time.perf_counter() - begun, result


def main() -> None:
    """Print times, their ratio and the weight of the page."""
    city = equity.load(*sys.argv[1:2])
    finer = city.finer
    if not laid(finer, INDICATOR):
        names = ", ".join(one.file for one in declared(finer)[INDICATOR].values())
        print(f"nothing to measure: lay one of {names} in {finer.name}/")
        return
    times: dict[str, list[float]] = {name: [] for name in NOTEBOOKS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for name in NOTEBOOKS:
                taken, result = seconds(name, city.folder, Path(folder))
                times[name].append(taken)
        page = result.folder / f"{result.notebook}.sv.html"
        weight = page.stat().st_size / 1e6
    for name, taken_by in times.items():
        print(
            f"{name}: {statistics.median(taken_by):.1f} s "
            f"({min(taken_by):.1f} to {max(taken_by):.1f})"
        )
    fine, coarse = times["polling_districts"], times["district_profile"]
    ratios = sorted(mine / plain for mine, plain in zip(fine, coarse, strict=True))
    print(
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
        f"target at most {MOST}"
    )
    print(f"page {weight:.2f} MB, target under {HEAVIEST}")


if __name__ == "__main__":
    main()
