"""The hub's wire: what kernels and the hub say to each other, as MessagePack and raw columns.

A message is a header, and for rows one more frame with the columns' bytes. Both sides check
types and sizes; what does not fit is refused. Nothing that comes over it is ever executed:
a source is described as data.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.schema import Kind
from livewidgets.errors import SourceError

PROTOCOL = 1
"""Raised with every change of the messages; kernel and hub must agree."""

MESSAGE_BYTES = 128 * 1024
"""About the largest message of rows; a single row may be larger."""

LARGEST_TO_HUB = 256 * 1024
LARGEST_TO_KERNEL = 64 * 1024 * 1024
"""What is larger is not even read."""

MOST_ROWS = 16_384
"""Rows in one message."""

Plain = str | int | float | bool | None | list[str] | dict[str, str]
"""What an argument of a source can be."""


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source, as data.

    Attributes:
        kind: Which way in: "listen", "connect", "tail", "command".
        arguments: What it takes, by name.
        options: How bytes become rows, by name.
        retry: How it is tried again: initial, maximum, jitter, give_up, in seconds.
    """

    kind: str
    arguments: dict[str, Plain]
    options: dict[str, Plain] = {}
    retry: tuple[float, float, float, float] | None = None

    @property
    def identity(self) -> str:
        """Equal for equal descriptions."""
        return msgspec.json.encode(self, order="sorted").decode()


