"""What the ways in take that read lines: how bytes become rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

from livewidgets.clock import Clock
from livewidgets.data.decoder import Decoder, DecoderFactory
from livewidgets.data.duration import seconds
from livewidgets.data.framing import LIMIT_BYTES, Lines, OnReject, Pauses
from livewidgets.data.text_format import TextFormat
from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.runner import Runner
from livewidgets.sources.reader import Retry

PAUSE = 0.2
_KEYS = ("format", "schema", "columns", "time", "time_unit", "header", "delimiter", "units")


class StreamOptions(TypedDict, total=False):
    """What every way in takes, and hands to `Stream`."""

    keep: int | str
    lateness: str | float
    runner: str | Runner
    name: str | None
    stale_after: str | float | None
    retry: Retry | None
    clock: Clock


class LineOptions(StreamOptions, total=False):
    """How lines become rows.

    Keys:
        format: "csv" (which plain numbers are) or "jsonl"; None looks whether the first
            line begins with a brace.
        columns: Names, or kinds (float, int, bool, str) by name; None takes the
            header's or the fields', or numbers them. For JSON: those that are wanted.
        time: The column that holds the time; None looks for one, False takes arrival.
        time_unit: What numeric times are in: "s", "ms", "us", "ns"; None finds it out by
            the first of them.
        header: Whether the first line names the columns; None looks.
        delimiter: Between fields; None finds it in the first record (a tab, semicolon,
            comma, or spaces between numbers).
        units: Unit by column name.
        schema: For JSON lines, a type made from `msgspec.Struct` to which they conform.
        limit: The longest record, in bytes.
    """

    format: Literal["csv", "jsonl"] | None
    columns: Sequence[str] | Mapping[str, Any] | None
    time: str | int | bool | None
    time_unit: Literal["s", "ms", "us", "ns"] | None
    header: bool | None
    delimiter: str | None
    units: Mapping[str, str] | None
    schema: Any
    limit: int


class FormatOptions(LineOptions, total=False):
    """How bytes become rows: as `LineOptions`, and what ends a record.

    Keys:
        framing: "lines" (a newline ends a record) or "pause" (a silence does).
        pause: How long that silence is.
    """

    framing: Literal["lines", "pause"]
    pause: str | float


def require_known(options: Mapping[str, Any], of: type, *others: str) -> None:
    """Check the names of options.

    Raises:
        ArgumentError: One is unknown; says the nearest.
    """
    known = sorted((*of.__annotations__, *others))
    for name in options:
        if name not in known:
            raise ArgumentError(unknown_name("option", name, known))


def take_limit(options: dict[str, Any]) -> int:
    """Take the longest record, in bytes, out of the options.

    Raises:
        ArgumentError: It is no number of bytes.
    """
    limit = options.pop("limit", LIMIT_BYTES)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ArgumentError(f"limit={limit!r}: give the longest record in bytes, as in 65536")
    return limit


def take_pause(options: dict[str, Any]) -> float | None:
    """Take out of the options the silence that ends a record, in s; None: a newline does.

    Raises:
        ArgumentError: There is no such framing, or it has no pause.
    """
    framing = options.pop("framing", "lines")
    if framing not in ("lines", "pause"):
        raise ArgumentError(f"framing={framing!r}: use 'lines' or 'pause'")
    if framing == "lines" and "pause" in options:
        raise ArgumentError(f"pause={options['pause']!r} needs framing='pause' beside it")
    pause = seconds(options.pop("pause", PAUSE))
    return pause if framing == "pause" else None


def take_format(options: dict[str, Any], *, grows: bool) -> TextFormat:
    """Take out of the options what says how records become rows.

    Raises:
        ArgumentError: One of them cannot be used.
    """
    return TextFormat(grows=grows, **{key: options.pop(key) for key in _KEYS if key in options})


def decoders(form: TextFormat, limit: int, *, pauses: bool = False) -> DecoderFactory:
    """What makes the decoder of each connection or file."""
    framer = Pauses if pauses else Lines

    def decoder(on_reject: OnReject) -> Decoder:
        return Decoder(framer(limit=limit, on_reject=on_reject), form.parser(on_reject))

    return decoder
