"""Counters: what became of every row, and how fast rows come."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock

from livewidgets.data.batch import Reject

EXCERPTS = 20
"""How many of the newest rejects are kept."""

RATE_SECONDS = 5.0
"""The time over which the rate is taken."""

_BIN = 0.5  # seconds; rows are counted per bin, so that memory does not follow the rate


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows, at one moment.

    Attributes:
        received: Rows that came, whatever became of them.
        stored: Rows that were put in the ring.
        rejected: Rows that could not be decoded, or did not fit the schema.
        too_late: Rows that were older than the stated lateness.
        dropped: Rows that were let go before the ring.
        evicted: Rows that were in the ring and had to make room.
        bytes: Bytes that were read.
        excerpts: The newest rejects, oldest first, at most 20.
    """

    received: int
    stored: int
    rejected: int
    too_late: int
    dropped: int
    evicted: int
    bytes: int
    excerpts: tuple[Reject, ...]

    @property
    def accounted(self) -> bool:
        """Whether every row that came is accounted for; False would be a bug of ours."""
        return self.received == self.stored + self.rejected + self.too_late + self.dropped

    @property
    def in_ring(self) -> int:
        """How many rows the ring holds: `stored - evicted`."""
        return self.stored - self.evicted


class Counters:
    """Counts rows; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._received = self._stored = self._rejected = self._too_late = 0
        self._dropped = self._evicted = self._bytes = 0
        self._excerpts: deque[Reject] = deque(maxlen=EXCERPTS)
        self._bins: deque[tuple[int, int]] = deque(maxlen=round(RATE_SECONDS / _BIN) + 1)
        self._since: float | None = None

    def add(
        self,
        now: float,
        *,
        received: int = 0,
        stored: int = 0,
        too_late: int = 0,
        dropped: int = 0,
        evicted: int = 0,
        bytes: int = 0,
    ) -> None:
        """Count rows and bytes, all at once.

        Args:
            now: A monotonic time in seconds, for the rate.
            received: Rows that came; the rate is theirs.
            stored: Those of them that were put in the ring.
            too_late: Those of them that were too late.
            dropped: Those of them that were let go before the ring.
            evicted: Rows that left the ring.
            bytes: Bytes that were read.
        """
        with self._lock:
            self._received += received
            self._stored += stored
            self._too_late += too_late
            self._dropped += dropped
            self._evicted += evicted
            self._bytes += bytes
            if received:
                self._count_rate(received, now)

    def reject(self, reject: Reject) -> None:
        """Count rows that cannot be used, and keep the excerpt."""
        with self._lock:
            self._received += reject.rows
            self._rejected += reject.rows
            self._excerpts.append(reject)

    @property
    def excerpts(self) -> tuple[Reject, ...]:
        """The newest rejects, oldest first, at most 20."""
        with self._lock:
            return tuple(self._excerpts)

    def snapshot(self) -> Counts:
        """All counts, at one moment."""
        with self._lock:
            return Counts(
                received=self._received,
                stored=self._stored,
                rejected=self._rejected,
                too_late=self._too_late,
                dropped=self._dropped,
                evicted=self._evicted,
                bytes=self._bytes,
                excerpts=tuple(self._excerpts),
            )

    def rate(self, now: float) -> float:
        """Rows per second that came in about the last 5 s before `now`; rejected ones do not count.

        Less than 5 s after the first row it is taken over the time since then, but over
        half a second at least.
        """
        with self._lock:
            if self._since is None:
                return 0.0
            start = max(now - RATE_SECONDS, self._since)
            rows = sum(count for bin_, count in self._bins if (bin_ + 1) * _BIN > start)
            # The oldest bin counts as a whole, so the time does too.
            oldest = max(int(start // _BIN) * _BIN, self._since)
            return rows / max(now - oldest, _BIN)

    def _count_rate(self, rows: int, now: float) -> None:
        if self._since is None:
            self._since = now
        bin_ = int(now // _BIN)
        if self._bins and self._bins[-1][0] >= bin_:
            last, count = self._bins[-1]
            self._bins[-1] = (last, count + rows)
        else:
            self._bins.append((bin_, rows))