class Attach(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A reader wants a stream: its history, then what comes.

    Attributes:
        protocol: Of the kernel.
        token: From the hub's own file, which only this user can read.
        client: Names the kernel's process.
        pid: Its number, for people.
        stream: What to read; None where `name` says it.
        name: What the stream is called; None where it has no name.
        rows: How many rows of history are wanted, at most.
        seconds: How much time of it; None is all.
        entry: The stream that it had before; "" is none.
        after: The number of the next row that it expects of that stream.
    """

    protocol: int
    token: str
    client: str
    pid: int
    stream: Description | None
    name: str | None
    rows: int
    seconds: float | None = None
    entry: str = ""
    after: int = 0


class Ack(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A reader has taken so many messages since it attached: credit for as many more."""

    messages: int


class Detach(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """A reader goes."""


class Ask(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=True):
    """Somebody wants to know how the hub stands, or, with `stop`, that it ends."""

    token: str
    stop: bool = False


class Column(msgspec.Struct, frozen=True, array_like=True):
    """One column of a message: its name, kind, and how many bytes it takes."""

    name: str
    kind: str
    size: int


class Rows(msgspec.Struct, frozen=True, tag=True):
    """Rows; the frame behind it holds the times, then the columns, one after the other."""

    first: int
    count: int
    grows: bool
    columns: list[Column]


class Attached(msgspec.Struct, frozen=True, tag=True):
    """The stream is there: what it is called in this hub, where its tally is, what comes first."""

    entry: str
    tally: str
    first: int


class News(msgspec.Struct, frozen=True, tag=True):
    """How a stream stands beside its rows.

    Attributes:
        turn: How often the source has reported; a report is passed on once.
        state: A `State`.
        sentence: What it says beside it.
        rejected: Rows that were rejected since the stream began.
        dropped: Rows that the source let go.
        excerpts: The newest rejects, oldest first: reason, excerpt, rows.
        pending: Bytes that wait for the end of their record.
        units: By column name.
        origin: Where the times come from: column and unit; None while that is not known.
        facts: What the source learned: port, token, ending.
        over: Whether it has come to its end.
    """

    turn: int
    state: str
    sentence: str
    rejected: int
    dropped: int
    excerpts: list[tuple[str, bytes, int]]
    pending: int
    units: dict[str, str]
    origin: tuple[str | int | None, str] | None
    facts: dict[str, str | int | None]
    over: bool


class Refused(msgspec.Struct, frozen=True, tag=True):
    """It cannot be had: why, as a sentence; `error` is the class to raise."""

    error: str
    sentence: str


class Forgotten(msgspec.Struct, frozen=True, tag=True):
    """The hub does not know this reader, or not any more: it may look for the hub again."""


class Bye(msgspec.Struct, frozen=True, tag=True):
    """Somebody has stopped the hub: nobody is to start it anew by himself."""

    sentence: str


class StreamStanding(msgspec.Struct, frozen=True):
    """One stream of a hub. Rates are rows per second, ages seconds, memory bytes."""

    name: str
    state: str
    sentence: str
    readers: list[dict[str, int]]
    rows: int
    rate: float
    kept: int
    memory: int
    rejected: int
    dropped: int
    lost: int


class Standing(msgspec.Struct, frozen=True, tag=True):
    """How a hub stands: see `StreamStanding`; `memory` is the process's, in bytes."""

    pid: int
    version: str
    uptime: float
    memory: int
    cpu: float
    streams: list[StreamStanding]

    def __str__(self) -> str:
        lines = [
            f"hub: process {self.pid}, livewidgets {self.version}, up {self.uptime:,.0f} s, "
            f"{self.memory / 1e6:,.0f} MB, {self.cpu:,.1f} s CPU"
        ]
        for each in self.streams:
            lines.append(
                f"{each.name}: {each.state}{': ' if each.sentence else ''}{each.sentence}; "
                f"{each.rate:,.0f} rows/s, {each.rows:,} rows came, {each.kept:,} kept "
                f"({each.memory / 1e6:,.1f} MB), {each.rejected:,} rejected, {each.dropped:,} "
                f"dropped, {each.lost:,} lost by slow readers"
            )
            for reader in each.readers:
                lines.append(
                    f"    reader in process {reader['pid']}: {reader['sent']:,} rows sent, "
                    f"{reader['behind']:,} behind, {reader['lost']:,} lost"
                )
        return "\n".join(lines if self.streams else [*lines, "it reads nothing"])


ToHub = Attach | Ack | Detach | Ask
ToKernel = Rows | Attached | News | Refused | Forgotten | Bye | Standing

_ENCODER = msgspec.msgpack.Encoder()
_HUB: msgspec.msgpack.Decoder[ToHub] = msgspec.msgpack.Decoder(ToHub)
_KERNEL: msgspec.msgpack.Decoder[ToKernel] = msgspec.msgpack.Decoder(ToKernel)
_TEXTS = msgspec.msgpack.Decoder(list[str])


def encoded(message: ToHub | ToKernel) -> bytes:
    """A message's header."""
    return _ENCODER.encode(message)


def for_hub(header: bytes) -> ToHub:
    """Read what a kernel says.

    Raises:
        msgspec.MsgspecError: It is none of the messages.
    """
    return _HUB.decode(header)


def for_kernel(header: bytes) -> ToKernel:
    """Read what the hub says.

    Raises:
        msgspec.MsgspecError: It is none of the messages.
    """
    return _KERNEL.decode(header)


def pack(first: int, batch: Batch) -> tuple[bytes, bytes]:
    """Rows as a header and the bytes of their columns."""
    parts = [np.ascontiguousarray(batch.time).tobytes()]
    columns = []
    for name, array in batch.columns.items():
        kind = Kind.of(array)
        parts.append(
            array.astype(kind.dtype, copy=False).tobytes()
            if kind.numeric
            else _ENCODER.encode(array.tolist())
        )
        columns.append(Column(name, kind.value, len(parts[-1])))
    return encoded(Rows(first, len(batch), batch.grows, columns)), b"".join(parts)


def unpack(rows: Rows, payload: bytes) -> Batch:
    """The rows of a message.

    Raises:
        SourceError: Its parts do not fit together.
    """
    sizes = [8 * rows.count, *(column.size for column in rows.columns)]
    if not 0 <= rows.count <= MOST_ROWS or min(sizes) < 0 or sum(sizes) != len(payload):
        raise SourceError("the hub sent rows that do not fit together; they were not taken")
    bounds = np.cumsum([0, *sizes]).tolist()
    time = np.frombuffer(payload[: bounds[1]], dtype=np.float64)
    columns: dict[str, NDArray[Any]] = {}
    for column, start, stop in zip(rows.columns, bounds[1:], bounds[2:], strict=False):
        try:
            columns[column.name] = _array(Kind(column.kind), payload[start:stop])
        except (ValueError, msgspec.MsgspecError) as error:
            raise SourceError(f"the hub sent no column {column.name!r}: {error}") from error
    if any(len(array) != rows.count for array in columns.values()):
        raise SourceError("the hub sent columns of unequal length; they were not taken")
    return Batch(time, columns, rows.grows)


def _array(kind: Kind, part: bytes) -> NDArray[Any]:
    if kind.numeric:
        return np.frombuffer(part, dtype=kind.dtype)
    texts = _TEXTS.decode(part)
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    array.flags.writeable = False
    return array
