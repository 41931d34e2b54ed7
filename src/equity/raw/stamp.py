"""What a city's `processed/` was built from; light, so that asking costs next to nothing."""

import hashlib
import json
from pathlib import Path

STAMP = "built.json"
BUILT = (
    "observations.parquet",
    "districts.parquet",
    "neighbourhoods.parquet",
    "water.parquet",
    "placed_projects.parquet",
)
TABLES = "tables"


def checksums(raw: Path) -> dict[str, str]:
    """Return the SHA-256 of every raw file by name."""
    files = sorted(path for path in raw.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_stamp(folder: Path) -> dict[str, str]:
    """Return the checksums of the raw files that `processed/` was built from.

    folder: the city's, with `raw/` and `processed/`. Raises OSError or ValueError where there is
    no stamp that can be read: then it is not built.
    """
    stamp = json.loads((folder / "processed" / STAMP).read_text("utf-8"))
    if not isinstance(stamp, dict):
        raise ValueError(f"{STAMP} holds no checksums")
    return stamp


def is_current(folder: Path) -> bool:
    """Say whether `processed/` is there and was built from the raw files as they are now.

    folder: the city's, with `raw/` and `processed/`.
    """
    try:
        stamp = read_stamp(folder)
        there = all((folder / "processed" / name).is_file() for name in BUILT)
        return there and stamp == checksums(folder / "raw")
    except (OSError, ValueError):
        return False
