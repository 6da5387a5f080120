"""Cleared: from which row on something is shown, once somebody has cleared it."""

from __future__ import annotations

import math

from livewidgets.data.ring import Ring


class Cleared:
    """Which rows of a ring are to be left out: those that there were when it was cleared. Of
    another ring (the stream's cell ran again) none are. From any thread."""

    def __init__(self) -> None:
        self._at: tuple[Ring, int, float] | None = None

    @property
    def version(self) -> object:
        """Another one when it has been cleared again."""
        return self._at

    def clear(self, ring: Ring) -> None:
        """Leave out what there is now."""
        newest = ring.newest
        self._at = None if newest is None else (ring, ring.total, newest)

    def rows(self, ring: Ring) -> int:
        """The sequence number of the first row that is shown."""
        at = self._at
        return 0 if at is None or at[0] is not ring else at[1]

    def start(self, ring: Ring) -> float:
        """Seconds: the least time of a row that is shown; -inf where all are."""
        at = self._at
        return -math.inf if at is None or at[0] is not ring else math.nextafter(at[2], math.inf)

    def hides(self, ring: Ring) -> bool:
        """Whether no row has come since."""
        return ring.total <= self.rows(ring)
