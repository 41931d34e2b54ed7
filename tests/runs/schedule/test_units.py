"""Units and crontab lines: systemd and the shell themselves say that they are right."""

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest

from equity.errors import ParameterError
from equity.runs.schedule.crontab import crontab
from equity.runs.schedule.systemd import on_calendar, units
from equity.runs.schedule.times import Schedule, changes, moments, read_schedule

AWKWARD = ["plain", "two words", "100 %h", "$HOME ${HOME}", 'a "quote"', "it's", "back\\slash", "å"]
NIGHTLY = read_schedule("30 2 * * *", "Europe/Stockholm")
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CRONS = [
    "30 2 * * *",
    "*/20 2,3 * * *",
    "30 * * * *",
    "0 6 1 * mon",
    "15 2 * 3,10 sun",
    "0 0 */7 * *",
]


@pytest.fixture(scope="module")
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("there is no systemd here to verify units with")
    return found


def made(folder: Path, command: list[str], schedule: Schedule = NIGHTLY) -> dict[str, str]:
    out = folder / "runs of 100 %"
    out.mkdir(exist_ok=True)
    return units(
        "equity-made_up", command, schedule, folder=out, writes=[out], user="root", after=NOW
    )


def test_systemd_finds_no_fault_in_the_units(analyze: str, tmp_path: Path) -> None:
    for name, text in made(tmp_path, [sys.executable, *AWKWARD]).items():
        (tmp_path / name).write_text(text, "utf-8")
    files = [tmp_path / "equity-made_up.service", tmp_path / "equity-made_up.timer"]
    done = subprocess.run(
        [analyze, "verify", "--man=no", *files], capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_finds_a_fault_that_is_there(analyze: str, tmp_path: Path) -> None:
    texts = made(tmp_path, [sys.executable])
    texts["equity-made_up.timer"] = texts["equity-made_up.timer"].replace("02:30:00", "26:30:00")
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", tmp_path / "equity-made_up.timer"],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert "26:30" in done.stderr


@pytest.mark.parametrize("cron", CRONS)
def test_systemd_starts_when_the_list_says_round_both_changes_of_the_clock(
    analyze: str, cron: str
) -> None:
    schedule = read_schedule(cron, "Europe/Stockholm")
    repeated, single = on_calendar(schedule, NOW)
    near = [*repeated, *(line for line in single if line.startswith("2027"))]
    for begin in (datetime(2027, 3, 26, 12, tzinfo=UTC), datetime(2027, 10, 29, 12, tzinfo=UTC)):
        end = begin + timedelta(days=4)
        meant = until(end, schedule, begin)
        assert elapsing(analyze, near, begin, end) == meant


def until(end: datetime, schedule: Schedule, begin: datetime) -> set[datetime]:
    return set(takewhile(lambda at: at < end, moments(schedule, begin)))


def elapsing(analyze: str, lines: list[str], begin: datetime, end: datetime) -> set[datetime]:
    """Return when a timer with these lines elapses, as systemd itself reckons."""
    found: set[datetime] = set()
    for line in lines:
        done = subprocess.run(
            [analyze, "calendar", "--iterations=200", f"--base-time={begin:%F %T} UTC", line],
            capture_output=True, check=True, text=True, env={"TZ": "UTC", "LC_ALL": "C"},
        )  # fmt: skip
        shown = re.findall(r"(?:elapse|#\d+): \w+ ([\d-]+ [\d:]+) UTC", done.stdout)
        found |= {datetime.fromisoformat(f"{one}+00:00") for one in shown}
    return {at for at in found if at < end}


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Australia/Lord_Howe"])
@pytest.mark.parametrize("cron", ["15 1,2,18 * * *", "*/30 * * * *"])
def test_systemd_starts_when_the_list_says_in_zones_with_rules_of_their_own(
    analyze: str, cron: str, zone: str
) -> None:
    schedule = read_schedule(cron, zone)
    repeated, single = on_calendar(schedule, NOW)
    near = [*repeated, *(line for line in single if line.startswith("2027"))]
    for begin, end in changes(schedule.zone, NOW, days=365):
        assert elapsing(analyze, near, begin, end) == until(end, schedule, begin)


def test_what_the_clock_skips_stands_in_the_timer_for_ten_years() -> None:
    repeated, single = on_calendar(NIGHTLY, NOW)
    assert repeated == ["*-*-* 02:30:00 Europe/Stockholm"]
    assert single[0] == "2027-03-28 01:00:00 UTC"
    assert [line[:4] for line in single] == [str(year) for year in range(2027, 2037)]
    morning = read_schedule("0 6 * * mon-fri", "Europe/Stockholm")
    assert on_calendar(morning, NOW) == (
        ["Mon,Tue,Wed,Thu,Fri *-*-* 06:00:00 Europe/Stockholm"],
        [],
    )


def test_the_service_is_hardened_and_writes_where_it_is_told(tmp_path: Path) -> None:
    service = made(tmp_path, ["/usr/bin/true"])["equity-made_up.service"]
    for line in ("NoNewPrivileges=yes", "PrivateTmp=yes", "ProtectHome=read-only",
                 "ProtectSystem=strict", "IPAddressDeny=any"):  # fmt: skip
        assert f"\n{line}\n" in service
    assert f'ReadWritePaths="{tmp_path}/runs of 100 %%"' in service


def directives(folder: Path, *words: str) -> list[str]:
    return made(folder, ["/usr/bin/true", *words])["equity-made_up.service"].splitlines()


def test_the_sockets_of_kernels_get_what_their_library_asks_the_system(tmp_path: Path) -> None:
    families = "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK"
    assert families in directives(tmp_path)


def test_only_a_service_that_prints_pages_lets_the_browser_lock_itself_in(tmp_path: Path) -> None:
    assert "RestrictNamespaces=yes" in directives(tmp_path, "brief")
    assert "RestrictNamespaces=yes" not in directives(tmp_path, "brief", "--pdf")
    assert "RestrictNamespaces=user pid net" in directives(tmp_path, "brief", "--pdf")


@pytest.mark.parametrize("words", [["--scheduler", "tcp://made_up:1"], ["--scheduler=tcp://x:1"]])
def test_only_a_service_that_uses_a_cluster_reaches_beyond_this_machine(
    tmp_path: Path, words: list[str]
) -> None:
    assert "IPAddressDeny=any" in directives(tmp_path, "sweep", "g.yaml", "--jobs", "2")
    assert "IPAddressDeny=any" not in directives(tmp_path, "sweep", "g.yaml", *words)


@pytest.mark.parametrize("name", ["a/b", "../a", "", "-a", "a b", "å"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="--name"):
        units(name, ["/x"], NIGHTLY, folder=tmp_path, writes=[], user="root", after=NOW)


@pytest.mark.parametrize("word", ["two\nlines", "\x00", "tab\t"])
def test_a_word_with_a_control_character_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(ParameterError, match="control character"):
        made(tmp_path, ["/x", word])
    with pytest.raises(ParameterError, match="control character"):
        crontab("x", ["/x", word], NIGHTLY, folder=tmp_path, out=tmp_path)


@pytest.mark.parametrize("name", ["ends in a blank ", "ends in a backslash\\"])
def test_a_folder_that_would_be_read_as_another_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="start elsewhere"):
        units("x", ["/x"], NIGHTLY, folder=tmp_path / name, writes=[], user="root", after=NOW)


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="UTF-8"):
        made(tmp_path, ["/x", "made_up\udcff"])
    with pytest.raises(ParameterError, match="UTF-8"):
        crontab("x", ["/x"], NIGHTLY, folder=tmp_path, out=tmp_path / "made_up\udcff")


