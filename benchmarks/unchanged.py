"""How fast an unchanged run is found again: `python benchmarks/unchanged.py`.

Target: a no-change rerun of one notebook from a cold shell takes at most 0.5 times what
`import geopandas` takes in a fresh interpreter. Both are measured in turn, in processes of their
own, so that the ratio holds on any machine; the spread of five rounds stands beside it. The data
are a copy of the checkout's, built anew in a temporary folder.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
TARGET = 0.5
NOTEBOOKS = ("district_profile", "cost_forecast")


def seconds(words: list[str]) -> float:
    """Return how long a process of this interpreter takes; it must succeed."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return time.perf_counter() - start


def status(words: list[str]) -> str:
    """Return what a run says has become of it."""
    done = subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return str(json.loads(done.stdout)["status"])


def main() -> None:
    """Print one line for each notebook: ratio, target, both medians and the spread."""
    home = Path(tempfile.mkdtemp(prefix="equity-bench"))
    try:
        shutil.copytree(ROOT / "src", home / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
        os.environ["PYTHONPATH"] = str(home / "src")  # nobody edits this copy meanwhile
        subprocess.run(
            [sys.executable, "-m", "equity", "data", "build", "--data", str(home / "data")],
            check=True, capture_output=True,
        )  # fmt: skip
        for notebook in NOTEBOOKS:
            run = ["-m", "equity", "run", notebook, "--json", "--data", str(home / "data"),
                   "--out", str(home / "runs"), "--notebooks", str(ROOT / "notebooks")]  # fmt: skip
            status(run)
            if status(run) != "unchanged":
                raise SystemExit(f"{notebook}: the second run was done again")
            pairs = [(seconds(run), seconds(["-c", "import geopandas"])) for _ in range(ROUNDS)]
            ratios = sorted(ours / theirs for ours, theirs in pairs)
            ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(
                f"{notebook}, unchanged: {statistics.median(ratios):.2f} of import geopandas "
                f"({ratios[0]:.2f} to {ratios[-1]:.2f}), target {TARGET}; "
                f"{ours:.3f} s and {theirs:.3f} s"
            )
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
