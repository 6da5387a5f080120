from __future__ import annotations

import math
import time
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.views.ticks import Ticks, elapsed, time_ticks, time_ticks_of

BERLIN = ZoneInfo("Europe/Berlin")
ZONES: list[tzinfo] = [
    UTC,
    BERLIN,
    ZoneInfo("America/New_York"),
    ZoneInfo("Asia/Kolkata"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Africa/Cairo"),  # its clocks skip midnight
    ZoneInfo("Pacific/Apia"),  # skipped a whole day
]
NOW = datetime(2026, 11, 21, 12, 34, 56, tzinfo=BERLIN).timestamp()
MINUTE, HOUR, DAY, YEAR = 60.0, 3600.0, 86400.0, 365.2425 * 86400.0

zones = st.sampled_from(ZONES)
starts = st.floats(0, 4e9)
spans = st.floats(-1, 9.5).map(lambda exponent: 10.0**exponent)  # 0.1 s to a century
rooms = st.integers(1, 40)


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (0.005, ("12:34:56.000", "12:34:56.001", "12:34:56.002", "12:34:56.003")),
        (1.5, ("12:34:56.000", "12:34:56.500", "12:34:57.000")),
        (5, ("12:34:56", "12:34:57", "12:34:58", "12:34:59", "12:35:00")),
        (60, ("12:35:00", "12:35:10", "12:35:20", "12:35:30", "12:35:40", "12:35:50")),
        (600, ("12:36", "12:38", "12:40", "12:42", "12:44")),
        (HOUR, ("12:40", "12:50", "13:00", "13:10", "13:20", "13:30")),
        (DAY, ("18:00", "22 Nov", "06:00", "12:00")),
        (6 * DAY, ("22 Nov", "23 Nov", "24 Nov", "25 Nov", "26 Nov", "27 Nov")),
        (30 * DAY, ("23 Nov", "30 Nov", "7 Dec", "14 Dec", "21 Dec")),
        (180 * DAY, ("Dec 2026", "Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027", "May 2027")),
        (400 * DAY, ("Jan 2027", "Mar 2027", "May 2027", "Jul 2027", "Sep 2027")),
        (6 * YEAR, ("2027", "2028", "2029", "2030", "2031", "2032")),
        (100 * YEAR, ("2040", "2060", "2080", "2100", "2120")),
        (5000 * YEAR, ("3000", "4000", "5000", "6000", "7000")),
    ],
)
def test_labels_are_round_local_times(span: float, labels: tuple[str, ...]) -> None:
    found = time_ticks(NOW, NOW + span * 0.999, BERLIN, 7).labels
    assert found[: len(labels)] == labels
    assert len(found) <= 7


@pytest.mark.parametrize(
    "span",
    [1, 3, 7, 12, 26, 40, 90, 200, 500, 1000, 2000, HOUR, 3 * HOUR, 8 * HOUR, 14 * HOUR, 1.4 * DAY]
    + [each * DAY for each in (2.5, 4, 6, 10, 13, 18, 25, 31, 40, 60, 75, 100, 150, 200, 300)]
    + [each * YEAR for each in (1, 1.3, 2, 3, 4, 5, 7, 9, 12, 30, 60)],
)
def test_a_narrow_figure_has_two_labels_at_least(span: float) -> None:
    for shift in range(20):
        end = NOW + shift * span / 7
        assert 2 <= len(time_ticks(end - span, end, BERLIN, 5).values) <= 5


def test_values_are_the_instants_of_their_labels() -> None:
    ticks = time_ticks(NOW, NOW + 40, BERLIN, 5)
    assert ticks == Ticks(
        tuple(NOW + 4 + 10 * count for count in range(4)),
        ("12:35:00", "12:35:10", "12:35:20", "12:35:30"),
    )


def test_the_ends_belong_to_the_view() -> None:
    midnight = datetime(2026, 11, 21, tzinfo=BERLIN).timestamp()
    assert time_ticks(midnight, midnight + 10, BERLIN, 11).values == tuple(
        midnight + count for count in range(11)
    )


def test_a_time_of_day_carries_the_date_where_the_day_begins() -> None:
    midnight = datetime(2026, 12, 1, tzinfo=BERLIN).timestamp()
    assert time_ticks(midnight - 1, midnight + 1.5, BERLIN, 3).labels == (
        "23:59:59",
        "1 Dec",
        "00:00:01",
    )


@given(starts, spans, zones, rooms)
def test_ticks_lie_in_the_view_in_order_and_fit(
    start: float, span: float, tz: tzinfo, room: int
) -> None:
    end = start + span
    ticks = time_ticks(start, end, tz, room)
    assert all(start <= value <= end for value in ticks.values)
    assert all(a < b for a, b in pairwise(ticks.values))
    assert len(ticks.labels) == len(ticks.values)
    # The widest rung of the ladder is from a week to a month.
    assert room // 5 <= len(ticks.values) <= room


