"""News: what a ring has got since it was read last, and what of that before is void."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring

_TRIES = 4  # late rows may come between two looks at the ring; then all is read


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a ring.

    Attributes:
        void: Seconds: rows from this time on that were told of before are void, as late rows
            came among them, and come again in `rows`; inf: none, -inf: all.
        rows: Sorted by time.
    """

    void: float
    rows: Batch


class Newsreader:
    """Reads each row of a ring once, and again only what late rows have moved.

    Args:
        names: The columns that are wanted.
        grain: Where rows are void they are so from a multiple of so many seconds on, for those
            who keep sums of buckets; 0: from the very row.
    """

    def __init__(self, names: Sequence[str], grain: float = 0.0) -> None:
        self.names = tuple(names)
        self._grain = grain
        self._ring: Ring | None = None
        self._revision = -1
        self._next = 0  # sequence number of the first row that was not told of
        self._last = -math.inf  # time of the row before it

    def read(self, ring: Ring, start: float = -math.inf) -> News:
        """What is new.

        Args:
            ring: The ring; with another than before all is void.
            start: Seconds: of rows that are told of for the first time, or again, those before
                it are of no interest.

        Raises:
            SchemaError: There is no such column.
        """
        void = math.inf
        if ring is not self._ring:
            self._ring, self._revision = ring, ring.revision
            self._last = void = -math.inf
        for _ in range(_TRIES):
            if void == math.inf:
                look = ring.look(self._next, names=self.names)
            else:
                look = ring.look(time=max(void, start), names=self.names)
            if look.revision == self._revision:
                break
            # What was not told of yet begins no earlier than what was told of last.
            void = min(void, self._floor(min(self._last, ring.changed_since(self._revision))))
            self._revision = look.revision
        else:
            void = -math.inf
            look = ring.look(time=start, names=self.names)
            self._revision = look.revision
        rows = look.rows
        self._next = look.start + len(rows)
        if len(rows):
            self._last = float(rows.time[-1])
        if len(rows) and rows.time[0] < start:
            rows = rows[rows.time >= start]
        return News(void, rows)

    def _floor(self, time: float) -> float:
        if self._grain and math.isfinite(time):
            return math.floor(time / self._grain) * self._grain
        return time
