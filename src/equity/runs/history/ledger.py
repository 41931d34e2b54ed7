"""The ledger: what the run folders say, quick to ask.

The folders are the truth and the ledger a copy of it in one SQLite file, `OUT/ledger.sqlite`.
Whenever it is asked it is first brought in line with the folders, so what a killed process did
not enter is entered then, and a lost or damaged ledger is made anew from them.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from equity.errors import RunError
from equity.runs import manifest
from equity.runs.folder import LOCKS

FILE = "ledger.sqlite"
FAILED = "failed"
VERSION = 1
BUSY_SECONDS = 60
TABLES = """
CREATE TABLE IF NOT EXISTS runs (
    folder TEXT PRIMARY KEY, stamp INTEGER, notebook TEXT, key TEXT, outcome TEXT, started TEXT,
    ended TEXT, seconds REAL, findings INTEGER, parameters TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asked (request TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
"""
KEY = re.compile(f"[0-9a-f]{{{manifest.KEY_LENGTH}}}")
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Entry:
    """One run. folder: where it lies. outcome: "complete" or "failed". ended: ISO, in UTC.

    parameters: by name, all of them. findings: how many. seconds: what it took.
    """

    notebook: str
    key: str
    outcome: str
    started: str
    ended: str
    seconds: float
    findings: int
    parameters: dict[str, Any]
    folder: Path


def record(folder: Path) -> None:
    """Enter a run whose folder is there; without a word where the ledger cannot be written.

    folder: `OUT/NOTEBOOK/KEY` or `OUT/failed/NOTEBOOK/KEY`. Nothing is lost by a ledger that
    cannot be written: the next one who asks enters what lies there.
    """
    out = out_of(folder)
    try:
        _ask(out, lambda db: _enter(db, out, folder.relative_to(out).as_posix()))
    except (sqlite3.Error, OSError):
        return


def entries(out: Path) -> list[Entry]:
    """Return every run below `out`, the one that ended last first.

    Where `out` cannot be written the folders are read instead of the ledger. Raises OSError
    where they cannot be read either.
    """
    if not out.is_dir():
        return []

    def all_of_them(db: sqlite3.Connection) -> list[Entry]:
        _bring_in_line(db, out)
        rows = db.execute(
            "SELECT notebook, key, outcome, started, ended, seconds, findings, parameters, folder "
            "FROM runs ORDER BY ended DESC, folder"
        )
        told = [(*row[:7], json.loads(row[7]), out / row[8]) for row in rows]
        return [Entry(*fields) for fields in told]

    try:
        return _ask(out, all_of_them)
    except (sqlite3.Error, OSError):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            db.executescript(TABLES)
            return all_of_them(db)


def remember(out: Path, request: str, key: str) -> None:
    """Note which key a request has, for `recall`; without a word where that cannot be noted."""
    try:
        noted = "INSERT OR REPLACE INTO asked VALUES (?, ?)"
        _ask(out, lambda db: db.execute(noted, (request, key)).rowcount)
    except (sqlite3.Error, OSError):
        return


def recall(out: Path, request: str) -> str | None:
    """Return the key that a request had before, None where none is known."""
    if not (out / FILE).is_file():
        return None
    try:
        row = _ask(
            out,
            lambda db: db.execute("SELECT key FROM asked WHERE request = ?", (request,)).fetchone(),
        )
    except (sqlite3.Error, OSError):
        return None
    return str(row[0]) if row else None


def out_of(folder: Path) -> Path:
    """Return the folder of all runs that a run's folder lies in; it may itself be named failed.

    >>> out_of(Path("runs/failed/robustness/0a1b")).as_posix()
    'runs'
    """
    is_among_failed = folder.parents[1].name == FAILED and not manifest.is_complete(folder)
    return folder.parents[2] if is_among_failed else folder.parents[1]


def _ask(out: Path, work: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """Return what the ledger answers; a damaged one is made anew first."""
    try:
        with _opened(out) as db:
            return work(db)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) not in DAMAGED:
            raise
    _make_anew(out)
    with _opened(out) as db:
        return work(db)


@contextmanager
def _opened(out: Path) -> Iterator[sqlite3.Connection]:
    if not (out / FILE).exists():
        _make_anew(out)
    with closing(sqlite3.connect(out / FILE, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = NORMAL")
        yield db


def _make_anew(out: Path) -> None:
    """Make the ledger where there is none that can be used, one process at a time."""
    from filelock import FileLock

    (out / LOCKS).mkdir(parents=True, exist_ok=True)
    with FileLock(out / LOCKS / FILE):
        if _is_sound(out / FILE):  # another was quicker
            return
        for ending in ("", "-wal", "-shm"):
            (out / f"{FILE}{ending}").unlink(missing_ok=True)
        fresh = out / LOCKS / f"{FILE}.new"
        fresh.unlink(missing_ok=True)
        with closing(sqlite3.connect(fresh, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(TABLES)
            db.execute(f"PRAGMA user_version = {VERSION}")
            _bring_in_line(db, out)
        fresh.replace(out / FILE)


def _is_sound(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as db:
            db.execute("SELECT count(*) FROM runs, asked")
            version = db.execute("PRAGMA user_version").fetchone()
            check = db.execute("PRAGMA quick_check").fetchone()
            return (*version, *check) == (VERSION, "ok")
    except sqlite3.Error:
        return False


def _bring_in_line(db: sqlite3.Connection, out: Path) -> None:
    """Enter what lies there and is not entered, and strike what lies there no more."""
    known = dict(db.execute("SELECT folder, stamp FROM runs"))
    there = dict(_lying(out))
    for name, stamp in there.items():
        if known.get(name) != stamp:
            _enter(db, out, name)
    db.executemany("DELETE FROM runs WHERE folder = ?", [(one,) for one in known.keys() - there])


def _lying(out: Path) -> Iterator[tuple[str, int]]:
    for pattern in ("*/*", f"{FAILED}/*/*"):
        for path in out.glob(f"{pattern}/{manifest.FILE}"):
            if KEY.fullmatch(path.parent.name):
                try:
                    yield path.parent.relative_to(out).as_posix(), path.stat().st_mtime_ns
                except FileNotFoundError:  # removed meanwhile
                    continue


def _enter(db: sqlite3.Connection, out: Path, name: str) -> None:
    folder = out / name
    try:
        stamp = (folder / manifest.FILE).stat().st_mtime_ns
        told = manifest.read(folder)
        for moment in ("started", "ended"):
            if datetime.fromisoformat(told[moment]).tzinfo is None:
                raise ValueError(f"{moment} names no zone")
        row = (
            name, stamp, folder.parent.name, folder.name, str(told["outcome"]),
            str(told["started"]), str(told["ended"]), float(told["seconds"]),
            int(told["findings"]), json.dumps({**told["parameters"]}, ensure_ascii=False),
        )  # fmt: skip
    except (RunError, OSError, KeyError, TypeError, ValueError):  # no run, or of another time
        return
    db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
