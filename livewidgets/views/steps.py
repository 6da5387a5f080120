"""The steps between the ticks of a time axis: round on a clock and in a calendar."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from livewidgets.views.zone import DAY, HOUR, MINUTE, SECOND

JITTER = 1e-6
"""Seconds by which a window that slides varies in length: float64 resolves 2e-7 today."""


class Unit(Enum):
    """What a step counts."""

    MILLISECONDS = "milliseconds"  # of the local day, from midnight
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Step:
    """A distance between ticks.

    Attributes:
        unit: What it counts.
        count: How many of them.
        shortest: The shortest it gets, in milliseconds: months differ, and clocks change.
            Ticks that would be nearer than this are left out.
    """

    unit: Unit
    count: int
    shortest: int


def choose(span: float, room: int) -> Step:
    """The smallest step of which fewer than `room` fit into `span` seconds.

    So no more than `room` ticks are in view, wherever the view lies.
    """
    wanted = (span + 2 * JITTER) * SECOND
    return next(step for step in _ladder() if room * step.shortest > wanted)


def _ladder() -> Iterator[Step]:
    yield from _CLOCK
    yield from _CALENDAR
    for exponent in itertools.count():
        for digit in (1, 2, 5):
            years = digit * 10**exponent
            yield Step(Unit.MONTHS, 12 * years, years * 365 * DAY - HOUR)


def _clock(*counts: int, unit: int) -> tuple[Step, ...]:
    return tuple(Step(Unit.MILLISECONDS, each * unit, each * unit) for each in counts)


# An hour that the clocks skip shortens a step. From 6 hours on the tick after it is kept
# (5 hours are enough); of 2 and 3 hours too little remains.
_CLOCK = (
    *_clock(1, 2, 5, 10, 20, 50, 100, 200, 500, unit=1),
    *_clock(1, 2, 5, 10, 15, 30, unit=SECOND),
    *_clock(1, 2, 5, 10, 15, 30, unit=MINUTE),
    *_clock(1, 2, 3, unit=HOUR),
    Step(Unit.MILLISECONDS, 6 * HOUR, 5 * HOUR),
    Step(Unit.MILLISECONDS, 12 * HOUR, 11 * HOUR),
)
# Each at most two and a half times the one before: of five labels two remain at least.
_CALENDAR = (
    *(Step(Unit.DAYS, each, each * DAY - 2 * HOUR) for each in (1, 2, 4, 7, 14)),
    Step(Unit.MONTHS, 1, 28 * DAY - 2 * HOUR),
    Step(Unit.MONTHS, 2, 59 * DAY - 2 * HOUR),
    Step(Unit.MONTHS, 3, 90 * DAY - 2 * HOUR),
    Step(Unit.MONTHS, 6, 181 * DAY - 2 * HOUR),
)


def multiples(count: int, low: int, high: int) -> range:
    """The multiples of `count` from `low` to `high`, both included."""
    return range(-(-low // count) * count, high + 1, count)
