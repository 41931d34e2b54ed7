"""When a schedule starts: cron's five fields read in a time zone, right across summer time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, takewhile
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from equity.errors import ParameterError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
FIELDS = "minute hour day-of-month month day-of-week, such as 30 2 * * 1-5"
TERM = r"(?:\*|[0-9]{1,2}|[A-Za-z]{3})"  # neither L, W nor #, which few crons know
ALLOWED = re.compile(f"{TERM}(?:[,/-]{TERM})*")
EVERY_HOUR, EVERY_MINUTE = 24, 60
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NO_ZONES = ("posix", "right", "posixrules", "localtime", "Factory")  # that lie beside the zones
FIRST, LAST = date(1970, 1, 1), date(2150, 1, 1)  # no clock here shows anything else
SPARE = timedelta(hours=3)  # an hour that comes twice may reach past the day it began on


@dataclass(frozen=True)
class Schedule:
    """Starts by cron's five fields, in a zone. cron: written in numbers, which every cron knows.

    A field that begins with a star stays as it is: it tells cron whether a day has to be right
    by the month and the week, or by either.
    """

    cron: str
    zone: ZoneInfo

    @property
    def fields(self) -> CronSim:
        """Return what the fields hold, as sets of numbers."""
        return CronSim(self.cron, datetime(2000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Start:
    """One start. local: in the schedule's zone. why: what summer time does to it, or empty."""

    local: datetime
    why: str = ""

    @property
    def utc(self) -> datetime:
        """Return the start in UTC."""
        return self.local.astimezone(UTC)


def daily(at: str, days: str = "") -> str:
    """Return cron's five fields for a time of day.

    at: "HH:MM". days: names ("mon,wed", "mon-fri"), or empty for every day.
    Raises ParameterError for what is no time or no day.

    >>> daily("2:30"), daily("06:00", "Mon-Fri")
    ('30 2 * * *', '0 6 * * mon,tue,wed,thu,fri')
    """
    if (found := AT.fullmatch(at)) is None:
        raise ParameterError(f"--at {at[:40]!r} is not HH:MM, from 00:00 to 23:59")
    chosen = [day for part in days.lower().split(",") if days for day in _days(part.strip())]
    on = ",".join(day for day in DAYS if day in chosen) if chosen else "*"
    return f"{int(found[2])} {int(found[1])} * * {on}"


def _days(part: str) -> Sequence[str]:
    first, dash, last = part.partition("-")
    ends = (first, last if dash else first)
    if not all(day in DAYS for day in ends) or DAYS.index(ends[0]) > DAYS.index(ends[1]):
        known = ", ".join(DAYS)
        raise ParameterError(f"--days {part[:40]!r} is neither a day nor two like mon-fri: {known}")
    return DAYS[DAYS.index(ends[0]) : DAYS.index(ends[1]) + 1]


def read_schedule(cron: str, zone: str) -> Schedule:
    """Return the schedule of cron's five fields in a zone of the tz database.

    A schedule with chosen hours starts as often on a day of the change as on any other: a time
    that the clock skips starts when it has been put forward, and of a time that comes twice the
    first one counts. Only one that starts in every hour follows the hours that pass.
    Raises ParameterError for other fields, an unknown zone, or a schedule that never starts.

    >>> read_schedule("*/30 2 * * *", "Europe/Stockholm").cron
    '0,30 2 * * *'
    """
    try:
        if zone.split("/")[0] in NO_ZONES:
            raise ZoneInfoNotFoundError
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ParameterError(
            f"--timezone {zone[:60]!r} is not a zone such as Europe/Stockholm"
        ) from None
    parts = cron.split()
    if len(parts) != len(("m", "h", "dom", "mon", "dow")) or not all(map(ALLOWED.fullmatch, parts)):
        raise ParameterError(f"--cron {cron[:60]!r} is not five fields: {FIELDS}")
    try:
        read = CronSim(cron, datetime(2000, 1, 1, tzinfo=UTC))
        next(read)
    except (CronSimError, StopIteration) as error:
        raise ParameterError(f"--cron {cron[:60]!r}: {error or 'it never starts'}") from None
    hours = "*" if len(read.hours) == EVERY_HOUR else _listed(read.hours)
    held = (read.days, read.months, {cast("int", day) % 7 for day in read.weekdays})
    days = [
        part if part[0] == "*" else _listed(of) for part, of in zip(parts[2:], held, strict=True)
    ]
    always = hours == "*" and len(read.minutes) == EVERY_MINUTE
    minutes = "*" if always else _listed(read.minutes)  # a star here is no start put forward
    return Schedule(" ".join([minutes, hours, *days]), where)


def _listed(numbers: set[int]) -> str:
    return ",".join(str(number) for number in sorted(numbers))


