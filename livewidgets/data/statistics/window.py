"""Moments over a sliding window, at each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.statistics.columnwise import Floats, first_number, joined
from livewidgets.data.statistics.sums import Numbers, greatest, least, onward
from livewidgets.data.statistics.tail import Tail

MOST_ROWS = 250_000
"""Rows that a window holds at least before its bound makes it shorter than was asked for."""

SMALL = 32
"""Windows of at most so many samples are computed each by itself."""

_AT_A_TIME = 1_024  # small windows


@dataclass(frozen=True, slots=True)
class Parts:
    """Moments of samples, one set for each of n rows: arrays of shape (columns, n).

    Attributes:
        count: Samples.
        mean: From `zero` on, so that a large offset costs no digits.
        squares: Sums of squared deviations from the mean.
        low: The least sample; infinity for none.
        high: The greatest; -infinity for none.
        zero: Shape (columns, 1).
    """

    count: Floats
    mean: Floats
    squares: Floats
    low: Floats
    high: Floats
    zero: Floats

    @classmethod
    def of(cls, of_rows: Iterable[Floats], zero: Floats) -> Parts:
        """From what there is one of for each row, in the order of the attributes."""
        count, mean, squares, low, high = of_rows
        return cls(count, mean, squares, low, high, zero)

    @property
    def of_rows(self) -> tuple[Floats, ...]:
        """What there is one of for each row."""
        return self.count, self.mean, self.squares, self.low, self.high

    def __getitem__(self, rows: NDArray[np.intp] | slice) -> Parts:
        return Parts.of((each[:, rows] for each in self.of_rows), self.zero)

    def before(self, other: Parts) -> Parts:
        """Of these samples and the other ones (Chan, Golub and LeVeque, 1983)."""
        count = self.count + other.count
        share = other.count / np.maximum(count, 1.0)
        mean = self.mean + (self.zero - other.zero)
        apart = other.mean - mean
        more = apart * share
        mean += more
        more *= apart
        more *= self.count
        more += self.squares
        more += other.squares
        low, high = np.minimum(self.low, other.low), np.maximum(self.high, other.high)
        return Parts(count, mean, more, low, high, other.zero)

    def whole(self) -> Parts:
        """With a count for each column, where one was for all."""
        count = np.broadcast_to(self.count, self.mean.shape).copy()
        return Parts(count, self.mean, self.squares, self.low, self.high, self.zero)

    def put(self, where: NDArray[np.intp], other: Parts) -> None:
        """Write others over some of the rows."""
        for mine, theirs in zip(self.of_rows, other.of_rows, strict=True):
            mine[:, where] = theirs
        self.mean[:, where] += other.zero - self.zero


class WindowMoments:
    """Moments of the rows in (place - span, place], at each row's place.

    Rows are cut into blocks that are a span long. A window is the end of one block and the
    beginning of the next: sums from a block's last row backward and from the next one's first
    row onward are merged (van Herk, 1992, and Gil and Werman, 1993, did so for minima). So no
    row outside of a window ever touches its result: an outlier that has left is forgotten,
    which running sums from which rows are taken off never do.

    Args:
        span: Of the window, in the unit of the places; more than zero.
        columns: How many.
    """

    def __init__(self, span: float, columns: int) -> None:
        self._span = span
        self._tail = Tail(columns)
        self._before = 0  # rows of the tail that belong to the block before
        self._begin = -np.inf  # the first place of this block
        self._suffix: Parts | None = None  # of the block before: from each row to its end
        self._summed = 0  # rows of this block that are in the sums
        self._sums = _nothing(columns)

    def feed(self, at: Floats, values: Floats) -> tuple[Floats, ...]:
        """The windows that end with these rows: count, mean, sum of squared deviations,
        least, greatest; each of shape (columns, n). Those of no samples are not defined.

        Args:
            at: Their places (times, numbers), shape (n,), never backward.
            values: Shape (columns, n), NaN where there is none.
        """
        old = len(self._tail)
        self._tail.append(at, values)
        starts = at - self._span
        found: list[Parts] = []
        row = 0
        while row < len(at):
            end = row + int(np.searchsorted(starts[row:], self._begin))
            room = self._before + MOST_ROWS - (old + row)
            if end == row or room <= 0:
                old -= self._next_block(float(at[row]), old + row)
                end = row + max(1, int(np.searchsorted(starts[row:], self._begin)))
                room = MOST_ROWS
            end = min(end, row + room)
            found.append(self._windows(old + row, old + end, starts[row:end]))
            row = end
        return _joined(found)

    def _next_block(self, begin: float, row: int) -> int:
        """The block ends before a row; gives how many rows are let go."""
        gone = self._before
        self._tail.drop(gone)
        self._before = row - gone
        self._begin = begin
        self._suffix = None
        self._summed, self._sums = 0, _nothing(len(self._tail.values))
        return gone

    def _windows(self, first: int, stop: int, starts: Floats) -> Parts:
        """The windows of rows of this block."""
        left = np.searchsorted(self._tail.at[: self._before], starts, "right")
        rows = np.arange(first, stop)
        small = rows - left < SMALL
        if small.all():
            return self._small(rows, left)
        made = self._prefix(stop)[first - stop :]
        if self._before:
            if self._suffix is None:
                self._suffix = _suffixes(self._tail.values[:, : self._before])
            made = self._suffix[left].before(made)
        if small.any():
            made = made.whole()
            made.put(np.flatnonzero(small), self._small(rows[small], left[small]))
        return made

    def _prefix(self, stop: int) -> Parts:
        """From this block's first row to each that is not summed yet."""
        values = self._tail.values[:, self._before + self._summed : stop]
        made, self._sums = _prefixes(values, self._sums)
        self._summed = stop - self._before
        return made

    def _small(self, rows: NDArray[np.intp], left: NDArray[np.intp]) -> Parts:
        pieces = [
            self._few(rows[start : start + _AT_A_TIME], left[start : start + _AT_A_TIME])
            for start in range(0, len(rows), _AT_A_TIME)
        ]
        return Parts.of(_joined(pieces), np.zeros((len(self._tail.values), 1)))

    def _few(self, rows: NDArray[np.intp], left: NDArray[np.intp]) -> Parts:
        """Windows one by one, side by side: shape (columns, windows, SMALL)."""
        where = rows[:, np.newaxis] - np.arange(SMALL)
        inside = where >= left[:, np.newaxis]
        values = self._tail.values[:, np.where(inside, where, 0)]
        there = inside & ~np.isnan(values)
        count = there.sum(axis=2).astype(np.float64)
        some = np.maximum(count, 1.0)
        first = np.take_along_axis(values, there.argmax(axis=2)[..., np.newaxis], axis=2)
        off = np.where(there, values - first, 0.0)
        mean = off.sum(axis=2) / some
        around = np.where(there, off - mean[..., np.newaxis], 0.0)
        squares = np.square(around).sum(axis=2) - around.sum(axis=2) ** 2 / some
        return Parts(
            count,
            np.where(count > 0, first[..., 0] + mean, 0.0),
            np.maximum(squares, 0.0),
            np.where(there, values, np.inf).min(axis=2),
            np.where(there, values, -np.inf).max(axis=2),
            np.zeros((len(values), 1)),
        )


