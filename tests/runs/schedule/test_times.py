"""When a schedule starts: once a day, on the days of summer time too, and the list says why."""

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity.errors import ParameterError
from equity.runs.schedule.times import (
    daily,
    exists,
    moment,
    moments,
    next_moved,
    read_schedule,
    starts,
)

STOCKHOLM = "Europe/Stockholm"
ZONES = (STOCKHOLM, "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")


def listed(cron: str, day: str, count: int, zone: str = STOCKHOLM) -> list[tuple[str, str, str]]:
    schedule = read_schedule(cron, zone)
    return [
        (f"{one.local:%d %H:%M}", f"{one.utc:%d %H:%M}", one.why)
        for one in starts(schedule, moment(day, schedule.zone), count)
    ]


def test_in_the_night_of_the_hour_that_does_not_exist_there_is_one_start_and_it_is_told() -> None:
    assert listed("30 2 * * *", "2027-03-27", 3) == [
        ("27 02:30", "27 01:30", ""),
        ("28 03:00", "28 01:00", "the clock skips 02:30 that day: it starts at 03:00"),
        ("29 02:30", "29 00:30", ""),
    ]


def test_in_the_night_of_the_hour_that_comes_twice_there_is_one_start_and_it_is_told() -> None:
    assert listed("30 2 * * *", "2027-10-30", 3) == [
        ("30 02:30", "30 00:30", ""),
        ("31 02:30", "31 00:30", "02:30 comes twice that day: it starts the first time only"),
        ("01 02:30", "01 01:30", ""),
    ]


def test_a_start_outside_the_hour_in_question_is_not_touched() -> None:
    assert {why for *_, why in listed("0 6 * * *", "2027-03-20", 240)} == {""}
    schedule = read_schedule("0 6 * * *", STOCKHOLM)
    assert next_moved(schedule, moment("2027-01-01", schedule.zone)) is None


def test_the_next_start_that_summer_time_moves_is_found_months_ahead() -> None:
    schedule = read_schedule("30 2 * * *", STOCKHOLM)
    moved = next_moved(schedule, moment("2026-11-28", schedule.zone))
    assert moved is not None
    assert moved.local.isoformat() == "2027-03-28T03:00:00+02:00"


def test_several_starts_in_the_hour_that_is_skipped_become_one() -> None:
    first, *_ = listed("*/20 2 * * *", "2027-03-28", 1)
    assert first == ("28 03:00", "28 01:00", "the clock skips 02:00, 02:20, 02:40 that day: "
                     "it starts at 03:00")  # fmt: skip


def test_a_schedule_for_every_hour_follows_the_hours_that_pass() -> None:
    spring = [utc for _, utc, _ in listed("30 * * * *", "2027-03-28", 4)]
    autumn = [utc for _, utc, _ in listed("30 * * * *", "2027-10-31", 4)]
    assert spring == ["27 23:30", "28 00:30", "28 01:30", "28 02:30"]
    assert autumn == ["30 22:30", "30 23:30", "31 00:30", "31 01:30"]
    whys = {why for *_, why in listed("30 * * * *", "2027-10-31", 6)}
    assert whys == {"", "02:30 comes twice that day: it starts both times"}


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", STOCKHOLM, "Antarctica/Troll"])
@pytest.mark.parametrize("minute", [0, 15, 30, 45])
def test_a_schedule_for_every_hour_starts_whenever_a_clock_shows_its_minute(
    zone: str, minute: int
) -> None:
    schedule = read_schedule(f"{minute} * * * *", zone)
    for month, day in ((3, 26), (4, 2), (10, 1), (10, 29)):
        begin = datetime(2027, month, day, tzinfo=UTC)
        passing = [begin + timedelta(minutes=count) for count in range(1, 4 * 24 * 60)]
        shown = [at for at in passing if at.astimezone(schedule.zone).minute == minute]
        assert [one.utc for one in starts(schedule, begin, len(shown))] == shown


def test_where_summer_time_is_half_an_hour_the_half_hour_that_comes_twice_starts_twice() -> None:
    found = listed("30 * * * *", "2027-04-04", 4, "Australia/Lord_Howe")
    twice = "01:30 comes twice that day: it starts both times"
    assert [(local, why) for local, _, why in found] == [
        ("04 00:30", ""), ("04 01:30", twice), ("04 01:30", twice), ("04 02:30", ""),
    ]  # fmt: skip
    assert [utc for _, utc, _ in found] == ["03 13:30", "03 14:30", "03 15:00", "03 16:00"]


def test_a_time_that_is_put_forward_over_midnight_is_not_started_again_by_the_next_day() -> None:
    found = listed("30 0,23 * * *", "2027-03-27", 4, "America/Godthab")  # 22:59, then 00:00
    assert [local for local, *_ in found] == ["27 00:30", "28 00:00", "28 00:30", "28 23:30"]
    found = listed("0 0,23 * * *", "2027-03-27", 3, "America/Godthab")
    assert [local for local, *_ in found] == ["28 00:00", "28 23:00", "29 00:00"]


