"""Feed: one source of the hub, read once, with the history that readers are given."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from livewidgets.clock import Clock
from livewidgets.data.arrivals import Arrivals
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.counters import EXCERPTS, Counters
from livewidgets.data.schema import TimeOrigin
from livewidgets.errors import SchemaError
from livewidgets.hub.tally import Tally
from livewidgets.hub.wire import MESSAGE_BYTES, MOST_ROWS, Description, News, encoded, pack
from livewidgets.sources.reader import Reader, Retry
from livewidgets.sources.source import Source, State

_ENCODED = 8  # spans whose message is kept: readers that stand together share it
_OVER = (State.ENDED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Made:
    """A source that was made of its description.

    Attributes:
        source: It.
        units: The units that it learns; may still grow.
        origin: Says where the times come from.
        retry: How it is tried again.
    """

    source: Source
    units: Callable[[], dict[str, str]]
    origin: Callable[[], TimeOrigin | None]
    retry: Retry


class Feed:
    """A source, its arrivals, and what is to be said of it. What a source calls: any thread.

    Args:
        entry: What the hub calls it; never used again for another.
        name: What users call it; None where they do not.
        description: What was asked for; None for one of the hub's own.
        made: The source.
        tally: The file for its counts.
        clock: Where the time comes from.
        wake: Called when there is something to send, in any thread.
    """

    def __init__(
        self,
        entry: str,
        name: str | None,
        description: Description | None,
        made: Made,
        tally: Path,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self.entry, self.name, self.description = entry, name, description
        self.source, self._made = made.source, made
        self.clock, self._wake = clock, wake
        self.arrivals = Arrivals()
        self.tally = Tally.make(tally)
        self.counters = Counters()
        self.lost = 0  # rows that readers had to be refused: they were slower than the stream
        self.unread_since = clock.monotonic()
        self.permanent = False
        self._lock = threading.RLock()
        self._rejects: deque[Reject] = deque(maxlen=EXCERPTS)
        self._rejected = self._dropped = self._pending = self._turn = 0
        self.state, self.sentence = State.CONNECTING, ""
        self.revision = self.urgent = 0  # of what is said; of what is to be said at once
        self._messages: dict[int, tuple[int, int, bytes, bytes]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to read, on this event loop."""
        reader = Reader(self.source, self, self.clock, retry=self._made.retry)
        self._task = asyncio.get_running_loop().create_task(reader.run())

    async def close(self) -> None:
        """Let go of the source, and of the tally."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        with self._lock:
            self.tally.remove()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in _OVER

    @property
    def failed(self) -> bool:
        """Whether it could not be read, so that it may be tried anew."""
        return self.state is State.FAILED

    # -- what a source writes to -------------------------------------------------------

    def put(self, batch: Batch) -> None:
        """Take rows."""
        with self._lock:
            try:
                self.arrivals.append(batch)
            except SchemaError as error:
                excerpt = repr(batch.row(0)).encode()
                return self.reject(Reject(str(error), excerpt, rows=len(batch)))
            self._count()
            self.counters.add(self.clock.monotonic(), received=len(batch), stored=len(batch))
            if self.state in (State.CONNECTING, State.RECONNECTING):
                self._say(State.LIVE, "")  # rows prove more than any report
        self._wake()

    def reject(self, reject: Reject) -> None:
        """Count what cannot be used."""
        with self._lock:
            self._rejects.append(reject)
            self._rejected += reject.rows
            self._count()
            self.revision += 1
        self._wake()

    def dropped(self, rows: int) -> None:
        """Count what the source let go."""
        with self._lock:
            self._dropped += rows
            self._count()
            self.revision += 1
        self._wake()

    def report(self, state: State, sentence: str = "") -> None:
        """Take what the source says of itself."""
        with self._lock:
            self._say(state, sentence)
        self._wake()

    def pending(self, held: int) -> None:
        """Take how many bytes wait for the end of their record."""
        with self._lock:
            if held != self._pending:
                self._pending = held
                self.revision += 1

    def _say(self, state: State, sentence: str) -> None:
        self.state, self.sentence = state, sentence
        self._turn += 1
        self.revision += 1
        self.urgent = self.revision

    def _count(self) -> None:
        # Before any of it can be sent: a kernel must never know more than this file.
        with contextlib.suppress(ValueError):  # a thread that is ending has found it closed
            self.tally.write(self.arrivals.total, self._rejected, self._dropped)

    # -- what readers are sent -----------------------------------------------------------

    def message(self, number: int) -> tuple[int, int, bytes, bytes] | None:
        """Rows from a number on: the first's number, the one after the last, header, columns.

        None if there are none. Who stands where another stood is given the same bytes.
        """
        known = self._messages.get(number)
        total = self.arrivals.total
        if known is not None and (known[1] == total or len(known[3]) >= MESSAGE_BYTES // 2):
            return known
        most = max(1, min(MOST_ROWS, MESSAGE_BYTES // self.arrivals.row_bytes()))
        first, batch = self.arrivals.since(number, most)
        if batch is None:
            return None
        header, payload = pack(first, batch)
        made = (first, first + len(batch), header, payload)
        self._messages[number] = made
        while len(self._messages) > _ENCODED:
            self._messages.pop(next(iter(self._messages)))
        return made

    def news(self) -> bytes:
        """All that is to be said beside the rows, as a message."""
        with self._lock:
            origin = self._made.origin()
            return encoded(
                News(
                    turn=self._turn,
                    state=self.state.value,
                    sentence=self.sentence,
                    rejected=self._rejected,
                    dropped=self._dropped,
                    excerpts=[(each.reason, each.excerpt, each.rows) for each in self._rejects],
                    pending=self._pending,
                    units=self._units(),
                    origin=None if origin is None else (origin.column, origin.unit),
                    facts={
                        name: getattr(self.source, name)
                        for name in ("port", "token", "ending")
                        if hasattr(self.source, name)
                    },
                    over=self.over,
                )
            )

    def _units(self) -> dict[str, str]:
        try:
            return self._made.units()
        except RuntimeError:  # a thread that decodes has found one at this moment
            return {}

    @property
    def told(self) -> tuple[int, int]:
        """Rows that were rejected, and rows that the source let go."""
        with self._lock:
            return self._rejected, self._dropped
