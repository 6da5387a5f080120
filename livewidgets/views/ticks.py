"""Round ticks: of local time for a time axis, of numbers for an axis of elapsed seconds.

Where ticks lie and what they say depends on the step alone, and the step on the length
of the view alone, so that labels slide with the data and never jump.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Context, Decimal
from fractions import Fraction

from livewidgets.data.showable import LARGEST, SMALLEST
from livewidgets.views.rounding import count_down, count_up, step_above
from livewidgets.views.steps import Step, Unit, choose, multiples
from livewidgets.views.zone import DAY, FIRST, HOUR, LAST, MINUTE, SECOND, Zone, date_of, day_of

ELAPSED_BELOW = 1e8
"""Seconds: a time below it (March 1973) counts from the sender's own zero."""

BLOCK = 16
"""Steps of a time axis of which the ticks are made at once."""

MOST = 1_000
"""No more ticks than this are made, however much room there is."""

PLAIN_DIGITS = 15
"""Numbers with more digits before the point are written as 2.5e+21."""

_DECIMAL = Context(prec=40)  # more than any float64 tick has; the thread's own may be less
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Ticks:
    """Where an axis is marked, and how.

    Attributes:
        values: In the unit of the axis, ascending, within the view.
        labels: As many.
    """

    values: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()


def elapsed(time: float) -> bool:
    """Whether a time counts seconds from the sender's own zero, and so is no date."""
    return abs(time) < ELAPSED_BELOW


def time_ticks(start: float, end: float, tz: tzinfo | None, room: int) -> Ticks:
    """Ticks at round local times.

    Labels are `12:34:56.250`, `12:34:56` or `12:34` (the date, `21 Nov`, where a day
    begins), `21 Nov`, `Nov 2026` or `2026`. An hour that is shown twice when clocks go
    back has its ticks twice; times that clocks skip have none.

    Args:
        start: Left end of the view, seconds since 1970-01-01 UTC.
        end: Right end, likewise.
        tz: The time zone; None is the machine's own.
        room: How many labels fit: there are never more. With room for one there may be none.

    Returns:
        The ticks; none for an empty view, or plain numbers where it lies beyond the
        calendar (the years 2 to 9998).
    """
    return time_ticks_of([(start, end)], tz, room)[0]


def time_ticks_of(
    views: Sequence[tuple[float, float]], tz: tzinfo | None, room: int
) -> list[Ticks]:
    """`time_ticks` of views that are as long as the first of them, each as (start, end)."""
    if len(views) > 1 and not all(_dated(*each) for each in views):
        return [time_ticks(*each, tz, room) for each in views]
    start, end = views[0]
    if not _dated(start, end):
        return [number_ticks(start, end, room)]
    step = choose(end - start, _bounded(room))
    # A program may change the machine's own zone, which has no name here.
    now = None if tz is not None else Zone(None).offset(min(round(end * SECOND), LAST))
    return [_stepped(*each, step, tz, now) for each in views]


def _stepped(start: float, end: float, step: Step, tz: tzinfo | None, now: int | None) -> Ticks:
    # A view that slides has most of its ticks from before: they are made in blocks.
    length = BLOCK * step.shortest
    first, last = math.floor(start * SECOND / length), math.floor(end * SECOND / length)
    shown = [
        (value, label)
        for block in range(first, last + 1)
        for value, label in _block(block, step, tz, now)
        if start <= value <= end
    ]
    return Ticks(tuple(value for value, _ in shown), tuple(label for _, label in shown))


@functools.lru_cache(maxsize=64)
def _block(
    number: int, step: Step, tz: tzinfo | None, machine: int | None
) -> tuple[tuple[float, str], ...]:
    """Ticks of a time from `number` blocks since 1970 on, and their labels."""
    zone, length = Zone(tz), BLOCK * step.shortest
    start, end = max(FIRST, number * length), min(LAST + 1, (number + 1) * length)
    return tuple(
        (each / SECOND, _label(each, step, zone))
        for each in _instants(start / SECOND, end / SECOND, step, zone)
        if start <= each < end
    )


