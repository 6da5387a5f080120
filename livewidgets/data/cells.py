"""Cells: of points in a plane the newest of each cell and age: it lies over the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SLOTS = 8


class NewestPoints:
    """The newest point of each cell of a grid, and of each age; oldest first.

    The grid is aligned to zero, so that a point keeps its cell while the view slides. A point
    of which a newer one lies in the same cell is let go of for good: where cells become
    smaller, points have to be added anew.

    Attributes:
        time: Seconds, shape (points,), sorted.
        x: As `time`.
        y: As `time`.
        value: What else is known of each point; as `time`.
    """

    def __init__(self) -> None:
        self.time = self.x = self.y = self.value = np.empty(0)

    def __len__(self) -> int:
        return len(self.time)

    def cut(self, time: float) -> None:
        """Let go of points from a time on."""
        stop = int(np.searchsorted(self.time, time))
        self.time, self.x, self.y, self.value = (
            each[:stop] for each in (self.time, self.x, self.y, self.value)
        )

    def add(self, time: Floats, x: Floats, y: Floats, value: Floats) -> None:
        """Add points that are no older than those there are; what is no number is left out."""
        good = np.isfinite(x) & np.isfinite(y)
        self.time = np.concatenate((self.time, time[good]))
        self.x = np.concatenate((self.x, x[good]))
        self.y = np.concatenate((self.y, y[good]))
        self.value = np.concatenate((self.value, value[good]))

    def thin(self, start: float, width: float, height: float, age: float) -> None:
        """Let go of points before a time, and of those below others.

        Args:
            start: Seconds.
            width: Of a cell, in the unit of x.
            height: Of a cell, in the unit of y.
            age: Seconds: of points of different multiples of it none lies below another. There
                are fewer than eight of them from `start` on.
        """
        first = int(np.searchsorted(self.time, start))
        # Backwards, as the first of equal ones is what is found.
        cells = np.empty(len(self.time) - first, dtype=np.complex128)
        with np.errstate(over="ignore"):
            slot = np.floor(self.time[first:] / age) % _SLOTS
            cells.real = (np.floor(self.x[first:] / width) * _SLOTS + slot)[::-1]
            cells.imag = np.floor(self.y[first:] / height)[::-1]
        _, found = np.unique(cells, return_index=True)
        kept = np.sort(len(cells) - 1 - found) + first
        self.time, self.x, self.y, self.value = (
            each[kept] for each in (self.time, self.x, self.y, self.value)
        )
