"""Times as data carries them: numbers in some unit, ISO 8601 text, datetimes."""

from __future__ import annotations

import math
from datetime import datetime

from livewidgets.errors import ArgumentError

PER_SECOND = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}
"""How many of a unit of time make a second."""

ISO = "ISO 8601"

TIME_NAMES = frozenset({"t", "time", "timestamp", "datetime", "date", "ts"})
"""Names (in lower case) of columns that are taken for the time unless told otherwise."""


def is_time_name(name: str) -> bool:
    """Whether a column of this name is taken for the time unless told otherwise."""
    return name.lower() in TIME_NAMES


class TimeUnit:
    """The unit of a stream's times; the first of them decides it where it is not given.

    Numbers under 1e11 are seconds (since 1970, or since the sender's own zero), under 1e14
    milliseconds, under 1e17 microseconds, else nanoseconds.

    Args:
        given: "s", "ms", "us" or "ns"; None finds it out.

    Attributes:
        name: The same, or "ISO 8601"; "" before the first time.

    Raises:
        ArgumentError: There is no such unit.
    """

    def __init__(self, given: str | None = None) -> None:
        given = "us" if given in ("µs", "\u03bcs") else given  # the sign, and the Greek letter
        if given is not None and given not in PER_SECOND:
            raise ArgumentError(f"time_unit={given!r}: use 's', 'ms', 'us' or 'ns'")
        self.name = given or ""
        self._decided = given is not None

    def per_second(self, first: float) -> float:
        """How many of the unit make a second; `first` decides if nothing did before."""
        if not self._decided:
            size = abs(first)
            steps = [(1e11, "s"), (1e14, "ms"), (1e17, "us")]
            self.name = next((unit for limit, unit in steps if size < limit), "ns")
            self._decided = True
        return PER_SECOND[self.name]

    def is_stated(self, unit: str) -> None:
        """Note what a heading such as `t [ms]` says; what is known or no such unit stays."""
        if not self._decided and unit in PER_SECOND:
            self.name, self._decided = unit, True

    def is_text(self) -> None:
        """Note that times come as text in ISO 8601."""
        self.name = self.name or ISO


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
