"""Old runs go; the newest good one of every question stays, whatever is asked."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from equity.runs import manifest
from equity.runs.folder import alone, lock_of
from equity.runs.history.ledger import entries
from equity.runs.history.prune import Pruned, prune

Leave = Callable[..., Path]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def at(day: int) -> str:
    return f"2026-01-{day:02d}T00:00:00.000+00:00"


def test_the_newest_good_runs_of_each_question_stay(out: Path, leave: Leave) -> None:
    for day in range(1, 5):
        leave(f"a{day:015d}", ended=at(day))
        leave(f"b{day:015d}", ended=at(day), parameters={"year": 2022})
    leave("c" * 16, "other", ended=at(1))
    removed = prune(out, 2)
    assert {one.name[0] + one.name[-1] for one in removed.removed} == {"a1", "a2", "b1", "b2"}
    assert removed.kept == 5
    assert removed.bytes > 0
    assert {one.key for one in entries(out)} == {
        *(f"{letter}{day:015d}" for letter in "ab" for day in (3, 4)),
        "c" * 16,
    }
    assert not any(one.exists() for one in removed.removed)


def test_runs_on_two_cities_are_two_questions(out: Path, leave: Leave, root: Path) -> None:
    leave("a" * 16, ended=at(1), parameters={"data": ""})
    leave("b" * 16, ended=at(2), parameters={"data": "made_up"})
    leave("c" * 16, ended=at(3), parameters={"data": "made_up"})
    assert prune(out, 1, data=root / "data", dry=True).removed == ()
    assert [one.name[0] for one in prune(out, 1, data=Path("elsewhere/made_up")).removed] == ["b"]
    assert prune(out, 1) == Pruned((), 0, 2)


def test_a_newer_failed_or_damaged_run_does_not_push_the_good_one_out(
    out: Path, leave: Leave
) -> None:
    good = leave("1" * 16, ended=at(1))
    damaged = leave("2" * 16, ended=at(2))
    (damaged / "findings.json").write_text("{}", "utf-8")
    failed = [leave(f"{day:016d}", ended=at(day), outcome="failed") for day in (3, 4, 5)]
    prune(out, 1)
    assert manifest.is_whole(good)
    assert not damaged.exists()
    assert [one.exists() for one in failed] == [False, False, True]


def test_a_run_that_failed_before_the_good_one_has_nothing_left_to_tell(
    out: Path, leave: Leave
) -> None:
    failed = leave("1" * 16, ended=at(1), outcome="failed")
    leave("2" * 16, ended=at(2))
    assert prune(out, 5).removed == (failed,)


def test_a_dry_run_removes_nothing_and_says_the_same(out: Path, leave: Leave) -> None:
    for day in (1, 2, 3):
        leave(f"{day:016d}", ended=at(day))
    dry = prune(out, 1, dry=True)
    assert len(entries(out)) == 3
    assert prune(out, 1) == dry


def test_keeping_none_is_refused(out: Path) -> None:
    with pytest.raises(ValueError, match="the newest good run always stays"):
        prune(out, 0)


def test_pages_and_what_else_lies_there_is_left_alone(out: Path, leave: Leave) -> None:
    leave("1" * 16, ended=at(1))
    leave("2" * 16, ended=at(2))
    (out / "pages").mkdir()
    (out / "pages" / "index.sv.html").write_text("made up", "utf-8")
    prune(out, 1)
    assert (out / "pages" / "index.sv.html").exists()


def test_a_folder_that_somebody_else_removes_meanwhile_stops_nothing(
    out: Path, leave: Leave, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes = [leave(f"{day:016d}", ended=at(day)) for day in (1, 2, 3)]
    rename = Path.rename

    def too_late(self: Path, target: Path) -> Path:
        if self == goes[1]:
            shutil.rmtree(self)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", too_late)
    assert set(prune(out, 1).removed) == set(goes[:2])
    assert [path.name for path in (out / "toy").iterdir()] == [goes[2].name]


def test_an_old_run_that_is_done_over_meanwhile_is_the_newest_and_stays(
    out: Path, leave: Leave
) -> None:
    old, newer = leave("a" * 16, ended=at(1)), leave("b" * 16, ended=at(2))
    with ThreadPoolExecutor(1) as pool:
        with alone(old):  # while it is made
            pruning = pool.submit(prune, out, 1)
            with pytest.raises(TimeoutError):
                pruning.result(0.3)
            leave("a" * 16, ended=at(3))
        removed = pruning.result(20)
    assert (removed.removed, removed.bytes, removed.kept) == ((), 0, 2)
    assert manifest.is_whole(old)
    assert manifest.is_whole(newer)


def test_no_lock_of_a_run_that_is_gone_is_kept(out: Path, leave: Leave) -> None:
    goes, stays = leave("1" * 16, ended=at(1)), leave("2" * 16, ended=at(2))
    for folder in (goes, stays):
        with alone(folder):
            pass
    assert lock_of(goes).exists()
    prune(out, 1)
    assert [lock_of(one).exists() for one in (goes, stays)] == [False, True]


def test_who_waits_for_a_lock_that_is_removed_holds_it_alone_all_the_same(out: Path) -> None:
    run = out / "toy" / ("1" * 16)
    held, done = threading.Event(), threading.Event()

    def wait_for_it() -> None:
        with alone(run):
            held.set()
            done.wait(60)

    waits = threading.Thread(target=wait_for_it)
    with alone(run):
        waits.start()
        held.wait(0.3)  # time to begin to wait for the file that goes now
        lock_of(run).unlink()
    try:
        assert held.wait(60)
        with pytest.raises(Timeout):
            FileLock(lock_of(run)).acquire(timeout=0.1)
    finally:
        done.set()
        waits.join()


def test_what_a_link_leads_to_is_neither_counted_nor_removed(
    out: Path, leave: Leave, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").write_text("made up " * 10_000, "utf-8")
    first = leave("1" * 16, ended=at(1))
    leave("2" * 16, ended=at(2))
    (first / "linked").symlink_to(tmp_path / "elsewhere")
    (first / "file").symlink_to(tmp_path / "elsewhere" / "precious")
    (first / "broken").symlink_to(tmp_path / "nowhere")
    (first.parent / ("3" * 16)).symlink_to(tmp_path / "elsewhere")
    removed = prune(out, 1)
    assert removed.removed == (first,)
    assert removed.bytes < 10_000
    assert (tmp_path / "elsewhere" / "precious").is_file()


def test_pruning_that_is_killed_halfway_is_finished_by_the_next(out: Path, leave: Leave) -> None:
    goes = [leave(f"{day:016d}", ended=at(day)) for day in range(1, 20)]
    newest = leave("f" * 16, ended=at(20))
    leave("e" * 16, "other", ended=at(1))
    code = """
import os, signal, shutil, sys
from pathlib import Path
from equity.runs.history.prune import prune
remove, count = shutil.rmtree, iter(range(99))
def killed(path, **options):
    if next(count) == 4:
        next(Path(path).rglob("manifest.json")).unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    remove(path, **options)
shutil.rmtree = killed
prune(Path(sys.argv[1]), 1)
"""
    done = subprocess.run([sys.executable, "-c", code, out], check=False)
    assert done.returncode == -signal.SIGKILL
    listed = {one.folder for one in entries(out)}
    assert newest in listed
    assert all(manifest.is_whole(folder) for folder in listed)
    assert len(list(newest.parent.glob(".old-*"))) == 1
    prune(out, 1)
    assert [path.name for path in newest.parent.iterdir()] == [newest.name]
    assert not any(folder.exists() for folder in goes)


def test_what_killed_processes_left_goes_though_no_run_does(out: Path, leave: Leave) -> None:
    newest = leave("f" * 16, ended=at(20))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    left = newest.parent / f".new-{gone.pid}-made_up"
    left.mkdir()
    assert prune(out, 1, dry=True).removed == ()
    assert left.exists()
    assert prune(out, 1).removed == ()
    assert not left.exists()
