"""Buckets: what remains of the samples of curves within each step of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GAP_INTERVALS = 5.0
"""A silence of more than this many usual intervals (and more than a bucket) is a gap."""

_NEIGHBOURS = 8  # silences on either side of one that tell what is usual there


@dataclass(frozen=True, slots=True)
class Buckets:
    """Buckets that hold samples, in order of time; aligned to absolute time.

    Of each bucket and curve remain the first sample of the minimum and the last of the
    maximum, in order of time; so all samples where there are two at most. NaN and infinite
    samples count only where there are no others: they remain as one NaN.

    Attributes:
        number: floor(time / width), shape (buckets,).
        rows: Samples in the bucket, shape (buckets,).
        first: Time of the first sample, shape (buckets,).
        last: Time of the last sample, shape (buckets,).
        inner: Mean interval between different times within the bucket; NaN if there are
            fewer than two; shape (buckets,).
        x: Times of the two samples that remain, shape (curves, buckets, 2).
        y: Their values, shape (curves, buckets, 2).
    """

    number: Floats
    rows: NDArray[np.int64]
    first: Floats
    last: Floats
    inner: Floats
    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.number)

    @classmethod
    def none(cls, curves: int) -> Buckets:
        """No buckets."""
        empty, pairs = np.empty(0), np.empty((curves, 0, 2))
        return cls(empty, np.empty(0, dtype=np.int64), empty, empty, empty, pairs, pairs)

    def __getitem__(self, buckets: slice) -> Buckets:
        """Some of the buckets."""
        return Buckets(
            self.number[buckets],
            self.rows[buckets],
            self.first[buckets],
            self.last[buckets],
            self.inner[buckets],
            self.x[:, buckets],
            self.y[:, buckets],
        )

    def joined(self, later: Buckets) -> Buckets:
        """These buckets and later ones."""
        return Buckets(
            np.concatenate((self.number, later.number)),
            np.concatenate((self.rows, later.rows)),
            np.concatenate((self.first, later.first)),
            np.concatenate((self.last, later.last)),
            np.concatenate((self.inner, later.inner)),
            np.concatenate((self.x, later.x), axis=1),
            np.concatenate((self.y, later.y), axis=1),
        )

    def points(self, width: float) -> tuple[Floats, Floats]:
        """The points to draw: two per bucket, one where it holds one sample.

        A gap gets a point of NaN between, which breaks the line.

        Returns:
            x and y, shape (curves, points). A curve that has fewer samples in a bucket than
            others repeats its last one.
        """
        curves, points = len(self.x), 2 * len(self)
        x, y = self.x.reshape(curves, points), self.y.reshape(curves, points)
        keep = np.ones(points, dtype=np.bool_)
        keep[1::2] = self.rows > 1
        gaps = self.gaps(width)
        if not keep.all():
            x, y = x[:, keep], y[:, keep]
        if len(gaps):
            after = np.cumsum(np.minimum(self.rows, 2))[gaps]
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
        found = np.flatnonzero(silence > width)
        if not len(found):
            return found
        steps = np.arange(1, _NEIGHBOURS + 1)
        usual = np.fmax(_median(silence, found, -steps), _median(silence, found, steps))
        inside = np.fmax(self.inner[found], self.inner[found + 1])
        usual = np.where(np.isnan(usual), inside, usual)
        return found[silence[found] > GAP_INTERVALS * usual]


def bucketize(time: Floats, values: NDArray[Any], width: float) -> Buckets:
    """Sort samples into buckets.

    Args:
        time: Seconds, shape (n,), sorted.
        values: Shape (curves, n); numbers or booleans.
        width: The buckets' width in seconds.
    """
    count = len(time)
    if not count:
        return Buckets.none(len(values))
    values = np.asarray(values, dtype=np.float64)
    number = np.floor(time / width)
    starts = np.concatenate(([0], np.flatnonzero(number[1:] != number[:-1]) + 1))
    rows = np.diff(np.append(starts, count))
    first, last = time[starts], time[starts + rows - 1]

    finite = np.isfinite(values)
    whole = bool(finite.all())
    index = np.arange(count)
    low = values if whole else np.where(finite, values, np.inf)
    is_low = low == np.repeat(np.minimum.reduceat(low, starts, axis=1), rows, axis=1)
    high = values if whole else np.where(finite, values, -np.inf)
    is_high = high == np.repeat(np.maximum.reduceat(high, starts, axis=1), rows, axis=1)
    lowest = np.minimum.reduceat(np.where(is_low & finite, index, count), starts, axis=1)
    highest = np.maximum.reduceat(np.where(is_high & finite, index, -1), starts, axis=1)

    none = highest < 0
    kept = np.stack((np.minimum(lowest, highest), np.maximum(lowest, highest)), axis=2)
    kept = np.where(none[:, :, np.newaxis], starts[:, np.newaxis], kept)
    pairs = kept.reshape(len(values), -1)
    y = np.take_along_axis(values, pairs, axis=1).reshape(kept.shape)
    y[none] = np.nan

    moves = np.diff(time, prepend=time[:1]) > 0
    moves[starts] = False
    steps = np.add.reduceat(moves, starts, dtype=np.int64)
    inner = np.where(steps > 0, (last - first) / np.maximum(steps, 1), np.nan)
    return Buckets(number[starts], rows, first, last, inner, time[kept], y)


def _median(silence: Floats, at: NDArray[np.intp], steps: NDArray[np.intp]) -> Floats:
    """The lower median of the silences at some steps from each; NaN where there are none."""
    where = at[:, np.newaxis] + steps
    inside = (where >= 0) & (where < len(silence))
    near = np.where(inside, silence[np.where(inside, where, 0)], np.inf)
    near.sort(axis=1)
    known = inside.sum(axis=1)
    middle = near[np.arange(len(at)), np.maximum(known - 1, 0) // 2]
    return np.where(known > 0, middle, np.nan)
