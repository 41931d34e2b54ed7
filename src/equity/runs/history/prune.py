"""Room on the disk: old runs go, the newest good one of every question stays."""

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from equity.errors import RunError
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
    goes: list[ledger.Entry] = []
    kept = 0
    for runs in groups.values():
        stays = _staying(runs, keep)
        kept += len(stays)
        goes += [one for one in runs if one.folder not in stays]
    rooms = {one.folder: _room(one.folder) for one in goes}
    if not dry:
        rooms = {one.folder: rooms[one.folder] for one in goes if _remove(one, out)}
        for home in {one.folder.parent for one in found}:  # what killed processes left goes too
            sweep_away(home)
        ledger.entries(out)  # strikes what is gone
    return Pruned(tuple(rooms), sum(rooms.values()), kept + len(goes) - len(rooms))


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
            room += path.lstat().st_size
    return room


def _remove(entry: ledger.Entry, out: Path) -> bool:
    """Remove a run unless it was done over meanwhile, and then is the newest; say whether."""
    run = out / entry.notebook / entry.key
    with alone(run):  # not while somebody makes it
        if _is_newer(entry):
            return False
        discard(entry.folder)
        if os.name == "posix":  # elsewhere a file that is held open stays
            lock_of(run).unlink(missing_ok=True)
    return True


def _is_newer(entry: ledger.Entry) -> bool:
    """Say whether what lies in a run's folder ended at another time than the run that was meant."""
    try:
        return bool(manifest.read(entry.folder).get("ended") != entry.ended)
    except RunError:  # gone, or damaged
        return False
