"""How soon `import equity` is there: `python benchmarks/imports.py`.

Target: it takes at most 0.15 times what `import geopandas` takes, so that the names at the door can
be completed before any heavy library is there. Each is timed inside a fresh interpreter, turn by
turn, after one round that warms the disk; the interpreter's own start counts for neither.
"""

import statistics
import subprocess
import sys

ROUNDS = 11
TARGET = 0.15
TIMED = "import time; start = time.process_time(); {}; print(time.process_time() - start)"
OURS, THEIRS = "import equity", "import geopandas"
COMPLETED = "import equity; dir(equity)"


def seconds(work: str) -> float:
    """Return how long a fresh interpreter's processor works on it."""
    command = [sys.executable, "-c", TIMED.format(work)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Print one line for the import, and one for the import and the list of names."""
    for work in (OURS, COMPLETED):
        seconds(work), seconds(THEIRS)
        pairs = [(seconds(work), seconds(THEIRS)) for _ in range(ROUNDS)]
        ratios = sorted(ours / theirs for ours, theirs in pairs)
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(
            f"{work}: {statistics.median(ratios):.3f} of {THEIRS} ({ratios[0]:.3f} to "
            f"{ratios[-1]:.3f}), target {TARGET}; {ours * 1000:.1f} ms and {theirs * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main()
