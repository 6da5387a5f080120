"""Cleared: from which row on something is shown, once somebody has cleared it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from livewidgets.data.ring import Ring


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """Where a ring ended when it was cleared.

    Attributes:
        ring: The ring.
        total: Rows that it had ever got.
        revision: How often late rows had moved others.
        newest: The time of its newest row, in seconds.
        alike: How many rows had that time.
    """

    ring: Ring
    total: int
    revision: int
    newest: float
    alike: int


class Cleared:
    """Which rows of a ring are to be left out: those that there were when it was cleared, and
    late ones that are put among them. Of another ring (the stream's cell ran again) none are.
    From any thread."""

    def __init__(self) -> None:
        self._at: _Mark | None = None

    @property
    def version(self) -> object:
        """Another one when it has been cleared again."""
        return self._at

    def clear(self, ring: Ring) -> None:
        """Leave out what there is now."""
        look = ring.look()  # once: rows may come at any moment
        times = [time for time, _ in look.pieces or () if len(time)]
        if not times:
            self._at = None
            return
        newest = float(times[-1][-1])
        alike = sum(int(np.count_nonzero(time == newest)) for time in times if time[-1] == newest)
        total = look.start + sum(map(len, times))
        self._at = _Mark(ring, total, look.revision, newest, alike)

    def rows(self, ring: Ring) -> int:
        """The sequence number of the first row that is shown."""
        at = self._at
        if at is None or at.ring is not ring:
            return 0
        if ring.changed_since(at.revision) >= at.newest:
            return at.total
        # Late rows have moved those that were there. Rows of the newest one's time that came
        # after it lie behind it; it may be gone by now.
        after = ring.look(time=math.nextafter(at.newest, math.inf)).start
        return min(ring.look(time=at.newest).start + at.alike, after)

    def start(self, ring: Ring) -> float:
        """Seconds: the least time of a row that is shown; -inf where all are."""
        at = self._at
        if at is None or at.ring is not ring:
            return -math.inf
        return math.nextafter(at.newest, math.inf)

    def choice(self, ring: Ring) -> object:
        """Another one when it has been cleared again, and when the first row has come since."""
        return self._at, self.hides(ring)

    def hides(self, ring: Ring) -> bool:
        """Whether no row has come since."""
        return ring.total <= self.rows(ring)
