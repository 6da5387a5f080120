"""Exact quantiles over a sliding window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.statistics.columnwise import Floats
from livewidgets.data.statistics.tail import Tail
from livewidgets.data.statistics.window import MOST_ROWS


class WindowQuantiles:
    """Quantiles of the rows in (place - span, place], at some of the rows.

    Each column's window is kept sorted; what came and what went since the last time is put
    in and taken out all at once.

    Args:
        span: Of the window, in the unit of the places.
        shares: 0 to 1.
        columns: How many.
    """

    def __init__(self, span: float, shares: Sequence[float], columns: int) -> None:
        self._span = span
        self._shares = np.asarray(shares, dtype=np.float64)
        self._tail = Tail(columns)
        self._sorted = [np.empty(0) for _ in range(columns)]
        self._held = 0  # rows of the tail that are in the sorted windows

    def feed(self, at: Floats, values: Floats, wanted: NDArray[np.intp]) -> Floats:
        """The quantiles at the wanted rows, interpolated as numpy does.

        Args:
            at: The rows' places, shape (n,), never backward.
            values: Shape (columns, n), NaN where there is none.
            wanted: Indices of rows, ascending.

        Returns:
            Shape (shares, columns, wanted); NaN where a window holds no number.
        """
        old = len(self._tail)
        self._tail.append(at, values)
        made = np.empty((len(self._shares), len(values), len(wanted)))
        gone = 0  # rows that were let go since
        for number, row in enumerate(wanted):
            stop = old + int(row) + 1 - gone
            left = int(np.searchsorted(self._tail.at[:stop], at[row] - self._span, "right"))
            left = max(min(left, stop - 1), stop - MOST_ROWS)
            self._slide(left, stop)
            self._tail.drop(left)
            gone += left
            for column, window in enumerate(self._sorted):
                made[:, column, number] = _quantiles(window, self._shares)
        beyond = len(self._tail) - 2 * MOST_ROWS
        if beyond > 0:  # nobody asked for long
            self._sorted = [np.empty(0) for _ in self._sorted]
            self._held = 0
            self._tail.drop(beyond)
        return made

    def _slide(self, left: int, stop: int) -> None:
        """The sorted windows are to hold the tail's rows from `left` to `stop`."""
        values = self._tail.values
        held, self._held = self._held, stop - left
        anew = 2 * (min(left, held) + stop - held) > stop - left
        for column, window in enumerate(self._sorted):
            if anew or left > held:
                self._sorted[column] = _sorted(values[column, left:stop])
            else:
                window = _without(window, _sorted(values[column, :left]))
                self._sorted[column] = _with(window, _sorted(values[column, held:stop]))


def _sorted(values: Floats) -> Floats:
    return np.sort(values[~np.isnan(values)])


def _with(window: Floats, new: Floats) -> Floats:
    return np.insert(window, np.searchsorted(window, new), new)


def _without(window: Floats, old: Floats) -> Floats:
    """Without as many of each value as there are in `old`, all of which it holds."""
    if not len(old):
        return window
    nth = np.arange(len(old)) - np.searchsorted(old, old)  # of its equals
    keep = np.ones(len(window), dtype=np.bool_)
    keep[np.searchsorted(window, old) + nth] = False
    return window[keep]


def _quantiles(window: Floats, shares: Floats) -> Floats:
    """Of sorted numbers."""
    if not len(window):
        return np.full(len(shares), np.nan)
    place = shares * (len(window) - 1)
    below = place.astype(np.intp)
    above = np.minimum(below + 1, len(window) - 1)
    return window[below] + (window[above] - window[below]) * (place - below)
