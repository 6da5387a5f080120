"""Ticks where clocks change, against a walk through every instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from livewidgets.views.ticks import time_ticks

MINUTE, HOUR, DAY = 60, 3600, 86400

CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 10, 29, 21, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2026, 11, 21, 12, tzinfo=UTC)),  # none, and a half-hour offset
]


def labels(name: str, start: datetime, hours: float, room: int) -> tuple[str, ...]:
    begin = start.timestamp()
    return time_ticks(begin, begin + hours * HOUR, ZoneInfo(name), room).labels


def clock(name: str, instant: float) -> datetime:
    return datetime.fromtimestamp(instant, ZoneInfo(name))


@pytest.mark.parametrize("step", [MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR])
@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_every_round_local_time_has_one_tick_each_time_it_comes(
    name: str, change: datetime, step: int
) -> None:
    begin = int(change.timestamp()) - 7 * step
    end = begin + 15 * step
    ticks = time_ticks(begin, end, ZoneInfo(name), 16)
    day_begins = {
        instant
        for instant in range(begin, end + 1, MINUTE)
        if clock(name, instant).date() > clock(name, instant - MINUTE).date()
    }
    round_times = {
        instant
        for instant in range(begin, end + 1, MINUTE)
        if (clock(name, instant).hour * HOUR + clock(name, instant).minute * MINUTE) % step == 0
    }
    assert ticks.values == tuple(sorted(round_times | day_begins))
    for value, label in zip(ticks.values, ticks.labels, strict=True):
        local = clock(name, value)
        first_midnight = value in day_begins
        assert label == (f"{local.day} {local:%b}" if first_midnight else f"{local:%H:%M}")


@pytest.mark.parametrize("hours", [2, 3, 6, 12])
@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_longer_steps_keep_to_the_local_day(name: str, change: datetime, hours: int) -> None:
    begin = change.timestamp() - 2.5 * hours * HOUR
    room = 8
    ticks = time_ticks(begin, begin + (room - 1.5) * hours * HOUR, ZoneInfo(name), room)
    assert len(ticks.values) >= room - 4
    for value in ticks.values:
        local = clock(name, value)
        day_begins = clock(name, value - 1).date() < local.date()
        assert day_begins or (local.hour % hours, local.minute, local.second) == (0, 0, 0)
    gaps = [b - a for a, b in pairwise(ticks.values)]
    assert min(gaps) >= hours * HOUR * 0.8  # labels do not touch


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_each_day_has_its_tick_where_it_begins(name: str, change: datetime) -> None:
    begin = (change - timedelta(days=3)).timestamp()
    ticks = time_ticks(begin, begin + 7 * DAY, ZoneInfo(name), 8)
    dates = [clock(name, value).date() for value in ticks.values]
    assert dates == [dates[0] + timedelta(days=count) for count in range(len(dates))]
    assert len(dates) >= 7
    assert all(
        clock(name, value - 1).date() < date
        for value, date in zip(ticks.values, dates, strict=True)
    )
    assert ticks.labels == tuple(f"{date.day} {date:%b}" for date in dates)


def test_the_hour_that_comes_twice() -> None:
    assert labels("Europe/Berlin", datetime(2026, 10, 24, 23, tzinfo=UTC), 4, 5) == (
        "01:00",
        "02:00",
        "02:00",
        "03:00",
        "04:00",
    )


def test_the_hour_that_is_skipped() -> None:
    assert labels("Europe/Berlin", datetime(2026, 3, 29, 0, tzinfo=UTC), 2.4, 6) == (
        "01:00",
        "01:30",
        "03:00",
        "03:30",
        "04:00",
    )


def test_a_half_hour_change() -> None:
    # 02:00 becomes 01:30, so that 01:30 comes twice and no hour does.
    assert labels("Australia/Lord_Howe", datetime(2026, 4, 4, 14, tzinfo=UTC), 2, 5) == (
        "01:00",
        "01:30",
        "01:30",
        "02:00",
        "02:30",
    )


def test_a_midnight_that_is_skipped_leaves_the_date_where_the_day_begins() -> None:
    start = datetime(2026, 4, 23, 19, tzinfo=UTC)
    assert labels("Africa/Cairo", start, 5.4, 7) == (
        "21:00",
        "22:00",
        "23:00",
        "24 Apr",
        "02:00",
        "03:00",
    )
    # 02:00 would touch the date, one hour before it.
    assert labels("Africa/Cairo", start, 9, 5) == ("22:00", "24 Apr", "04:00", "06:00")


def test_a_day_that_never_was_has_no_tick() -> None:
    start = datetime(2011, 12, 28, 12, tzinfo=UTC)
    assert labels("Pacific/Apia", start, 3 * 24, 5) == ("29 Dec", "31 Dec", "1 Jan")


def test_half_hour_offsets_have_ticks_at_local_hours() -> None:
    ticks = time_ticks(1.7e9, 1.7e9 + 3 * HOUR, ZoneInfo("Asia/Kolkata"), 4)
    assert [value % HOUR for value in ticks.values] == [HOUR / 2] * len(ticks.values)
    assert ticks.labels == ("04:00", "05:00", "06:00")


def test_six_hours_stay_in_step_with_midnight_when_an_hour_is_skipped() -> None:
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert labels("Europe/Berlin", start, 18, 4) == ("29 Mar", "06:00", "12:00", "18:00")


@pytest.mark.parametrize("hours", [0.5, 1, 2, 3, 6])
@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_labels_stay_while_the_window_slides_over_the_change(
    name: str, change: datetime, hours: float
) -> None:
    span, room = 6.5 * hours * HOUR, 8
    first = change.timestamp() - span
    all_seen: dict[float, str] = {}
    windows = [first + shift * span / 37 for shift in range(38)]
    for begin in windows:
        ticks = time_ticks(begin, begin + span, ZoneInfo(name), room)
        all_seen.update(zip(ticks.values, ticks.labels, strict=True))
    for begin in windows:
        ticks = time_ticks(begin, begin + span, ZoneInfo(name), room)
        there = {
            value: label for value, label in all_seen.items() if begin <= value <= begin + span
        }
        assert dict(zip(ticks.values, ticks.labels, strict=True)) == there


def test_two_changes_in_one_view() -> None:
    # Morocco keeps another offset through Ramadan, 15 February to 22 March in 2026.
    zone = ZoneInfo("Africa/Casablanca")
    begin = datetime(2026, 2, 10, tzinfo=zone).timestamp()
    ticks = time_ticks(begin, begin + 50 * DAY, zone, 110)
    noons = [clock("Africa/Casablanca", value) for value in ticks.values]
    assert len({noon.date() for noon in noons if noon.hour == 12}) == 50
    assert len(noons) in (100, 101)


def test_a_day_that_begins_half_an_hour_late() -> None:
    # 1919-03-30 23:30 became 00:30, so that the 31st began with that.
    start = datetime(1919, 3, 29, 12, tzinfo=UTC).timestamp()
    ticks = time_ticks(start, start + 3 * DAY, ZoneInfo("America/Toronto"), 4)
    assert ticks.labels == ("30 Mar", "31 Mar", "1 Apr")
    assert ticks.values[1] == datetime(1919, 3, 31, 4, 30, tzinfo=UTC).timestamp()