@pytest.mark.parametrize(
    ("given_as", "written"),
    [
        ("30 2 * * sun", "30 2 * * 0"),
        ("30 2 * * 7", "30 2 * * 0"),
        ("30 2 * * fri,sun", "30 2 * * 0,5"),
        ("30 2 * mar,oct 5-7", "30 2 * 3,10 0,5,6"),
        ("*/20 2 1-7 * *", "0,20,40 2 1,2,3,4,5,6,7 * *"),
        ("5/20 */2 1 jan-mar mon", "5,25,45 0,2,4,6,8,10,12,14,16,18,20,22 1 1,2,3 1"),
        ("* * * * *", "* * * * *"),
        ("* 2 * * *", ",".join(map(str, range(60))) + " 2 * * *"),
        ("0 0-23 */2 * sun", "0 * */2 * 0"),  # the star has both asked: the day and the week
        ("0 6 1-31 * mon", "0 6 " + ",".join(map(str, range(1, 32))) + " * 1"),
    ],
)
def test_a_schedule_is_written_in_numbers_that_every_cron_reads(
    given_as: str, written: str
) -> None:
    schedule = read_schedule(given_as, STOCKHOLM)
    assert schedule.cron == written
    again = read_schedule(written, STOCKHOLM)
    after = moment("2027-02-20", schedule.zone)
    assert starts(schedule, after, 40) == starts(again, after, 40)


@given(
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 12, 1), date(2031, 12, 1)),
)
def test_a_daily_schedule_starts_once_on_each_day_in_any_zone(
    hour: int, minute: int, zone: str, first: date
) -> None:
    schedule = read_schedule(daily(f"{hour}:{minute:02d}"), zone)
    found = starts(schedule, moment(first.isoformat(), schedule.zone) - timedelta(seconds=1), 200)
    days = [one.local.date() for one in found]
    assert days == [days[0] + timedelta(days=count) for count in range(200)]
    assert all(one.why or (one.local.hour, one.local.minute) == (hour, minute) for one in found)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1)), st.sampled_from(ZONES))
def test_a_time_exists_where_a_clock_shows_it(naive: datetime, zone: str) -> None:
    where = ZoneInfo(zone)
    shown = {
        (naive.replace(tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(where).replace(
            tzinfo=None
        )
        for minutes in range(-16 * 60, 16 * 60)
    }  # fmt: skip
    assert exists(naive, where) == (naive in shown)


def test_days_of_the_week_may_be_named_one_by_one_or_from_to() -> None:
    assert daily("02:30", "mon,wed-fri") == "30 2 * * mon,wed,thu,fri"
    assert [one for one, *_ in listed(daily("6:00", "sat-sun"), "2027-01-01", 3)] == [
        "02 06:00", "03 06:00", "09 06:00",
    ]  # fmt: skip


def test_day_of_month_or_day_of_week_will_do_where_both_are_given() -> None:
    days = [one[:2] for one, *_ in listed("0 6 1 * mon", "2027-02-26", 3)]
    assert days == ["01", "08", "15"]  # 1 March 2027 is a Monday and the first
    assert [one[:2] for one, *_ in listed("0 6 2 * mon", "2027-02-26", 3)] == ["01", "02", "08"]


@pytest.mark.parametrize("at", ["24:00", "2.30", "02:60", "", "02:30:00", "２:30"])
def test_what_is_no_time_of_day_is_refused(at: str) -> None:
    with pytest.raises(ParameterError, match="--at"):
        daily(at)


@pytest.mark.parametrize("days", ["fri-mon", "friday", "mon-", "mon,,tue"])
def test_what_are_no_days_is_refused(days: str) -> None:
    with pytest.raises(ParameterError, match="--days"):
        daily("2:30", days)


@pytest.mark.parametrize(
    "cron",
    ["", "* * * *", "0 0 30 2 *", "61 * * * *", "0 0 L * *", "0 0 * * 1#2", "@daily",
     "0 0 0 * * *", "0 0 * * 5L", "0 0 LW * *", "0 0 * * *; reboot", "0 0 * * * root"],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(cron: str) -> None:
    with pytest.raises(ParameterError, match="--cron"):
        read_schedule(cron, STOCKHOLM)


@pytest.mark.parametrize(
    "zone",
    [
        "Stockholm",
        "../../etc/passwd",
        "",
        "/etc/localtime",
        "Europe",
        "europe/stockholm",
        "Europe/Stockholm/",
        "a\0b",
        "right/Europe/Stockholm",
        "posix/UTC",
        "localtime",
        "å" * 300,
    ],
)
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(ParameterError, match="--timezone"):
        read_schedule("0 6 * * *", zone)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ParameterError, match="--from"):
        moment("28/3", ZoneInfo(STOCKHOLM))


def test_moments_go_on_for_years() -> None:
    schedule = read_schedule("30 2 * * *", STOCKHOLM)
    end = datetime(2037, 1, 1, tzinfo=UTC)
    found = list(
        takewhile(lambda at: at < end, moments(schedule, datetime(2027, 1, 1, tzinfo=UTC)))
    )
    assert len(found) == 3653
