"""The lines of a file that is followed: decoded into a sink, file after file."""

from __future__ import annotations

from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.decoder import DecoderFactory
from livewidgets.sources.source import Sink
from livewidgets.sources.tail_file import without_holes


class FollowedLines:
    """Decodes what is read; outlives one reading, as a half line may.

    Args:
        make: Makes the decoder of a file.

    Attributes:
        begun: Whether anything of any file was decoded for its rows.
    """

    def __init__(self, make: DecoderFactory) -> None:
        self._make = make
        self._decoder = make(self._reject)
        self._sink: Sink | None = None
        self._clock: Clock = SYSTEM
        self.begun = False

    def into(self, sink: Sink | None, clock: Clock) -> None:
        """Write to this sink from now on."""
        self._sink, self._clock = sink, clock

    @property
    def pending(self) -> int:
        """How many bytes are held of a line that has not ended."""
        return self._decoder.pending

    def learn(self, head: bytes) -> None:
        """Take the format from a file's first lines; they are no rows that are wanted."""
        sink, self._sink = self._sink, None
        self._put(self._decoder.feed(head, self._clock.time()))
        self._sink = sink

    def feed(self, data: bytes) -> bool:
        """Decode bytes; False if there was nothing but a hole."""
        data = without_holes(data, line_begins=not self.pending)
        if data:
            self.begun = True
            self._put(self._decoder.feed(data, self._clock.time()))
        return bool(data)

    def end(self) -> None:
        """The file has come to its end: so has its last line; another file follows."""
        self._put(self._decoder.flush(self._clock.time()))
        self._decoder = self._make(self._reject)

    def cut(self) -> None:
        """The file was truncated: the rest of its last line is lost; another file follows."""
        if held := self.pending:
            self._reject(Reject(f"the file was truncated after {held:,} bytes of a line", b""))
        self._decoder = self._make(self._reject)

    def _put(self, batch: Batch | None) -> None:
        if batch is not None and len(batch) and self._sink is not None:
            self._sink.put(batch)

    def _reject(self, reject: Reject) -> None:
        if self._sink is not None:
            self._sink.reject(reject)
