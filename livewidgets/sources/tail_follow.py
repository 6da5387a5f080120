"""Follower: reads a file as it grows, through rotations, every row once and in order."""

from __future__ import annotations

import os

from livewidgets.clock import Clock
from livewidgets.errors import SourceError
from livewidgets.sources.tail_file import (
    Mark,
    MarkedFile,
    TruncatedFile,
    identity_of,
    no_text,
)
from livewidgets.sources.tail_generations import Generations, is_file
from livewidgets.sources.tail_lines import FollowedLines
from livewidgets.sources.tail_report import UNFINISHED_AFTER, FollowReport
from livewidgets.sources.tail_start import Start, head_of, offset_of
from livewidgets.sources.tail_watch import Watch

BLOCK = 262_144
"""Bytes that are read and decoded at a time: what each step of decoding and of each statistic
costs by itself is shared by so many rows."""


class Follower:
    """Which file is read, and what comes after it; keeps its place between two readings.

    A file that is renamed is read to its end, then those that were rotated in the meantime,
    by the time of writing, then the one at the path; the latter when something is in it, as
    until then the old one may still be written to. A file that is cut is read on in its
    copy, if there is one beside it (`copytruncate`), and then from its beginning. That it
    was cut is seen by its length, and by what it begins with and has before the mark.

    Args:
        path: The file.
        start: Where to start in the first file.
        limit: The longest line, in bytes.
        lines: Decodes what is read.
        report: Says how it goes.
    """

    def __init__(
        self, path: str, start: Start, limit: int, lines: FollowedLines, report: FollowReport
    ) -> None:
        self._path, self._start, self._limit = path, start, limit
        self._lines, self._report = lines, report
        self._file: MarkedFile | None = None
        self._left: Mark | None = None  # where the last reading ended
        self._files = Generations(path)
        self._from_copy = False  # the file's writer did not notice that it was cut
        self._size = 0  # of the file, when it was last read
        self._looked = False  # for files that were rotated before the first reading
        self._new = False  # there was none then: all that comes is wanted
        self._half_since: float | None = None  # when its end was found to be half a line

    def run(self, watch: Watch, clock: Clock) -> None:
        """Read until `watch` is stopped.

        Raises:
            SourceError: What is at the path can never be read.
        """
        self._clock = clock
        try:
            while not watch.stopped:
                if self._step(watch):
                    watch.found()
                    self._half_since = None
                else:
                    watch.wait()
        finally:
            self._let_go()

    def _step(self, watch: Watch) -> bool:
        """Do what can be done next; False if there is nothing."""
        try:
            try:
                if self._file is None:
                    self._file = self._opened()
                    watch.listen()
                    return self._file is not None
                return self._read(self._file) or self._go_on(self._file)
            except TruncatedFile:
                self._cut()
                return True
        except OSError as error:
            self._let_go()
            self._report.away(f"cannot be read ({error.strerror})", self._lines.begun)
            return False

    # -- the file that is read ------------------------------------------------------

    def _read(self, file: MarkedFile) -> bool:
        fresh = file.mark.offset == 0
        data = file.read(BLOCK)
        self._size = file.size
        if not data:
            return False
        if fresh and self._rotated_before(file):
            return True
        if fresh and (why := no_text(data)):
            raise SourceError(f"{self._path} {why}")
        if not self._lines.feed(data):
            file.skip_hole()
        self._report.reading(self._size - file.mark.offset, self._size)
        return True

    def _rotated_before(self, file: MarkedFile) -> bool:
        """Whether another file is to be read first: this one was cut after it was opened."""
        earlier = self._files.unread(file, identity_of(self._path), before=True)
        if earlier is not None:
            file.close()
            self._file = earlier
        return earlier is not None

    def _go_on(self, file: MarkedFile) -> bool:
        """Go to the file that follows the one that has been read; False if none does."""
        there = identity_of(self._path)
        following = None
        if there != file.identity:
            following = self._files.unread(file, there) or self._files.at_path(file, there)
        if following is None:
            if there is None:
                self._report.away("is gone", self._lines.begun)
            else:
                self._report.waiting(self._lines.begun, self._size, self._half())
            return False
        more = True
        try:
            more = self._read(file)  # written before the first byte of what follows
        finally:
            if more:
                following.close()
        if not more:
            self._follow(file, following)
        return True

    def _half(self) -> int:
        """The bytes of half a line that has been there for a while."""
        now = self._clock.monotonic()
        self._half_since = now if self._half_since is None else self._half_since
        return self._lines.pending if now - self._half_since >= UNFINISHED_AFTER else 0

    def _follow(self, file: MarkedFile, following: MarkedFile) -> None:
        self._files.was_read(file)
        if not following.mark.offset and not self._from_copy:
            self._report.rotations += file.mark.offset > 0
            self._lines.end()
        self._from_copy = False
        file.close()
        self._file = following

    def _cut(self) -> None:
        """The file was truncated: go on in its copy, else with what nobody has read."""
        file = self._file
        if file is None:
            return
        self._report.truncations += 1
        mark = file.mark
        copy = self._files.copy_with(mark)
        if copy is not None:
            file.close()
            self._file, self._from_copy = copy, True
            return
        self._files.cut(mark)
        self._report.lost |= self._size > mark.offset
        self._lines.cut()
        there = identity_of(self._path)
        file.start_at(0 if there == file.identity else file.size)
        following = self._files.unread(None, there)  # it may itself have been renamed since
        if following is not None:
            file.close()
            self._file = following

    # -- beginning, and beginning again --------------------------------------------------

    def _opened(self) -> MarkedFile | None:
        """The file at the path, at the place where to read on; None while there is none."""
        there = identity_of(self._path)
        if not self._looked:
            self._files.pass_over(there)
        self._new |= there is None and not self._looked
        self._looked = True
        if self._new and self._left is None and (first := self._files.unread(None, there)):
            return first
        try:
            if not is_file(self._path):
                raise SourceError(f"{self._path} is {_what(self._path)}")
            file = MarkedFile(self._path)
        except OSError as error:
            self._report.away(_why(error), self._lines.begun)
            return None
        placed: MarkedFile | None = None
        try:
            if file.identity == there:  # else it was rotated while it was looked at
                placed = self._placed(file)
        finally:
            if placed is not file:
                file.close()
        return placed

    def _placed(self, file: MarkedFile) -> MarkedFile:
        """The file at the place where to read on; a rotated one, if that is there."""
        if self._left is None:
            self._begin(file)
        elif file.holds(self._left):
            file.go_on_from(self._left)
        elif (other := self._files.copy_with(self._left)) is not None:
            return other
        else:
            self._files.pass_over(file.identity)
            self._lines.cut()
        return file

    def _begin(self, file: MarkedFile) -> None:
        offset = 0 if self._new else offset_of(file, self._start, self._limit)
        if offset and (why := no_text(file.at(0, BLOCK))):
            raise SourceError(f"{self._path} {why}")
        self._lines.learn(head_of(file, offset))
        file.start_at(offset)

    def _let_go(self) -> None:
        if self._file is not None:
            self._left = self._file.mark
            self._file.close()
            self._file = None


def _what(path: str) -> str:
    if os.path.isdir(path):
        return "a directory: give a file in it"
    return "no file but a pipe or a device: use livewidgets.command to read a program's output"


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "may not be read by this user (permission denied)"
    return f"cannot be opened ({error.strerror})"
