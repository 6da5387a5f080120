"""A sink that keeps all that it is given, and can be waited on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from livewidgets.data.batch import Batch, Reject
from livewidgets.sources.source import State

PATIENCE = 10.0


class Recorder:
    """Implements `Sink`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self.batches: list[Batch] = []
        self.rejects: list[Reject] = []
        self.states: list[tuple[State, str]] = []
        self.held: list[int] = []
        self.let_go = 0

    def put(self, batch: Batch) -> None:
        with self._lock:
            self.batches.append(batch)
        self._tell()

    def reject(self, reject: Reject) -> None:
        with self._lock:
            self.rejects.append(reject)
        self._tell()

    def dropped(self, rows: int) -> None:
        with self._lock:
            self.let_go += rows
        self._tell()

    def report(self, state: State, sentence: str = "") -> None:
        with self._lock:
            self.states.append((state, sentence))
        self._tell()

    def pending(self, held: int) -> None:
        with self._lock:
            self.held.append(held)
        self._tell()

    @property
    def rows(self) -> int:
        with self._lock:
            return sum(map(len, self.batches))

    def column(self, name: str = "value") -> list[object]:
        """A column's values in the order in which they came."""
        with self._lock:
            batches = list(self.batches)
        return [value for batch in batches for value in batch.columns[name].tolist()]

    def times(self) -> list[float]:
        with self._lock:
            return [time for batch in self.batches for time in batch.time.tolist()]

    @property
    def state(self) -> State | None:
        return self.states[-1][0] if self.states else None

    @property
    def sentence(self) -> str:
        return self.states[-1][1]

    def said(self, state: State) -> list[str]:
        """The sentences of all reports of a state."""
        return [sentence for each, sentence in self.states if each is state]

    async def until(self, holds: Callable[[Recorder], object]) -> None:
        """Wait until something holds of this; fails if it does not within 10 s."""
        changed = asyncio.Event()
        here = (asyncio.get_running_loop(), changed)
        self._changed.append(here)
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds(self):
                    await changed.wait()
                    changed.clear()
        except TimeoutError:
            raise AssertionError(
                f"not within {PATIENCE} s; {self.rows} rows, states {self.states[-5:]}, "
                f"rejects {self.rejects[-5:]}, held {self.held[-5:]}"
            ) from None
        finally:
            self._changed.remove(here)

    async def until_rows(self, count: int) -> None:
        """Wait until there are at least so many rows."""
        await self.until(lambda sink: sink.rows >= count)

    async def until_held(self, count: int) -> None:
        """Wait until so many bytes are said to be held."""
        await self.until(lambda sink: sink.held and sink.held[-1] == count)

    def _tell(self) -> None:
        for loop, changed in list(self._changed):
            if not loop.is_closed():
                loop.call_soon_threadsafe(changed.set)
