"""Readers: each is a place in the rows of a feed, with credit; pure, no socket in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from livewidgets.hub.feed import Feed

WINDOW_MESSAGES = 32
WINDOW_BYTES = 4 * 128 * 1024
"""What may be under way to a reader that has not said that it has it."""

_NEWS_BEYOND = 8  # messages about the stream that go out to one who has no credit for rows

NEWS_EVERY = 0.2
"""Seconds between two messages about the stream, unless its state has changed."""

HEARTBEAT = 2.0
"""Seconds after which a reader is told something, even if there is nothing new."""


@dataclass
class HubReader:
    """One who reads a feed.

    Attributes:
        feed: What it reads.
        cursor: The number of the next row that it is to get.
        client: Names its process; several readers may be of one.
        pid: The number of its process.
        sent: Messages that it was sent.
        taken: Messages that it has said it has.
        lost: Rows that were gone before it had credit for them.
        rows: Rows that it was sent.
    """

    feed: Feed
    cursor: int
    client: str
    pid: int
    sent: int = 0
    taken: int = 0
    lost: int = 0
    rows: int = 0
    done: bool = False  # it has been told the end
    _sizes: deque[int] = field(default_factory=deque)
    _under_way: int = 0
    _revision: int = -1
    _news_at: float = -1e9

    @property
    def credit(self) -> bool:
        """Whether more may be sent: one message always, if none is under way."""
        return not self._sizes or (
            len(self._sizes) < WINDOW_MESSAGES and self._under_way < WINDOW_BYTES
        )

    @property
    def behind(self) -> bool:
        """Whether rows wait for it."""
        return self.cursor < self.feed.arrivals.total

    def acknowledge(self, messages: int) -> None:
        """It has taken so many messages since it came; what it cannot have is not believed."""
        for _ in range(min(messages, self.sent) - self.taken):
            self.taken += 1
            self._under_way -= self._sizes.popleft()

    def due(self, now: float) -> Iterator[tuple[bytes, ...]]:
        """What it is to be sent now; each message counts as sent when it was given out."""
        while self.behind and self.credit:
            message = self.feed.message(self.cursor)
            if message is None:
                break
            first, after, header, payload = message
            self.lost += first - self.cursor
            self.feed.lost += first - self.cursor
            self.rows += after - first
            self.cursor = after
            yield self._counted(header, payload)
        # After the rows, so that what it says is true when they have been taken.
        if self._news_due(now) and len(self._sizes) < WINDOW_MESSAGES + _NEWS_BEYOND:
            if not self.feed.over:
                yield self._news(now)
            elif not self.behind and not self.done:
                self.done = True
                yield self._news(now)

    def _news_due(self, now: float) -> bool:
        if now - self._news_at >= HEARTBEAT or self.feed.urgent > self._revision:
            return True
        return self.feed.revision > self._revision and now - self._news_at >= NEWS_EVERY

    def _news(self, now: float) -> tuple[bytes, ...]:
        self._revision, self._news_at = self.feed.revision, now
        return self._counted(self.feed.news())

    def _counted(self, *frames: bytes) -> tuple[bytes, ...]:
        size = sum(map(len, frames))
        self._sizes.append(size)
        self._under_way += size
        self.sent += 1
        return frames
