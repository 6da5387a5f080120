"""A source that does what a test says, when it says it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.runner import Wakeup
from livewidgets.sources.source import Sink, State


class ScriptedSource:
    """Implements `Source`; rows, rejects, losses and the end come from the test.

    What is said before a stream reads it waits until it does. Call it from any thread.

    Args:
        name: For people.
        key: The resource; None where it is nobody else's.
        reconnects: Whether the reader tries again after `lose`.
    """

    def __init__(
        self, name: str = "scripted", *, key: str | None = None, reconnects: bool = False
    ) -> None:
        self.name = name
        self.key = key
        self.reconnects = reconnects
        self.reads = 0
        self._said: deque[Callable[[Sink], bool]] = deque()
        self._news: Wakeup | None = None  # of the loop that reads

    def rows(self, time: Sequence[float], **columns: Sequence[Any]) -> None:
        """Send rows: times in seconds, and equally long columns by name."""
        arrays = {name: _array(column) for name, column in columns.items()}
        batch = Batch(np.asarray(time, dtype=np.float64), arrays)
        self._say(lambda sink: sink.put(batch))

    def row(self, time: float, **values: Any) -> None:
        """Send one row."""
        columns: Mapping[str, Sequence[Any]] = {name: [value] for name, value in values.items()}
        self.rows([time], **columns)

    def reject(self, reason: str, excerpt: bytes = b"") -> None:
        """Send a record that cannot be used."""
        self._say(lambda sink: sink.reject(Reject(reason, excerpt)))

    def report(self, state: State, sentence: str = "") -> None:
        """Say what the source is doing."""
        self._say(lambda sink: sink.report(state, sentence))

    def pending(self, held: int) -> None:
        """Say how many bytes wait for the end of their record."""
        self._say(lambda sink: sink.pending(held))

    def end(self) -> None:
        """Have no more."""
        self._append(lambda _: True)

    def lose(self, error: Exception) -> None:
        """Break off with an error."""

        def breaks(_: Sink) -> bool:
            raise error

        self._append(breaks)

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Do what is said, as it is said."""
        self.reads += 1
        self._news = news = Wakeup()
        while True:
            while self._said:
                if self._said.popleft()(sink):
                    return
            await news.wait()
            news.clear()

    def _say(self, what: Callable[[Sink], None]) -> None:
        def say(sink: Sink) -> bool:
            what(sink)
            return False

        self._append(say)

    def _append(self, what: Callable[[Sink], bool]) -> None:
        self._said.append(what)
        if (news := self._news) is not None:
            news.set()


def _array(column: Sequence[Any]) -> Any:
    if any(isinstance(value, str) for value in column):
        return np.array(column, dtype=object)
    if all(isinstance(value, bool) for value in column):
        return np.array(column, dtype=np.bool_)
    return np.asarray(column, dtype=np.float64)
