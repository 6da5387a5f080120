"""Sending: rows on a schedule, to one who listens or to all who connect."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import math
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import numpy as np

from livewidgets.app.outlet import Outlet
from livewidgets.app.readings import Readings, RowFormat
from livewidgets.clock import Clock
from livewidgets.errors import BusyError, SourceError
from livewidgets.sources.tcp_read import address, joined_to_itself

Say = Callable[[str], None]

BUNCH = 0.005
"""Seconds from one write to the next where rows come faster than that."""

UNPACED_ROWS = 1000
"""Rows in one write where there is no rate."""

MOST_BEHIND = 1.0
"""Seconds that the schedule catches up; what it is later than that is left out."""

FIRST_RETRY, LAST_RETRY = 0.1, 2.0
LASTED = 1.0  # seconds after which a connection was a real one
FAREWELL = 5.0  # seconds that clients have to take the last rows


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent, and where.

    Attributes:
        host: Name or address.
        port: Its port.
        rate: Rows per second; 0 is as fast as possible.
        count: Rows in all; None is for ever.
        format: How a row is written.
        token: Shown to the listener in the first line.
        seed: For the same values each time.
        spikes: Seconds from one value that is far off to the next, about; None: there is none.
    """

    host: str
    port: int
    rate: float
    count: int | None
    format: RowFormat
    token: str | None = None
    seed: int | None = None
    spikes: float | None = None

    @property
    def pace(self) -> str:
        """For people."""
        return f"{self.rate:,g} rows/s" if self.rate else "rows as fast as possible"


class Schedule:
    """Which rows are due: row n at the start plus n intervals, so that nothing drifts.

    Args:
        sending: What is sent.
        clock: Where the time comes from.
    """

    def __init__(self, sending: Sending, clock: Clock) -> None:
        self._sending, self._clock = sending, clock
        self._readings = Readings(
            sending.format.channels, sending.rate, sending.seed, sending.spikes
        )
        self._left = sending.count
        self.restart()

    def restart(self) -> None:
        """Let the next row be due now."""
        self._start, self._start_time = self._clock.monotonic(), self._clock.time()
        self._made = 0
        self._last_time = self._start_time

    @property
    def over(self) -> bool:
        """Whether all rows are made."""
        return self._left == 0

    def rows(self) -> bytes:
        """The rows that are due, as bytes."""
        due = self._due()
        if self._left is not None:
            due = min(due, self._left)
            self._left -= due
        if not due:
            return b""
        if self._sending.rate:
            times = self._start_time + (self._made + np.arange(due)) / self._sending.rate
        else:
            now = self._clock.time()
            times = np.linspace(self._last_time, now, due + 1)[1:]
            self._last_time = now
        self._made += due
        return self._sending.format.rows(times, self._readings.next(due))

    def _due(self) -> int:
        rate = self._sending.rate
        if not rate:
            return UNPACED_ROWS
        passed = self._clock.monotonic() - self._start
        if passed - self._made / rate > max(MOST_BEHIND, 2 / rate):
            self.restart()
            passed = 0.0
        return max(0, math.floor(passed * rate + 1e-6) + 1 - self._made)

    def until_next(self) -> float:
        """Seconds until there is something to write."""
        rate = self._sending.rate
        if not rate:
            return 0.0
        next_row = self._start + self._made / rate - self._clock.monotonic()
        return max(0.0, next_row, BUNCH if rate * BUNCH > 1 else 0.0)


async def connect_and_send(sending: Sending, clock: Clock, say: Say) -> None:
    """Send to one who listens; waits for him, and again when he goes.

    Raises:
        SourceError: There is no such host.
    """
    where = address(sending.host, sending.port)
    schedule = Schedule(sending, clock)
    said, retry = False, FIRST_RETRY
    while True:
        outlet = await _connected(sending)
        if outlet is None:
            if not said:
                say(f"nobody listens at {where}; trying until somebody does")
            said = True
        else:
            said = False
            say(f"sending {sending.pace} to {where} (Ctrl-C ends it)")
            since = clock.monotonic()
            if await _send(outlet, schedule, clock):
                return
            if clock.monotonic() - since >= LASTED:
                retry = FIRST_RETRY
            say(f"{where} closed the connection; trying again")
        await clock.sleep(retry)
        retry = min(2 * retry, LAST_RETRY)


async def _connected(sending: Sending) -> Outlet | None:
    greeting = b"" if sending.token is None else f"token {sending.token}\n".encode()
    greeting += sending.format.header
    loop = asyncio.get_running_loop()
    try:
        transport, outlet = await loop.create_connection(
            lambda: Outlet(greeting=greeting), sending.host, sending.port
        )
    except socket.gaierror as error:
        raise SourceError(
            f"there is no host {sending.host!r} to be found ({error.strerror})"
        ) from error
    except OSError:
        return None
    if joined_to_itself(transport):
        await outlet.abort()
        return None
    return outlet


async def _send(outlet: Outlet, schedule: Schedule, clock: Clock) -> bool:
    """Send until all is sent (True) or the other side is gone (False)."""
    try:
        schedule.restart()
        while not outlet.lost.is_set():
            outlet.write(schedule.rows())
            if schedule.over:
                outlet.finish()
                await outlet.lost.wait()
                return True
            await outlet.writable()
            if (wait := schedule.until_next()) > 0:
                await _pass(wait, outlet.lost.wait(), clock)
            else:
                await asyncio.sleep(0)
        return False
    finally:
        await outlet.abort()


async def listen_and_send(sending: Sending, clock: Clock, say: Say) -> None:
    """Send to all who connect, to each what is made while he is there.

    Raises:
        BusyError: The port is in use.
        SourceError: The address cannot be listened on.
    """
    crowd: set[Outlet] = set()
    server = await _server(sending, crowd)
    try:
        port = server.sockets[0].getsockname()[1]
        where = address(sending.host, port)
        say(f"serving {sending.pace} at {where} (Ctrl-C ends it)")
        schedule = Schedule(sending, clock)
        while True:
            rows = schedule.rows()
            for outlet in list(crowd):
                outlet.offer(rows)
            if schedule.over:
                break
            # Without a rate and with nobody there, nothing is gained by haste.
            await clock.sleep(schedule.until_next() if crowd else max(BUNCH, schedule.until_next()))
        for outlet in list(crowd):
            outlet.finish()
        await _pass(FAREWELL, _all_gone(list(crowd)), clock)
    finally:
        server.close()
        for outlet in list(crowd):
            await outlet.abort()


async def _server(sending: Sending, crowd: set[Outlet]) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    where = address(sending.host, sending.port)
    try:
        return await loop.create_server(
            lambda: Outlet(crowd, sending.format.header),
            sending.host,
            sending.port,
            reuse_address=True,
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BusyError(
                f"port {sending.port} of {sending.host} is in use: stop what listens there, "
                "or choose another with --port"
            ) from error
        raise SourceError(f"{where} cannot be served: {error.strerror or error}") from error


async def _all_gone(outlets: list[Outlet]) -> None:
    for outlet in outlets:
        await outlet.lost.wait()


async def _pass(seconds: float, sooner: Awaitable[object], clock: Clock) -> None:
    """Let time pass, but no longer than until `sooner` has come."""
    with contextlib.suppress(TimeoutError):
        await clock.within(seconds, sooner)
