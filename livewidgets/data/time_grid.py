"""TimeGrid: many columns over time, in buckets of time that stand still."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.news import News
from livewidgets.data.showable import showable

Floats = NDArray[np.float64]

HOLD = 4.0
"""A bucket without rows shows those before it, for so many times the usual distance of rows."""


class TimeGrid:
    """Of each bucket of time and channel the mean or the greatest value.

    Buckets begin at multiples of their width, so that a row never changes its bucket. Each row
    is read once, and once more where late rows have come.

    Attributes:
        number: Which buckets have rows: their start in widths, shape (buckets,), ascending.

    Args:
        names: The columns.
        channels: How many rows the grid has; neighbouring columns share one where there are
            more columns.
        width: Of a bucket, in seconds.
        greatest: Whether the greatest value of a bucket is kept, or else the mean.
    """

    def __init__(self, names: tuple[str, ...], channels: int, width: float, greatest: bool) -> None:
        self.names = names
        self.width = width
        self.channels = min(channels, len(names))
        self._greatest = greatest
        self._firsts = np.arange(self.channels) * len(names) // self.channels
        self.number: Floats = np.empty(0)
        self._sums: Floats = np.empty((self.channels, 0))
        self._counts: Floats = np.empty((self.channels, 0))

    @property
    def values(self) -> Floats:
        """Shape (channels, buckets); NaN where there was no number."""
        if self._greatest:
            return self._sums
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            return self._sums / self._counts

    def update(self, news: News, start: float) -> None:
        """Take over what is new, and let go of buckets that end before a time.

        Args:
            news: Of the ring, with buckets' width as its grain.
            start: Seconds.
        """
        first = int(np.searchsorted(self.number, np.floor(start / self.width)))
        stop = int(np.searchsorted(self.number, np.round(news.void / self.width)))
        self._take(slice(first, max(first, stop)))
        if len(news.rows):
            self._add(news)

    def filled(self, first: int, count: int) -> Floats:
        """The buckets from one on, shape (channels, count); one without rows is as the one
        before, unless rows were missing for long; NaN else."""
        whole = np.full((self.channels, count), np.nan)
        if not len(self.number):
            return whole
        places = (self.number - first).astype(np.intp)
        wanted = np.arange(min(count, max(0, int(places[-1]) + 1)))
        found = np.searchsorted(places, wanted, "right") - 1
        usual = float(np.median(np.diff(places))) if len(places) > 1 else 1.0
        good = (found >= 0) & (wanted - places[found] < max(1.0, HOLD * usual))
        whole[:, wanted[good]] = self.values[:, found[good]]
        return whole

    def _add(self, news: News) -> None:
        time = news.rows.time
        values = np.stack([showable(news.rows[name]) for name in self.names])
        number = np.floor(time / self.width)
        starts = np.concatenate(([0], np.flatnonzero(np.diff(number)) + 1))
        fold = np.fmax if self._greatest else np.add
        counts = np.isfinite(values).astype(np.float64)
        if not self._greatest:
            values = np.where(counts > 0, values, 0.0)
        sums = fold.reduceat(fold.reduceat(values, self._firsts, axis=0), starts, axis=1)
        counts = np.add.reduceat(np.add.reduceat(counts, self._firsts, axis=0), starts, axis=1)
        number = number[starts]
        if len(self.number) and number[0] == self.number[-1]:  # which goes on
            sums[:, 0] = fold(sums[:, 0], self._sums[:, -1])
            counts[:, 0] += self._counts[:, -1]
            self._take(slice(0, -1))
        self.number = np.concatenate((self.number, number))
        self._sums = np.concatenate((self._sums, sums), axis=1)
        self._counts = np.concatenate((self._counts, counts), axis=1)

    def _take(self, part: slice) -> None:
        self.number = self.number[part]
        self._sums, self._counts = self._sums[:, part], self._counts[:, part]
