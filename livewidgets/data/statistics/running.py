"""Count, mean, deviation, minimum and maximum of all rows so far, at each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from livewidgets.data.statistics.columnwise import (
    Columnwise,
    Floats,
    Results,
    first_number,
    joined,
)
from livewidgets.data.statistics.sums import Numbers, described, greatest, least, onward

BLOCK = 4_096
"""Rows after which sums begin anew, at the mean so far."""


@dataclass(frozen=True)
class Running(Columnwise):
    """`count`, `mean`, `std` (of a sample: n - 1), `min`, `max` of all rows up to each.

    Within a block of rows, numbered from the first row ever, deviations from the mean before
    it are summed, and at its end the mean moves: the shifted algorithm of Chan, Golub and
    LeVeque (1983), with the shift that makes it stable. One sum follows the other in the
    rows' order, so that the split into batches changes nothing, not even the last digit.
    """

    columns: tuple[str, ...] | None = None
    UNITS: ClassVar[Mapping[str, str]] = {"count": ""}

    def online(self, columns: int) -> RunningMoments:
        return RunningMoments(columns)

    def suffixes(self) -> tuple[str, ...]:
        return ("count", "mean", "std", "min", "max")

    def __str__(self) -> str:
        return "running statistics"


class RunningMoments:
    """`Running` at work.

    Args:
        columns: How many.
    """

    def __init__(self, columns: int) -> None:
        one = (columns, 1)
        self._rows = 0  # in this block
        self._zero = np.full(one, np.nan)
        # Of the blocks before: samples, mean (from zero's place), squared deviations.
        self._count, self._mean, self._squares = np.zeros(one), np.zeros(one), np.zeros(one)
        # Of this block, from that mean.
        self._in, self._sum, self._sum_squares = np.zeros(one), np.zeros(one), np.zeros(one)
        self._low, self._high = np.full(one, np.inf), np.full(one, -np.inf)

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows; there is a result for each."""
        self._zero = first_number(self._zero, values)
        start, parts = 0, []
        while start < len(time):
            stop = min(len(time), start + BLOCK - self._rows)
            parts.append(self._block(values[:, start:stop]))
            start = stop
        names = ("count", "mean", "std", "min", "max")
        whole = [joined(each) for each in zip(*parts, strict=True)]
        return slice(None), dict(zip(names, whole, strict=True))

    def _block(self, values: Floats) -> tuple[Floats, ...]:
        there = Numbers.of(values)
        off = there.or_else((values - self._zero) - self._mean, 0.0)
        inside = there.counts(self._in)
        squares = onward(off * off, self._sum_squares)
        sums = onward(off, self._sum)
        count = self._count + inside
        some = np.maximum(count, 1.0)
        moved = sums / some
        mean = self._mean + moved
        deviations = np.maximum(self._squares + (squares - sums * moved), 0.0)
        low = least(there.or_else(values, np.inf), self._low)
        high = greatest(there.or_else(values, -np.inf), self._high)
        self._low, self._high = low[:, -1:], high[:, -1:]
        self._rows += values.shape[1]
        if self._rows == BLOCK:
            self._rows = 0
            self._count, self._mean, self._squares = count[:, -1:], mean[:, -1:], deviations[:, -1:]
            self._in = self._sum = self._sum_squares = np.zeros_like(self._in)
        else:
            self._in, self._sum, self._sum_squares = inside[:, -1:], sums[:, -1:], squares[:, -1:]
        whole = np.broadcast_to(count, values.shape)
        return (whole.astype(np.int64), *described(count, self._zero + mean, deviations, low, high))
