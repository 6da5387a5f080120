"""Follower: reads a file as it grows, through rotations, every row once and in order."""

from __future__ import annotations

import os
import stat
from collections import deque

from livewidgets.clock import Clock
from livewidgets.errors import SourceError
from livewidgets.sources.tail_file import (
    Identity,
    Mark,
    MarkedFile,
    TruncatedFile,
    identity_of,
    no_text,
)
from livewidgets.sources.tail_lines import FollowedLines
from livewidgets.sources.tail_report import UNFINISHED_AFTER, FollowReport
from livewidgets.sources.tail_rotation import each_opened
from livewidgets.sources.tail_start import Start, head_of, offset_of
from livewidgets.sources.tail_watch import Watch

BLOCK = 65_536
"""Bytes that are read and decoded at a time."""

_KNOWN = 256
"""Files of which it is remembered that they were read, or were there before the first; those
that were written much earlier need not be."""


_SLACK = 10_000_000_000
"""Nanoseconds by which the times of writing of two files may contradict their order."""


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
        self._known: deque[Mark] = deque(maxlen=_KNOWN)
        self._since = 0  # what was written for the last time before that has been read
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
        if self._file is None:
            file = self._opened()
            if file is not None:
                self._file = file
                watch.listen()
            return file is not None
        try:
            return self._read(self._file) or self._go_on(self._file)
        except TruncatedFile:
            self._cut(self._file)
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
        there = identity_of(self._path)
        earlier = self._unread(file, there) if there == file.identity else None
        if earlier is not None:
            file.close()
            self._file = earlier
        return earlier is not None

    def _go_on(self, file: MarkedFile) -> bool:
        """Go to the file that follows the one that has been read; False if none does."""
        there = identity_of(self._path)
        following = None
        if there != file.identity:
            following = self._unread(file, there) or self._at_path(file, there)
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

    def _unread(self, file: MarkedFile | None, there: Identity | None) -> MarkedFile | None:
        """The oldest of the rotated files that nobody has read, and that is no copy."""
        others = [there, file and file.identity]
        marks = [file.mark] if file is not None and file.mark.offset else []
        marks += self._known
        for other in each_opened(self._path, self._since):
            if other.identity not in others and not any(map(other.holds, marks)):
                return other
            other.close()
        return None

    def _at_path(self, file: MarkedFile, there: Identity | None) -> MarkedFile | None:
        """The file at the path, if it is still that one and something is in it."""
        if there is None:
            return None
        try:
            other = MarkedFile(self._path) if _is_file(self._path) else None
        except OSError:
            return None
        if other is not None and (other.identity != there or not other.size):
            other.close()
            return None
        if other is not None and file.mark.offset and other.holds(file.mark):
            other.go_on_from(file.mark)  # what was read is a copy of it
        return other

    def _follow(self, file: MarkedFile, following: MarkedFile) -> None:
        if file.mark.offset:
            self._known.append(file.mark)
        if not following.mark.offset and not self._from_copy:
            self._report.rotations += file.mark.offset > 0
            self._lines.end()
        self._from_copy = False
        self._since = max(self._since, file.written - _SLACK)
        file.close()
        self._file = following

    def _cut(self, file: MarkedFile) -> None:
        """The file was truncated: go on in its copy, else with what nobody has read."""
        self._report.truncations += 1
        mark = file.mark
        copy = self._copy_with(mark)
        if copy is not None:
            file.close()
            self._file, self._from_copy = copy, True
            return
        self._known.append(mark)
        self._report.lost |= self._size > mark.offset
        self._lines.cut()
        there = identity_of(self._path)
        file.start_at(0 if there == file.identity else file.size)
        following = self._unread(None, there)  # it may itself have been renamed since
        if following is not None:
            file.close()
            self._file = following

    def _copy_with(self, mark: Mark) -> MarkedFile | None:
        """The longest of the rotated files in which all is that was read up to a mark."""
        longest: MarkedFile | None = None
        for other in each_opened(self._path) if mark.offset else ():
            shorter: MarkedFile | None = other
            if other.holds(mark) and (longest is None or other.size > longest.size):
                shorter, longest = longest, other
            if shorter is not None:
                shorter.close()
        if longest is not None:
            longest.go_on_from(mark)
        return longest

    # -- beginning, and beginning again --------------------------------------------------

    def _opened(self) -> MarkedFile | None:
        """The file at the path, at the place where to read on; None while there is none."""
        there = identity_of(self._path)
        if not self._looked:
            self._pass_over(there)
        self._new |= there is None and not self._looked
        self._looked = True
        if self._new and self._left is None and (first := self._unread(None, there)):
            return first
        try:
            if not _is_file(self._path):
                raise SourceError(f"{self._path} is {_what(self._path)}")
            file = MarkedFile(self._path)
        except OSError as error:
            self._report.away(_why(error), self._lines.begun)
            return None
        if file.identity != there:  # rotated while it was looked at
            file.close()
            return None
        if self._left is None:
            self._begin(file)
        elif file.holds(self._left):
            file.go_on_from(self._left)
        elif (other := self._copy_with(self._left)) is not None:
            file.close()
            return other
        else:
            self._pass_over(there)
            self._lines.cut()
        return file

    def _pass_over(self, there: Identity | None) -> None:
        """Count what was rotated before the file at the path as read."""
        for other in each_opened(self._path):
            if other.identity != there:
                self._since = max(self._since, other.written)
                other.start_at(other.size)
                self._known.append(other.mark)
            other.close()

    def _begin(self, file: MarkedFile) -> None:
        offset = 0 if self._new else offset_of(file, self._start, self._limit)
        if offset and (why := no_text(file.at(0, BLOCK))):
            file.close()
            raise SourceError(f"{self._path} {why}")
        self._lines.learn(head_of(file, offset))
        file.start_at(offset)

    def _let_go(self) -> None:
        if self._file is not None:
            self._left = self._file.mark
            self._file.close()
            self._file = None


def _is_file(path: str) -> bool:
    return stat.S_ISREG(os.stat(path).st_mode)


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
