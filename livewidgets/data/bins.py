"""Bins: how many values of a window of time lie between round edges, kept as rows come and go."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.news import News
from livewidgets.data.showable import LARGEST

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

MOST_BINS = 2
"""Times as many bins as are wanted there may be, before wider ones are taken."""

USED = 0.4
"""Edges are chosen anew when the values use less than this part of them."""

PATIENCE = 5.0
"""Seconds for which they have to."""

FLAT = 0.1
"""Values without a span have bins around them, of this part of their size in all."""

TINY = 1e-290
"""Values without a span and below this are taken for zero."""

MOST_ROWS = 1_000_000
"""Values that are counted at most: the newest."""


class Bins:
    """Counts of the values of a window, in bins that are multiples of a step 1, 2 or 5 × 10^k.

    A row is counted once when it comes, and taken away once when it goes. All are counted
    anew where values lie beyond the edges and more bins do not help, or use few of them.

    Attributes:
        step: The width of a bin.
        counts: By bin, shape (bins,); empty before the first value.
        recounted: How often all were counted anew.

    Args:
        wanted: About how many bins the values use; at least 1.
        whole: Whether the values are whole numbers: no bin is then narrower than 1.
    """

    def __init__(self, wanted: int, whole: bool = False) -> None:
        self.step = 1.0
        self.counts: Counts = np.zeros(0, dtype=np.int64)
        self.recounted = 0
        self._wanted = wanted
        self._whole = whole
        self._first = 0  # number of the first bin: how many steps it is from zero
        self._time = np.empty(1_024)
        self._values = np.empty(1_024)
        self._begin = self._end = 0  # of what is in the window
        self._narrow_since: float | None = None

    @property
    def edges(self) -> Floats:
        """Shape (bins + 1,)."""
        numbers = self._first + np.arange(len(self.counts) + 1, dtype=np.float64)
        # By the reciprocal where that is whole: 3 / 10 is what 0.3 is written as.
        inverse = float(round(1 / self.step)) if self.step < 1 else 0.0
        edges: Floats = numbers / inverse if inverse else numbers * self.step
        return edges

    @property
    def values(self) -> Floats:
        """What is counted, in the order of time; not to be written to."""
        return self._values[self._begin : self._end]

    def update(self, news: News, name: str, start: float) -> None:
        """Take over what is new, and let go of what is older than the window.

        Args:
            news: Of the ring.
            name: The column.
            start: Seconds: where the window begins.
        """
        if news.void < np.inf:
            self._go(self._begin, self._begin + self._before(news.void))
        rows = news.rows
        if len(rows):
            values = np.asarray(rows[name], dtype=np.float64)
            good = np.abs(values) <= LARGEST
            self._come(rows.time[good], values[good])
        self._go(self._begin + self._before(start), self._end)
        over = self._end - self._begin - MOST_ROWS
        if over > 0:
            self._go(self._begin + over, self._end)
        if self._end > self._begin:
            self._consider(float(self._time[self._end - 1]))

    def _before(self, time: float) -> int:
        """How many values there are before a time."""
        return int(np.searchsorted(self._time[self._begin : self._end], time))

    def _come(self, time: Floats, values: Floats) -> None:
        count = len(values)
        if not count:
            return
        if self._end + count > len(self._time):
            room = max(1_024, 2 * (self._end - self._begin + count))
            for name in ("_time", "_values"):
                old, new = getattr(self, name), np.empty(room)
                new[: self._end - self._begin] = old[self._begin : self._end]
                setattr(self, name, new)
            self._begin, self._end = 0, self._end - self._begin
        self._time[self._end : self._end + count] = time
        self._values[self._end : self._end + count] = values
        self._end += count
        if not self._fits(float(values.min()), float(values.max())):
            self._recount()
        else:
            self.counts += self._count(values)

    def _go(self, begin: int, end: int) -> None:
        """Have the values from `begin` to `end` and no others."""
        for gone in (self._values[self._begin : begin], self._values[end : self._end]):
            if len(gone):
                self.counts -= self._count(gone)
        self._begin, self._end = begin, end

    def _count(self, values: Floats) -> Counts:
        numbers = np.floor(values / self.step) - self._first
        # The last bin holds its upper edge, too: a quotient may be rounded up to it.
        places = np.clip(numbers, 0, len(self.counts) - 1).astype(np.intp)
        return np.bincount(places, minlength=len(self.counts))

    def _fits(self, low: float, high: float) -> bool:
        """Whether the bins hold values, after some more at the ends if these are enough."""
        if not len(self.counts):
            return False
        first = min(self._first, math.floor(low / self.step))
        last = max(self._first + len(self.counts) - 1, math.floor(high / self.step))
        if last - first + 1 > MOST_BINS * self._wanted:
            return False
        after = last - self._first - len(self.counts) + 1
        self.counts = np.pad(self.counts, (self._first - first, after))
        self._first = first
        return True

    def _recount(self) -> None:
        values = self.values
        self.step, self._first, bins = self._layout(float(values.min()), float(values.max()))
        self.counts = np.zeros(bins, dtype=np.int64)
        self.counts += self._count(values)
        self.recounted += 1
        self._narrow_since = None

    def _consider(self, now: float) -> None:
        """Choose edges anew where the values have used few of the bins for long enough."""
        used = np.flatnonzero(self.counts)
        if used[-1] - used[0] + 1 >= USED * len(self.counts):
            self._narrow_since = None
            return
        if self._narrow_since is None or now < self._narrow_since:
            self._narrow_since = now
        if now - self._narrow_since < PATIENCE:
            return
        self._narrow_since = now
        values = self.values
        layout = self._layout(float(values.min()), float(values.max()))
        if layout != (self.step, self._first, len(self.counts)):
            self._recount()

    def _layout(self, low: float, high: float) -> tuple[float, int, int]:
        """The step, the number of the first bin, and how many there are."""
        size = max(abs(low), abs(high))
        if high - low < max(1_000 * math.ulp(size), TINY):
            margin = FLAT / 2 * size if size > TINY else 0.5
            low, high = low - margin, high + margin
        step = ladder_step((high - low) / self._wanted)
        if self._whole:
            step = max(1.0, step)
        first = math.floor(low / step)
        return step, first, math.floor(high / step) - first + 1


def ladder_step(least: float) -> float:
    """The smallest of 1, 2, 5 × 10^k that is not below a number above zero."""
    power = math.floor(math.log10(least)) - 1
    while True:
        for digit in (1, 2, 5):
            step = float(Fraction(digit) * Fraction(10) ** power)
            if step >= least:
                return step
        power += 1
