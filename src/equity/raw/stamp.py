"""What a city's `processed/` was built from; light, so that asking costs next to nothing."""

import hashlib
import json
import time
from pathlib import Path

BUILDING = ".building-"
STALE_SECONDS = 3600
STAMP = "built.json"
BUILDER = "built_by.txt"
# The code that decides what built tables hold: rooms and modules of the package.
BUILDERS = (
    "raw", "geography", "observations.py", "readings.py", "checking/placed.py",
    "projects/places.py", "projects/registry.py", "projects/sites.py",
)  # fmt: skip
PACKAGE = Path(__file__).resolve().parents[1]
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


def builder() -> str:
    """Return the SHA-256 of the code that builds tables: those of other code are out of date."""
    found = [PACKAGE / name for name in BUILDERS]
    files = [file for path in found for file in (path.rglob("*.py") if path.is_dir() else [path])]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def texts_of(raw: Path) -> dict[str, str]:
    """Return what a build leaves beside its tables, by file name: what by, and what from, last."""
    stamp = json.dumps(checksums(raw), indent=1, sort_keys=True) + "\n"
    return {BUILDER: builder(), STAMP: stamp}


def left_behind(processed: Path) -> list[Path]:
    """Return the folders that builds which were killed left there, an hour ago or more."""
    latest = time.time() - STALE_SECONDS
    return [one for one in processed.glob(f"{BUILDING}*") if one.stat().st_mtime < latest]


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
    """Say whether `processed/` is there, built from the raw files and by the code of now.

    folder: the city's, with `raw/` and `processed/`.
    """
    processed = folder / "processed"
    try:
        stamp = read_stamp(folder)
        there = all((processed / name).is_file() for name in BUILT)
        by_this = (processed / BUILDER).read_text("utf-8") == builder()
        return there and by_this and stamp == checksums(folder / "raw")
    except (OSError, ValueError):
        return False
