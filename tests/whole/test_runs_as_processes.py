"""Real `equity` processes: a run, a second one, and one killed halfway."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from real_processes import wait_for, write_notebook

EQUITY = [sys.executable, "-m", "equity"]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True
    )


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_killed_halfway_leaves_no_folder_no_kernel_and_no_key(
    tmp_path: Path, killed_by: signal.Signals
) -> None:
    short = Path(os.path.realpath("/tmp")) / f"eq{os.getpid()}{killed_by}"
    short.mkdir()
    marker = tmp_path / "started"
    wait = f"import os, pathlib, time; pathlib.Path({str(marker)!r}).write_text(str(os.getpid()))"
    write_notebook(tmp_path / "n", "slow", "year = 1", f"{wait}; time.sleep(60)", "1")
    words = ["run", "slow", "--notebooks", str(tmp_path / "n"), "--out", str(tmp_path / "out")]
    environment = os.environ | {"TMPDIR": str(short)}
    try:
        with subprocess.Popen([*EQUITY, *words], env=environment) as process:
            wait_for(lambda: marker.exists() and marker.read_text())
            process.send_signal(killed_by)
        kernel = int(marker.read_text())
        wait_for(lambda: not alive(kernel), 10)
        assert not (tmp_path / "out" / "slow").exists()
        if killed_by == signal.SIGKILL:  # the next command clears what nobody could
            write_notebook(tmp_path / "n", "raises", "year = 1", "1 / 0")
            words[1] = "raises"
            done = subprocess.run(
                [*EQUITY, *words], env=environment, capture_output=True, check=False
            )
            assert done.returncode == 1
        assert list(short.glob("equity-*")) == []
    finally:
        subprocess.run(["rm", "-r", short], check=True)


# Whoever runs the tests in the background or under nohup ignores some of these signals.
LISTENS = """
import signal
from equity.cli.front import main
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
main()
"""
PARAMETERS = {"toy": "year = 1", "briefing": 'language = "sv"\ndata = ""\nedition = ""'}


@pytest.mark.parametrize(
    ("command", "asks", "told", "seconds"),
    [
        ("run", signal.SIGHUP, "SIGHUP", 60),
        ("brief", signal.SIGTERM, "SIGTERM", 60),
        pytest.param("brief", signal.SIGTERM, "SIGTERM", 5, marks=pytest.mark.slow),
        pytest.param("brief", signal.SIGINT, "Ctrl-C", 5, marks=pytest.mark.slow),
    ],
)
def test_a_command_that_is_asked_to_stop_says_so_and_leaves_nothing(
    tmp_path: Path, built: Path, command: str, asks: signal.Signals, told: str, seconds: int
) -> None:
    name = "toy" if command == "run" else "briefing"
    marker, temporary = tmp_path / "pids", tmp_path / "tmp"
    temporary.mkdir()
    waits = (
        f"import os, time\nopen({str(marker)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}} ')"
    )
    write_notebook(tmp_path / "n", name, PARAMETERS[name], f"{waits}\ntime.sleep(600)", "1")
    words = ["run", "toy"] if command == "run" else ["brief", "--data", str(built)]
    words += ["--notebooks", str(tmp_path / "n"), "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        [sys.executable, "-c", LISTENS, *words], env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        wait_for(lambda: marker.exists() and marker.read_text().endswith(" "))
        process.send_signal(asks)
        process.send_signal(asks)  # who is impatient asks twice
        output, error = process.communicate(timeout=seconds)
    assert (process.returncode, output) == (128 + asks, "")
    assert error == f"stopped by {told}: nothing half-written is left\n"
    for pid in map(int, marker.read_text().split()):
        wait_for(lambda pid=pid: not alive(pid), 10)
    assert list(temporary.iterdir()) == []
    assert {one.name for one in (tmp_path / "out").iterdir()} <= {
        ".locks", "failed", "ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal", name,
    }  # fmt: skip
    assert not (tmp_path / "out" / name).exists() or not list((tmp_path / "out" / name).iterdir())


def test_a_failed_run_ends_with_1_and_one_line(tmp_path: Path) -> None:
    noise = "import os; os.system('echo noise; echo noise >&2'); os.write(2, b'noise')\n1 / 0"
    write_notebook(tmp_path / "n", "raises", "year = 1", noise, "2")
    words = ["run", "raises", "--notebooks", str(tmp_path / "n"), "--out", str(tmp_path / "out")]
    as_without_tests = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
    done = subprocess.run(
        [*EQUITY, *words], capture_output=True, check=False, text=True, env=as_without_tests
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "raises: cell 2 of 3 raised ZeroDivisionError: division by zero\n"
    assert not (tmp_path / "out" / "raises").exists()


def timeless(text: bytes) -> Any:
    """Return a notebook without what tells when and how long it ran."""
    notebook = json.loads(text)
    for one in [notebook, *notebook["cells"]]:
        told = one["metadata"].get("papermill", {})
        one["metadata"].pop("execution", None)
        for name in ("start_time", "end_time", "duration"):
            told.pop(name, None)
    return notebook


def test_the_profile_runs_from_anywhere_and_a_second_time_is_unchanged(
    tmp_path: Path, built: Path
) -> None:
    words = ["run", "district_profile", "--data", str(built), "--out", "out", "--json"]

    def run() -> Any:
        done = subprocess.run([*EQUITY, *words], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stderr == b""
        return json.loads(done.stdout)

    first = run()
    folder = Path(first["folder"])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    second = run()
    if second["folder"] == first["folder"]:  # else somebody edited the package meanwhile
        assert (first["status"], second["status"]) == ("done", "unchanged")
        words.append("--force")
        assert run()["status"] == "done"
        for name in ("findings.json", "district_profile.sv.html"):
            assert (folder / name).read_bytes() == before[name]
        left = [timeless(before["district_profile.ipynb"])]
        left.append(timeless((folder / "district_profile.ipynb").read_bytes()))
        assert left[0] == left[1]
    left = {path.name for path in folder.iterdir()}
    assert left == {
        "district_profile.ipynb",
        "district_profile.sv.html",
        "findings.json",
        "manifest.json",
    }
    told = json.loads((folder / "findings.json").read_text("utf-8"))
    assert told["schema"] == 1
    assert len(told["findings"]) == first["findings"] > 20
    assert str(tmp_path) not in (folder / "manifest.json").read_text("utf-8")
    assert str(built) not in (folder / "district_profile.ipynb").read_text("utf-8")


def test_the_briefing_is_one_command(tmp_path: Path, built: Path) -> None:
    words = ["brief", "--data", str(built), "--out", str(tmp_path / "out")]
    done = subprocess.run([*EQUITY, *words], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    page, *headlines = done.stdout.splitlines()
    assert page == str(tmp_path / "out" / "pages" / "index.sv.html")
    assert len(headlines) == 3
    assert {path.name for path in (tmp_path / "out" / "pages").iterdir()} == {
        "edition.json",
        "index.sv.html",
        "district_profile.turnout_riksdag.sv.html",
        "district_profile.merit_rating.sv.html",
        "district_profile.employed_per_100_eligible.sv.html",
        "project_balance.sv.html",
        "cost_forecast.sv.html",
        "priorities.sv.html",
    }
