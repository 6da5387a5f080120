"""Times as data carries them: numbers in some unit, ISO 8601 text, datetimes."""

from __future__ import annotations

import math
from datetime import datetime

TIME_NAMES = frozenset({"t", "time", "timestamp", "datetime", "date", "ts"})
"""Names (in lower case) of columns that are taken for the time unless told otherwise."""


def is_time_name(name: str) -> bool:
    """Whether a column of this name is taken for the time unless told otherwise."""
    return name.lower() in TIME_NAMES


class TimeUnit:
    """The unit of a stream's numeric times; the first of them decides it.

    Under 1e11 they are seconds (since 1970, or since the sender's own zero), under 1e14
    milliseconds, under 1e17 microseconds, else nanoseconds.
    """

    def __init__(self) -> None:
        self._per_second: float | None = None

    def per_second(self, first: float) -> float:
        """How many of the unit make a second; `first` decides if nothing did before."""
        if self._per_second is None:
            size = abs(first)
            steps = [(1e11, 1.0), (1e14, 1e3), (1e17, 1e6)]
            self._per_second = next((unit for limit, unit in steps if size < limit), 1e9)
        return self._per_second


def iso_seconds(text: str) -> float:
    """Read a time in ISO 8601, such as `2026-11-21T12:00:00.5Z` or `2026-11-21 12:00`.

    Args:
        text: The time; without an offset it is local time.

    Returns:
        Seconds since 1970-01-01 UTC.

    Raises:
        ValueError: It is no such time, or one that this machine cannot represent.
    """
    return datetime_seconds(datetime.fromisoformat(text.strip()))


def datetime_seconds(when: datetime) -> float:
    """Seconds since 1970-01-01 UTC of a datetime; a naive one is local time.

    Raises:
        ValueError: The machine cannot represent it.
    """
    try:
        seconds = when.timestamp()
    except (OverflowError, OSError) as error:
        raise ValueError(f"{when} is out of range") from error
    if not math.isfinite(seconds):
        raise ValueError(f"{when} is out of range")
    return seconds