def _joined(pieces: list[Parts]) -> tuple[Floats, ...]:
    """Rows one after the other, their means from 0 on."""
    if len(pieces) > 1:
        pieces = [piece.whole() for piece in pieces]
    plain = [(p.count, p.mean + p.zero, p.squares, p.low, p.high) for p in pieces]
    return tuple(joined(each) for each in zip(*plain, strict=True))


def _nothing(columns: int) -> Parts:
    """Of no samples, for one row."""
    zeros, infinite = np.zeros((columns, 1)), np.full((columns, 1), np.inf)
    return Parts(zeros, zeros, zeros, infinite, -infinite, np.full((columns, 1), np.nan))


def _prefixes(values: Floats, sums: Parts) -> tuple[Parts, Parts]:
    """Moments from a first row to each, and the sums to go on with.

    Deviations are taken from the first number: since it is one of the samples, their squares
    are no more than the samples' number times those from the mean, and few digits are lost.

    Args:
        values: Shape (columns, n).
        sums: Count, sum, sum of squares, least and greatest so far; and the first number.
    """
    zero = first_number(sums.zero, values)
    there = Numbers.of(values)
    off = there.or_else(values - zero, 0.0)
    squares = onward(off * off, sums.squares)
    total = onward(off, sums.mean)
    count = there.counts(sums.count)
    low = least(there.or_else(values, np.inf), sums.low)
    high = greatest(there.or_else(values, -np.inf), sums.high)
    mean = total / np.maximum(count, 1.0)
    last = Parts.of((each[:, -1:] for each in (count, total, squares, low, high)), zero)
    known = np.where(np.isnan(zero), 0.0, zero)
    squares = squares - total * mean
    return Parts(count, mean, np.maximum(squares, 0.0, out=squares), low, high, known), last


def _suffixes(values: Floats) -> Parts:
    """Moments from each row to the last; and of none, behind it."""
    none = _nothing(len(values))
    parts, _ = _prefixes(values[:, ::-1], none)
    both = zip(parts.of_rows, none.of_rows, strict=True)
    whole = (
        np.concatenate((each[:, ::-1], nothing[: len(each)]), axis=1) for each, nothing in both
    )
    return Parts.of(whole, parts.zero)
