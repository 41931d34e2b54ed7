"""The checksums of what a run reads of a city's folder."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from equity.runs.folder import LOCKS
from equity.runs.inputs.parts import BASELINES, EVERYTHING, TABLE


def checksums(home: Path, read: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each file that is read, by its path in the city's folder.

    home: the folder that holds `raw/` and `processed/`. read: as `reads` gives it; a path with
    `#part` stands for that part of a JSON file, and `raw/baselines.yaml` brings the tables that
    it names. A file that is not there has the checksum "absent". Where every file counts, the
    runs that are left inside the folder do not: they come of it.

    >>> import tempfile
    >>> checksums(Path(tempfile.mkdtemp()), ["raw/sides.yaml"])
    {'raw/sides.yaml': 'absent'}
    """
    wanted = set(read)
    if EVERYTHING in wanted:
        wanted = {
            path.relative_to(home).as_posix()
            for path in laid_in(home)
            if path.suffix != ".md" and not path.name.startswith(".")
        }
    if BASELINES in wanted:
        wanted |= _tables_of_baselines(home / BASELINES)
    return {name: _checksum(home, name) for name in sorted(wanted)}


def laid_in(home: Path) -> Iterator[Path]:
    """Return the files below a folder, without those of a folder of runs inside it.

    A link to a folder counts as that folder: large files often lie elsewhere.
    """
    for folder, inner, names in os.walk(home, followlinks=True):
        here = Path(folder)
        inner[:] = [
            name
            for name in inner
            if not name.startswith(".")
            and not (here / name / LOCKS).is_dir()
            and not _leads_back(here / name, home)
        ]
        yield from (here / name for name in names)


def _leads_back(link: Path, home: Path) -> bool:
    """Say whether a link leads to a folder that it lies in, where to follow it had no end."""
    if not link.is_symlink():
        return False
    above = (place for place in link.parents if place == home or home in place.parents)
    return link.resolve() in {place.resolve() for place in above}


def _checksum(home: Path, name: str) -> str:
    path, _, part = name.partition("#")
    try:
        content = (home / path).read_bytes()
        if part:
            content = json.dumps(json.loads(content)[part], sort_keys=True).encode()
    except (OSError, ValueError, KeyError, TypeError):
        return "absent"
    return hashlib.sha256(content).hexdigest()


def _tables_of_baselines(path: Path) -> set[str]:
    import yaml

    try:
        declared = yaml.safe_load(path.read_bytes())
        return {TABLE.format(one["table"]) for one in declared.values()}
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError):
        return set()  # the checksum of the file itself stands for what is wrong with it
