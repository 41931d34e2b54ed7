"""A new city's folder: a small made-up example that passes every check, to replace file by file."""

from __future__ import annotations

import shutil
from pathlib import Path

from equity.checking.new_folder import new_folder
from equity.raw.sources import README, refresh

EXAMPLE = Path(__file__).resolve().parents[1] / "made_up_city"


def write_skeleton(folder: Path) -> list[Path]:
    """Write a new city's folder with made-up tables in `raw/` and return its files, sorted.

    Every command runs on it at once. Its figures say on their face that they are made up, in the
    files' names or first lines and in a caveat that every finding carries. `README.md` says what
    to replace, in which order. The folder appears whole or not at all.

    folder: where the city will live; it must not exist, or be empty.
    Raises DataError for a folder that holds something, or a file of that name: nothing is
    written over.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     "raw/sides.yaml" in [path.relative_to(parent).as_posix()[5:]
    ...         for path in write_skeleton(Path(parent) / "city")]
    True
    """
    with new_folder(folder) as made:
        shutil.copytree(EXAMPLE, made / "raw")
        (made / "raw" / README).replace(made / README)
        refresh(made / "raw")
    return sorted(path for path in folder.rglob("*") if path.is_file())
