from __future__ import annotations

import numpy as np
import pytest

from livewidgets.app.readings import Readings, RowFormat
from livewidgets.app.sending import UNPACED_ROWS, Schedule
from livewidgets.testing.clock import VirtualClock
from tests.app.work import CSV, sending


def test_the_same_seed_gives_the_same_values_however_they_are_asked_for() -> None:
    whole = Readings(4, 10, seed=7).next(100)
    parts = Readings(4, 10, seed=7)
    assert np.array_equal(np.concatenate([parts.next(rows) for rows in (1, 9, 0, 90)]), whole)
    assert not np.array_equal(Readings(4, 10, seed=8).next(100), whole)
    assert not np.array_equal(Readings(4, 10).next(100), Readings(4, 10).next(100))


def test_values_are_plausible_and_move_smoothly() -> None:
    values = Readings(3, 10, seed=1).next(3000)
    assert values.shape == (3000, 3)
    assert np.all(np.abs(values - [20, 21.5, 23]) < 5)
    assert np.all(np.ptp(values, axis=0) > 4)
    assert np.all(np.abs(np.diff(values, axis=0)) < 1.5)


def test_how_rows_are_written() -> None:
    times, values = np.array([1.5, 2.25]), np.array([[20.0, -1.23456], [3.5, 4.0]])
    assert RowFormat().rows(times, values) == b"20.000\n3.500\n"
    assert RowFormat(newline=False).rows(times, values) == b"204"
    rows = RowFormat(csv=True, channels=2)
    assert rows.rows(times, values) == b"1.500000,20.000,-1.235\n2.250000,3.500,4.000\n"
    assert rows.header == b"t,c0,c1\n"
    assert RowFormat().header == b""


async def test_rows_keep_to_the_schedule(clock: VirtualClock) -> None:
    schedule = Schedule(sending(rate=10_000.0, format=CSV), clock)
    began, rows = clock.time(), schedule.rows()
    for _ in range(300):
        await clock.advance(schedule.until_next())
        rows += schedule.rows()
        await clock.advance(0.000_37)  # what the writing takes
    lines = rows.decode().splitlines()
    passed = clock.time() - began
    assert len(lines) == pytest.approx(10_000 * passed, abs=70)
    times = [float(line.split(",")[0]) for line in lines]
    assert times == pytest.approx([began + each / 10_000 for each in range(len(lines))], abs=2e-6)


async def test_slow_rows_are_waited_for_and_none_comes_early(clock: VirtualClock) -> None:
    schedule = Schedule(sending(rate=0.5), clock)
    assert schedule.rows().count(b"\n") == 1
    assert schedule.rows() == b""
    assert schedule.until_next() == 2.0
    await clock.advance(2.0)
    assert schedule.rows().count(b"\n") == 1


async def test_what_is_too_late_is_left_out(clock: VirtualClock) -> None:
    schedule = Schedule(sending(rate=100.0), clock)
    schedule.rows()
    await clock.advance(0.5)
    assert schedule.rows().count(b"\n") == 50
    await clock.advance(3600)
    assert schedule.rows().count(b"\n") == 1


def test_the_count_is_kept_to(clock: VirtualClock) -> None:
    schedule = Schedule(sending(count=UNPACED_ROWS + 5), clock)
    assert schedule.rows().count(b"\n") == UNPACED_ROWS
    assert not schedule.over
    assert schedule.rows().count(b"\n") == 5
    assert schedule.over


def test_spikes_come_about_as_often_as_asked_for_and_are_far_off() -> None:
    plain = Readings(3, rate=20.0, seed=4).next(20_000)
    odd = Readings(3, rate=20.0, seed=4, spikes=10.0).next(20_000) - plain
    assert 60 <= np.count_nonzero(odd) <= 140, "in 1,000 seconds"
    assert set(np.round(odd[odd != 0], 6)) == {6.0}
    assert np.count_nonzero(odd.any(axis=0)) == 3, "on all channels"
