"""Listen: waits at a port for senders, and reads all of them at once."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import secrets
import socket

from livewidgets.clock import Clock
from livewidgets.data.decoder import DecoderFactory
from livewidgets.errors import ArgumentError, BusyError, SourceError
from livewidgets.sources.inbox import Inbox
from livewidgets.sources.senders import Admission, Senders
from livewidgets.sources.source import Sink
from livewidgets.sources.tcp_read import address, check_address, check_pause

LOOPBACK = "127.0.0.1"
MAX_SENDERS = 1000
_BACKLOG = 128
_LONGEST_TOKEN = 512


class Listen:
    """A port of this machine that any number of senders connect to.

    A host that other machines can reach takes a token: each sender's first line must
    then be `token <value>`.

    Args:
        port: 0 to 65535; 0 takes a free one, see `port`.
        host: The address to listen on; loopback, where only this machine can send.
        decoder: Makes the decoder of each connection.
        pause: The silence that ends a record, in seconds; None where a delimiter does.
        token: What senders must know; made up where one is needed and none is given.
        max_senders: How many may be connected at once; more are sent away.

    Raises:
        ArgumentError: An argument cannot be used; says which and why.
    """

    reconnects = False
    exclusive = True  # a second one at the same port could not be read

    def __init__(
        self,
        port: int,
        host: str = LOOPBACK,
        *,
        decoder: DecoderFactory,
        pause: float | None = None,
        token: str | None = None,
        max_senders: int = MAX_SENDERS,
    ) -> None:
        check_address(host, port, lowest=0)
        check_pause(pause)
        if max_senders < 1:
            raise ArgumentError(f"max_senders={max_senders!r}: at least one must be let in")
        self._host, self._asked_port, self._port = host, port, port
        self._decoder, self._pause = decoder, pause
        self._made_up = token is None and not _is_loopback(host)
        self._token = secrets.token_urlsafe() if self._made_up else _checked_token(token)
        self._max_senders = max_senders

    @property
    def name(self) -> str:
        return address(self._host, self._port)

    @property
    def key(self) -> str | None:
        return f"tcp-listen:{self.name}" if self._asked_port else None

    @property
    def port(self) -> int:
        """The port; where 0 was asked for, the real one once it listens."""
        return self._port

    @property
    def token(self) -> str | None:
        """What senders must know, if anything."""
        return self._token

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Listen until cancelled.

        Raises:
            BusyError: The port is in use.
            SourceError: The address cannot be listened on.
        """
        senders = Senders(
            sink,
            clock,
            decoder=self._decoder,
            pause=self._pause,
            admission=None if self._token is None else Admission(self._token),
            most=self._max_senders,
        )
        server = await self._bound(senders)
        try:
            self._port = server.sockets[0].getsockname()[1]
            senders.report(self._invitation())
            await asyncio.get_running_loop().create_future()  # until cancelled
        finally:
            server.close()
            await senders.dismiss()

    def _invitation(self) -> str:
        sentence = f"listening on {self.name}, no sender yet"
        if self._made_up:
            # Nobody can know it otherwise; a given one is the user's to keep secret.
            sentence += f'; senders must begin with the line "token {self._token}"'
        return sentence

    async def _bound(self, senders: Senders) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        try:
            return await loop.create_server(
                lambda: Inbox(senders.welcome),
                self._host,
                self._asked_port,
                backlog=_BACKLOG,
                reuse_address=True,
            )
        except socket.gaierror as error:
            raise SourceError(
                f"there is no address {self._host!r} to be found ({error.strerror}); "
                "127.0.0.1 is this machine alone, 0.0.0.0 all its addresses"
            ) from error
        except OSError as error:
            raise self._refusal(error) from error

    def _refusal(self, error: OSError) -> BusyError | SourceError:
        if error.errno == errno.EADDRINUSE:
            return BusyError(
                f"port {self._asked_port} of {self._host} is in use: stop what listens there "
                "(another notebook, or a sender?) or choose another port; port=0 takes a free one"
            )
        if error.errno in (errno.EACCES, errno.EPERM):
            return SourceError(
                f"this user may not listen on port {self._asked_port}: use one from 1024 on"
            )
        # From 3.12.4 on asyncio leaves such addresses out, and no errno says so.
        if error.errno == errno.EADDRNOTAVAIL or "could not bind" in str(error):
            return SourceError(
                f"{self._host} is no address of this machine; "
                "127.0.0.1 is this machine alone, 0.0.0.0 all its addresses"
            )
        return SourceError(f"{self.name} cannot be listened on: {error.strerror or error}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_token(token: object) -> str | None:
    if token is None:
        return None
    if not isinstance(token, str) or not token or not token.isprintable() or " " in token:
        raise ArgumentError("token: give printable text without spaces")  # never shows it
    if len(token.encode()) > _LONGEST_TOKEN:
        raise ArgumentError(f"token: give at most {_LONGEST_TOKEN} bytes")
    return token
