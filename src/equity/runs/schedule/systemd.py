"""A systemd timer and its service: hardened, and as often on the days of summer time."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import takewhile
from pathlib import Path
from typing import cast

from equity.errors import ParameterError
from equity.runs.schedule.times import (
    EVERY_HOUR,
    Schedule,
    changes,
    exists,
    matches,
    moments,
    put_forward,
)
from equity.runs.schedule.words import on_one_line

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
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
# Without netlink no kernel starts: the library of its sockets asks it for this machine's addresses.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
UMask=0022
"""
THIS_MACHINE = "IPAddressDeny=any\nIPAddressAllow=localhost\n"
NO_NAMESPACES = "RestrictNamespaces=yes\n"
OF_THE_BROWSER = (
    "# What Chromium, which makes the PDF, locks itself into:\nRestrictNamespaces=user pid net\n"
)
PDF, CLUSTER = "--pdf", "--scheduler"


def units(
    name: str,
    command: Sequence[str],
    schedule: Schedule,
    *,
    folder: Path,
    writes: Sequence[Path],
    user: str,
    after: datetime,
    years: int = YEARS,
) -> dict[str, str]:
    """Return the text of NAME.service and NAME.timer, by file name.

    The service may write where it is told and nowhere else, and talks to this machine alone
    unless its command names a cluster. The timer holds the schedule and, because systemd leaves
    out a time that the clock skips, one line for each start that it might leave out in years to
    come.

    command: words, the first an absolute path. folder: where the command starts. writes:
    folders it may write to; they have to be there. user: whose rights it has. after: from when.
    years: how many of them the timer is made for.
    Raises ParameterError for a name that is none, a word that no line can hold, and a folder
    whose name ends in a blank or a backslash: the end of a line is read without the one and
    goes on after the other.

    >>> quoted("/srv/a b/100 %")
    '"/srv/a b/100 %%"'
    """
    if not NAME.fullmatch(name):
        raise ParameterError(f"--name {name[:40]!r} is not letters, digits, '.', '_' and '-'")
    if str(folder).rstrip(" \\") != str(folder):
        raise ParameterError(f"{str(folder)!r} ends in a blank or a backslash: start elsewhere")
    program, *words = map(quoted, command)  # of the words, but not of the program, $ is read
    line = " ".join([program, *(word.replace("$", "$$") for word in words)])
    allowed = "\n".join(f"ReadWritePaths={quoted(str(path))}" for path in writes)
    service = (
        f"[Unit]\nDescription={name}, by stockholm-equity\n\n"
        f"[Service]\nType=oneshot\nUser={user}\nWorkingDirectory={specified(str(folder))}\n"
        f"ExecStart={line}\n{allowed}\n{HARDENED}"
    )
    service += OF_THE_BROWSER if PDF in command else NO_NAMESPACES
    service += "" if any(word.split("=")[0] == CLUSTER for word in command) else THIS_MACHINE
    repeated, single = on_calendar(schedule, after, years)
    lines = [f"OnCalendar={line}" for line in repeated]
    if single:
        lines += [f"# What systemd leaves out as the clock changes, until {after.year + years}:"]
        lines += [f"OnCalendar={line}" for line in single]
    lines += ["Persistent=true"]
    timer = f"[Unit]\nDescription=Starts {name}\n\n[Timer]\n" + "\n".join(lines)
    timer += "\n\n[Install]\nWantedBy=timers.target\n"
    return {f"{name}.service": service, f"{name}.timer": timer}


def specified(text: str) -> str:
    """Return text in which systemd sees no specifier; ParameterError as of `on_one_line`."""
    return on_one_line(text).replace("%", "%%")


def quoted(text: str) -> str:
    """Return text as one word of a unit's line, whatever it holds."""
    return '"' + specified(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def on_calendar(
    schedule: Schedule, after: datetime, years: int = YEARS
) -> tuple[list[str], list[str]]:
    """Return the expressions that together start when the schedule does, for some years.

    The first ones are the schedule itself, as systemd writes it; the second ones are single
    moments in UTC.
    """
    single = [f"{at:%Y-%m-%d %H:%M:%S} UTC" for at in _left_out(schedule, after, years)]
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


def _left_out(schedule: Schedule, after: datetime, years: int) -> Iterator[datetime]:
    """Give the starts that systemd would not make, around each change of the clock."""
    fields, zone = schedule.fields, schedule.zone
    for begin, end in changes(zone, after, days=366 * years):
        minutes = [begin + MINUTE * number for number in range((end - begin) // MINUTE)]
        shown = [(at, at.astimezone(zone)) for at in minutes]
        made = {
            at
            for at, local in shown
            if not local.fold and matches(fields, local.replace(tzinfo=None))
        }
        lost = _lost(schedule, begin, end)
        until = lost[1] if lost else end
        for at in takewhile(lambda at: at < until, moments(schedule, begin - MINUTE)):  # noqa: B023
            if (at < end and at not in made) or (lost and lost[0] <= at):
                yield at


def _lost(schedule: Schedule, begin: datetime, end: datetime) -> tuple[datetime, datetime] | None:
    """Return from when until when no start is sure, as the clock skips one; None if it does not.

    That is the rest of the day: in zones where winter time is the exception, as in Dublin,
    systemd leaves all of it out. One for every hour never looks further than the next hour.
    """
    zone, fields = schedule.zone, schedule.fields
    if len(fields.hours) == EVERY_HOUR:
        return None
    first = begin.astimezone(zone).replace(tzinfo=None)
    clock = (first + MINUTE * number for number in range((end - begin) // MINUTE))
    skipped = next((one for one in clock if matches(fields, one) and not exists(one, zone)), None)
    if skipped is None:
        return None
    midnight = datetime.combine(skipped.date() + timedelta(days=1), time())
    return put_forward(skipped, zone), put_forward(midnight, zone)
