"""The ways in: one call each, from the world to a stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack, overload

from livewidgets.app.formats import FormatOptions, StreamOptions, require_known
from livewidgets.app.session import SESSION
from livewidgets.app.shared import way_in
from livewidgets.data.duration import seconds
from livewidgets.data.records import Records
from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.pushed import PushStream
from livewidgets.sources.detect import source_of
from livewidgets.sources.push import Push
from livewidgets.stream import Stream

_PUSHED: Any = object()


def connect(host: str, port: int, **options: Unpack[FormatOptions]) -> Stream:
    """Numbers, CSV or JSON lines from a TCP server; it reconnects by itself.

    Args:
        host: Its name or address.
        port: Its port.
        options: See `FormatOptions` and `Stream`.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    require_known(options, FormatOptions)
    return way_in("connect", {"host": host, "port": port}, options)


def listen(
    port: int,
    host: str = "127.0.0.1",
    *,
    token: str | None = None,
    shared: bool = True,
    **options: Unpack[FormatOptions],
) -> Stream:
    """Numbers, CSV or JSON lines from everybody who connects to a TCP port here.

    Args:
        port: Where to listen; 0 takes a free one.
        host: On which address; anything but loopback needs a token.
        token: What a sender's first line must be ("token <value>"); made where needed.
        shared: Whether the user's hub listens, once for all kernels, which then each have
            the history too; False listens in this kernel. See docs/hub.md for what the hub
            cannot read: a port that is any, a clock or a schema of your own.
        options: See `FormatOptions` and `Stream`.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    require_known(options, FormatOptions, "token", "shared")
    return way_in("listen", {"port": port, "host": host, "token": token}, options, shared)


@overload
def stream(
    *,
    columns: Sequence[str] | Mapping[str, Any] | None = None,
    time: str | int | bool | None = None,
    units: Mapping[str, str] | None = None,
    **options: Unpack[StreamOptions],
) -> PushStream: ...


@overload
def stream(
    source: Any,
    *,
    interval: str | float | None = None,
    columns: Sequence[str] | Mapping[str, Any] | None = None,
    time: str | int | bool | None = None,
    units: Mapping[str, str] | None = None,
    **options: Unpack[StreamOptions],
) -> Stream: ...


def stream(
    source: Any = _PUSHED,
    *,
    interval: str | float | None = None,
    columns: Sequence[str] | Mapping[str, Any] | None = None,
    time: str | int | bool | None = None,
    units: Mapping[str, str] | None = None,
    **options: Unpack[StreamOptions],
) -> Stream:
    """What a generator, an iterable or a function gives, plain or asynchronous.

    An item is a number, a sequence (a row), a mapping of columns, an array of rows or a
    DataFrame. A function without arguments is called again and again. Without a source your
    own code feeds it, from any thread: `stream().push(loss=0.3, accuracy=0.9)`.

    Args:
        source: What to read; a `Source` of your own passes through. None given: what you push.
        interval: Between items, or calls (1 s for functions).
        columns: Names for items that are sequences, or kinds (float, int, bool, str) by
            name.
        time: The key or number that holds the time; None looks for one, False takes
            arrival.
        units: Unit by column name.
        options: See `Stream`.

    Raises:
        ArgumentError: This cannot be read; says what can.
    """
    require_known(options, StreamOptions, "interval", "columns", "time", "units")
    if source is _PUSHED:
        if interval is not None:
            raise ArgumentError(f"interval={interval!r}: what is pushed comes when you push it")
        records = Records(columns=columns, time=time, units=units)
        pushed = Push(records=records, name=options.get("name") or "push")
        SESSION.watch()
        return PushStream(pushed, units=pushed.units, **options)
    period = None if interval is None else seconds(interval)
    read = source_of(
        source,
        interval=period,
        columns=columns,
        time=time,
        units=units,
        name=options.get("name"),
    )
    # The source's own mapping, where it has one: names such as "temp [°C]" add to it.
    SESSION.watch()
    return Stream(read, units=getattr(read, "units", units or {}), **options)


def as_stream(source: Any) -> Stream:
    """A stream as it is, or one of what `stream` takes."""
    return source if isinstance(source, Stream) else stream(source)


def streams() -> tuple[Stream, ...]:
    """The streams that run."""
    return REGISTRY.streams()


def stop_all() -> None:
    """Stop every stream, and close every picture that livewidgets made."""
    SESSION.stop_all()
