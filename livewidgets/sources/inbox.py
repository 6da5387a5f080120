"""Inbox: the receiving end of one TCP connection, of a fixed size.

asyncio's StreamReader forgets what it holds when a connection is reset. Here all that
was received is taken first, and the error comes after it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import cast

CHUNK = 65_536
"""Bytes that one connection holds at most, and that are taken at a time."""

_KEEPALIVE = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
"""A peer that vanished without a word is noticed after a minute, by the names of `socket`."""


class Inbox(asyncio.BufferedProtocol):
    """Holds what a connection brought until it is taken; reading stops while it is full.

    Args:
        opened: Called when the connection is there.
    """

    def __init__(self, opened: Callable[[Inbox], None] | None = None) -> None:
        self._opened = opened
        self._room = bytearray(CHUNK)
        self._held = 0
        self._error: Exception | None = None
        self._changed = asyncio.Event()
        self._lost = asyncio.Event()
        self._transport: asyncio.Transport | None = None

    # -- what the event loop calls ------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        _keep_alive(transport.get_extra_info("socket"))
        if self._opened is not None:
            self._opened(self)

    def get_buffer(self, sizehint: int) -> memoryview:
        return memoryview(self._room)[self._held :]

    def buffer_updated(self, nbytes: int) -> None:
        self._held += nbytes
        if self._held == CHUNK and self._transport is not None:
            self._transport.pause_reading()
        self._changed.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._error = exc
        self._lost.set()
        self._changed.set()

    # -- what the reader calls ----------------------------------------------------

    @property
    def held(self) -> int:
        """Bytes that can be taken."""
        return self._held

    async def ready(self) -> None:
        """Wait until there are bytes to take, or the connection is over. Raises nothing."""
        while not self._held and not self._lost.is_set():
            self._changed.clear()
            await self._changed.wait()

    def take(self) -> bytes:
        """All bytes that are held; b"" when the other side has closed.

        Raises:
            OSError: The connection was lost, and all that it brought has been taken.
        """
        if not self._held:
            if self._error is not None:
                raise self._error
            return b""
        data = bytes(memoryview(self._room)[: self._held])
        full, self._held = self._held == CHUNK, 0
        if full and self._transport is not None:
            self._transport.resume_reading()
        return data

    def give_back(self, data: bytes) -> None:
        """Put back the end of what was taken last, before anything else is awaited."""
        self._room[: len(data)] = data
        self._held = len(data)

    async def close(self) -> None:
        """Let go of the socket; when this returns it is closed."""
        if self._transport is not None:
            self._transport.abort()
            await self._lost.wait()


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE.items():
        if hasattr(socket, option):  # these names differ between systems
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
