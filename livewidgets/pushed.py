"""Pushed: a stream that your own code feeds, row by row, from any thread."""

from __future__ import annotations

from typing import Any

from livewidgets.errors import ArgumentError
from livewidgets.sources.push import Push
from livewidgets.stream import Stream

_NOTHING: Any = object()


class PushStream(Stream):
    """A stream of what is pushed to it: `stream()` without a source makes one.

    Args:
        source: Where `push` puts it.
        options: As for `Stream`.
    """

    def __init__(self, source: Push, **options: Any) -> None:
        self._pushed = source
        super().__init__(source, **options)

    def push(self, item: Any = _NOTHING, /, **columns: Any) -> None:
        """Hand over a row, or rows; from any thread, in about a microsecond.

        The first row decides the columns. What is pushed is copied: you may write to it
        afterwards. It is stored, and drawn, within 20 ms. Code that pushes faster than rows
        can be stored waits for them; before the stream has started, and after `stop`, the
        last 10,000 items are kept for it, and older ones count as `dropped`.

        Args:
            item: A number, a sequence (a row), a mapping of columns, an array of shape
                (rows, columns) or a DataFrame; `push((0.3, 0.9))`.
            columns: A row by column name: `push(loss=0.3, accuracy=0.9)`; `time=` is its time
                (seconds since 1970, or a datetime), else it is now.

        Raises:
            ArgumentError: It cannot be used, or has other columns than the first; says why.
            SchemaError: The columns or the time that are asked for are not in the first.
            ClosedError: The stream has ended, or its cell ran again.
        """
        if columns:
            if item is not _NOTHING:
                raise ArgumentError(
                    "push was given an item and columns by name: give one of them, "
                    "as in push(loss=0.3, accuracy=0.9)"
                )
            item = columns
        elif item is _NOTHING:
            raise ArgumentError("push() was given nothing: give a row, as in push(loss=0.3)")
        self._pushed.push(item)
        if not self._jobs:
            super().wake()

    def end(self) -> None:
        """There is no more: what was pushed is stored, and the stream ends; `push` then raises."""
        self._pushed.close("has ended")

    def start(self) -> PushStream:
        """Begin to read; does nothing where it reads already.

        Raises:
            ClosedError: A newer stream has taken its place, or its event loop is closed.
        """
        super().start()
        return self

    def __enter__(self) -> PushStream:
        return self.start()

    def stop(self, why: str = "stopped") -> None:
        """Store what was pushed until now, and stop; later items wait for the next start."""
        self._pushed.flush()
        super().stop(why)

    def wake(self) -> None:
        """Start if it was never started, and store what was pushed until now."""
        super().wake()
        self._pushed.flush()

    def replace_by(self, successor: Stream) -> None:
        """Stop, and send the pictures of this stream on to another; `push` then raises."""
        self._pushed.close("was replaced when its cell ran again")
        super().replace_by(successor)
