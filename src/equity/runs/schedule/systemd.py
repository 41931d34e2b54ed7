"""A systemd timer and its service: hardened, and as often on the days of summer time."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import cast

from equity.errors import ParameterError
from equity.runs.schedule.times import Schedule, changes, matches, moments

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")
YEARS = 10  # of days on which summer time begins or ends, written out in a timer
MINUTE = timedelta(minutes=1)
WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
HARDENED = """\
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
IPAddressDeny=any
IPAddressAllow=localhost
UMask=0022
"""


def units(
    name: str,
    command: Sequence[str],
    schedule: Schedule,
    *,
    folder: Path,
    writes: Sequence[Path],
    user: str,
    after: datetime,
) -> dict[str, str]:
    """Return the text of NAME.service and NAME.timer, by file name.

    The service may write where it is told and nowhere else, and talks to this machine alone.
    The timer holds the schedule and, because systemd leaves out a time that the clock skips,
    one line for each start it would miss or double in the coming ten years.

    command: words, the first an absolute path. folder: where the command starts. writes:
    folders it may write to; they have to be there. user: whose rights it has. after: from when.
    Raises ParameterError for a name that is none, or a word with a control character.

    >>> quoted("/srv/a b/100 %")
    '"/srv/a b/100 %%"'
    """
    if not NAME.fullmatch(name):
        raise ParameterError(f"--name {name[:40]!r} is not letters, digits, '.', '_' and '-'")
    program, *words = map(quoted, command)  # of the words, but not of the program, $ is read
    line = " ".join([program, *(word.replace("$", "$$") for word in words)])
    allowed = "\n".join(f"ReadWritePaths={quoted(str(path))}" for path in writes)
    service = (
        f"[Unit]\nDescription={name}, by stockholm-equity\n\n"
        f"[Service]\nType=oneshot\nUser={user}\nWorkingDirectory={specified(str(folder))}\n"
        f"ExecStart={line}\n{allowed}\n{HARDENED}"
    )
    repeated, single = on_calendar(schedule, after)
    lines = [f"OnCalendar={line}" for line in repeated]
    if single:
        lines += [f"# What systemd leaves out as the clock changes, until {after.year + YEARS}:"]
        lines += [f"OnCalendar={line}" for line in single]
    lines += ["Persistent=true"]
    timer = f"[Unit]\nDescription=Starts {name}\n\n[Timer]\n" + "\n".join(lines)
    timer += "\n\n[Install]\nWantedBy=timers.target\n"
    return {f"{name}.service": service, f"{name}.timer": timer}


def specified(text: str) -> str:
    """Return text in which systemd sees no specifier; ParameterError for a control character."""
    if any(ord(letter) < ord(" ") or ord(letter) == 127 for letter in text):
        raise ParameterError(f"{text[:60]!r} holds a control character, which no unit takes")
    return text.replace("%", "%%")


def quoted(text: str) -> str:
    """Return text as one word of a unit's line, whatever it holds."""
    return '"' + specified(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def on_calendar(schedule: Schedule, after: datetime) -> tuple[list[str], list[str]]:
    """Return the expressions that together start when the schedule does, for ten years.

    The first ones are the schedule itself, as systemd writes it; the second ones are single
    moments in UTC.
    """
    single = [f"{at:%Y-%m-%d %H:%M:%S} UTC" for at in _left_out(schedule, after)]
    return list(_repeated(schedule)), single


def _repeated(schedule: Schedule) -> Iterator[str]:
    fields = schedule.fields
    days = sorted({cast(int, day) % 7 for day in fields.weekdays})
    week = "" if len(days) == 7 else ",".join(WEEKDAYS[day] for day in days) + " "
    month = _numbers(fields.months, 12)
    time = f"{_numbers(fields.hours, 24)}:{_numbers(fields.minutes, 60)}:00 {schedule.zone.key}"
    dates = f"*-{month}-{_numbers(fields.days, 31)}"
    if fields.day_and or not week:
        yield f"{week}{dates} {time}"
    else:  # cron's rule: with both given, either will do
        yield f"{week}*-{month}-* {time}"
        yield f"{dates} {time}"


def _numbers(chosen: set[int], of: int) -> str:
    return "*" if len(chosen) == of else ",".join(f"{one:02d}" for one in sorted(chosen))


def _left_out(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Give the starts that systemd would not make, around each change of the clock."""
    fields = schedule.fields
    for begin, end in changes(schedule.zone, after, days=366 * YEARS):
        minutes = (begin + MINUTE * count for count in range((end - begin) // MINUTE))
        shown = ((at, at.astimezone(schedule.zone)) for at in minutes)
        made = {
            at
            for at, local in shown
            if not local.fold and matches(fields, local.replace(tzinfo=None))
        }
        meant = takewhile(lambda at: at < end, moments(schedule, begin - MINUTE))  # noqa: B023
        yield from (at for at in meant if at >= begin and at not in made)
