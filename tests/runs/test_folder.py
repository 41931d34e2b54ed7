"""Folders that appear whole or not at all, and private ones that vanish."""

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from equity.runs import folder
from equity.runs.folder import alone, discard, private_folder, publish


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


def test_a_published_folder_holds_what_was_given_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    publish({"a": b"1", "b": b"2"}, tmp_path / "out" / "run")
    assert contents(tmp_path / "out" / "run") == {"a": b"1", "b": b"2"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["run"]


def test_publishing_again_leaves_nothing_of_the_earlier_folder(tmp_path: Path) -> None:
    publish({"a": b"1", "old": b"1"}, tmp_path / "run")
    publish({"a": b"2"}, tmp_path / "run")
    assert contents(tmp_path / "run") == {"a": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_fault_while_writing_leaves_the_earlier_folder_as_it_was(tmp_path: Path) -> None:
    publish({"a": b"1"}, tmp_path / "run")
    with pytest.raises(OSError, match="no-such-folder"):
        publish({"a": b"2", "no-such-folder/b": b"2"}, tmp_path / "run")
    assert contents(tmp_path / "run") == {"a": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_fault_while_renaming_leaves_the_earlier_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish({"a": b"1"}, tmp_path / "run")
    rename = Path.rename

    def fails_for_the_new(self: Path, target: Path) -> Path:
        if self.name.startswith(".new-"):
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(folder, "_exchange", lambda *_: False)  # as where the system cannot
    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    with pytest.raises(OSError, match="disk full"):
        publish({"a": b"2"}, tmp_path / "run")
    assert contents(tmp_path / "run") == {"a": b"1"}


@pytest.mark.parametrize("exchanged", [True, False])
def test_publishing_again_works_where_folders_can_be_exchanged_and_where_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchanged: bool
) -> None:
    if not exchanged:
        monkeypatch.setattr(folder, "_exchange", lambda *_: False)
    for content in (b"1", b"2"):
        publish({"a": content}, tmp_path / "run")
    assert contents(tmp_path / "run") == {"a": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_that_is_published_again_is_there_at_every_moment(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("folders are exchanged in one step on Linux only")
    publish({"a": b"0"}, tmp_path / "run")
    missing, done = [], threading.Event()

    def look() -> None:
        while not done.is_set():
            if not (tmp_path / "run").is_dir():
                missing.append(1)

    watcher = threading.Thread(target=look)
    watcher.start()
    for number in range(200):
        publish({"a": str(number).encode()}, tmp_path / "run")
    done.set()
    watcher.join()
    assert missing == []


def test_what_a_process_left_that_is_dead_is_swept_away_at_once(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    dead = [tmp_path / f"{kind}{process.pid}-x" for kind in (folder.NEW, folder.OLD)]
    living = tmp_path / f"{folder.NEW}{os.getpid()}-x"
    for left in (*dead, living):
        left.mkdir()
    publish({"a": b"1"}, tmp_path / "run")
    assert [left.exists() for left in dead] == [False, False]
    assert living.exists()


def test_only_one_at_a_time_may_make_a_run_and_another_run_goes_beside(tmp_path: Path) -> None:
    holder = threading.Event(), threading.Event()

    def hold() -> None:
        with alone(tmp_path / "toy" / "one"):
            holder[0].set()
            holder[1].wait()

    thread = threading.Thread(target=hold)
    thread.start()
    holder[0].wait()
    with alone(tmp_path / "toy" / "two"):  # goes beside
        pass
    got = threading.Event()

    def wait() -> None:
        with alone(tmp_path / "toy" / "one"):
            got.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert not got.wait(0.2)
    holder[1].set()
    assert got.wait(30)
    thread.join()
    waiter.join()


def test_what_a_killed_process_left_is_swept_away_once_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / ".new-old", tmp_path / ".new-young"
    old.mkdir()
    young.mkdir()
    os.utime(old, (time.time() - 2 * folder.STALE_SECONDS,) * 2)
    publish({"a": b"1"}, tmp_path / "run")
    assert not old.exists()
    assert young.exists()


def test_a_published_folder_can_be_read_by_those_whom_the_umask_lets(tmp_path: Path) -> None:
    publish({"a": b"1"}, tmp_path / "run")
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o777 & ~folder._umask()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_a_link_names_is_written_and_the_link_stays(
    tmp_path: Path, is_there: bool
) -> None:
    served, link = tmp_path / "served", tmp_path / "out" / "pages"
    if is_there:
        publish({"old": b"1"}, served)
    link.parent.mkdir()
    link.symlink_to(served)
    publish({"a": b"2"}, link)
    assert link.readlink() == served
    assert contents(served) == {"a": b"2"}
    assert [len(list(home.iterdir())) for home in (tmp_path, link.parent)] == [2, 1]


def test_discarding_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    discard(tmp_path / "none")
    publish({"a": b"1"}, tmp_path / "run")
    discard(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_private_folder_is_ours_alone_and_gone_afterwards() -> None:
    with private_folder() as private:
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert len(os.fsencode(private)) <= folder.LONGEST_SOCKET
    assert not private.exists()


def test_a_private_folder_stays_short_under_a_long_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(folder.tempfile, "gettempdir", lambda: str(long))
    with private_folder() as private:
        assert len(os.fsencode(private)) <= folder.LONGEST_SOCKET


@pytest.fixture
def ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a number that no process has any more; private folders are made in `tmp_path`."""
    monkeypatch.setattr(folder.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(folder, "LONGEST_SOCKET", 1000)
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_the_private_folder_of_a_killed_process_is_removed_by_the_next(
    tmp_path: Path, ended: int
) -> None:
    with private_folder() as private:
        named = private.name.replace(str(os.getpid()), "{}")
    dead = tmp_path / named.format(ended)
    living = tmp_path / named.format(os.getppid())
    foreign = tmp_path / named.format("board")
    for left in (dead, living, foreign):
        left.mkdir()
    with private_folder():
        assert [dead.exists(), living.exists(), foreign.exists()] == [False, True, True]


def test_a_folder_of_somebody_else_stays_though_its_name_holds_a_number_that_no_process_has(
    tmp_path: Path, ended: int
) -> None:
    theirs = tmp_path / f"equity-{ended}-results"
    theirs.mkdir()
    with private_folder():
        assert theirs.is_dir()
