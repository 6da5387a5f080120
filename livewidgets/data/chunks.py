"""Chunks: the rows of a ring in arrays that are written once, row by row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.growth import missing
from livewidgets.data.schema import Kind, Schema
from livewidgets.data.zones import Zones


class Chunk:
    """Room for some rows. Rows below `used` never change, so views of them stay valid; nor does
    a dictionary of columns, so that it can be read without the ring's lock.

    Args:
        schema: The columns.
        room: For how many rows.
        zone: Rows of a zone of the zone map, a divisor of the room; 0 is no map.
    """

    __slots__ = ("_zone", "_zones", "columns", "time", "used")

    def __init__(self, schema: Schema, room: int, zone: int) -> None:
        self.time: NDArray[np.float64] = np.empty(room, dtype=np.float64)
        self.columns: dict[str, NDArray[Any]] = {
            name: np.empty(room, dtype=kind.dtype) for name, kind in schema.kinds.items()
        }
        self.used = 0
        self._zone = zone
        self._zones: Zones | None = None

    def zones(self) -> Zones | None:
        """Its zone map, which is made when it is asked for; None until the chunk is full."""
        if self._zones is None and self._zone and self.used == len(self.time):
            columns = self.columns
            names = [name for name, each in columns.items() if each.dtype.kind in "fib"]
            self._zones = Zones(self.time, columns, names, self._zone)
        return self._zones


Piece = tuple[NDArray[np.float64], Mapping[str, NDArray[Any]], Chunk | None]
"""Times, columns by name, and the chunk, where the rows are all that it has room for."""


class Chunks:
    """Rows in order, in chunks of one size; not thread-safe.

    All chunks are full but the last. The first `offset` rows of the first chunk have been
    evicted; a chunk is let go when all its rows have been. So the memory is that of the
    rows held and of less than two chunks.

    Args:
        schema: The columns.
        size: Rows per chunk.
        zone: Rows of a zone of the full chunks' zone maps, a divisor of the size; 0 is none.
    """

    def __init__(self, schema: Schema, size: int, zone: int = 0) -> None:
        self.schema = schema
        self.size = size
        self._zone = zone
        self._list: list[Chunk] = []
        self._mapped = 0  # chunks from the first on that have been taken to be mapped
        self._offset = 0
        self._end = 0  # rows from the first chunk's start; so len = end - offset

    def __len__(self) -> int:
        return self._end - self._offset

    def append(self, batch: Batch, keep: int | None) -> None:
        """Add rows at the end, evicting from the start so that at most `keep` remain."""
        done = 0
        while done < len(batch):
            if self._end == len(self._list) * self.size:
                self._list.append(Chunk(self.schema, self.size, self._zone))
            chunk = self._list[-1]
            start = chunk.used
            count = min(len(batch) - done, self.size - start)
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
        gone = self._offset // self.size
        if gone:
            del self._list[:gone]
            self._offset -= gone * self.size
            self._end -= gone * self.size
            self._mapped = max(self._mapped - gone, 0)

    def cut(self, position: int) -> Batch:
        """Take off the rows from a position on, with those before it in the same chunk.

        They can be appended again, among others: into new chunks, so that views handed out
        before stay as they are.
        """
        index = min((position + self._offset) // self.size, len(self._list) - 1)
        start = max(index * self.size, self._offset)
        rows = self.rows(start - self._offset, len(self))
        # A chunk of which the start has been evicted is rebuilt from its first row held.
        del self._list[index:]
        self._end = index * self.size
        self._mapped = min(self._mapped, index)
        self._offset = min(self._offset, self._end)
        return rows

    def promote(self, schema: Schema) -> None:
        """Change the kinds of columns, and add some; arrays handed out stay as they are."""
        for chunk in self._list:
            columns = dict(chunk.columns)
            for name, kind in schema.kinds.items():
                known = columns.get(name)
                if known is None:
                    columns[name] = self._without_values(chunk, kind)
                else:
                    columns[name] = known.astype(kind.dtype, copy=False)
            chunk.columns = columns
        self.schema = schema

    def _without_values(self, chunk: Chunk, kind: Kind) -> NDArray[Any]:
        """A column for rows that came before it; full chunks take no memory for it."""
        if chunk.used < self.size:
            return missing(kind, self.size)
        return np.broadcast_to(missing(kind, 1), self.size)

    def time(self, position: int) -> float:
        """The time of the row at a position."""
        index, row = divmod(position + self._offset, self.size)
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
        return int(row) + low + index * self.size - self._offset

    def rows(self, start: int, stop: int) -> Batch:
        """Copy or view the rows at positions start to stop - 1."""
        return Pieces(self, start, stop, None).batch()

    def unmapped(self, most: int) -> list[Chunk]:
        """Full chunks, oldest first, of which this is the first call to give them."""
        full = self._end // self.size if self._zone else 0
        taken = self._list[self._mapped : min(full, self._mapped + most)]
        self._mapped += len(taken)
        return taken

    def part(self, start: int, stop: int) -> tuple[list[Chunk], int, int]:
        """The chunks that hold the rows at positions start to stop - 1; the first of these rows
        in the first chunk, and the row after the last one in the last."""
        if start >= stop:
            return [], 0, 0
        low, high = start + self._offset, stop + self._offset
        first, last = low // self.size, (high - 1) // self.size
        return self._list[first : last + 1], low - first * self.size, high - last * self.size


class Pieces:
    """Rows of chunks, chosen but not yet copied: choosing is quick, under the ring's lock.

    Args:
        chunks: The chunks.
        start: Position of the first row.
        stop: Position after the last row.
        names: The columns that are wanted; None is all.
    """

    __slots__ = ("_chunks", "_columns", "_kinds", "_size", "_start", "_stop")

    def __init__(self, chunks: Chunks, start: int, stop: int, names: Sequence[str] | None) -> None:
        self._kinds: dict[str, Kind] = {
            name: chunks.schema.require(name) for name in (names or chunks.schema.names)
        }
        self._chunks, self._start, self._stop = chunks.part(start, stop)
        self._columns = [each.columns for each in self._chunks]
        self._size = chunks.size

    def _rows(self) -> Iterator[tuple[Chunk, dict[str, NDArray[Any]], slice]]:
        last = len(self._chunks) - 1
        for index, (chunk, columns) in enumerate(zip(self._chunks, self._columns, strict=True)):
            start = self._start if index == 0 else 0
            yield chunk, columns, slice(start, self._stop if index == last else self._size)

    def __iter__(self) -> Iterator[tuple[NDArray[np.float64], dict[str, NDArray[Any]]]]:
        """Times and columns of each piece, in order; not to be written to."""
        for chunk, columns, rows in self._rows():
            yield chunk.time[rows], {name: columns[name][rows] for name in self._kinds}

    def chunks(self) -> Iterator[Piece]:
        """The same, with the chunks that are whole; their columns may be more than is wanted."""
        for chunk, columns, rows in self._rows():
            if rows.stop - rows.start == len(chunk.time):
                yield chunk.time, columns, chunk
            else:
                yield chunk.time[rows], {name: columns[name][rows] for name in self._kinds}, None

    def batch(self) -> Batch:
        """The rows: read-only views where they lie in one chunk, else copies."""
        rows = list(self._rows())
        columns = {
            name: _whole([each[name][which] for _, each, which in rows], kind.dtype)
            for name, kind in self._kinds.items()
        }
        times = [chunk.time[which] for chunk, _, which in rows]
        return Batch(_whole(times, np.dtype(np.float64)), columns)


def _whole(parts: list[NDArray[Any]], dtype: np.dtype[Any]) -> NDArray[Any]:
    if not parts:
        return np.empty(0, dtype)
    array = parts[0] if len(parts) == 1 else np.concatenate(parts)
    array.flags.writeable = False
    return array
