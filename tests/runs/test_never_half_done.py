"""Whatever goes wrong: one message, the good run from before as it was, nothing half-written."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from equity.errors import DataError, ParameterError, RunError
from equity.runs import manifest
from equity.runs.history.ledger import entries
from equity.runs.kernels import provisioner
from equity.runs.run import run

Toy = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("plain_page", "same_package")
MUCH = "print('x' * 3_000_000)"


@pytest.fixture
def same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package count as unchanged, should anybody edit it while the test runs."""
    monkeypatch.setattr(manifest, "package_digest", lambda: "as it is")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of two megabytes; skip where none can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "made_up", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs rights that are not here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def half_written(out: Path) -> list[str]:
    """Return run folders that are not whole, and what lies about from writing one."""
    runs = [one.folder for one in entries(out) if one.outcome == "complete"]
    left = [path.name for path in out.rglob(".new-*")] + [path.name for path in out.rglob(".old-*")]
    return left + [one.name for one in runs if not manifest.is_whole(one)]


def test_a_full_disk_leaves_the_good_run_and_one_message(toy: Toy, small_disk: Path) -> None:
    folder, out = toy("one", "1"), small_disk / "out"
    good = run("one", out=out, notebooks=folder)
    before = contents(good.folder)
    (small_disk / "filler").write_bytes(b"0" * (shutil.disk_usage(small_disk).free - 4096))
    with pytest.raises(
        RunError, match=r"^one: every cell ran, but .*: No space left on device$"
    ) as e:
        run("one", out=out, notebooks=folder, force=True)
    assert "\n" not in str(e.value)
    assert contents(good.folder) == before
    (small_disk / "filler").unlink()
    assert half_written(out) == []


def test_a_disk_that_cannot_be_written_is_told_before_a_kernel_starts(
    toy: Toy, small_disk: Path, tmp_path: Path
) -> None:
    marker = tmp_path / "ran"
    folder = toy("one", f"open({str(marker)!r}, 'w').close()")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(RunError, match=r"^one: .*Read-only file system$"):
        run("one", out=small_disk / "out", notebooks=folder)
    assert not marker.exists()


