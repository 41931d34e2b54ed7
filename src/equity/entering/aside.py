"""A raw folder changed beside itself, and put in its place when all of it is right."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from equity.errors import DataError, Problem
from equity.raw.sources import FILE

PRIVATE = ".entering-"
STALE_SECONDS = 3600


@contextmanager
def aside(raw: Path) -> Iterator[Path]:
    """Give a copy of a raw folder to change; its changes replace the originals at the end.

    All changed files are replaced, the catalogue last, or none is: a fault or a signal on the
    way puts back what was replaced already. Whoever is killed outright between two files leaves
    a folder whose catalogue does not know the new ones, which the check tells. The copy of one
    who was killed goes with the next, once it is an hour old.

    raw: the folder. Raises DataError where someone else changed it meanwhile; what is raised
    inside leaves the folder as it was.
    """
    before = _contents(raw)
    _sweep_away(raw.parent)
    with tempfile.TemporaryDirectory(prefix=PRIVATE, dir=raw.parent) as private:
        copy = Path(private) / raw.name
        copy.mkdir()
        for name in before:
            shutil.copy2(raw / name, copy / name)
        yield copy
        after = _contents(copy)
        changed = sorted((n for n in after if before.get(n) != after[n]), key=FILE.__eq__)
        if _contents(raw) != before:
            fix = "nothing was entered; run the command again"
            raise DataError([Problem(str(raw), None, "", "", "files that stay as they are", fix)])
        _replace(raw, copy, changed, before)


def _sweep_away(home: Path) -> None:
    latest = time.time() - STALE_SECONDS
    for left in home.glob(f"{PRIVATE}*"):
        if left.is_dir() and left.stat().st_mtime < latest:
            shutil.rmtree(left, ignore_errors=True)


def _contents(raw: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(raw.iterdir()) if path.is_file()}


def _replace(raw: Path, copy: Path, names: list[str], before: Mapping[str, bytes]) -> None:
    try:
        for name in names:
            (copy / name).replace(raw / name)
    except BaseException:
        for name in names:
            if name not in before:
                (raw / name).unlink(missing_ok=True)
            elif (raw / name).read_bytes() != before[name]:
                (copy / name).write_bytes(before[name])
                (copy / name).replace(raw / name)
        raise
