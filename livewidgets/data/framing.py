"""Framing: from bytes as they happen to arrive to whole records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from livewidgets.data.batch import Reject
from livewidgets.errors import EXCERPT_BYTES, ArgumentError

OnReject = Callable[[Reject], None]
"""Called with each record that cannot be used."""

LIMIT_BYTES = 65_536
"""The longest record that is accepted where no limit is given."""


_CUT_OFF = "cut off: the connection closed before the newline"
_SEPARATORS = (b",", b";", b"\t")


def _ignore(reject: Reject) -> None:
    """Let a reject go: where nobody counts them."""


class Framer(Protocol):
    """Cuts a stream of bytes into records."""

    @property
    def pending(self) -> int:
        """How many bytes are held of a record that has not ended."""

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes; give the records that are now whole, without their delimiters."""

    def flush(self) -> list[bytes]:
        """End the record that is held, if any, and give it."""


class Lines:
    """Records that end with a newline (`\\n`; one `\\r` before it is taken off).

    A record over the limit is rejected once, as soon as that is known, and reading goes
    on after its newline. At most `limit` bytes are held; the time is linear in the bytes,
    however they are cut. The records are the same for every way of cutting.

    What is left without a newline at the close is a record as well. But where others were
    ended by one, a rest that breaks off at a separator was cut off, and is rejected.

    Args:
        limit: The most bytes of a record, its `\\r` included.
        on_reject: Told about each record over the limit.

    Raises:
        ArgumentError: The limit is less than 1.
    """

    _WHAT = "line"

    def __init__(self, limit: int = LIMIT_BYTES, on_reject: OnReject = _ignore) -> None:
        if limit < 1:
            raise ArgumentError(f"the limit of a record must be at least 1 byte, not {limit}")
        self._limit = limit
        self._on_reject = on_reject
        self._held = bytearray()
        self._skipping = False  # inside a record that was rejected: wait for its newline
        self._ended = False  # a record, by a newline

    @property
    def pending(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[bytes]:
        first, *others = data.split(b"\n")
        if not others:
            self._hold(first)
            return []
        self._ended = True
        rest = others.pop()
        records = self._finish(first)
        if others and max(map(len, others)) > self._limit:
            others = [record for record in others if self._fits(record)]
        if b"\r" in data:
            others = [record.removesuffix(b"\r") for record in others]
        records += others
        self._hold(rest)
        return records

    def flush(self) -> list[bytes]:
        records = [record for record in self._finish(b"") if record]
        if not (self._ended and records and records[-1].rstrip(b" ").endswith(_SEPARATORS)):
            return records
        self._on_reject(Reject(_CUT_OFF, records.pop()))
        return records

    def _finish(self, end: bytes) -> list[bytes]:
        """The record that is held with its last bytes; none if it was rejected."""
        self._hold(end)
        records = [] if self._skipping else [bytes(self._held).removesuffix(b"\r")]
        self._held.clear()
        self._skipping = False
        return records

    def _hold(self, data: bytes) -> None:
        if self._skipping or not data:
            return
        room = self._limit - len(self._held)
        if len(data) <= room:
            self._held += data
            return
        start = bytes(self._held[:EXCERPT_BYTES]) + data[:EXCERPT_BYTES]
        self._held = bytearray()  # not clear(): gives the memory back
        self._skipping = True
        self._reject(start)

    def _fits(self, record: bytes) -> bool:
        if len(record) <= self._limit:
            return True
        self._reject(record)
        return False

    def _reject(self, record: bytes) -> None:
        # The start is cut to the limit so that it does not depend on how the bytes were cut.
        excerpt = record[: min(EXCERPT_BYTES, self._limit)]
        self._on_reject(Reject(f"{self._WHAT} longer than {self._limit:,} bytes", excerpt))


class Pauses(Lines):
    """Records that end with a silence: the reader calls `flush` after one.

    For senders that write no delimiter. A newline ends a record too.
    """

    _WHAT = "record"

    def flush(self) -> list[bytes]:
        return [record for record in self._finish(b"") if record]
