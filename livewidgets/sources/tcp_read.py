"""What both TCP sources share: a connection's bytes, decoded into a sink."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.decoder import Decoder
from livewidgets.errors import ArgumentError
from livewidgets.sources.inbox import Inbox
from livewidgets.sources.source import Sink


async def pour(
    inbox: Inbox,
    decoder: Decoder,
    sink: Sink,
    clock: Clock,
    *,
    pause: float | None,
    pending: Callable[[int], None],
) -> None:
    """Decode all that a connection brings, until the other side closes it.

    A clean close ends the last record. After a loss what is complete has been put, and
    the record that was cut off is rejected.

    Args:
        inbox: The connection.
        decoder: This connection's own decoder.
        sink: What the rows are written to.
        clock: Where the time of arrival comes from.
        pause: The silence that ends a record, in seconds; None where a delimiter does.
        pending: Told after each chunk how many bytes wait for the end of their record.

    Raises:
        OSError: The connection was lost.
    """
    try:
        while True:
            if not await _arrived(inbox, clock, pause if decoder.pending else None):
                _put(sink, decoder.flush(clock.time()))
                pending(decoder.pending)
                continue
            chunk = inbox.take()
            if not chunk:
                break
            _put(sink, decoder.feed(chunk, clock.time()))
            pending(decoder.pending)
            # A sender that never stops may not keep the other tasks from running.
            await asyncio.sleep(0)
        _put(sink, decoder.flush(clock.time()))
    except OSError:
        if cut := decoder.pending:
            sink.reject(Reject(f"connection lost after {cut:,} bytes of a record", b""))
        raise
    finally:
        pending(0)


async def _arrived(inbox: Inbox, clock: Clock, pause: float | None) -> bool:
    """Wait until there is something to take; False if the pause was over first."""
    if pause is None:
        await inbox.ready()
        return True
    try:
        await clock.within(pause, inbox.ready())
    except TimeoutError:
        return False
    return True


def _put(sink: Sink, batch: Batch | None) -> None:
    if batch is not None and len(batch):
        sink.put(batch)


def address(host: str, port: int) -> str:
    """A host and port as people write them: `127.0.0.1:5050`, `[::1]:5050`."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def check_address(host: object, port: object, lowest: int) -> None:
    """Check a host and a port.

    Raises:
        ArgumentError: One of them cannot be used; says which and why.
    """
    if not isinstance(host, str) or not host.strip():
        raise ArgumentError(f"host={host!r}: give a name or an address, such as '127.0.0.1'")
    if host.count(":") == 1 or "]:" in host:
        raise ArgumentError(f"host={host!r}: give the host alone, and the port as a number")
    if isinstance(port, bool) or not isinstance(port, int) or not lowest <= port <= 65_535:
        raise ArgumentError(f"port={port!r}: give a whole number from {lowest} to 65535")


def check_pause(pause: float | None) -> None:
    """Check the silence that ends a record.

    Raises:
        ArgumentError: It is not a positive number of seconds.
    """
    if pause is None:
        return
    if isinstance(pause, bool) or not isinstance(pause, (int, float)):
        raise ArgumentError(f"pause={pause!r}: give seconds, such as 0.5")
    if not math.isfinite(pause) or pause <= 0:
        raise ArgumentError(f"pause={pause!r}: give more than 0 seconds, such as 0.5")


def joined_to_itself(transport: asyncio.BaseTransport) -> bool:
    """Whether the connection leads back to its own socket.

    Who tries again and again to reach a free local port is one day given that port as his
    own, and TCP then joins the socket to itself: the port would stay taken for ever.
    """
    here = transport.get_extra_info("sockname")
    return here is not None and here == transport.get_extra_info("peername")
