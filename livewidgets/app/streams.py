"""The ways in: one call each, from the world to a stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack

from livewidgets.app.session import SESSION
from livewidgets.clock import Clock
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import Decoder, DecoderFactory
from livewidgets.data.duration import seconds
from livewidgets.data.framing import Lines, OnReject, Pauses
from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.lifetime import REGISTRY
from livewidgets.runner import Runner
from livewidgets.sources.detect import source_of
from livewidgets.sources.reader import Retry
from livewidgets.sources.source import Source
from livewidgets.sources.tcp_connect import Connect
from livewidgets.sources.tcp_listen import Listen
from livewidgets.stream import Stream

LINE_LIMIT = 65_536
PAUSE = 0.2


class StreamOptions(TypedDict, total=False):
    """What every way in takes, and hands to `Stream`."""

    keep: int | str
    lateness: str | float
    runner: str | Runner
    name: str | None
    stale_after: str | float | None
    retry: Retry | None
    clock: Clock


class FormatOptions(StreamOptions, total=False):
    """How bytes become rows.

    Keys:
        columns: Names, or kinds (float, int, bool, str) by name; None takes the
            header's, or numbers them.
        time: The column that holds the time; None looks for one, False takes arrival.
        header: Whether the first line names the columns; None looks.
        delimiter: Between fields; None finds it in the first record (a tab, semicolon,
            comma, or spaces between numbers).
        units: Unit by column name.
        framing: "lines" (a newline ends a record) or "pause" (a silence does).
        pause: How long that silence is.
        limit: The longest record, in bytes.
    """

    columns: Sequence[str] | Mapping[str, Any] | None
    time: str | int | bool | None
    header: bool | None
    delimiter: str | None
    units: Mapping[str, str] | None
    framing: Literal["lines", "pause"]
    pause: str | float
    limit: int


def connect(host: str, port: int, **options: Unpack[FormatOptions]) -> Stream:
    """Numbers or CSV lines from a TCP server; it reconnects by itself.

    Args:
        host: Its name or address.
        port: Its port.
        options: See `FormatOptions` and `Stream`.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_known(options, FormatOptions)
    decoder, units, pause, rest = _format(dict(options))
    return _make(Connect(host, port, decoder=decoder, pause=pause), units, rest)


def listen(
    port: int,
    host: str = "127.0.0.1",
    *,
    token: str | None = None,
    **options: Unpack[FormatOptions],
) -> Stream:
    """Numbers or CSV lines from everybody who connects to a TCP port here.

    Args:
        port: Where to listen; 0 takes a free one.
        host: On which address; anything but loopback needs a token.
        token: What a sender's first line must be ("token <value>"); made where needed.
        options: See `FormatOptions` and `Stream`.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_known(options, FormatOptions, "token")
    decoder, units, pause, rest = _format(dict(options))
    return _make(
        Listen(port=port, host=host, decoder=decoder, pause=pause, token=token), units, rest
    )


def stream(
    source: Any,
    *,
    interval: str | float | None = None,
    columns: Sequence[str] | Mapping[str, Any] | None = None,
    time: str | int | bool | None = None,
    units: Mapping[str, str] | None = None,
    **options: Unpack[StreamOptions],
) -> Stream:
    """What a generator, an iterable or a function gives, plain or asynchronous.

    An item is a number, a sequence (a row), a mapping of columns, an array of rows or a
    DataFrame. A function without arguments is called again and again.

    Args:
        source: What to read; a `Source` of your own passes through.
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
    _require_known(options, StreamOptions, "interval", "columns", "time", "units")
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
    return _make(read, getattr(read, "units", units or {}), dict(options))


def as_stream(source: Any) -> Stream:
    """A stream as it is, or one of what `stream` takes."""
    return source if isinstance(source, Stream) else stream(source)


def streams() -> tuple[Stream, ...]:
    """The streams that run."""
    return REGISTRY.streams()


def stop_all() -> None:
    """Stop every stream, and close every picture that livewidgets made."""
    SESSION.stop_all()


def _require_known(options: Mapping[str, Any], of: type, *others: str) -> None:
    known = sorted((*of.__annotations__, *others))
    for name in options:
        if name not in known:
            raise ArgumentError(unknown_name("option", name, known))


def _make(source: Source, units: Mapping[str, str], options: dict[str, Any]) -> Stream:
    SESSION.watch()
    return Stream(source, units=units, **options)


def _format(
    options: dict[str, Any],
) -> tuple[DecoderFactory, Mapping[str, str], float | None, dict[str, Any]]:
    framing = options.pop("framing", "lines")
    limit = options.pop("limit", LINE_LIMIT)
    if framing not in ("lines", "pause"):
        raise ArgumentError(f"framing={framing!r}: use 'lines' or 'pause'")
    if framing == "lines" and "pause" in options:
        raise ArgumentError(f"pause={options['pause']!r} needs framing='pause' beside it")
    pause = seconds(options.pop("pause", PAUSE))
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ArgumentError(f"limit={limit!r}: give the longest record in bytes, as in 65536")
    keys = ("columns", "time", "header", "delimiter", "units")
    csv = CsvFormat(**{key: options.pop(key) for key in keys if key in options})
    framer = Lines if framing == "lines" else Pauses

    def decoder(on_reject: OnReject) -> Decoder:
        return Decoder(framer(limit=limit, on_reject=on_reject), csv.parser(on_reject))

    return decoder, csv.units, pause if framing == "pause" else None, options
