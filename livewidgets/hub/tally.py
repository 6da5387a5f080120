"""Tally: how many rows a hub has received, in a file that outlives it.

A hub that is killed has no time to say anything. What it had counted is in memory that it
shared with a file, which the kernels have open: so they know what they have missed.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path

_FIELDS = ("rows", "rejected", "dropped")
_BYTES = 8 * len(_FIELDS)


class Tally:
    """Three counts of a stream, in a file.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, file: int, writes: bool) -> None:
        self.path = path
        access = mmap.ACCESS_WRITE if writes else mmap.ACCESS_READ
        try:
            self._map = mmap.mmap(file, _BYTES, access=access)
        finally:
            os.close(file)
        self._counts = memoryview(self._map).cast("Q")

    @classmethod
    def make(cls, path: Path) -> Tally:
        """Begin to count: what the hub does."""
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        os.ftruncate(file, _BYTES)
        return cls(path, file, writes=True)

    @classmethod
    def look(cls, path: Path) -> Tally | None:
        """Open what a hub counts; stays readable when the file is gone. None if it cannot be."""
        try:
            return cls(path, os.open(path, os.O_RDONLY | os.O_CLOEXEC), writes=False)
        except (OSError, ValueError):
            return None

    def write(self, rows: int, rejected: int, dropped: int) -> None:
        """Set the counts; each of them is written at once."""
        # Aligned words: one that is half written cannot be seen.
        self._counts[0], self._counts[1], self._counts[2] = rows, rejected, dropped

    def read(self) -> tuple[int, int, int]:
        """Rows that came, rows that were rejected, rows that the source let go."""
        return self._counts[0], self._counts[1], self._counts[2]

    def close(self) -> None:
        self._counts.release()
        self._map.close()

    def remove(self) -> None:
        """Close it, and take its file away."""
        self.close()
        self.path.unlink(missing_ok=True)
