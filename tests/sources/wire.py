"""The other side of the TCP tests: decoders, a server that can be killed, senders."""

from __future__ import annotations

import asyncio
import fcntl
import socket
import struct
import termios
from collections.abc import Mapping, Sequence

from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import Decoder, DecoderFactory
from livewidgets.data.framing import Lines, OnReject, Pauses
from livewidgets.sources.source import State
from livewidgets.sources.tcp_listen import Listen
from tests.sources.recorder import Recorder

HOST = "127.0.0.1"

LINGER_RESET = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing sends a reset."""


def decoders(
    columns: Sequence[str] | Mapping[str, type] | None = None,
    *,
    pauses: bool = False,
    limit: int = 65_536,
) -> DecoderFactory:
    """What makes the decoders of one stream."""
    form = CsvFormat(columns, time=False)

    def make(on_reject: OnReject) -> Decoder:
        framer = (Pauses if pauses else Lines)(limit, on_reject=on_reject)
        return Decoder(framer, form.parser(on_reject))

    return make


class Server:
    """Serves one client at a time from plain sockets, so that it can be killed rudely."""

    def __init__(self, port: int = 0) -> None:
        self._listener = socket.create_server((HOST, port))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._client: socket.socket | None = None

    async def accept(self) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(10):
            self._client, _ = await loop.sock_accept(self._listener)
        self._client.setblocking(False)
        self._client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def send(self, data: bytes) -> None:
        assert self._client is not None
        await asyncio.get_running_loop().sock_sendall(self._client, data)

    def wait_until_received(self) -> None:
        """Hold the thread, and so the reader, until the other end's system has all bytes."""
        assert self._client is not None
        waiting = 1
        while waiting:
            (waiting,) = struct.unpack(
                "i", fcntl.ioctl(self._client, termios.TIOCOUTQ, struct.pack("i", 0))
            )

    def close(self) -> None:
        """Close as a sender that has ended does (FIN)."""
        self._listener.close()
        if self._client is not None:
            self._client.close()

    def kill(self) -> None:
        """Close as a killed process with unread data does (RST)."""
        if self._client is not None:
            reset(self._client)
        self._listener.close()


def reset(sock: socket.socket) -> None:
    """Close a socket so that the other side sees a reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_RESET)
    sock.close()


async def send(port: int, *chunks: bytes, end: bool = True) -> asyncio.StreamWriter:
    """Connect and write chunks, each in a packet of its own; close cleanly if `end`."""
    _, writer = await asyncio.open_connection(HOST, port)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for chunk in chunks:
        writer.write(chunk)
        await writer.drain()
    if end:
        writer.close()
        await writer.wait_closed()
    return writer


async def listening(source: Listen, sink: Recorder) -> int:
    """The port, when it listens."""
    await sink.until(lambda sink: sink.said(State.CONNECTING))
    return source.port
