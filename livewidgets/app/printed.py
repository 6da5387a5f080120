"""What a thread prints, kept apart from what the notebook's cells print.

A thread that outlives its cell prints where the newest cell stands (ipykernel sends it
there), for as long as it runs. What a repeated cell prints is caught instead, of the newest
run and no more than a few lines, and shown under its picture.
"""

from __future__ import annotations

import contextvars
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MOST_LINES = 50
LONGEST_LINE = 500
"""Characters; the rest of the line is left out."""

_catches: contextvars.ContextVar[Printed | None] = contextvars.ContextVar(
    "livewidgets_printed", default=None
)


class Printed:
    """Text as it is printed: the last 50 lines, each of at most 500 characters."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._begun = ""

    def write(self, text: str) -> int:
        """Take a piece of text."""
        first, *others = text.split("\n")
        self._begun = (self._begun + first)[:LONGEST_LINE]
        for other in others:
            self._lines.append(self._begun)
            self._begun = other[:LONGEST_LINE]
        return len(text)

    @property
    def text(self) -> str:
        """The lines; without the end of the last."""
        return "\n".join([*self._lines, self._begun]).rstrip("\n")


class _Forked:
    """Stands for a stream: writes go to what catches them in their context, else to it."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        caught = _catches.get()
        if caught is not None and isinstance(text, str):
            return caught.write(text)
        written: int = self.stream.write(text)
        return written

    def writelines(self, lines: Any) -> None:
        for each in lines:
            self.write(each)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


_lock = threading.Lock()
_catching = 0


@contextmanager
def caught() -> Iterator[Printed]:
    """Catch what this thread prints meanwhile; other threads print as ever."""
    printed = Printed()
    _fork(1)
    token = _catches.set(printed)
    try:
        yield printed
    finally:
        _catches.reset(token)
        _fork(-1)


def _fork(more: int) -> None:
    global _catching
    with _lock:
        _catching += more
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if stream is None:
                continue  # a process without a terminal
            if _catching and not isinstance(stream, _Forked):
                setattr(sys, name, _Forked(stream))
            elif not _catching and isinstance(stream, _Forked):
                # Where somebody has put another in its place meanwhile, that one stays.
                setattr(sys, name, stream.stream)
