"""Tail: the newest rows of several columns, in one piece of memory that is seldom moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FIRST = 1_024


class Tail:
    """Rows that are appended at one end and let go at the other.

    Args:
        columns: How many values a row has beside its place.
    """

    def __init__(self, columns: int) -> None:
        self._rows = np.empty((columns + 1, _FIRST))
        self._start = self._stop = 0

    def __len__(self) -> int:
        return self._stop - self._start

    @property
    def at(self) -> Floats:
        """Where the rows are (a time, a number), shape (rows,)."""
        return self._rows[0, self._start : self._stop]

    @property
    def values(self) -> Floats:
        """Their values, shape (columns, rows)."""
        return self._rows[1:, self._start : self._stop]

    def after(self, places: Floats) -> NDArray[np.intp]:
        """How many rows are at or before each of some places, which never go backward."""
        # Near one another they are found faster among the few rows between them.
        first, last = np.searchsorted(self.at, (places[0], places[-1]), "right")
        found: NDArray[np.intp] = first + np.searchsorted(self.at[first:last], places, "right")
        return found

    def append(self, at: Floats, values: Floats) -> None:
        """Put rows behind the others."""
        count = len(at)
        if self._stop + count > self._rows.shape[1]:
            kept = self._rows[:, self._start : self._stop]
            held = kept.shape[1]
            room = max(_FIRST, 2 * (held + count))  # so that each row is moved once or twice
            self._rows = np.empty((len(kept), room))
            self._rows[:, :held] = kept
            self._start, self._stop = 0, held
        new = slice(self._stop, self._stop + count)
        self._rows[0, new] = at
        self._rows[1:, new] = values
        self._stop += count

    def drop(self, count: int) -> None:
        """Let the oldest rows go."""
        self._start += count
