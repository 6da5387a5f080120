"""Chunks: the rows of a ring in arrays that are written once, row by row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.growth import missing
from livewidgets.data.schema import Kind, Schema


class Chunk:
    """Room for some rows. Rows below `used` never change, so views of them stay valid."""

    __slots__ = ("columns", "time", "used")

    def __init__(self, schema: Schema, room: int) -> None:
        self.time: NDArray[np.float64] = np.empty(room, dtype=np.float64)
        self.columns: dict[str, NDArray[Any]] = {
            name: np.empty(room, dtype=kind.dtype) for name, kind in schema.kinds.items()
        }
        self.used = 0


class Chunks:
    """Rows in order, in chunks of one size; not thread-safe.

    All chunks are full but the last. The first `offset` rows of the first chunk have been
    evicted; a chunk is let go when all its rows have been. So the memory is that of the
    rows held and of less than two chunks.

    Args:
        schema: The columns.
        size: Rows per chunk.
    """

    def __init__(self, schema: Schema, size: int) -> None:
        self.schema = schema
        self._size = size
        self._list: list[Chunk] = []
        self._offset = 0
        self._end = 0  # rows from the first chunk's start; so len = end - offset

    def __len__(self) -> int:
        return self._end - self._offset

    def append(self, batch: Batch, keep: int | None) -> None:
        """Add rows at the end, evicting from the start so that at most `keep` remain."""
        done = 0
        while done < len(batch):
            if self._end == len(self._list) * self._size:
                self._list.append(Chunk(self.schema, self._size))
            chunk = self._list[-1]
            start = chunk.used
            count = min(len(batch) - done, self._size - start)
            chunk.time[start : start + count] = batch.time[done : done + count]
            for name, column in chunk.columns.items():
                column[start : start + count] = batch.columns[name][done : done + count]
            chunk.used += count
            self._end += count
            done += count
            if keep is not None and len(self) > keep:
                self.evict(len(self) - keep)

    def evict(self, rows: int) -> None:
        """Let go of the oldest rows."""
        self._offset += rows
        gone = self._offset // self._size
        if gone:
            del self._list[:gone]
            self._offset -= gone * self._size
            self._end -= gone * self._size

    def cut(self, position: int) -> Batch:
        """Take off the rows from a position on, with those before it in the same chunk.

        They can be appended again, among others: into new chunks, so that views handed out
        before stay as they are.
        """
        index = min((position + self._offset) // self._size, len(self._list) - 1)
        start = max(index * self._size, self._offset)
        rows = self.rows(start - self._offset, len(self))
        # A chunk of which the start has been evicted is rebuilt from its first row held.
        del self._list[index:]
        self._end = index * self._size
        self._offset = min(self._offset, self._end)
        return rows

    def promote(self, schema: Schema) -> None:
        """Change the kinds of columns, and add some; arrays handed out stay as they are."""
        for chunk in self._list:
            for name, kind in schema.kinds.items():
                known = chunk.columns.get(name)
                if known is None:
                    chunk.columns[name] = self._without_values(chunk, kind)
                else:
                    chunk.columns[name] = known.astype(kind.dtype, copy=False)
        self.schema = schema

    def _without_values(self, chunk: Chunk, kind: Kind) -> NDArray[Any]:
        """A column for rows that came before it; full chunks take no memory for it."""
        if chunk.used < self._size:
            return missing(kind, self._size)
        return np.broadcast_to(missing(kind, 1), self._size)

    def time(self, position: int) -> float:
        """The time of the row at a position."""
        index, row = divmod(position + self._offset, self._size)
        return float(self._list[index].time[row])

    def find(self, time: float, after: bool) -> int:
        """The position of the first row whose time is >= `time` (or > it, if `after`)."""
        bisect = bisect_right if after else bisect_left
        index = bisect(self._list, time, key=lambda chunk: float(chunk.time[chunk.used - 1]))
        if index == len(self._list):
            return len(self)
        chunk = self._list[index]
        low = self._offset if index == 0 else 0
        row = np.searchsorted(chunk.time[low : chunk.used], time, "right" if after else "left")
        return int(row) + low + index * self._size - self._offset

    def rows(self, start: int, stop: int) -> Batch:
        """Copy or view the rows at positions start to stop - 1."""
        return Pieces(self, start, stop, None).batch()

    def slices(self, start: int, stop: int) -> list[tuple[Chunk, slice]]:
        """Where the rows at positions start to stop - 1 are."""
        low, high = start + self._offset, stop + self._offset
        found = []
        for index in range(low // self._size, -(-high // self._size)):
            base = index * self._size
            rows = slice(max(low - base, 0), min(high - base, self._size))
            found.append((self._list[index], rows))
        return found


class Pieces:
    """Rows of chunks, chosen but not yet copied: choosing is quick, under the ring's lock.

    Args:
        chunks: The chunks.
        start: Position of the first row.
        stop: Position after the last row.
        names: The columns that are wanted; None is all.
    """

    __slots__ = ("_columns", "_time")

    def __init__(self, chunks: Chunks, start: int, stop: int, names: Sequence[str] | None) -> None:
        slices = chunks.slices(start, stop) if start < stop else []
        kinds: dict[str, Kind] = {
            name: chunks.schema.require(name) for name in (names or chunks.schema.names)
        }
        self._time = [chunk.time[rows] for chunk, rows in slices] or [np.empty(0)]
        self._columns = {
            name: [chunk.columns[name][rows] for chunk, rows in slices]
            or [np.empty(0, dtype=kind.dtype)]
            for name, kind in kinds.items()
        }

    def __iter__(self) -> Iterator[tuple[NDArray[np.float64], dict[str, NDArray[Any]]]]:
        """Times and columns of each piece, in order; not to be written to."""
        for index, time in enumerate(self._time):
            yield time, {name: parts[index] for name, parts in self._columns.items()}

    def batch(self) -> Batch:
        """The rows: read-only views where they lie in one chunk, else copies."""
        columns = {name: _whole(parts) for name, parts in self._columns.items()}
        return Batch(_whole(self._time), columns)


def _whole(parts: list[NDArray[Any]]) -> NDArray[Any]:
    array = parts[0] if len(parts) == 1 else np.concatenate(parts)
    array.flags.writeable = False
    return array
