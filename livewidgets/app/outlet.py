"""Outlet: the sending end of one TCP connection."""

from __future__ import annotations

import asyncio
from typing import cast

MOST_BUFFERED = 1 << 20
"""Bytes that wait for a slow client at most; what comes while they wait is left out."""


class Outlet(asyncio.Protocol):
    """Writes to a connection, and knows when the other side is slow or gone.

    What the other side sends is thrown away.

    Args:
        crowd: Where it is listed as long as it is connected.
        greeting: Written first.
    """

    def __init__(self, crowd: set[Outlet] | None = None, greeting: bytes = b"") -> None:
        self._crowd = set() if crowd is None else crowd
        self._greeting = greeting
        self._transport: asyncio.Transport | None = None
        self._writable = asyncio.Event()
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._writable.set()
        self._crowd.add(self)
        self.write(self._greeting)

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.discard(self)
        self.lost.set()
        self._writable.set()

    def write(self, data: bytes) -> None:
        """Write, however much waits already; nothing if the connection is gone."""
        if data and self._transport is not None and not self.lost.is_set():
            self._transport.write(data)

    def offer(self, data: bytes) -> bool:
        """Write whole rows unless too much waits already; whether they were written."""
        if self._transport is None or self._transport.get_write_buffer_size() > MOST_BUFFERED:
            return False
        self.write(data)
        return True

    async def writable(self) -> None:
        """Wait until the other side keeps up, or is gone."""
        await self._writable.wait()

    def finish(self) -> None:
        """Close when all is written; `lost` tells when that is."""
        if self._transport is not None:
            self._transport.close()

    async def abort(self) -> None:
        """Close at once; when this returns the socket is closed."""
        if self._transport is not None:
            self._transport.abort()
            await self.lost.wait()
