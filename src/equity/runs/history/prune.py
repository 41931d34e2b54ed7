"""Room on the disk: old runs go, the newest good one of every question stays."""

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from equity.runs import manifest
from equity.runs.folder import alone, discard, lock_of, sweep_away
from equity.runs.history import ledger
from equity.runs.history.listing import of_city


@dataclass(frozen=True)
class Pruned:
    """What was removed, or would be. bytes: how much room that is. kept: how many runs stay."""

    removed: tuple[Path, ...]
    bytes: int
    kept: int


def prune(out: Path, keep: int, *, data: Path | None = None, dry: bool = False) -> Pruned:
    """Remove all but the newest runs of each notebook with the same parameters and city.

    out: where the runs lie. keep: how many good ones stay of each, at least one, whatever is
    asked; as many failed ones, and none that failed before the newest good one. A run whose
    files are not as its manifest says is no good one and goes. data: the city's folder whose runs
    are meant, None for all. dry: remove nothing.
    Raises ValueError for `keep` below one, and OSError where a folder cannot be removed.
    """
    if keep < 1:
        raise ValueError(f"keep is {keep}; the newest good run always stays")
    groups: dict[tuple[str, str], list[ledger.Entry]] = {}
    found = ledger.entries(out)
    for entry in of_city(found, data) if data else found:
        asked = json.dumps(entry.parameters, sort_keys=True)  # the city's name is part of it
        groups.setdefault((entry.notebook, asked), []).append(entry)
    goes: list[Path] = []
    kept = 0
    for runs in groups.values():
        stays = _staying(runs, keep)
        kept += len(stays)
        goes += [one.folder for one in runs if one.folder not in stays]
    room = sum(_room(folder) for folder in goes)
    if not dry:
        for folder in goes:
            _remove(folder, out)
        for home in {one.parent for one in goes}:
            sweep_away(home)
        ledger.entries(out)  # strikes what is gone
    return Pruned(tuple(goes), room, kept)


def _staying(runs: list[ledger.Entry], keep: int) -> set[Path]:
    """Return the folders that stay of the runs of one question, given the newest first."""
    good: list[Path] = []
    failed: list[Path] = []
    for one in runs:
        if one.outcome != manifest.COMPLETE:
            if not good and len(failed) < keep:
                failed.append(one.folder)
        elif len(good) < keep and manifest.is_whole(one.folder):
            good.append(one.folder)
    return {*good, *failed}


def _room(folder: Path) -> int:
    """Return how many bytes a folder holds; what another process removes meanwhile is none."""
    room = 0
    with contextlib.suppress(FileNotFoundError):
        for path in folder.rglob("*"):
            room += path.stat().st_size
    return room


def _remove(folder: Path, out: Path) -> None:
    run = out / folder.parent.name / folder.name
    with alone(run):  # not while somebody makes it
        discard(folder)
        if os.name == "posix":  # elsewhere a file that is held open stays
            lock_of(run).unlink(missing_ok=True)
