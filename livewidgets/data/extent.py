"""Extent: the least and the greatest value of all rows, at a cost that follows the new ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from livewidgets.data.look import Look
from livewidgets.data.ring import Ring
from livewidgets.data.showable import showable


class Extent:
    """The least and the greatest of the values that an axis can show, of all rows seen so far.

    Rows that the ring has let go of count still, where they were seen.

    Args:
        names: The columns; numeric ones.
        log: Whether the axis is logarithmic: it shows no zero and nothing below.
    """

    def __init__(self, names: Sequence[str], log: bool = False) -> None:
        self.names = tuple(names)
        self._log = log
        self._ring: Ring | None = None
        self._revision = 0
        self._next = 0  # sequence number of the first row that was not seen
        self._low, self._high = math.inf, -math.inf

    def update(self, ring: Ring) -> tuple[float | None, float | None]:
        """Take the rows that came since, and those that late ones have moved.

        Args:
            ring: The ring; another than before begins anew.

        Returns:
            The least and the greatest; None where there is none.

        Raises:
            SchemaError: A column is unknown.
        """
        if ring is not self._ring:
            self._ring, self._revision, self._next = ring, 0, 0
            self._low, self._high = math.inf, -math.inf
        # Rows that are looked at twice change nothing: what comes meanwhile is no harm.
        revision = ring.revision
        if revision != self._revision:
            self._take(ring.look(time=ring.changed_since(self._revision), names=self.names))
            self._revision = revision
        look = ring.look(self._next, names=self.names)
        self._next = look.start + self._take(look)
        return (self._low, self._high) if self._low <= self._high else (None, None)

    def _take(self, look: Look) -> int:
        """Take rows where they lie, for a copy of all would be as large as the ring; how many."""
        rows = 0
        for time, columns in look.pieces or ():
            rows += len(time)
            for column in columns.values():
                values = showable(column, self._log)
                values = values[~np.isnan(values)]
                if len(values):
                    self._low = min(self._low, float(values.min()))
                    self._high = max(self._high, float(values.max()))
        return rows