def test_a_place_that_is_no_folder_is_told(toy: Toy, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(RunError, match=r"^one: .*(Not a directory|File exists)$"):
        run("one", out=tmp_path / "out", notebooks=toy("one", "1"))


@pytest.mark.parametrize("where", ["raw", "raw/deep", "processed"])
def test_runs_are_not_left_among_a_citys_tables(
    toy: Toy, built: Path, tmp_path: Path, where: str
) -> None:
    (tmp_path / "city").symlink_to(built)  # however one gets there
    folder, out = toy("one", "1", parameters="data = ''"), tmp_path / "city" / where
    before = sorted(built.rglob("*"))
    with pytest.raises(ParameterError, match=r"lies in the city's (raw|processed)/: name a folder"):
        run("one", data=built, out=out, notebooks=folder)
    assert sorted(built.rglob("*")) == before


def test_a_file_that_may_not_grow_leaves_nothing_half_written(toy: Toy, tmp_path: Path) -> None:
    folder, out = toy("much", MUCH), tmp_path / "out"
    toy("first", "1")
    run("first", out=out, notebooks=folder)  # what serves kernels must not inherit the limit
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(RunError, match=r"^much: every cell ran, but .*: File too large$"):
            run("much", out=out, notebooks=folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not (out / "much").exists() or list((out / "much").iterdir()) == []
    assert half_written(out) == []


def test_a_run_that_fails_later_leaves_the_good_one_as_it_was(toy: Toy, tmp_path: Path) -> None:
    breaks = tmp_path / "breaks"
    folder = toy("one", f"import os\nassert not os.path.exists({str(breaks)!r}), 'broken'", "1")
    good = run("one", out=tmp_path / "out", notebooks=folder)
    before = contents(good.folder)
    breaks.touch()
    with pytest.raises(RunError, match=r"^one: cell 2 of 3 raised AssertionError: broken$"):
        run("one", out=tmp_path / "out", notebooks=folder, force=True)
    assert contents(good.folder) == before
    failed = tmp_path / "out" / "failed" / "one" / good.folder.name
    assert set(contents(failed)) == {"one.ipynb", "error.txt", "manifest.json"}
    assert {one.outcome for one in entries(tmp_path / "out")} == {"complete", "failed"}
    breaks.unlink()
    run("one", out=tmp_path / "out", notebooks=folder, force=True)
    assert [one.outcome for one in entries(tmp_path / "out")] == ["complete"]
    assert not failed.exists()


def test_an_input_that_changes_during_the_run_fails_it(
    toy: Toy, tmp_path: Path, built: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(built, data)
    table = data / "processed" / "tables" / "payers.parquet"
    folder = toy("one", "import equity\ncity = equity.load(data)", "city.tables['payers']",
                 f"open({str(table)!r}, 'ab').write(b'more')", parameters="data = ''")  # fmt: skip
    with pytest.raises(
        RunError,
        match=r"^one: after cell 4 of 4, an input had changed .*: processed/tables/payers\.parquet",
    ):
        run("one", data=data, out=tmp_path / "out", notebooks=folder)
    assert not (tmp_path / "out" / "one").exists()
    (failed,) = (tmp_path / "out" / "failed" / "one").iterdir()
    assert json.loads((failed / "manifest.json").read_bytes())["outcome"] == "failed"


def test_a_raw_file_that_changes_during_the_run_fails_it_with_what_to_do(
    toy: Toy, built: Path, tmp_path: Path
) -> None:
    shutil.copytree(built, tmp_path / "city")
    raw = tmp_path / "city" / "raw" / "projects.csv"
    where: dict[str, Any] = {"data": tmp_path / "city", "out": tmp_path / "out"}
    alters = f"from pathlib import Path\np = Path({str(raw)!r})\nwas = p.read_bytes()\n"
    alters += "p.write_bytes(was + b'\\n')"
    folder = toy("alters", alters, parameters="data = ''")
    toy("restores", f"{alters}\np.write_bytes(was)", parameters="data = ''")
    assert run("restores", notebooks=folder, **where).status == "done"
    with pytest.raises(
        RunError,
        match=r"^alters: after cell 2 of 2, the city's raw files .*; run equity data build",
    ):
        run("alters", notebooks=folder, **where)
    assert not (tmp_path / "out" / "alters").exists()


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("observations.parquet", lambda whole: whole[: len(whole) // 2]),
        ("observations.parquet", lambda _: b""),
        ("observations.parquet", lambda _: b"made up"),
        ("tables/projects.parquet", lambda whole: whole[-200:]),
    ],
)
def test_a_built_table_that_cannot_be_read_is_told_before_a_kernel_starts(
    built: Path, root: Path, tmp_path: Path, name: str, spoil: Callable[[bytes], bytes]
) -> None:
    shutil.copytree(built, tmp_path / "city")
    table = tmp_path / "city" / "processed" / name
    table.write_bytes(spoil(table.read_bytes()))
    notebook = "project_balance" if "projects" in name else "district_profile"
    with pytest.raises(DataError, match=rf"^{table.name}: .*; run equity data build$"):
        run(notebook, data=tmp_path / "city", out=tmp_path / "out", notebooks=root / "notebooks")
    assert not (tmp_path / "out").exists()


def test_a_package_that_changes_during_the_run_fails_it(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = tmp_path / "edited"
    monkeypatch.setattr(manifest, "package_digest", lambda: f"edited: {edited.exists()}")
    folder = toy("one", f"open({str(edited)!r}, 'w').close()")
    with pytest.raises(RunError, match=r"^one: after cell 2 of 2, the package equity had changed"):
        run("one", out=tmp_path / "out", notebooks=folder)
    assert not (tmp_path / "out" / "one").exists()
    assert run("one", out=tmp_path / "out", notebooks=folder).status == "done"


def test_the_same_run_twice_at_once_is_done_once(toy: Toy, tmp_path: Path) -> None:
    log = tmp_path / "log"
    folder = toy("one", f"import time\nopen({str(log)!r}, 'a').write('ran ')\ntime.sleep(.5)")
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(run, "one", out=tmp_path / "out", notebooks=folder) for _ in range(3)]
    made = [one.result() for one in asked]
    assert sorted(one.status for one in made) == ["done", "unchanged", "unchanged"]
    assert len({one.folder for one in made}) == 1
    assert log.read_text("utf-8") == "ran "


def test_different_runs_go_side_by_side(toy: Toy, tmp_path: Path) -> None:
    waits = (  # each ends only once it has seen the other
        "import pathlib, time\n"
        f"home = pathlib.Path({str(tmp_path)!r})\n"
        "(home / f'{mine}.here').touch()\n"
        "until = time.monotonic() + 60\n"
        "while not (home / f'{other}.here').exists() and time.monotonic() < until:\n"
        "    time.sleep(.02)\n"
        "assert (home / f'{other}.here').exists(), 'alone'"
    )
    folder = toy("pair", waits, parameters="mine = 'a'\nother = 'b'")

    def one(mine: str, other: str) -> Any:
        return run("pair", {"mine": mine, "other": other}, out=tmp_path / "o", notebooks=folder)

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(one, "a", "b"), pool.submit(one, "b", "a")]
    assert [one.result().status for one in asked] == ["done", "done"]


def test_a_run_that_is_stopped_from_outside_leaves_nothing_under_its_key(
    toy: Toy, tmp_path: Path
) -> None:
    begun, stop = tmp_path / "begun", threading.Event()
    folder = toy("one", f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(600)")

    def stop_once_begun() -> None:
        while not begun.exists():
            stop.wait(0.02)
        stop.set()

    thread = threading.Thread(target=stop_once_begun)
    thread.start()
    with pytest.raises(RunError, match=r"^one: "):
        run("one", out=tmp_path / "out", notebooks=folder, stop=stop)
    thread.join()
    assert not (tmp_path / "out" / "one").exists()


def test_while_libraries_load_there_is_no_file_yet_that_a_killed_process_would_leave(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, stop = tmp_path / "tmp", threading.Event()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    found: list[list[Path]] = []

    def wait(stop: threading.Event) -> None:
        found.append(list(temporary.iterdir()))
        stop.set()

    monkeypatch.setattr(provisioner, "wait_for_warm", wait)
    with pytest.raises(RunError, match=r"^one: stopped from outside before it began$"):
        run("one", out=tmp_path / "out", notebooks=toy("one", "1"), stop=stop)
    assert found == [[]]
    assert not (tmp_path / "out" / "failed").exists()