def moment(day: str | None, zone: ZoneInfo) -> datetime:
    """Return the midnight that a day begins with in a zone, or now where none is given.

    Raises ParameterError for what is no date, or one before 1970 or after 2149.

    >>> moment("2027-03-27", ZoneInfo("Europe/Stockholm")).isoformat()
    '2027-03-27T00:00:00+01:00'
    """
    if day is None:
        return datetime.now(zone)
    try:
        meant = date.fromisoformat(day)
    except ValueError:
        raise ParameterError(f"--from {day[:40]!r} is not a date such as 2027-03-28") from None
    if not FIRST <= meant < LAST:
        raise ParameterError(f"--from {day} is not a date from {FIRST} until {LAST}")
    return datetime.combine(meant, time(), zone)


def starts(schedule: Schedule, after: datetime, most: int = 10) -> list[Start]:
    """Return the next starts after a moment (with its zone), each told if summer time moves it.

    >>> nightly = read_schedule("30 2 * * *", "Europe/Stockholm")
    >>> for start in starts(nightly, datetime(2027, 3, 27, tzinfo=UTC), 3):
    ...     print(start.local.isoformat(), start.why or "-")
    2027-03-27T02:30:00+01:00 -
    2027-03-28T03:00:00+02:00 the clock skips 02:30 that day: it starts at 03:00
    2027-03-29T02:30:00+02:00 -
    """
    return [Start(local, _why(schedule, local)) for local in islice(_locals(schedule, after), most)]


def moments(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Give every start after a moment, in UTC, without end."""
    return (local.astimezone(UTC) for local in _locals(schedule, after))


def _locals(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Give every start after a moment, in the schedule's zone, in the order of time."""
    fields, zone = schedule.fields, schedule.zone
    latest, first = after.astimezone(UTC), after.astimezone(zone).date() - DAY
    for day in (first + DAY * number for number in count()):
        if not on_day(fields, day):
            continue
        shown = (time(hour, minute) for hour in fields.hours for minute in fields.minutes)
        naive = [datetime.combine(day, one) for one in shown]
        if len(fields.hours) == EVERY_HOUR:  # as often as the clock shows it: once, twice, never
            there = [one.replace(tzinfo=zone) for one in naive if exists(one, zone)]
            begun = [one.replace(fold=fold) for one in there for fold in (0, 1)]
        else:
            begun = [put_forward(one, zone) for one in naive]
        for at in sorted({local.astimezone(UTC) for local in begun}):
            if at > latest:
                latest = at
                yield at.astimezone(zone)


def put_forward(naive: datetime, zone: ZoneInfo) -> datetime:
    """Return the first time from then on that the clock shows, the first time it does.

    >>> put_forward(datetime(2027, 3, 28, 2, 30), ZoneInfo("Europe/Stockholm")).isoformat()
    '2027-03-28T03:00:00+02:00'
    """
    while not exists(naive, zone):
        naive += MINUTE
    return naive.replace(tzinfo=zone)


def _why(schedule: Schedule, local: datetime) -> str:
    """Return how summer time bears on a start; empty where it does not."""
    naive = local.replace(tzinfo=None)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        said = f"{naive:%H:%M} comes twice that day"
        if schedule.fields.hours == set(range(EVERY_HOUR)):
            return f"{said}: it starts both times"
        return f"{said}: it starts the first time only"
    skipped, before = [], naive - MINUTE
    while not exists(before, schedule.zone):
        skipped += [f"{before:%H:%M}"] if matches(schedule.fields, before) else []
        before -= MINUTE
    if not skipped:
        return ""
    times = ", ".join(reversed(skipped))
    return f"the clock skips {times} that day: it starts at {naive:%H:%M}"


def next_moved(schedule: Schedule, after: datetime) -> Start | None:
    """Return the next start that summer time moves or could double, None within 400 days."""
    for begin, end in changes(schedule.zone, after, days=400):
        near = takewhile(lambda local: local < end, _locals(schedule, max(begin, after)))  # noqa: B023
        for local in near:
            if why := _why(schedule, local):
                return Start(local, why)
    return None


def changes(zone: ZoneInfo, after: datetime, *, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Give the begin and the end of a span around each change of a zone's clocks, in UTC."""
    noon = after.astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    for day in range(days):
        begin, end = noon + DAY * (day - 1), noon + DAY * day
        if begin.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset():
            yield begin, end + SPARE


def exists(naive: datetime, zone: ZoneInfo) -> bool:
    """Say whether a clock in the zone ever shows this time.

    >>> exists(datetime(2027, 3, 28, 2, 30), ZoneInfo("Europe/Stockholm"))
    False
    """
    return naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive


def matches(fields: CronSim, naive: datetime) -> bool:
    """Say whether a schedule's fields hold a time on the clock."""
    return (
        naive.minute in fields.minutes
        and naive.hour in fields.hours
        and on_day(fields, naive.date())
    )


def on_day(fields: CronSim, day: date) -> bool:
    """Say whether a schedule's fields hold a day."""
    weekday = day.isoweekday() % 7
    in_month = day.day in fields.days
    in_week = weekday in fields.weekdays or (weekday == 0 and 7 in fields.weekdays)
    both = in_month and in_week if fields.day_and else in_month or in_week
    return both and day.month in fields.months