@given(starts, spans, st.floats(0, 1), zones, rooms)
def test_labels_stay_while_the_window_slides(
    start: float, span: float, share: float, tz: tzinfo, room: int
) -> None:
    moved = start + share * span
    before = time_ticks(start, start + span, tz, room)
    after = time_ticks(moved, moved + span, tz, room)

    def overlap(ticks: Ticks) -> dict[float, str]:
        both = zip(ticks.values, ticks.labels, strict=True)
        return {value: label for value, label in both if moved <= value <= start + span}

    assert overlap(before) == overlap(after)


@given(starts, spans, zones, rooms)
def test_labels_have_similar_widths(start: float, span: float, tz: tzinfo, room: int) -> None:
    labels = time_ticks(start, start + span, tz, room).labels
    assert all(len(label) <= len("12:34:56.250") for label in labels)
    clock = {len(label) for label in labels if ":" in label}
    assert len(clock) <= 1
    if clock:
        dates = [len(label) for label in labels if ":" not in label]
        assert all(date <= clock.copy().pop() + 1 for date in dates)  # `21 Nov` over `12:34`


@given(starts, spans, zones)
def test_the_step_is_the_same_wherever_the_view_lies(start: float, span: float, tz: tzinfo) -> None:
    # The spaces between ticks of a fixed-length step are equal, up to a change of clocks.
    def space(ticks: Ticks) -> float:
        gaps = [b - a for a, b in pairwise(ticks.values)]
        return sorted(gaps)[len(gaps) // 2]

    span = min(span, DAY)
    here, there = (time_ticks(each, each + span, tz, 30) for each in (start, start + span / 7))
    assert space(here) == pytest.approx(space(there), rel=1e-3)


def test_a_span_that_varies_by_rounding_keeps_its_step() -> None:
    # 0.6 s is just what 6 steps of 0.1 s would fill.
    moves = [count * 0.137 for count in range(1000)]
    views = [(1.7e9 + move, 1.7e9 + (move + 0.6)) for move in moves]
    assert len({end - start for start, end in views}) > 1
    spaces = set()
    for start, end in views:
        values = time_ticks(start, end, BERLIN, 6).values
        spaces |= {round(b - a, 3) for a, b in pairwise(values)}
    assert spaces == {0.2}


def test_weeks_begin_on_monday() -> None:
    monday = datetime(2026, 11, 23, tzinfo=BERLIN).timestamp()
    weeks = ("23 Nov", "30 Nov", "7 Dec", "14 Dec")
    assert time_ticks(monday, monday + 26 * DAY, BERLIN, 6).labels == weeks


@pytest.fixture
def posix_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Rules written out, so that the test needs no time zone files of the system.
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the local zone cannot be set here")
@pytest.mark.usefixtures("posix_zone")
@given(st.floats(1.6e9, 1.9e9), spans, rooms)
def test_without_a_zone_it_is_the_machines_own(start: float, span: float, room: int) -> None:
    end = min(start + span, 2.1e9)
    assert time_ticks(start, end, None, room) == time_ticks(start, end, BERLIN, room)


@pytest.mark.parametrize(
    ("start", "end"),
    [(math.nan, 1.0), (0.0, math.nan), (-math.inf, math.inf), (2e9, 1e9), (0.0, math.inf)],
)
def test_an_impossible_view_has_no_ticks(start: float, end: float) -> None:
    assert time_ticks(start, end, BERLIN, 7) == Ticks()


def test_beyond_the_calendar_are_plain_numbers() -> None:
    assert time_ticks(1e15, 1e15 + 8, BERLIN, 5).labels[0] == "1e+15"
    assert time_ticks(-1e200, 1e200, None, 5).labels == (
        "-1e+200",
        "-5e+199",
        "0",
        "5e+199",
        "1e+200",
    )


@given(st.floats(), st.floats(), st.integers())
def test_any_numbers_give_bounded_ticks(start: float, end: float, room: int) -> None:
    assert len(time_ticks(start, end, BERLIN, room).values) <= max(1, min(room, 1000))


def test_a_short_number_is_an_elapsed_time() -> None:
    assert elapsed(0.0)
    assert elapsed(-5.0)
    assert elapsed(9e7)
    assert not elapsed(1.7e9)
    assert not elapsed(math.nan)


@given(starts, spans, zones, rooms)
def test_views_of_one_length_are_marked_as_each_alone(
    start: float, span: float, tz: tzinfo, room: int
) -> None:
    views = [(start + shift, start + shift + span) for shift in (0.0, -span, span)]
    assert time_ticks_of(views, tz, room) == [time_ticks(*each, tz, room) for each in views]


@pytest.mark.parametrize("start", [-6.2e10, 2.53e11, math.nan], ids=["year 5", "year 9987", "nan"])
def test_a_view_beside_one_beyond_the_calendar_has_its_dates(start: float) -> None:
    span = 10 * YEAR
    views = [(start + shift, start + shift + span) for shift in (0.0, -span, span)]
    found = time_ticks_of(views, UTC, 7)
    assert found == [time_ticks(*each, UTC, 7) for each in views]
    assert math.isnan(start) or any(len(each.labels) > 1 for each in found)
