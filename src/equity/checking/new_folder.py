"""A folder that appears whole, in a place that is free, or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from equity.errors import DataError, Problem

FREE = "a folder that is not there yet, or is empty"


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a private folder to fill; at the end it is `folder`, in one step.

    folder: one that is not there yet, with its parents or without, or an empty one, which is
    filled where it stands: it may be the working folder. What fails inside leaves nothing.
    Raises DataError where it holds something, where a file is in its way, and where it cannot
    be made.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     with new_folder(Path(parent) / "a" / "b") as private:
    ...         _ = (private / "made_up.txt").write_text("made up")
    ...     [path.name for path in (Path(parent) / "a" / "b").iterdir()]
    ['made_up.txt']
    """
    target = folder.resolve()
    _require_free(folder, target)
    made = [one for one in target.parents if not one.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        private = tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        _remove(made)
        why = error.strerror or str(error)
        fix = "choose another place, or make this one writable"
        raise DataError(
            [Problem(str(folder), None, "", why, "a place that can be written", fix)]
        ) from None
    try:
        with private as name:
            fresh = Path(name) / target.name
            fresh.mkdir()
            yield fresh
            if not target.is_dir():
                fresh.replace(target)
                return
            for path in sorted(fresh.iterdir()):
                path.replace(target / path.name)
    except BaseException:
        _remove(made)
        raise


def _require_free(folder: Path, target: Path) -> None:
    fix = "name another folder, or move away what is there"
    files = (one for one in (target, *target.parents) if one.exists() and not one.is_dir())
    if in_the_way := next(files, None):
        raise DataError([Problem(str(folder), None, "", f"{in_the_way} is a file", FREE, fix)])
    if target.is_dir() and (held := sorted(path.name for path in target.iterdir())):
        shown = ", ".join(held[:3]) + (", …" if len(held) > 3 else "")
        raise DataError([Problem(str(folder), None, "", f"it holds {shown}", FREE, fix)])


def _remove(made: list[Path]) -> None:
    """Remove folders that were made on the way, the inmost first, as far as they are empty."""
    for folder in made:
        try:
            folder.rmdir()
        except OSError:
            return
