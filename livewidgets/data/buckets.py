"""Buckets: what remains of the samples of curves within each step of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.m4 import KEPT, chosen, distinct, together
from livewidgets.data.showable import SMALLEST, showable

Floats = NDArray[np.float64]

GAP_INTERVALS = 5.0
"""A silence of more than this many usual intervals (and more than a bucket) is a gap."""

_NEIGHBOURS = 8  # silences on either side of one that tell what is usual there


@dataclass(frozen=True, slots=True)
class Buckets:
    """Buckets that hold samples, in order of time; aligned to absolute time.

    Of each bucket and curve remain, in order of time, the first sample, the first of the
    minimum, the last of the maximum and the last sample (M4: Jugel, Jerzak, Hackenbroich,
    Markl, VLDB 2014); where there are four at most, all of them, as they are. What the axis
    cannot show (see `showable`) is taken for NaN. Where there are more than four, NaN counts
    only where there is nothing else: it remains as one NaN.

    Attributes:
        number: floor(time / width), shape (buckets,).
        rows: Samples in the bucket, shape (buckets,).
        first: Time of the first sample, shape (buckets,).
        last: Time of the last sample, shape (buckets,).
        moves: How many samples in the bucket are later than the one before them there;
            shape (buckets,).
        left_out: How many numbers in the bucket, of all curves, a logarithmic axis cannot show
            for they are not above zero; shape (buckets,).
        x: Times of the samples that remain, shape (curves, buckets, 4); a curve of which
            fewer remain repeats some.
        y: Their values, shape (curves, buckets, 4).
        new: Which of the four is another point than the one before it, for any curve;
            shape (buckets, 4).
    """

    number: Floats
    rows: NDArray[np.int64]
    first: Floats
    last: Floats
    moves: NDArray[np.int64]
    left_out: NDArray[np.int64]
    x: Floats
    y: Floats
    new: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.number)

    @classmethod
    def none(cls, curves: int) -> Buckets:
        """No buckets."""
        empty, kept = np.empty(0), np.empty((curves, 0, KEPT))
        new, counts = np.empty((0, KEPT), dtype=np.bool_), np.empty(0, dtype=np.int64)
        return cls(empty, counts, empty, empty, counts, counts, kept, kept, new)

    def __getitem__(self, buckets: slice | NDArray[np.intp]) -> Buckets:
        """Some of the buckets."""
        return Buckets(
            self.number[buckets],
            self.rows[buckets],
            self.first[buckets],
            self.last[buckets],
            self.moves[buckets],
            self.left_out[buckets],
            self.x[:, buckets],
            self.y[:, buckets],
            self.new[buckets],
        )

    def joined(self, later: Buckets) -> Buckets:
        """These buckets and those of later samples, of which the first may go on with the
        last of these."""
        if len(self) and len(later) and self.number[-1] == later.number[0]:
            return self[:-1].joined(self[-1:]._gone_on(later[:1])).joined(later[1:])
        if not len(later):
            return self
        return Buckets.chained((self, later), len(self.x))

    def _gone_on(self, later: Buckets) -> Buckets:
        """One bucket of the samples of two."""
        kept = together(self.y[:, 0], later.y[:, 0], int(self.rows[0]), int(later.rows[0]))
        x, y = (
            np.take_along_axis(np.concatenate(both, axis=2), kept[:, np.newaxis], axis=2)
            for both in ((self.x, later.x), (self.y, later.y))
        )
        moves = self.moves + later.moves + (later.first > self.last)
        rows, left_out = self.rows + later.rows, self.left_out + later.left_out
        new = distinct(x, y)
        return Buckets(self.number, rows, self.first, later.last, moves, left_out, x, y, new)

    @classmethod
    def chained(
        cls, parts: Sequence[Buckets], curves: int, order: NDArray[np.intp] | None = None
    ) -> Buckets:
        """Some buckets, one after the other, as they are; or in an order of theirs."""
        if len(parts) < 2:
            found = parts[0] if parts else cls.none(curves)
            return found if order is None else found[order]

        def whole(arrays: list[NDArray[Any]], axis: int = 0) -> NDArray[Any]:
            array = np.concatenate(arrays, axis=axis)
            return array if order is None else array.take(order, axis)

        return cls(
            whole([each.number for each in parts]),
            whole([each.rows for each in parts]),
            whole([each.first for each in parts]),
            whole([each.last for each in parts]),
            whole([each.moves for each in parts]),
            whole([each.left_out for each in parts]),
            whole([each.x for each in parts], axis=1),
            whole([each.y for each in parts], axis=1),
            whole([each.new for each in parts]),
        )

    def combined(self) -> Buckets:
        """One bucket of each run of neighbours of one number, which are parts of it."""
        starts = np.concatenate(([0], np.flatnonzero(self.number[1:] != self.number[:-1]) + 1))
        if len(starts) >= len(self):
            return self
        stops = np.append(starts[1:], len(self))
        goes_on = self.first[1:] > self.last[:-1]
        goes_on[starts[1:] - 1] = False
        moves = self.moves + np.concatenate(([False], goes_on))
        # Of a part with fewer than four samples each is there once.
        own = np.arange(KEPT) < self.rows[:, np.newaxis]
        kept = np.minimum(self.rows, KEPT)
        before = np.concatenate(([0], np.cumsum(kept)))
        values = self.y[:, own]
        # M4 of what remained is M4 of all; where there are four at most, all.
        places = chosen(values, before[starts], before[stops] - before[starts])
        flat = places.reshape(len(values), len(starts) * KEPT)
        x = np.take_along_axis(self.x[:, own], flat, axis=1).reshape(places.shape)
        y = np.take_along_axis(values, flat, axis=1).reshape(places.shape)
        return Buckets(
            self.number[starts],
            np.add.reduceat(self.rows, starts),
            self.first[starts],
            self.last[stops - 1],
            np.add.reduceat(moves, starts),
            np.add.reduceat(self.left_out, starts),
            x,
            y,
            distinct(x, y),
        )

    def points(self, width: float) -> tuple[Floats, Floats]:
        """The points to draw: up to four per bucket.

        A gap gets a point of NaN between, which breaks the line.

        Returns:
            x and y, shape (curves, points). A curve that has fewer samples in a bucket than
            others repeats some.
        """
        curves, points = len(self.x), KEPT * len(self)
        keep = self.new.reshape(points)
        x = self.x.reshape(curves, points)[:, keep]
        y = self.y.reshape(curves, points)[:, keep]
        gaps = self.gaps(width)
        if len(gaps):
            after = np.cumsum(self.new.sum(axis=1))[gaps]
            middle = (self.last[gaps] + self.first[gaps + 1]) / 2
            x = np.insert(x, after, middle, axis=1)
            y = np.insert(y, after, np.nan, axis=1)
        return x, y

    def gaps(self, width: float) -> NDArray[np.intp]:
        """The buckets after which the line breaks.

        It breaks at a silence (from a bucket's last sample to the first of the next that
        holds any) of more than a bucket's width and more than 5 usual intervals. The usual
        interval is the median of the silences between up to 8 buckets before, or after if
        that is longer: of regular samples it is the interval between them, of bursts that
        between the bursts, and where the rate changes it is the slower one's. Where no
        other silence is known, the intervals inside the two buckets tell.
        """
        silence = self.first[1:] - self.last[:-1]
        # No usual interval is shorter than the shortest silence; of two or more, each has others.
        least = GAP_INTERVALS * float(silence.min()) if len(silence) > 1 else 0.0
        found = np.flatnonzero(silence > max(width, least))
        if not len(found):
            return found
        steps = np.arange(1, _NEIGHBOURS + 1)
        usual = np.fmax(_median(silence, found, -steps), _median(silence, found, steps))
        inside = np.fmax(self._inner(found), self._inner(found + 1))
        usual = np.where(np.isnan(usual), inside, usual)
        return found[silence[found] > GAP_INTERVALS * usual]

    def _inner(self, at: NDArray[np.intp]) -> Floats:
        """Mean intervals between different times within buckets; NaN where there is but one."""
        moves = self.moves[at]
        spans = self.last[at] - self.first[at]
        return np.where(moves > 0, spans / np.maximum(moves, 1), np.nan)


def bucketize(
    time: Floats,
    values: NDArray[Any],
    width: float,
    log: bool = False,
    cuts: NDArray[np.intp] | None = None,
) -> Buckets:
    """Sort samples into buckets.

    Args:
        time: Seconds, shape (n,), sorted.
        values: Shape (curves, n); numbers or booleans.
        width: The buckets' width in seconds.
        log: Whether they are drawn on a logarithmic axis.
        cuts: Samples, none of them the first, with which a bucket begins anew: parts of one
            stay apart.
    """
    count = len(time)
    if not count:
        return Buckets.none(len(values))
    low = values < SMALLEST if log else None
    values = showable(values, log)
    if count == 1:  # as in the ticks of all that is slow
        return _single(time, values, width, low)
    number = np.floor(time / width)
    begins = number[1:] != number[:-1]
    if cuts is not None:
        begins[cuts - 1] = True
    starts = np.concatenate(([0], np.flatnonzero(begins) + 1))
    rows = np.diff(np.append(starts, count))
    first, last = time[starts], time[starts + rows - 1]

    kept = chosen(values, starts, rows)
    x = time[kept]
    y = np.take_along_axis(values, kept.reshape(len(values), -1), axis=1).reshape(kept.shape)

    later = np.diff(time, prepend=time[:1]) > 0
    later[starts] = False
    moves = np.add.reduceat(later, starts, dtype=np.int64)
    left_out = np.zeros(len(starts), dtype=np.int64)
    if low is not None:
        left_out = np.add.reduceat(low.sum(axis=0, dtype=np.int64), starts)
    return Buckets(number[starts], rows, first, last, moves, left_out, x, y, distinct(x, y))


def _single(time: Floats, values: Floats, width: float, low: NDArray[np.bool_] | None) -> Buckets:
    """The bucket of one sample."""
    none, one = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    shape = (len(values), 1, KEPT)
    x, y = np.full(shape, time[0]), np.broadcast_to(values[:, :, np.newaxis], shape)
    left_out = none if low is None else low.sum(axis=0, dtype=np.int64)
    new = np.array([[True, False, False, False]])
    return Buckets(np.floor(time / width), one, time, time, none, left_out, x, y, new)


def _median(silence: Floats, at: NDArray[np.intp], steps: NDArray[np.intp]) -> Floats:
    """The lower median of the silences at some steps from each; NaN where there are none."""
    where = at[:, np.newaxis] + steps
    inside = (where >= 0) & (where < len(silence))
    near = np.where(inside, silence[np.where(inside, where, 0)], np.inf)
    near.sort(axis=1)
    known = inside.sum(axis=1)
    middle = near[np.arange(len(at)), np.maximum(known - 1, 0) // 2]
    return np.where(known > 0, middle, np.nan)
