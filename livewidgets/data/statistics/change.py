"""Derivative and integral over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from livewidgets.data.statistics.columnwise import Columnwise, Floats, Results

BLOCK = 4_096
"""Rows after which the integral's sum begins anew, what it was being kept aside."""


@dataclass(frozen=True)
class Derivative(Columnwise):
    """`derivative`: the change since the number before, per second.

    NaN where there is no number, none before it, or no later time than that of the one
    before (so for rows that came late).
    """

    columns: tuple[str, ...] | None = None
    UNITS: ClassVar[Mapping[str, str]] = {"derivative": "{}/s"}

    def online(self, columns: int) -> Differences:
        return Differences(columns)

    def suffixes(self) -> tuple[str, ...]:
        return ("derivative",)

    def __str__(self) -> str:
        return "derivative"


@dataclass(frozen=True)
class Integral(Columnwise):
    """`integral`: the area under the line through the numbers so far (trapezoidal rule).

    Rows without a number, or not later than the one before, add nothing; the line goes from
    the number before them to the next.
    """

    columns: tuple[str, ...] | None = None
    UNITS: ClassVar[Mapping[str, str]] = {"integral": "{}·s"}

    def online(self, columns: int) -> Areas:
        return Areas(columns)

    def suffixes(self) -> tuple[str, ...]:
        return ("integral",)

    def __str__(self) -> str:
        return "integral"


class Neighbours:
    """Finds for each number the one before it.

    Args:
        columns: How many.
    """

    def __init__(self, columns: int) -> None:
        one = (columns, 1)
        self._time, self._value = np.full(one, -np.inf), np.full(one, np.nan)

    def before(self, time: Floats, values: Floats) -> tuple[Floats, Floats]:
        """How much later each is than the one before, and that one's value.

        Both have shape (columns, n) and are NaN where there is no pair.
        """
        known = np.concatenate((self._value, values), axis=1)
        steps = np.diff(time)
        if not np.isnan(known).any() and (steps > 0).all() and (self._time < time[0]).all():
            passed = np.empty_like(values)  # which is usual
            passed[:, 0], passed[:, 1:] = time[0] - self._time[:, 0], steps
            self._time, self._value = np.full_like(self._time, time[-1]), values[:, -1:]
            return passed, known[:, :-1]
        finite = ~np.isnan(values)
        times = np.where(finite, time, -np.inf)
        latest = np.maximum.accumulate(np.concatenate((self._time, times), axis=1), axis=1)
        counts = finite & (time > latest[:, :-1])
        number = np.where(counts, np.arange(1, len(time) + 1), 0)
        last = np.maximum.accumulate(number, axis=1)
        last = np.concatenate((np.zeros_like(last[:, :1]), last), axis=1)
        value = np.take_along_axis(known, last, axis=1)
        when = np.take_along_axis(np.concatenate((self._time, times), axis=1), last, axis=1)
        pair = counts & np.isfinite(when[:, :-1])
        self._time, self._value = when[:, -1:], value[:, -1:]
        return np.where(pair, time - when[:, :-1], np.nan), np.where(pair, value[:, :-1], np.nan)


class Differences:
    """`Derivative` at work.

    Args:
        columns: How many.
    """

    def __init__(self, columns: int) -> None:
        self._neighbours = Neighbours(columns)

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows; there is a result for each."""
        passed, before = self._neighbours.before(time, values)
        return slice(None), {"derivative": (values - before) / passed}


class Areas:
    """`Integral` at work. What rounding takes off the sums of blocks is kept and added again
    (Neumaier, 1974), so that the digits do not follow the number of rows.

    Args:
        columns: How many.
    """

    def __init__(self, columns: int) -> None:
        one = (columns, 1)
        self._neighbours = Neighbours(columns)
        self._rows = 0
        self._sum, self._lost, self._block = np.zeros(one), np.zeros(one), np.zeros(one)

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows; there is a result for each."""
        passed, before = self._neighbours.before(time, values)
        areas = (values + before) / 2 * passed
        areas[np.isnan(areas)] = 0.0
        made, row = np.empty_like(areas), 0
        while row < len(time):
            stop = min(len(time), row + BLOCK - self._rows)
            areas[:, row : row + 1] += self._block
            sums = np.cumsum(areas[:, row:stop], axis=1)
            made[:, row:stop] = self._sum + (sums + self._lost)
            self._block = sums[:, -1:]
            self._rows = (self._rows + stop - row) % BLOCK
            if not self._rows:
                self._put_aside()
            row = stop
        return slice(None), {"integral": made}

    def _put_aside(self) -> None:
        total = self._sum + self._block
        larger = np.abs(self._sum) >= np.abs(self._block)
        lost = np.where(
            larger, (self._sum - total) + self._block, (self._block - total) + self._sum
        )
        self._sum, self._lost, self._block = total, self._lost + lost, np.zeros_like(total)
