"""A command is told of changes and failures, and can do no harm."""

import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from equity.cli.app import app
from equity.errors import ParameterError, RunError
from equity.runs.schedule.notify import call, notifying, words_of

Toy = Callable[..., Path]
SHOW = """
from equity.findings import Finding, Findings
told = {"id": "gap.made_up", "value": %s, "unit": "points", "verdict": "%s",
         "method": {"message": "made up for a test"}, "sources": ["made_up"]}
Findings([Finding.model_validate(told)])
"""


def writes(path: Path, more: str = "") -> str:
    """Return a command that writes what it is told into a file."""
    code = f"import sys, pathlib; pathlib.Path({str(path)!r}).write_text(sys.stdin.read()); {more}"
    return shlex.join([sys.executable, "-c", code])


def equity(*words: str | Path) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_command_hears_of_nothing_until_findings_change_and_then_what_changed(
    toy: Toy, tmp_path: Path, plain_page: None
) -> None:
    heard = tmp_path / "heard.json"
    folder = toy("one", SHOW % (1.5, "open"))
    words = ["run", "one", "--out", tmp_path / "out", "--notebooks", folder]
    words += ["--notify", writes(heard)]
    assert equity(*words).exit_code == 0  # the first of its kind
    assert equity(*words).exit_code == 0  # unchanged
    toy("one", SHOW % (1.5, "open"), "'another cell, the same finding'")
    assert equity(*words).exit_code == 0
    assert not heard.exists()
    toy("one", SHOW % (-1.5, "decided"))
    assert equity(*words).exit_code == 0
    told = json.loads(heard.read_text("utf-8"))
    assert (told["command"], told["status"], told["errors"]) == ("run", "changed", [])
    (run,) = told["runs"]
    assert run["verdicts_changed"] is True
    assert run["changes"][0] == {
        "kind": "verdict", "name": "gap.made_up, verdict", "before": "open", "after": "decided",
    }  # fmt: skip
    assert [one["before"] for one in run["changes"] if one["name"].endswith("value")] == [1.5]
    heard.unlink()
    assert equity(*words, "--force").exit_code == 0  # done over, and says what was told already
    assert not heard.exists()


def test_a_command_hears_of_a_failed_run_which_fails_all_the_same(toy: Toy, tmp_path: Path) -> None:
    heard = tmp_path / "heard.json"
    folder = toy("one", "1 / 0")
    done = equity(
        "run", "one", "--out", tmp_path / "out", "--notebooks", folder, "--notify", writes(heard)
    )
    assert done.exit_code == 1
    told = json.loads(heard.read_text("utf-8"))
    assert told["status"] == "failed"
    assert "ZeroDivisionError" in told["errors"][0]


def test_a_sweep_tells_of_its_failed_sets(toy: Toy, tmp_path: Path) -> None:
    heard = tmp_path / "heard.json"
    folder = toy("one", "assert year != 2, 'made up'", parameters="year = 1")
    (tmp_path / "g.yaml").write_text("notebook: one\ngrid: {year: [1, 2]}", "utf-8")
    done = equity(
        "sweep", tmp_path / "g.yaml", "--out", tmp_path / "out", "--notebooks", folder,
        "--notify", writes(heard),
    )  # fmt: skip
    assert done.exit_code == 1
    told = json.loads(heard.read_text("utf-8"))
    assert (told["command"], told["status"], len(told["errors"])) == ("sweep", "failed", 1)
    assert told["errors"][0].startswith("set 2: one: cell 2 of 2 raised AssertionError")


def test_a_command_that_fails_is_told_and_changes_no_outcome(
    toy: Toy, tmp_path: Path, plain_page: None
) -> None:
    words = ["run", "one", "--out", tmp_path / "out", "--json", "--notify"]
    fails = writes(tmp_path / "heard.json", "sys.exit('no such address')")
    for value in (1, 2):
        folder = toy("one", SHOW % (value, "open"))
        done = equity(*words, fails, "--notebooks", folder)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["status"] == "done"
    assert "ended with 1: no such address" in done.stderr


@pytest.fixture
def values(toy: Toy, tmp_path: Path, plain_page: None) -> Callable[..., Any]:
    """Run a made-up notebook that says one value; give what its command heard, None for nothing."""
    heard = tmp_path / "heard.json"

    def say(value: float, *options: str | Path, notify: str = "", ends: int = 0) -> Any:
        heard.unlink(missing_ok=True)
        folder = toy("one", SHOW % (value, "open"), "1 / 0" if ends else "1")
        done = equity(
            "run", "one", "--out", tmp_path / "out", "--notebooks", folder, *options,
            "--notify", notify or writes(heard),
        )  # fmt: skip
        assert done.exit_code == ends
        told = json.loads(heard.read_text("utf-8")) if heard.exists() else {"runs": []}
        changes = [one for run in told["runs"] for one in run["changes"]]
        return [(c["before"], c["after"]) for c in changes if c["name"].endswith("value")]

    return say


