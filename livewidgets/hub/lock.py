"""Lock: a file that one process holds; the system lets go of it when that process dies."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from livewidgets.clock import Clock

try:
    import fcntl
except ImportError:  # Windows; there every kernel reads for itself
    fcntl = None  # type: ignore[assignment]

AVAILABLE = fcntl is not None
_BETWEEN = 0.02  # seconds between two tries


class Lock:
    """A lock in the file system, held from `acquire` to `release` or to the end of the process.

    Args:
        path: Its file, which is removed on release; its folder exists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Take it, if nobody holds it."""
        found = _open(self._path, os.O_RDWR | os.O_CREAT)
        if found is None:
            return False
        # Who held it before has removed the file: then this is a lock on nothing.
        if _locked(found, fcntl.LOCK_EX) and _same_file(found, self._path):
            self._file = found
            return True
        os.close(found)
        return False

    async def acquire(self, clock: Clock, seconds: float) -> bool:
        """Take it as soon as it is free; False if it is not within so many seconds."""
        deadline = clock.monotonic() + seconds
        while not self.take():
            if clock.monotonic() >= deadline:
                return False
            await clock.sleep(_BETWEEN)
        return True

    def release(self) -> None:
        """Let go of it, and remove the file; does nothing where it is not held."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._file)
        self._file = None

    def held(self) -> bool:
        """Whether any process holds it; takes it from nobody."""
        found = _open(self._path, os.O_RDONLY)
        if found is None:
            return False
        try:
            return not _locked(found, fcntl.LOCK_SH)
        finally:
            os.close(found)


def _open(path: Path, flags: int) -> int | None:
    try:
        return os.open(path, flags | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        return None


def _locked(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _same_file(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), os.stat(path))
    except FileNotFoundError:
        return False
