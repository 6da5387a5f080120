"""Arrivals: rows in the order in which they came, the newest of them kept in bounded memory."""

from __future__ import annotations

import math
from collections import deque
from threading import Lock

from livewidgets.data.batch import Batch
from livewidgets.data.chunks import Chunks
from livewidgets.errors import SchemaError

_CHUNK = 4_096
_SPAN = 256  # rows of which only the newest time is remembered

_STRING_BYTES = 60  # about what a short text takes, for the estimate


class Arrivals:
    """Rows numbered from 0 as they came, whatever their times. Thread-safe.

    Where a `Ring` sorts by time, so that a late row moves others, this does not: a number
    names the same row for ever, and who remembers one can go on from there. Who reads puts
    the rows in order himself.

    It keeps nothing until `keep` has said how much.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._least, self._most, self._seconds = 1, 1, 0.0
        self._chunks: Chunks | None = None
        self._shape: tuple[object, ...] = ()  # of the last batch that was found to fit
        self._total = 0
        self._grows = False
        self._newest = -math.inf
        self._spans: deque[tuple[int, int, float]] = deque()  # start, end, newest time

    def keep(self, rows: int, seconds: float | None = None) -> None:
        """Keep so many rows at least, or, with `seconds`, the newest time within that bound.

        What was asked for before is kept as well.
        """
        with self._lock:
            self._most = max(self._most, rows)
            if seconds is None:
                self._least = max(self._least, rows)
            else:
                self._seconds = max(self._seconds, seconds)

    @property
    def total(self) -> int:
        """How many rows ever came; the number of the next one."""
        with self._lock:
            return self._total

    @property
    def first(self) -> int:
        """The number of the oldest row that is kept."""
        with self._lock:
            return self._first()

    @property
    def bytes(self) -> int:
        """About how much memory the rows take."""
        with self._lock:
            if self._chunks is None:
                return 0
            kinds = self._chunks.schema.kinds.values()
            return len(self._chunks) * (8 + sum(8 if k.numeric else _STRING_BYTES for k in kinds))

    def append(self, batch: Batch) -> int:
        """Take rows; gives how many have come in all.

        Raises:
            SchemaError: A column is unknown, missing, or of another kind than before; or a
                time is not finite. Nothing is taken then.
        """
        if not len(batch):
            return self.total
        low, high = float(batch.time.min()), float(batch.time.max())
        if not math.isfinite(high - low):
            raise SchemaError("the time column holds a value that is not finite")
        with self._lock:
            chunks = self._fit(batch)
            chunks.append(batch, self._most)
            self._total += len(batch)
            self._newest = max(self._newest, high)
            self._note(len(batch), high)
            self._evict(chunks)
            return self._total

    def since(self, number: int, most: int) -> tuple[int, Batch | None]:
        """At most so many rows from a number on, and the number of the first of them.

        That is higher than the one asked for where the rows before it are kept no more.
        The batch is None where there are none. Its arrays are read-only.
        """
        with self._lock:
            start = max(number, self._first())
            if self._chunks is None or start >= self._total:
                return self._total, None
            position = start - self._first()
            stop = min(position + most, len(self._chunks))
            rows = self._chunks.rows(position, stop)
            return start, Batch(rows.time, rows.columns, self._grows)

    def back(self, rows: int, seconds: float | None = None) -> int:
        """The number of the row from which on there are so many, or so much time.

        Time is told to within 256 rows and a batch, to the long side.
        """
        with self._lock:
            number = max(self._total - rows, self._first())
            if seconds is None:
                return number
            old = (end for _, end, newest in self._spans if newest < self._newest - seconds)
            return max(number, max(old, default=0))

    def row_bytes(self) -> int:
        """About how much a row takes on a wire."""
        with self._lock:
            kinds = () if self._chunks is None else tuple(self._chunks.schema.kinds.values())
            return 8 + sum(8 if kind.numeric else _STRING_BYTES for kind in kinds)

    def _first(self) -> int:
        return self._total - (len(self._chunks) if self._chunks is not None else 0)

    def _fit(self, batch: Batch) -> Chunks:
        shape = (*batch.columns, *(column.dtype.char for column in batch.columns.values()))
        if self._chunks is None:
            self._chunks = Chunks(batch.schema, _CHUNK)
        elif shape != self._shape:
            known, come = self._chunks.schema, batch.schema
            self._chunks.promote(known.widened(come) if batch.grows else known.taking(come))
        self._shape = shape
        self._grows = self._grows or batch.grows
        return self._chunks

    def _note(self, rows: int, high: float) -> None:
        if self._spans and self._spans[-1][1] - self._spans[-1][0] < _SPAN:
            start, _, newest = self._spans.pop()
            self._spans.append((start, self._total, max(newest, high)))
        else:
            self._spans.append((self._total - rows, self._total, high))

    def _evict(self, chunks: Chunks) -> None:
        first = self._first()
        if self._seconds:
            for _, end, newest in self._spans:
                if newest >= self._newest - self._seconds or self._total - end < self._least:
                    break
                first = max(first, end)
            chunks.evict(first - self._first())
        while self._spans and self._spans[0][1] <= first:
            self._spans.popleft()
