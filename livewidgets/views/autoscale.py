"""The limits of a value axis: round, steady, and always around the data."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Protocol

from livewidgets.data.showable import LARGEST, SMALLEST
from livewidgets.errors import ArgumentError
from livewidgets.views.rounding import round_down, round_up, step_below

USED = 0.6
"""Limits shrink when the data use less than this part of their span."""

STEPS = 10
"""Limits are multiples of a 1-2-5 step that fits at least so often into their span."""

FLAT_MARGIN = 0.1
"""Data without a span are shown between themselves -/+ this part of their magnitude."""

FLAT_ULPS = 16
"""A span of fewer units in the last place than this is the number format's own noise."""


class Limits(Protocol):
    """What says between which two values an axis runs."""

    def update(self, low: float | None, high: float | None, now: float) -> tuple[float, float]:
        """The limits for data between `low` and `high`.

        Args:
            low: The least value in view; None, NaN and infinities are no value.
            high: The greatest value in view; None, NaN and infinities are no value.
            now: The time in seconds, from any zero.

        Returns:
            The lower and the upper limit: finite, the lower one less.
        """


class Fixed:
    """Limits that stay.

    Raises:
        ArgumentError: They are not two finite numbers, the lower one first.
    """

    def __init__(self, low: float, high: float) -> None:
        if not (abs(low) <= LARGEST and abs(high) <= LARGEST and high - low >= SMALLEST):
            raise ArgumentError(
                f"the limits ({low!r}, {high!r}) are no range; "
                "give two finite numbers, the lower one first"
            )
        self._limits = (float(low), float(high))

    def update(self, low: float | None, high: float | None, now: float) -> tuple[float, float]:
        """The limits, whatever the data are."""
        return self._limits


class Autoscale:
    """Limits that follow the data without jitter.

    They grow at once when the data leave them. They shrink only when everything that
    was in view for `shrink_after` seconds would fit into 60 % of their span, and then
    fit that. Data on one side of zero get no limit on the other side.

    Args:
        padding: The margin on either side, as a part of the data's span, 0 to 1.
        shrink_after: Seconds; infinity is never.

    Raises:
        ArgumentError: An argument is out of its range.
    """

    def __init__(self, padding: float = 0.05, shrink_after: float = 5.0) -> None:
        if not 0 <= padding <= 1:
            raise ArgumentError(f"padding is {padding!r}; give a part of the span, 0 to 1")
        if not shrink_after >= 0:
            raise ArgumentError(f"shrink_after is {shrink_after!r}; give seconds, 0 or more")
        self._padding = padding
        self._shrink_after = shrink_after
        self._limits: tuple[float, float] | None = None
        self._guessed = False  # fitted to data without a span
        self._seen = (0.0, 0.0)  # what was in view since `_since`
        self._since: float | None = None

    def update(self, low: float | None, high: float | None, now: float) -> tuple[float, float]:
        """The limits for data between `low` and `high`, both of which they include.

        Values beyond ±1e300 count as infinite and so as none. Without any value the
        limits stay as they are, or are (0, 1) where there was never one.
        """
        values = [float(each) for each in (low, high) if each is not None and abs(each) <= LARGEST]
        if not values:
            self._since = None
            return self._limits or (0.0, 1.0)
        low, high = min(values), max(values)
        if self._limits is None:
            self._limits = self._fit(low, high)
        elif low < self._limits[0] or high > self._limits[1]:
            self._since = None
            self._limits = (
                self._fit(low, high) if self._guessed else self._grown(low, high, *self._limits)
            )
        elif self._quiet(low, high, now, USED * (self._limits[1] - self._limits[0])):
            self._since = None
            self._limits = self._shrunk(*self._limits)
        return self._limits

    def _fit(self, low: float, high: float) -> tuple[float, float]:
        self._guessed = _flat(low, high)
        return _fitted(low, high, self._padding)

    def _grown(self, low: float, high: float, lower: float, upper: float) -> tuple[float, float]:
        margin = self._padding * (max(high, upper) - min(low, lower))
        return _rounded(
            _padded_low(low, margin) if low < lower else lower,
            _padded_high(high, margin) if high > upper else upper,
        )

    def _quiet(self, low: float, high: float, now: float, room: float) -> bool:
        """Whether all data have fitted into `room` for long enough."""
        if self._since is not None and self._since <= now:
            self._seen = (min(low, self._seen[0]), max(high, self._seen[1]))
        else:
            self._since, self._seen = now, (low, high)
        if self._seen[1] - self._seen[0] >= room:
            self._since, self._seen = now, (low, high)
        return high - low < room and now - self._since >= self._shrink_after

    def _shrunk(self, lower: float, upper: float) -> tuple[float, float]:
        low, high = _fitted(*self._seen, self._padding)
        # The limits of flat data are a guess, and may be wider.
        return self._fit(*self._seen) if high - low < upper - lower else (lower, upper)


def _flat(low: float, high: float) -> bool:
    resolution = FLAT_ULPS * math.ulp(max(abs(low), abs(high)))
    return high - low < max(resolution, SMALLEST)


def _fitted(low: float, high: float, padding: float) -> tuple[float, float]:
    if not _flat(low, high):
        margin = padding * (high - low)
        return _rounded(_padded_low(low, margin), _padded_high(high, margin))
    margin = FLAT_MARGIN * max(abs(low), abs(high))
    if margin < SMALLEST:
        margin = 1.0
    return _rounded(low - margin, high + margin)


def _padded_low(low: float, margin: float) -> float:
    return max(0.0, low - margin) if low >= 0 else low - margin


def _padded_high(high: float, margin: float) -> float:
    return min(0.0, high + margin) if high <= 0 else high + margin


def _rounded(low: float, high: float) -> tuple[float, float]:
    step = step_below((Fraction(high) - Fraction(low)) / STEPS)
    return round_down(low, step), round_up(high, step)