def test_a_line_that_cron_would_cut_off_is_refused(tmp_path: Path) -> None:
    command = ["/x", "--out", str(tmp_path)]
    with pytest.raises(ParameterError, match=r"is \d+ bytes long and cron reads 990"):
        crontab("x", [*command, "å" * 400], NIGHTLY, folder=tmp_path, out=tmp_path)
    line = crontab("x", command, NIGHTLY, folder=tmp_path, out=tmp_path).splitlines()[-1]
    assert line.count(str(tmp_path)) == 2  # to start in, and once for all that is written


def by_cron(line: str) -> subprocess.CompletedProcess[str]:
    """Run a crontab's line as cron does: what follows the five fields, `\\%` read as %."""
    command = line.split(" ", 5)[5].replace("\\%", "%")
    return subprocess.run(["sh", "-c", command], capture_output=True, check=False, text=True)


def test_a_crontab_line_runs_its_words_unchanged_and_keeps_a_log(tmp_path: Path) -> None:
    out = tmp_path / "runs of 100 %"
    command = [sys.executable, "-c", "import sys, os; print(sys.argv[1:], os.getcwd())", *AWKWARD]
    line = crontab("made_up", command, NIGHTLY, folder=tmp_path, out=out).splitlines()[-1]
    assert line.startswith("30 2 * * * ")
    done = by_cron(line)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (out / "made_up.log").read_text("utf-8") == f"{AWKWARD} {tmp_path}\n"


def test_a_crontab_line_ends_as_its_command_does(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    line = crontab("made_up", command, NIGHTLY, folder=tmp_path, out=tmp_path).splitlines()[-1]
    assert by_cron(line).returncode == 3


def test_a_start_leaves_the_one_alone_that_still_runs_and_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('ran')"]
    line = crontab("made_up", command, NIGHTLY, folder=tmp_path, out=tmp_path).splitlines()[-1]
    hold = ["flock", "-n", str(tmp_path / ".made_up.lock"), "sh", "-c", "echo held; read line"]
    with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert by_cron(line).returncode == 75
        holder.communicate(b"\n")
    assert by_cron(line).returncode == 0
    assert (tmp_path / "made_up.log").read_text("utf-8").splitlines() == [
        "made_up: the start before still runs", "ran",
    ]  # fmt: skip
