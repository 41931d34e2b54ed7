"""The command `equity schedule`: what it prints may be kept as it is."""

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from equity.cli.app import app

STOCKHOLM = ("--timezone", "Europe/Stockholm", "--at", "02:30", "--from", "2027-03-27")


def equity(*words: str | Path) -> Any:
    return CliRunner().invoke(app, ["schedule", *map(str, words)])


def test_the_night_of_the_change_is_listed_with_its_reason() -> None:
    lines = equity(*STOCKHOLM).stdout.splitlines()
    assert lines[:4] == [
        "# The next ten starts:",
        "# Sat 2027-03-27 02:30 CET = 2027-03-27 01:30 UTC",
        "# Sun 2027-03-28 03:00 CEST = 2027-03-28 01:00 UTC"
        "  (the clock skips 02:30 that day: it starts at 03:00)",
        "# Mon 2027-03-29 02:30 CEST = 2027-03-29 00:30 UTC",
    ]
    assert "OnCalendar=2027-03-28 01:00:00 UTC" in lines
    said = "# For /etc/systemd/system/, then: systemctl enable --now equity-brief.timer"
    assert said in lines


def test_the_next_change_is_told_though_it_lies_months_ahead() -> None:
    told = json.loads(equity(*STOCKHOLM[:-1], "2026-12-01", "--json").stdout)
    assert len(told["starts"]) == 10
    assert told["moved"]["local"] == "2027-03-28T03:00:00+02:00"


@pytest.mark.parametrize("begin", ["2000-01-01", "2060-01-01"])
def test_the_units_are_for_now_from_whenever_starts_are_listed(begin: str) -> None:
    words = [*STOCKHOLM[:-1], begin, "--json"]
    timer = json.loads(equity(*words).stdout)["files"]["equity-brief.timer"]
    lines = [line for line in timer.splitlines() if line.startswith("OnCalendar=20")]
    held = {int(line.removeprefix("OnCalendar=")[:4]) for line in lines}
    now = datetime.now(UTC).year
    assert held >= {*range(now + 1, now + 10), *range(int(begin[:4]), int(begin[:4]) + 10)}


def test_the_projects_own_city_says_the_zone() -> None:
    assert json.loads(equity("--json").stdout)["timezone"] == "Europe/Stockholm"


def test_the_command_is_written_in_full_with_absolute_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--timezone", "UTC", "--out", "my runs", "--data", "city", "--json", "--", "run",
             "district_profile", "-p", "period=2018"]  # fmt: skip
    service = json.loads(equity(*words).stdout)["files"]["equity-run.service"]
    start = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    assert shlex.split(start.removeprefix("ExecStart="))[1:] == [
        "-m", "equity", "run", "--out", str(tmp_path / "my runs"), "--data", str(tmp_path / "city"),
        "district_profile", "-p", "period=2018",
    ]  # fmt: skip
    assert f"WorkingDirectory={tmp_path}\n" in service


def test_files_are_written_where_they_are_asked(tmp_path: Path) -> None:
    done = equity(*STOCKHOLM, "--into", tmp_path / "units", "--name", "nightly")
    assert {path.name for path in (tmp_path / "units").iterdir()} == {
        "nightly.service", "nightly.timer",
    }  # fmt: skip
    assert str(tmp_path / "units" / "nightly.timer") in done.stdout


@pytest.mark.parametrize("place", ["/", "/tmp"])
def test_what_the_service_would_not_see_or_may_not_do_is_said(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(place)  # where the command starts is a place that it has to see too
    words = ["--out", "/tmp/made_up", "--json", "--", "brief", "--notify", "mail me"]
    remarks = json.loads(equity(*words).stdout)["remarks"]
    hidden = "/tmp/made_up" if place == "/" else "/tmp and /tmp/made_up"
    assert f"Choose another place than {hidden}: the service has a /tmp of its own." in remarks
    assert any(remark.startswith("What --notify names runs as hardened") for remark in remarks)
    words[words.index("--json")] = "--crontab"
    said = equity(*words).stdout
    assert "hardened" not in said
    assert "Choose another place" not in said


def test_a_crontab_can_be_kept_as_it_is_printed() -> None:
    lines = [line for line in equity(*STOCKHOLM, "--crontab").stdout.splitlines() if line]
    assert next(line for line in lines if not line.startswith("#")) == "CRON_TZ=Europe/Stockholm"
    assert lines[-1].startswith("30 2 * * * cd ")


@pytest.mark.parametrize(
    "words",
    [
        ["--", "rm", "-rf"],
        ["--", "brief", "--out", "x"],
        ["--", "brief", "--data=x"],
        ["--at", "25:00"],
        ["--cron", "* * *"],
        ["--days", "someday"],
        ["--timezone", "Europe/Made_up"],
        ["--from", "soon"],
        ["--from", "0001-01-01"],
        ["--from", "9999-12-31"],
        ["--name", "../x"],
        ["--name", "../x", "--crontab"],
        ["--", "run", "district_profle"],
        ["--", "run", "district_profile", "-p", "perod=2018"],
        ["--", "run", "district_profile", "-p", "period"],
        ["--", "run", "district_profile", "--lang", "en", "-p", "language=sv"],
    ],
)
def test_wrong_usage_ends_with_2_and_one_line(words: list[str]) -> None:
    done = equity(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["brief", "--lnag", "en"], "No such option: --lnag"),
        (["brief", "--lang", "de"], "'de' is not one of 'sv', 'en'"),
        (["run"], "Missing argument 'notebook'"),
        (["sweep", "--jobs", "none"], "Invalid value for '--jobs'"),
    ],
)
def test_what_would_fail_at_every_start_is_refused_before_the_first(
    tmp_path: Path, words: list[str], said: str
) -> None:
    done = equity("--into", tmp_path / "units", "--json", "--", *words)
    assert done.exit_code == 2
    assert said in json.loads(done.stdout)["error"]
    assert not (tmp_path / "units").exists()


def test_a_grid_that_is_not_there_yet_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--timezone", "UTC", "--json", "--", "sweep", "made_up.yaml"]
    said = "There is no made_up.yaml here yet, which the command reads."
    assert said in json.loads(equity(*words).stdout)["remarks"]
    (tmp_path / "made_up.yaml").write_text("notebook: made_up", "utf-8")
    assert said not in json.loads(equity(*words).stdout)["remarks"]
