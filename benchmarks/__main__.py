"""Every benchmark, one after another, each in a process of its own: `make bench`."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run them all; return how many could not be run to their end."""
    failed = 0
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.name == Path(__file__).name:
            continue
        print(f"\n== {path.stem}", flush=True)
        failed += subprocess.run([sys.executable, path], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
