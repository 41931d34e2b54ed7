"""The ledger says what the folders say, whoever was killed and whatever became of its file."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equity.runs import manifest
from equity.runs.folder import discard, publish
from equity.runs.history import ledger

Leave = Callable[..., Path]
ONE, TWO, THREE = "1" * 16, "2" * 16, "3" * 16


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def keys(out: Path) -> list[str]:
    return [entry.key for entry in ledger.entries(out)]


def test_a_run_is_told_with_its_parameters_the_latest_first(out: Path, leave: Leave) -> None:
    ledger.record(leave(ONE, ended="2026-01-01T00:00:01.000+00:00"))
    ledger.record(leave(TWO, ended="2026-01-02T00:00:01.000+00:00", parameters={"name": "å 0127"}))
    two, one = ledger.entries(out)
    assert (two.key, one.key) == (TWO, ONE)
    assert two.parameters == {"name": "å 0127"}
    assert (two.notebook, two.outcome, two.findings) == ("toy", "complete", 1)
    assert two.folder == out / "toy" / TWO


def test_a_failed_run_is_told_as_failed(out: Path, leave: Leave) -> None:
    ledger.record(leave(ONE, outcome="failed"))
    (told,) = ledger.entries(out)
    assert (told.outcome, told.folder) == ("failed", out / "failed" / "toy" / ONE)


def test_runs_left_in_a_folder_named_failed_are_entered_there_and_not_above_it(
    tmp_path: Path,
) -> None:
    out = tmp_path / "failed"
    moment = "2026-01-01T00:00:00.000+00:00"
    told = {"started": moment, "ended": moment, "seconds": 1, "findings": 0, "parameters": {}}
    whole, broken = out / "toy" / ONE, out / "failed" / "toy" / TWO
    for folder, outcome in ((whole, "complete"), (broken, "failed")):
        publish({"manifest.json": manifest.as_json(told | {"outcome": outcome})}, folder)
        ledger.record(folder)
    assert sorted((one.key, one.outcome) for one in ledger.entries(out)) == [
        (ONE, "complete"), (TWO, "failed"),
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["failed"]


def test_nothing_has_run_where_there_is_no_folder(out: Path) -> None:
    assert ledger.entries(out) == []
    assert not out.exists()


def test_what_nobody_entered_is_found_and_what_is_gone_is_struck(out: Path, leave: Leave) -> None:
    ledger.record(leave(ONE))
    leave(TWO)  # as by a process that was killed before it could enter it
    assert sorted(keys(out)) == [ONE, TWO]
    discard(out / "toy" / ONE)
    assert keys(out) == [TWO]


def test_a_run_that_was_done_again_is_told_as_it_is_now(out: Path, leave: Leave) -> None:
    ledger.record(leave(ONE, seconds=1.0))
    assert ledger.entries(out)[0].seconds == 1.0
    leave(ONE, seconds=2.0)
    assert ledger.entries(out)[0].seconds == 2.0


def test_folders_that_are_no_runs_are_left_out(out: Path, leave: Leave) -> None:
    leave(ONE)
    (out / "toy" / TWO).mkdir()
    (out / "toy" / TWO / "manifest.json").write_text("{", "utf-8")
    (out / "pages" / THREE).mkdir(parents=True)
    assert keys(out) == [ONE]


def damage_the_header(path: Path) -> None:
    path.write_bytes(b"no ledger at all" * 100)


def damage_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(bytes(content))


def damage_by_cutting(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def damage_by_emptying(path: Path) -> None:
    path.write_bytes(b"")


def damage_by_dropping_a_table(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE runs")
    db.close()


@pytest.mark.parametrize(
    "fields",
    [{"ended": "yesterday"}, {"ended": "2026-01-01T00:00:00"}, {"started": None},
     {"parameters": 5}, {"parameters": ["a"]}],
)  # fmt: skip
def test_a_run_whose_manifest_tells_no_moment_or_no_parameters_is_left_out(
    out: Path, leave: Leave, fields: dict[str, Any]
) -> None:
    leave("1" * 16)
    leave("2" * 16, **fields)
    assert [one.key for one in ledger.entries(out)] == ["1" * 16]


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        damage_the_header,
        damage_the_middle,
        damage_by_cutting,
        damage_by_emptying,
        damage_by_dropping_a_table,
    ],
)
def test_a_lost_or_damaged_ledger_is_made_anew_from_the_folders(
    out: Path, leave: Leave, damage: Callable[[Path], Any]
) -> None:
    for number in range(20):
        ledger.record(leave(f"{number:016x}"))
    before = ledger.entries(out)
    damage(out / ledger.FILE)
    assert ledger.entries(out) == before
    ledger.record(leave(THREE))
    assert len(keys(out)) == 21


def test_where_nothing_can_be_written_the_folders_are_read(
    out: Path, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(ONE)

    def refuses(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ledger, "_make_anew", refuses)
    assert keys(out) == [ONE]
    ledger.record(out / "toy" / ONE)  # without a word
    assert ledger.recall(out, "request") is None


def test_a_request_is_remembered_by_its_key(out: Path, leave: Leave) -> None:
    leave(ONE)
    assert ledger.recall(out, "request") is None
    ledger.remember(out, "request", ONE)
    assert ledger.recall(out, "request") == ONE
    assert ledger.recall(out, "another") is None


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {here!r})
from made_up_runs import leave_run
from equity.runs.history import ledger
number = int(sys.argv[1])
sys.stdin.readline()
for turn in range(5):
    ledger.record(leave_run(Path({out!r}), f"{{number:08x}}{{turn:08x}}"))
"""


def test_thirty_two_writers_at_once_lose_nothing(out: Path) -> None:
    code = WRITER.format(here=str(Path(__file__).parents[2]), out=str(out))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(number)], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for number in range(32)
    ]
    for process in started:
        process.stdin.write(b"go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    told = [process.communicate(timeout=120)[1] for process in started]
    assert [(process.returncode, error) for process, error in zip(started, told, strict=True)] == [
        (0, b"")
    ] * 32
    entered = {f"{number:08x}{turn:08x}" for number in range(32) for turn in range(5)}
    with sqlite3.connect(out / ledger.FILE) as db:  # as it is, before the folders are looked at
        assert {key for (key,) in db.execute("SELECT key FROM runs")} == entered
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    db.close()
    assert set(keys(out)) == entered
