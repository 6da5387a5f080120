"""Decoder: bytes of one connection in, batches out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from livewidgets.data.batch import Batch
from livewidgets.data.framing import Framer, OnReject


class RowParser(Protocol):
    """Turns whole records of one connection into rows."""

    def parse(self, records: list[bytes], now: float) -> Batch | None:
        """Parse records that arrived at the time `now`; None if they hold no row."""


class Decoder:
    """Joins a framer and a parser; one per connection.

    Args:
        framer: Cuts the bytes into records.
        parser: Turns the records into rows.
    """

    def __init__(self, framer: Framer, parser: RowParser) -> None:
        self._framer = framer
        self._parser = parser

    @property
    def pending(self) -> int:
        """How many bytes are held of a record that has not ended."""
        return self._framer.pending

    def feed(self, data: bytes, now: float) -> Batch | None:
        """Take bytes that arrived at the time `now`; give the rows that are now whole."""
        return self._parse(self._framer.feed(data), now)

    def flush(self, now: float) -> Batch | None:
        """End the record that is held (the sender closed, or paused); give its row."""
        return self._parse(self._framer.flush(), now)

    def _parse(self, records: list[bytes], now: float) -> Batch | None:
        return self._parser.parse(records, now) if records else None


DecoderFactory = Callable[[OnReject], Decoder]
"""Makes the decoder of a new connection."""
