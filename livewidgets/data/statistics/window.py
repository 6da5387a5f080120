"""Moments over a sliding window, at each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

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
_PORTION = 2_048  # rows


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

    def take(self, rows: NDArray[np.intp]) -> Parts:
        """Those of some rows, in any order."""
        return Parts.of((np.take(each, rows, axis=1) for each in self.of_rows), self.zero)

    def __getitem__(self, rows: slice) -> Parts:
        return Parts.of((each[:, rows] for each in self.of_rows), self.zero)

    def before(self, other: Parts) -> Parts:
        """Of these samples and the other ones (Chan, Golub and LeVeque, 1983)."""
        count = self.count + other.count
        share = other.count / np.maximum(count, 1.0)
        apart = other.mean + (other.zero - self.zero)
        apart -= self.mean
        more = apart * share
        mean = self.mean + more
        more *= apart
        more *= self.count
        more += self.squares
        more += other.squares
        low, high = np.minimum(self.low, other.low), np.maximum(self.high, other.high)
        return Parts(count, mean, more, low, high, self.zero)

    def plain(self) -> Parts:
        """With means from 0 on, and a count for each column where one was for all."""
        if self.count.shape == self.mean.shape and not self.zero.any():
            return self
        count = np.broadcast_to(self.count, self.mean.shape).copy()
        mean = self.mean + self.zero
        return Parts(count, mean, self.squares, self.low, self.high, np.zeros_like(self.zero))

    def put(self, where: NDArray[np.intp] | slice, other: Parts) -> None:
        """Write others over some of the rows; both from the same zero on."""
        for mine, theirs in zip(self.of_rows, other.of_rows, strict=True):
            mine[:, where] = theirs


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
        self._before = 0  # where in the tail the block before begins
        self._block = 0  # and where this one does
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
        left = self._tail.after(starts)
        rows = np.arange(old, len(self._tail))
        small = rows - left < SMALL
        found, row = [], 0
        while row < len(at):
            end = self._end(starts, row, old)
            if not small[row:end].all():
                found.append((row, self._windows(old + row, old + end, left[row:end])))
            row = end
        made = _put_together(found, values.shape)
        if small.any():
            made = made.plain()
            made.put(np.flatnonzero(small), self._small(rows[small], left[small]))
        self._tail.drop(self._before)
        self._before, self._block = 0, self._block - self._before
        return made.count, made.mean + made.zero, made.squares, made.low, made.high

    def _end(self, starts: Floats, row: int, old: int) -> int:
        """Where the block of a row ends; begins one where it is the first of a new one."""
        end = row + int(np.searchsorted(starts[row:], self._begin))
        room = self._block + MOST_ROWS - (old + row)
        if end == row or room <= 0:
            self._before, self._block = self._block, old + row
            self._begin = float(self._tail.at[old + row])
            self._suffix = None
            self._summed, self._sums = 0, _nothing(len(self._tail.values))
            end = row + max(1, int(np.searchsorted(starts[row:], self._begin)))
            room = MOST_ROWS
        return min(end, row + room)

    def _windows(self, first: int, stop: int, left: NDArray[np.intp]) -> Parts:
        """The windows of rows of this block, which begin at `left`."""
        values = self._tail.values
        made, self._sums = _prefixes(values[:, self._block + self._summed : stop], self._sums)
        self._summed = stop - self._block
        made = made[first - stop :]
        if self._before == self._block:
            return made
        if self._suffix is None:
            self._suffix = _suffixes(values[:, self._before : self._block])
        where = np.clip(left, self._before, self._block) - self._before
        return self._suffix.take(where).before(made)

    def _small(self, rows: NDArray[np.intp], left: NDArray[np.intp]) -> Parts:
        pieces = [
            self._few(rows[start : start + _AT_A_TIME], left[start : start + _AT_A_TIME])
            for start in range(0, len(rows), _AT_A_TIME)
        ]
        whole = zip(*(piece.of_rows for piece in pieces), strict=True)
        return Parts.of((joined(each) for each in whole), pieces[0].zero)

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


def _put_together(pieces: list[tuple[int, Parts]], shape: tuple[int, ...]) -> Parts:
    """Pieces at their places among rows of a shape; what is between them is not defined."""
    if len(pieces) == 1 and pieces[0][1].mean.shape == shape:
        return pieces[0][1]
    whole = Parts.of((np.zeros(shape) for _ in range(5)), np.zeros((shape[0], 1)))
    for start, piece in pieces:
        whole.put(slice(start, start + piece.mean.shape[1]), piece.plain())
    return whole


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
    columns, rows = values.shape
    sums = _nothing(columns)
    whole = Parts.of((np.empty((columns, rows + 1)) for _ in range(5)), np.zeros((columns, 1)))
    whole.put(slice(rows, None), sums)
    for stop in range(rows, 0, -_PORTION):  # in portions that fit the processor's cache
        start = max(0, stop - _PORTION)
        parts, sums = _prefixes(values[:, start:stop][:, ::-1], sums)
        whole.put(slice(start, stop), parts[::-1])
    return replace(whole, zero=parts.zero)
