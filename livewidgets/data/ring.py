"""The ring: the newest rows of a stream, sorted by time, in bounded memory."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from livewidgets.data.batch import Batch
from livewidgets.data.chunks import Chunks, Pieces
from livewidgets.data.look import Look, nothing
from livewidgets.data.schema import Schema
from livewidgets.data.zones import ZONE
from livewidgets.errors import ArgumentError, SchemaError

ROWS = 1_000_000
"""How many rows are kept where no bound is given."""

_SMALLEST_CHUNK, _LARGEST_CHUNK = 1_024, 4_096  # a late row rebuilds a chunk: keep it small

_LATE_KNOWN = 1_024  # revisions of which it is known where rows were put in


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of appended rows.

    Attributes:
        stored: Rows that were put in the ring.
        too_late: Rows that were older than the newest by more than the lateness.
        evicted: Rows that left the ring to make room (those just stored, too, if the bound
            leaves no room for them).
        rows: The rows that were stored, as they came.
        total: How many rows were ever stored, these included.
        added: Columns that the ring had not before, in a batch that `grows`.
    """

    stored: int
    too_late: int
    evicted: int
    rows: Batch = field(compare=False)
    total: int = field(compare=False)
    added: tuple[str, ...] = ()


class Ring:
    """The newest rows, sorted by time; rows of equal time stay as they came. Thread-safe.

    Rows are numbered from 0 in ring order: the oldest in the ring is `first`, the newest
    `total - 1`. A late row moves those after it by one and raises `revision`. Rows that are
    handed out stay valid, with no lock, whatever happens to the ring.

    Args:
        rows: The most rows that are kept; None where `seconds` is the bound.
        seconds: Rows older than the newest by more are let go.
        lateness: Rows that come when one newer by more than this many seconds has come
            are not stored, but counted.

    Raises:
        ArgumentError: There is no bound, or one that cannot be used.
    """

    def __init__(
        self, rows: int | None = ROWS, seconds: float | None = None, lateness: float = 5.0
    ) -> None:
        if rows is None and seconds is None:
            raise ArgumentError("a ring needs a bound: rows, seconds or both")
        if rows is not None and rows < 1:
            raise ArgumentError(f"a ring must keep at least 1 row, not {rows}")
        if seconds is not None and not seconds > 0:
            raise ArgumentError(f"a ring must keep more than 0 seconds, not {seconds}")
        if not lateness >= 0:
            raise ArgumentError(f"the lateness must be 0 seconds or more, not {lateness}")
        self._keep = rows
        self._seconds = seconds
        self.lateness = lateness
        chunk = _LARGEST_CHUNK if rows is None else rows // 16
        self._chunk = min(max(chunk, _SMALLEST_CHUNK), _LARGEST_CHUNK)
        # Few rows are read as quickly without a map.
        self._zone = ZONE if self._chunk == _LARGEST_CHUNK else 0
        self._lock = Lock()
        self._chunks: Chunks | None = None
        self._shape: tuple[object, ...] = ()  # of the last batch that was found to fit
        self._total = 0
        self._revision = 0
        self._late: deque[float] = deque(maxlen=_LATE_KNOWN)  # of the newest revisions
        self._newest: float | None = None

    def emptied(self) -> Ring:
        """A ring of the same bounds that holds nothing."""
        return Ring(self._keep, self._seconds, self.lateness)

    @property
    def schema(self) -> Schema | None:
        """The columns; None before the first batch."""
        with self._lock:
            return self._chunks.schema if self._chunks is not None else None

    @property
    def rows(self) -> int:
        """How many rows the ring holds."""
        with self._lock:
            return self._rows()

    @property
    def total(self) -> int:
        """How many rows were ever stored."""
        with self._lock:
            return self._total

    @property
    def first(self) -> int:
        """The sequence number of the oldest row in the ring."""
        with self._lock:
            return self._total - self._rows()

    @property
    def newest(self) -> float | None:
        """The time of the newest row, in seconds; None before the first."""
        with self._lock:
            return self._newest

    @property
    def oldest(self) -> float | None:
        """The time of the oldest row in the ring, in seconds; None if it is empty."""
        with self._lock:
            return self._chunks.time(0) if self._chunks is not None and self._rows() else None

    @property
    def revision(self) -> int:
        """How often late rows have moved others."""
        with self._lock:
            return self._revision

    def append(self, batch: Batch) -> Appended:
        """Store rows.

        Raises:
            SchemaError: A column is unknown, missing, or of another kind than the ring's;
                or a time is not finite. Nothing is stored then.
        """
        if not len(batch):
            return Appended(0, 0, 0, batch, self.total)
        low, high = float(batch.time.min()), float(batch.time.max())
        if not math.isfinite(high - low):
            raise SchemaError("the time column holds a value that is not finite")
        with self._lock:
            chunks, added = self._fit(batch)
            before = len(chunks)
            count = len(batch)
            newest = low if self._newest is None else self._newest
            kept = batch
            if low < newest or not _sorted(batch):
                kept = self._in_time(batch, newest)
                batch = kept[np.argsort(kept.time, kind="stable")]
            stored = len(batch)
            if stored:
                if batch.time[0] < newest:
                    batch = self._merge(chunks, batch)
                chunks.append(batch, self._keep)
                self._newest = max(newest, high)
                if self._seconds is not None:
                    chunks.evict(chunks.find(self._newest - self._seconds, after=False))
            self._total += stored
            evicted = before + stored - len(chunks)
            return Appended(stored, count - stored, evicted, kept, self._total, added)

    def last(self, rows: int, names: Sequence[str] | None = None) -> Batch:
        """The newest rows, at most `rows` of them.

        Args:
            rows: How many.
            names: The columns that are wanted; None is all.

        Raises:
            SchemaError: There is no such column.
        """
        with self._lock:
            pieces = self._pieces(self._rows() - max(rows, 0), self._rows(), names)
        return pieces.batch() if pieces else nothing()

    def since(self, sequence: int, names: Sequence[str] | None = None) -> tuple[int, Batch]:
        """The rows from a sequence number on, and the number of the first of them."""
        look = self.look(sequence, names=names)
        return look.start, look.rows

    def span(self, t0: float, t1: float = math.inf, names: Sequence[str] | None = None) -> Batch:
        """The rows with t0 <= time <= t1."""
        return self.pieces(time=t0, until=t1, names=names).rows

    def look(
        self,
        sequence: int = 0,
        time: float = -math.inf,
        names: Sequence[str] | None = None,
    ) -> Look:
        """The rows from a sequence number and a time on, with what a reader needs to go on.

        Raises:
            SchemaError: There is no such column.
        """
        return self.pieces(sequence, time, names=names)

    def pieces(
        self,
        sequence: int = 0,
        time: float = -math.inf,
        until: float = math.inf,
        names: Sequence[str] | None = None,
        beside: int = 0,
    ) -> Look:
        """As `look`, up to a time, with so many rows `beside` those at either end."""
        with self._lock:
            first, start, stop = self._total - self._rows(), 0, self._rows()
            if self._chunks is not None and time > -math.inf:
                start = self._chunks.find(time, after=False) - beside
            if self._chunks is not None and until < math.inf:
                stop = min(stop, self._chunks.find(until, after=True) + beside)
            start = min(max(sequence - first, start, 0), self._rows())
            return Look(self._revision, first, first + start, self._pieces(start, stop, names))

    def changed_since(self, revision: int) -> float:
        """The earliest time of the late rows that came after a revision.

        Rows before that time are where they were, and have the numbers they had.

        Returns:
            Seconds; inf if none came, -inf if that is not known any more.
        """
        with self._lock:
            after = self._revision - revision
            if after > len(self._late):
                return -math.inf
            return min(list(self._late)[-after:], default=math.inf) if after > 0 else math.inf

    def map_zones(self, most: int) -> None:
        """Make the zone maps of some chunks, which a reduction of many rows would make all at
        once, ahead of it.

        Args:
            most: Of how many chunks at most.
        """
        with self._lock:
            chunks = self._chunks.unmapped(most) if self._chunks is not None else []
        for chunk in chunks:
            chunk.zones()

    def _rows(self) -> int:
        return len(self._chunks) if self._chunks is not None else 0

    def _pieces(self, start: int, stop: int, names: Sequence[str] | None) -> Pieces | None:
        if self._chunks is None:
            return None
        return Pieces(self._chunks, max(start, 0), stop, names)

    def _fit(self, batch: Batch) -> tuple[Chunks, tuple[str, ...]]:
        """Make the ring's columns those of the batch, or refuse it; and what that added."""
        added: tuple[str, ...] = ()
        shape = (*batch.columns, *(column.dtype.char for column in batch.columns.values()))
        if self._chunks is None:
            self._chunks = Chunks(batch.schema, self._chunk, self._zone)
        elif shape != self._shape:
            known, come = self._chunks.schema, batch.schema
            self._chunks.promote(known.widened(come) if batch.grows else known.taking(come))
            added = self._chunks.schema.names[len(known.names) :]
        self._shape = shape
        return self._chunks, added

    def _in_time(self, batch: Batch, newest: float) -> Batch:
        """The rows that are not too late, as if they had been appended one by one."""
        before = np.maximum.accumulate(np.concatenate(([newest], batch.time[:-1])))
        return batch[batch.time >= before - self.lateness]

    def _merge(self, chunks: Chunks, batch: Batch) -> Batch:
        """Take off the ring's end and sort late rows into it."""
        tail = chunks.cut(chunks.find(float(batch.time[0]), after=True))
        time = np.concatenate((tail.time, batch.time))
        order = np.argsort(time, kind="stable")
        columns = {
            name: np.concatenate((column, batch.columns[name]))[order]
            for name, column in tail.columns.items()
        }
        self._revision += 1
        self._late.append(float(batch.time[0]))
        return Batch(time[order], columns)


def _sorted(batch: Batch) -> bool:
    return len(batch) == 1 or bool((batch.time[1:] >= batch.time[:-1]).all())
