"""Processes that a command starts, watches, and ends with itself."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError, BusyError, SourceError

_READY_WITHIN = 60.0
_END_WITHIN = 8.0


class Children:
    """Python modules that run as processes of their own, until the end of the `with`."""

    def __init__(self) -> None:
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *raised: object) -> None:
        """Interrupt them, the last one first; what does not end is killed."""
        for _, child in reversed(self._running):
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        for _, child in reversed(self._running):
            try:
                child.wait(_END_WITHIN)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def start(
        self, name: str, module: list[str], environment: Mapping[str, str] | None = None
    ) -> None:
        """Start `python -m` with a module and its arguments.

        Args:
            name: For people, as the subject of a sentence.
            module: Its name and its arguments.
            environment: Variables beside those of this process.
        """
        # A session of its own: Ctrl-C reaches this process alone, which ends the others in order.
        child = subprocess.Popen(
            [sys.executable, "-m", *module],
            env={**os.environ, **(environment or {})},
            start_new_session=True,
            preexec_fn=_heed_interrupts,
        )
        self._running.append((name, child))

    async def answers(self, host: str, port: int) -> None:
        """Wait until somebody accepts connections.

        Raises:
            SourceError: A process has ended, or nobody does within a minute.
        """
        deadline = SYSTEM.monotonic() + _READY_WITHIN
        while SYSTEM.monotonic() < deadline:
            self._require_alive()
            try:
                _, writer = await asyncio.open_connection(host, port)
            except OSError:
                await SYSTEM.sleep(0.1)
                continue
            writer.close()
            return
        raise SourceError(f"nobody answers at port {port} within {_READY_WITHIN:.0f} s")

    async def watch(self) -> None:
        """Wait until this is cancelled.

        Raises:
            SourceError: A process has ended.
        """
        while True:
            self._require_alive()
            await SYSTEM.sleep(0.5)

    def _require_alive(self) -> None:
        for name, child in self._running:
            if child.poll() is not None:
                raise SourceError(
                    f"{name} ended with code {child.returncode}; what it printed is above"
                )


def require_free(host: str, port: int, option: str) -> None:
    """Check that nobody listens at a port of this machine.

    Raises:
        ArgumentError: There is no such port, or this machine has no such address.
        BusyError: Somebody does; says how to choose another.
    """
    if not 0 < port < 65_536:
        raise ArgumentError(f"{option}={port}: ports go from 1 to 65535")
    try:
        family, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ArgumentError(f"nothing can listen at {host!r} ({error.strerror})") from None
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise ArgumentError(f"this machine has no address {host!r}") from None
            raise BusyError(
                f"port {port} cannot be used ({error.strerror}); choose another with {option}"
            ) from None


def heed_signals() -> None:
    """Have Ctrl-C, SIGTERM and a terminal that closes raise KeyboardInterrupt, once."""
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job ignores SIGINT
        signal.signal(number, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # which is nohup's doing
        signal.signal(signal.SIGHUP, _interrupt)


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupt(_signal: int, _frame: object) -> None:
    # A second one would leave others behind.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
