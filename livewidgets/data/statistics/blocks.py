"""Blocks: rows in portions that do not follow the batches they came in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Blocks:
    """Hands rows on in blocks of the same size, counted from the first row ever.

    Args:
        columns: How many values a row has.
        size: Rows of a block.
        full: Takes a block, shape (columns, size) or, after `flush`, less; not to be kept.
    """

    def __init__(self, columns: int, size: int, full: Callable[[Floats], None]) -> None:
        self._block = np.empty((columns, size))
        self._rows = 0
        self._full = full

    @property
    def rest(self) -> Floats:
        """The rows that do not fill a block yet, shape (columns, rows)."""
        return self._block[:, : self._rows]

    def flush(self) -> None:
        """Hand on what there is as a block of its own; the next begins after it."""
        if self._rows:
            self._full(self.rest)
            self._rows = 0

    def add(self, values: Floats) -> None:
        """Take rows, shape (columns, n)."""
        row, size = 0, self._block.shape[1]
        while row < values.shape[1]:
            taken = min(size - self._rows, values.shape[1] - row)
            self._block[:, self._rows : self._rows + taken] = values[:, row : row + taken]
            self._rows += taken
            row += taken
            if self._rows == size:
                self._full(self._block)
                self._rows = 0
