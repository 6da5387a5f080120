"""Postbox: a ZeroMQ socket on an event loop, without a task of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import zmq

_AT_ONCE = 64  # messages that are taken before others have a turn on the loop


class Postbox:
    """Hands each message that comes to a function, and sends without ever waiting.

    Made and used on one event loop.

    Args:
        socket: A ROUTER or DEALER, bound or connected; closed with this.
        heard: Given the frames of each message; may not raise.
    """

    def __init__(self, socket: zmq.Socket[bytes], heard: Callable[[list[bytes]], object]) -> None:
        self._socket, self._heard = socket, heard
        self._loop = asyncio.get_running_loop()
        self._again: asyncio.Handle | None = None
        self.closed = False
        self._file = int(socket.getsockopt(zmq.FD))
        self._loop.add_reader(self._file, self.look)
        self._soon()  # what came before is not told again

    def send(self, *frames: bytes) -> bool:
        """Send a message; False if there is no room for it, or nobody to take it."""
        if self.closed:
            return False
        try:
            self._socket.send_multipart(frames, zmq.NOBLOCK)
        except zmq.ZMQError:
            return False
        finally:
            self._soon()  # sending can swallow the sign that something has come
        return True

    def look(self) -> None:
        """Take what has come; also by itself, whenever something does."""
        self._again = None
        for _ in range(_AT_ONCE):
            if self.closed:
                return
            try:
                frames = self._socket.recv_multipart(zmq.NOBLOCK)
            except zmq.ZMQError:  # there is no more, mostly
                return
            self._heard(frames)
        self._soon()

    def close(self, linger: float = 0.0) -> None:
        """Close it; what was sent last may still go out for so many seconds."""
        if self.closed:
            return
        self.closed = True
        if self._again is not None:
            self._again.cancel()
        with contextlib.suppress(RuntimeError, ValueError):  # the loop is closed
            self._loop.remove_reader(self._file)
        self._socket.close(linger=round(linger * 1000))

    def _soon(self) -> None:
        if self._again is None and not self.closed:
            self._again = self._loop.call_soon(self.look)