def test_what_changed_and_was_changed_back_is_told_once_each_way(
    values: Callable[..., Any],
) -> None:
    assert values(1.5) == []
    assert values(2.5) == [(1.5, 2.5)]
    assert values(1.5) == [(2.5, 1.5)]  # a run that was done already
    assert values(1.5) == []
    assert values(2.5) == [(1.5, 2.5)]
    assert values(2.5, "--force") == []


def test_what_could_not_be_told_is_told_next_time(values: Callable[..., Any]) -> None:
    assert values(1.5) == []
    assert values(2.5, notify="false") == []
    assert values(2.5) == [(1.5, 2.5)]


def test_a_failure_between_hides_no_change(values: Callable[..., Any]) -> None:
    assert values(1.5) == []
    assert values(2.5, ends=1) == []
    assert values(2.5) == [(1.5, 2.5)]


def test_a_change_made_while_nobody_was_told_is_told_by_the_next_that_tells(
    values: Callable[..., Any], toy: Toy, tmp_path: Path
) -> None:
    assert values(1.5) == []
    folder = toy("one", SHOW % (2.5, "open"), "1")
    silent = equity("run", "one", "--out", tmp_path / "out", "--notebooks", folder)
    assert silent.exit_code == 0
    assert values(2.5) == [(1.5, 2.5)]


def test_a_sweep_tells_of_a_set_that_says_again_what_it_said_before(
    toy: Toy, tmp_path: Path
) -> None:
    heard = tmp_path / "heard.json"
    (tmp_path / "g.yaml").write_text("notebook: one\ngrid: {year: [1]}", "utf-8")
    heard_of = []
    for value in (1.5, 2.5, 1.5, 1.5):
        folder = toy("one", SHOW % (value, "open"), parameters="year = 1")
        heard.unlink(missing_ok=True)
        words = ["sweep", tmp_path / "g.yaml", "--out", tmp_path / "out", "--notebooks", folder]
        assert equity(*words, "--jobs", "1", "--notify", writes(heard)).exit_code == 0
        told = json.loads(heard.read_text("utf-8")) if heard.exists() else {"runs": []}
        changes = [one for run in told["runs"] for one in run["changes"]]
        heard_of.append([one["before"] for one in changes if one["name"].endswith("value")])
    assert heard_of == [[], [1.5], [2.5], []]


def test_a_fault_of_our_own_is_a_failure_too(tmp_path: Path) -> None:
    heard = tmp_path / "heard.json"
    with pytest.raises(KeyError), notifying(writes(heard), "run", lambda _: None):
        raise KeyError("made up")
    assert json.loads(heard.read_text("utf-8"))["errors"] == ["KeyError: 'made up'"]


@pytest.mark.parametrize("command", ["", "  ", "mail 'open"])
def test_a_command_without_words_is_wrong_usage_before_anything_runs(
    toy: Toy, tmp_path: Path, command: str
) -> None:
    words = ["run", "one", "--out", tmp_path / "out", "--notebooks", toy("one", "1")]
    done = equity(*words, "--notify", command)
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    with pytest.raises(ParameterError, match="--notify"):
        words_of(command)


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    words = words_of(f"echo $(touch {tmp_path}/made) ; touch {tmp_path}/made > {tmp_path}/made")
    assert call(words, {}, 20) == ""
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    hangs = f"sleep 600 & echo $! > {tmp_path}/pid; sleep 600"
    assert call(["sh", "-c", hangs], {}, 2) == "was ended after 2 s"
    child = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 20
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


MUCH = {"errors": ["made up " * 100_000]}


def test_a_command_that_reads_nothing_is_no_fault() -> None:
    assert call(["true"], MUCH, 20) == ""


def test_a_command_may_say_as_much_as_it_likes() -> None:
    says = (
        "import sys; [(print('x' * 999), print('y' * 999, file=sys.stderr)) for _ in range(9000)]"
    )
    told = call([sys.executable, "-c", f"{says}; sys.exit(4)"], MUCH, 50)
    assert told == f"ended with 4: {'y' * 200}"


def test_what_a_command_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    begun = time.monotonic()
    leaves = f"sleep 90 & echo $! > {tmp_path}/pid; echo no address >&2; exit 5"
    assert call(["sh", "-c", leaves], {}, 80) == "ended with 5: no address"
    assert time.monotonic() - begun < 60
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


def test_a_file_whose_name_is_no_text_can_be_told(tmp_path: Path) -> None:
    assert call(shlex.split(writes(tmp_path / "heard")), {"errors": ["a\udcff"]}, 50) == ""
    assert json.loads((tmp_path / "heard").read_text("utf-8")) == {"errors": ["a\udcff"]}


def test_who_is_asked_to_end_ends_the_command_and_does_not_wait_for_it() -> None:
    def end(*_: object) -> None:
        raise SystemExit(143)

    before, begun = signal.signal(signal.SIGALRM, end), time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(SystemExit):
            call(["sleep", "120"], {}, 120)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - begun < 60


def test_a_command_that_is_not_there_is_told() -> None:
    told: list[str] = []
    with (
        pytest.raises(RunError, match="made up"),
        notifying("no-such-command-here", "run", told.append),
    ):
        raise RunError("made up")
    assert told == ["--notify: no-such-command-here cannot be run (No such file or directory)"]
