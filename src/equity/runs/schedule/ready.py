"""A schedule made ready for systemd or cron: the command in full, its units, its next starts."""

import getpass
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from equity.errors import ParameterError
from equity.runs.schedule.crontab import crontab
from equity.runs.schedule.systemd import NAME, YEARS, units
from equity.runs.schedule.times import Schedule, Start, next_moved, starts
from equity.runs.schedule.zone import machine_zone

COMMANDS = ("brief", "run", "sweep")
PLACES = ("--data", "--out")
NOTIFY = "--notify"
PASSING = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - private to a service


@dataclass(frozen=True)
class Ready:
    """What to hand to systemd or cron. files: text by file name; one, `crontab`, for cron.

    starts: the next ten. moved: the next one that summer time bears on, if it is none of them.
    remarks: what has to be minded, one sentence each.
    """

    files: dict[str, str]
    starts: list[Start]
    moved: Start | None
    remarks: list[str]


def ready(
    words: Sequence[str],
    schedule: Schedule,
    *,
    data: Path | None,
    out: Path,
    after: datetime,
    name: str = "",
    cron: bool = False,
) -> Ready:
    """Return units for systemd, or a crontab's lines, that start a command on a schedule.

    words: the command without `equity`, such as ["brief", "--lang", "en"]; it starts in the
    folder of this process. data, out: the city's folder, if another than the checkout's, and
    where runs are left; written into the command as absolute paths. after: from when starts
    are listed. name: of the units, `equity-COMMAND` by default.
    Raises ParameterError for another command, for one that names its own folders, and for
    what `units` and `crontab` refuse.
    """
    if not words or words[0] not in COMMANDS:
        said = f"not {words[0][:40]!r}" if words else "after --"
        raise ParameterError(f"name what to start: {', '.join(COMMANDS)}, {said}")
    if own := [word for word in words if word.split("=")[0] in PLACES]:
        raise ParameterError(f"give {own[0]} to equity schedule itself, before --")
    name = name or f"equity-{words[0]}"
    if not NAME.fullmatch(name):
        raise ParameterError(f"--name {name[:40]!r} is not letters, digits, '.', '_' and '-'")
    out = out.absolute()
    places = ["--out", str(out), *(["--data", str(data.absolute())] if data else [])]
    command = [sys.executable, "-m", "equity", words[0], *places, *words[1:]]
    folder, zone, remarks = Path.cwd(), schedule.zone.key, []
    if cron:
        files = {"crontab": crontab(name, command, schedule, folder=folder, out=out)}
        if machine_zone() != zone:
            remarks.append(
                f"This machine's zone is {machine_zone()}: a cron that does not know CRON_TZ "
                f"would start by that, not by {zone}."
            )
        if shutil.which("flock") is None:
            remarks.append("There is no flock here (of util-linux), which the line needs.")
    else:
        user = os.environ.get("SUDO_USER") or getpass.getuser()
        now = datetime.now(schedule.zone)  # the units are for now, from whenever starts are listed
        files = units(
            name, command, schedule, folder=folder, writes=[out], user=user,
            after=min(after, now), years=YEARS + abs(after.year - now.year),
        )  # fmt: skip
        if hidden := [str(path) for path in (folder, out, data) if path and _is_passing(path)]:
            remarks.append(
                f"Choose another place than {' and '.join(hidden)}: the service has a /tmp of "
                "its own."
            )
        if any(word.split("=")[0] == NOTIFY for word in words):
            remarks.append(
                f"What {NOTIFY} names runs as hardened as the rest: it may write nowhere else, "
                "gains no rights (a mail program that needs them fails) and reaches this machine "
                "alone."
            )
        if not out.is_dir():
            remarks.append(f"Make the folder {out} first: the service may write nowhere else.")
    listed, moved = starts(schedule, after), next_moved(schedule, after)
    return Ready(files, listed, None if moved in listed else moved, remarks)


def _is_passing(path: Path) -> bool:
    return any(path.absolute().is_relative_to(place) for place in PASSING)
