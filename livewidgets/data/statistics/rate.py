"""How fast rows come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from livewidgets.data.batch import Batch
from livewidgets.data.statistics.tail import Tail
from livewidgets.data.statistics.window import MOST_ROWS


@dataclass(frozen=True)
class Rate:
    """`rate`: rows per second in the window (time - span, time], at each row.

    In the first window it is taken over the time since the first row; NaN at that one's own
    time. Of rows faster than 250,000 in a window the newest so many are taken, over the time
    that they span.

    Attributes:
        span: Of the window, in seconds.
    """

    span: float

    def begin(self) -> RateStep:
        """A step that has seen no rows."""
        return RateStep(self.span)

    def units(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Rows per second."""
        return {"rate": "rows/s"}

    def __str__(self) -> str:
        return f"rate over {self.span:g} s"


class RateStep:
    """`Rate` at work: remembers the times in the window.

    Args:
        span: In seconds.
    """

    def __init__(self, span: float) -> None:
        self._span = span
        self._times = Tail(0)
        self._first: float | None = None
        self._newest = -np.inf

    def feed(self, batch: Batch) -> Batch | None:
        """The rate at each row."""
        if not len(batch):
            return None
        time = np.maximum(np.maximum.accumulate(batch.time), self._newest)
        self._newest = float(time[-1])
        first = self._first = float(time[0]) if self._first is None else self._first
        old = len(self._times)
        self._times.append(time, np.empty((0, len(time))))
        at = self._times.at
        row = np.arange(old, old + len(time))
        left = self._times.after(time - self._span)
        cut = np.maximum(left, row + 1 - MOST_ROWS)
        whole = np.minimum(self._span, time - first)
        over = np.where(cut > left, time - at[np.maximum(cut - 1, 0)], whole)
        rate = np.full(len(time), np.nan)
        np.divide(row + 1 - cut, over, out=rate, where=over > 0)
        self._times.drop(max(0, int(cut[-1]) - 1))
        return Batch(time, {"rate": rate})