@functools.lru_cache(maxsize=64)
def number_ticks(start: float, end: float, room: int) -> Ticks:
    """Ticks at multiples of a step 1, 2 or 5 × 10^k, labelled `0`, `0.5`, `12`.

    Args:
        start: Left end of the view.
        end: Right end.
        room: How many labels fit: there are never more. With room for one there may be none.
    """
    if not _drawable(start, end):
        return Ticks()
    # Numbers nearer than the format resolves cannot be told apart, nor can views that
    # differ in length by less.
    resolution = Fraction(math.ulp(max(abs(start), abs(end))))
    span = Fraction(end) - Fraction(start) + 4 * resolution
    step = step_above(max(span / _bounded(room), resolution, Fraction(SMALLEST)))
    counts = range(count_up(start, step), count_down(end, step) + 1)
    exact = [count * step for count in counts]
    return Ticks(tuple(float(each) for each in exact), tuple(_number(each) for each in exact))


def _dated(start: float, end: float) -> bool:
    """Whether the calendar has all of a view."""
    return _drawable(start, end) and start * SECOND >= FIRST and end * SECOND <= LAST


def _drawable(start: float, end: float) -> bool:
    return -LARGEST <= start <= end <= LARGEST


def _bounded(room: int) -> int:
    return max(1, min(room, MOST))


def _instants(start: float, end: float, step: Step, zone: Zone) -> Iterator[int]:
    """The ticks' instants in a view, and perhaps a few before and after."""
    # Whether a tick is too near to the one before must not depend on where the view starts.
    # Days are never as short as that.
    margin = 2 * step.count if step.unit is Unit.MILLISECONDS else 0
    low = max(FIRST, math.floor(start * SECOND) - margin)
    high = math.ceil(end * SECOND)
    previous: int | None = None
    for instant in sorted(set(_candidates(low, high, step, zone))):
        if previous is None or instant - previous >= step.shortest:
            yield instant
        previous = instant


def _candidates(low: int, high: int, step: Step, zone: Zone) -> Iterable[int]:
    if step.unit is Unit.MILLISECONDS:
        return _clock_times(low, high, step.count, zone)
    first, last = zone.day(low), zone.day(high)
    if step.unit is Unit.DAYS:
        # 1970-01-05 was a Monday, and weeks begin there.
        days = (each + 4 for each in multiples(step.count, first - 4, last - 4))
        return map(zone.first_instant, days)
    low_date, high_date = date_of(first), date_of(last)
    months = multiples(
        step.count,
        12 * low_date.year + low_date.month - 1,
        12 * high_date.year + high_date.month - 1,
    )
    return (zone.first_instant(day_of(each)) for each in months)


def _clock_times(low: int, high: int, step: int, zone: Zone) -> Iterator[int]:
    """When the local time is a multiple of `step`, or a day begins."""
    offsets = {zone.offset(each) for each in range(low, high, max(step, 6 * HOUR))}
    offsets.add(zone.offset(high))
    for offset in offsets:
        for local in multiples(step, low + offset, high + offset):
            if len(offsets) == 1 or zone.offset(local - offset) == offset:
                yield local - offset
    if len(offsets) > 1:  # midnight may be among what the clocks skip
        days = range(zone.day(low) + 1, zone.day(high) + 1)
        yield from (each for each in map(zone.first_instant, days) if low <= each <= high)


def _label(instant: int, step: Step, zone: Zone) -> str:
    date = date_of(zone.day(instant))
    if step.unit is Unit.MONTHS:
        return str(date.year) if step.count % 12 == 0 else f"{_MONTHS[date.month - 1]} {date.year}"
    if step.unit is Unit.DAYS or zone.begins_day(instant):
        return f"{date.day} {_MONTHS[date.month - 1]}"
    clock = zone.local(instant) % DAY
    minutes = f"{clock // HOUR:02}:{clock % HOUR // MINUTE:02}"
    if step.count >= MINUTE:
        return minutes
    seconds = f"{minutes}:{clock % MINUTE // SECOND:02}"
    return seconds if step.count >= SECOND else f"{seconds}.{clock % SECOND:03}"


def _number(value: Fraction) -> str:
    """A multiple of a decimal step, with no digit too many."""
    exact = _DECIMAL.divide(Decimal(value.numerator), Decimal(value.denominator))
    short = exact.normalize(_DECIMAL)
    plain = short == 0 or -PLAIN_DIGITS // 2 <= short.adjusted() < PLAIN_DIGITS
    return f"{short:f}" if plain else f"{short:e}"
