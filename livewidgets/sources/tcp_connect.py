"""Connect: reads from a sender that serves at an address."""

from __future__ import annotations

import asyncio
import socket

from livewidgets.clock import Clock
from livewidgets.data.decoder import DecoderFactory
from livewidgets.errors import SourceError
from livewidgets.sources.inbox import Inbox
from livewidgets.sources.source import Sink, State
from livewidgets.sources.tcp_read import address, check_address, check_pause, joined_to_itself, pour

CONNECT_TIMEOUT = 10.0
"""Seconds after which a sender that does not answer is given up, until the next try."""


class Connect:
    """One TCP connection, opened from this side.

    Args:
        host: Name or address of the sender.
        port: Its port, 1 to 65535.
        decoder: Makes the decoder of a connection; it also knows the framing's limit.
        pause: The silence that ends a record, in seconds; None where a delimiter does.

    Raises:
        ArgumentError: An argument cannot be used; says which and why.
    """

    reconnects = True

    def __init__(
        self, host: str, port: int, *, decoder: DecoderFactory, pause: float | None = None
    ) -> None:
        check_address(host, port, lowest=1)
        check_pause(pause)
        self._host, self._port = host, port
        self._decoder, self._pause = decoder, pause

    @property
    def name(self) -> str:
        return address(self._host, self._port)

    @property
    def key(self) -> str | None:
        return f"tcp:{self.name}"

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Read one connection to its end.

        Raises:
            SourceError: It was refused or lost, or there is no such host.
        """
        inbox = await self._connected(clock)
        try:
            sink.report(State.CONNECTING, "connected, waiting for data")
            await inbox.ready()
            if inbox.held:
                sink.report(State.LIVE)
            decoder = self._decoder(sink.reject)
            await pour(inbox, decoder, sink, clock, pause=self._pause, pending=sink.pending)
        except OSError as error:
            why = error.strerror or str(error) or type(error).__name__
            raise SourceError(f"the connection to {self.name} was lost: {why}") from error
        finally:
            await inbox.close()

    async def _connected(self, clock: Clock) -> Inbox:
        try:
            return await clock.within(CONNECT_TIMEOUT, self._open())
        except TimeoutError as error:
            raise SourceError(
                f"{self.name} did not answer within {CONNECT_TIMEOUT:g} s: "
                "is the address right, and does a firewall let it through?"
            ) from error
        except ConnectionRefusedError as error:
            raise SourceError(
                f"{self.name} refused the connection: is the sender running?"
            ) from error
        except socket.gaierror as error:
            raise SourceError(
                f"there is no host {self._host!r} to be found ({error.strerror}): "
                "is the name right, and the network up?"
            ) from error
        except OSError as error:
            raise SourceError(
                f"{self.name} cannot be reached: {error.strerror or error}"
            ) from error

    async def _open(self) -> Inbox:
        loop = asyncio.get_running_loop()
        failed: OSError | None = None
        # One address after the other, since asyncio's own error for several addresses
        # ("localhost" has two) does not tell refused from unreachable.
        for found in await self._addresses(loop):
            try:
                transport, inbox = await loop.create_connection(Inbox, *found)
            except OSError as error:
                failed = error if failed is None else failed
                continue
            if not joined_to_itself(transport):
                return inbox
            await inbox.close()
            failed = ConnectionRefusedError("connected to itself")
        raise failed or OSError("the name has no address")

    async def _addresses(self, loop: asyncio.AbstractEventLoop) -> list[tuple[str, int]]:
        found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        return [(str(each[4][0]), self._port) for each in found]
