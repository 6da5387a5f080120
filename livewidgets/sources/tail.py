"""Tail: reads a file that others write to, and goes on as it grows."""

from __future__ import annotations

import os

from livewidgets.clock import Clock
from livewidgets.data.decoder import DecoderFactory
from livewidgets.data.framing import LIMIT_BYTES
from livewidgets.errors import ArgumentError
from livewidgets.sources.blocking import in_thread
from livewidgets.sources.source import Sink
from livewidgets.sources.tail_follow import Follower
from livewidgets.sources.tail_lines import FollowedLines
from livewidgets.sources.tail_report import FollowReport
from livewidgets.sources.tail_start import Start, checked_start
from livewidgets.sources.tail_watch import Watch, WatchMode, checked_watch


class Tail:
    """A file that grows. A reading that follows another goes on where that one ended.

    It is read and decoded in a thread of its own, in blocks, as fast as decoding goes;
    nothing is dropped. A file that is not there, or may not be read, is waited for.

    Args:
        path: The file; "~" is the home directory.
        decoder: Makes the decoder of a file; with a `Lines` framer.
        start: "beginning", "end", or how many rows before the end.
        watch: "auto" (the system tells of changes where it can) or "poll".
        limit: The longest line, in bytes, as the decoder has it.

    Raises:
        ArgumentError: An argument cannot be used; says which and why.
    """

    reconnects = False

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        decoder: DecoderFactory,
        start: Start = "beginning",
        watch: WatchMode = "auto",
        limit: int = LIMIT_BYTES,
    ) -> None:
        self.name = _checked_path(path)
        self._path = os.path.abspath(os.path.expanduser(self.name))
        self._watch = checked_watch(watch)
        self._lines = FollowedLines(decoder)
        self._report = FollowReport(self.name)
        self._follower = Follower(
            self._path, checked_start(start), limit, self._lines, self._report
        )

    @property
    def key(self) -> str | None:
        return f"file:{self._path}"

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Read for ever.

        Raises:
            SourceError: It is a directory, a pipe, or no text.
        """
        watch = Watch(self._path, self._watch, clock)
        self._lines.into(sink, clock)
        self._report.into(sink)

        def work() -> None:
            try:
                self._follower.run(watch, clock)
            finally:
                watch.close()
                self._lines.into(None, clock)
                self._report.into(None)

        await in_thread(work, watch.stop, f"livewidgets-read-{self.name}")


def _checked_path(path: object) -> str:
    if isinstance(path, os.PathLike):
        path = os.fspath(path)
    if not isinstance(path, str) or not path.strip() or "\0" in path:
        raise ArgumentError(f"path={path!r}: give the name of a file, such as 'data.csv'")
    return path
