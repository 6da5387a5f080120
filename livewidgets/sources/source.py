"""What a source is, and what it writes to."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch, Reject


class State(Enum):
    """What a stream is doing, in the words that the panel shows."""

    IDLE = "idle"  # not started
    CONNECTING = "connecting"  # started, nothing read yet
    LIVE = "live"
    STALE = "stale"  # connected, but silent for longer than usual
    RECONNECTING = "reconnecting"
    PAUSED = "paused"
    ENDED = "ended"  # the source is exhausted, or it was stopped
    FAILED = "failed"  # with a sentence that says why


class Sink(Protocol):
    """What a source writes to. Every method may be called from any thread."""

    def put(self, batch: Batch) -> None:
        """Store rows. Never waits: what is oldest makes room."""

    def reject(self, reject: Reject) -> None:
        """Count a record that cannot be used, and keep its excerpt."""

    def dropped(self, rows: int) -> None:
        """Count rows that were let go before they could be stored."""

    def report(self, state: State, sentence: str = "") -> None:
        """Say what the source is doing; the sentence adds what a person should know."""

    def pending(self, held: int) -> None:
        """Say how many bytes are held of records that are not finished."""


class Source(Protocol):
    """Something that can be read. Constructors check their arguments and open nothing.

    One that reconnects, and yet may come to an end, has a text `ending` beside these: empty
    while it is to be tried again, else how it ended. One that cannot be read a second time,
    such as a generator, has a true `once`.
    """

    @property
    def name(self) -> str:
        """For people: `127.0.0.1:5050`, `sensor()`."""

    @property
    def key(self) -> str | None:
        """Names the resource (`tcp:127.0.0.1:5050`); None where it is nobody else's."""

    @property
    def reconnects(self) -> bool:
        """Whether the reader tries again when `read` returns or raises SourceError."""

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Read until there is no more; when cancelled, let go of everything at once.

        Raises:
            SourceError: It cannot be read now; the message is a sentence for the panel.
        """
