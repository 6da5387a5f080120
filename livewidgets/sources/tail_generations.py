"""Which of the files at a path and beside it have been read, and which comes next."""

from __future__ import annotations

import os
import stat
from collections import deque

from livewidgets.sources.tail_file import HEAD, Identity, Mark, MarkedFile
from livewidgets.sources.tail_rotation import each_opened

_KNOWN = 256
"""Files of which it is remembered that they were read, or were there before the first; those
that were written much earlier need not be."""

_Known = tuple[Mark, Identity | None]
"""How far a file was read, and which one it was; None: of that one it holds no more."""

_SLACK = 10_000_000_000
"""Nanoseconds by which the times of writing of two files may contradict their order."""


class Generations:
    """The files that were, are and were rotated away from a path.

    Args:
        path: The path.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._known: deque[_Known] = deque(maxlen=_KNOWN)
        self._since = 0  # what was written for the last time before that has been read

    def pass_over(self, there: Identity | None) -> None:
        """Count what was rotated before the file at the path as read."""
        for other in each_opened(self._path):
            if other.identity != there:
                self._since = max(self._since, other.written)
                other.start_at(other.size)
                self._known.append((other.mark, other.identity))
            other.close()

    def was_read(self, file: MarkedFile) -> None:
        """Note that a file was read as far as its mark, and that another follows."""
        if file.mark.offset:
            self._known.append((file.mark, file.identity))
        self._since = max(self._since, file.written - _SLACK)

    def cut(self, mark: Mark) -> None:
        """Note that what was read up to a mark is gone; a copy of it may show up."""
        if mark.offset:
            self._known.append((mark, None))  # the file itself may be filled again

    def unread(
        self, file: MarkedFile | None, there: Identity | None, *, before: bool = False
    ) -> MarkedFile | None:
        """The oldest of the rotated files that nobody has read, and that is no copy.

        Args:
            file: The one that is being read.
            there: The one at the path.
            before: Whether it must have been rotated before `file`.
        """
        others = [there, file and file.identity]
        known = list(self._known)
        if file is not None and file.mark.offset:
            known.append((file.mark, file.identity))
        for other in each_opened(self._path, self._since):
            if before and file is not None and other.identity == file.identity:
                other.close()
                return None
            if other.identity not in others and not any(_is_read(other, *each) for each in known):
                return other
            other.close()
        return None

    def at_path(self, file: MarkedFile, there: Identity | None) -> MarkedFile | None:
        """The file at the path, if it is still that one and something is in it."""
        if there is None:
            return None
        try:
            other = MarkedFile(self._path) if is_file(self._path) else None
        except OSError:
            return None
        if other is not None and (other.identity != there or not other.size):
            other.close()
            return None
        if other is not None and file.mark.offset and other.holds(file.mark):
            other.go_on_from(file.mark)  # what was read is a copy of it
        return other

    def _may_be_copy(self, other: MarkedFile, mark: Mark) -> bool:
        """Whether all up to a mark is in a file, and no more of it is known to have been read.

        An older file is no copy, though it begins with the same header.
        """
        longer = (known for known, _ in self._known if known.offset > mark.offset)
        return other.holds(mark) and not any(map(other.holds, longer))

    def copy_with(self, mark: Mark) -> MarkedFile | None:
        """The longest of the rotated files in which all is that was read up to a mark."""
        longest: MarkedFile | None = None
        for other in each_opened(self._path) if mark.offset else ():
            shorter: MarkedFile | None = other
            if self._may_be_copy(other, mark) and (longest is None or other.size > longest.size):
                shorter, longest = longest, other
            if shorter is not None:
                shorter.close()
        if longest is not None:
            longest.go_on_from(mark)
        return longest


def _is_read(other: MarkedFile, mark: Mark, identity: Identity | None) -> bool:
    """Whether a file is what was read up to a mark, or a copy of the beginning of that."""
    if 0 < (size := other.size) < mark.offset:  # rows came between its being made and the cut
        head = mark.head[:size]
        return other.at(0, len(head)) == head
    if mark.offset < HEAD and size != mark.offset and other.identity != identity:
        return False  # as much as the header is in every file of the stream
    return other.holds(mark)


def is_file(path: str) -> bool:
    """Whether a path leads to an ordinary file, rather than to a directory, pipe or device.

    Raises:
        OSError: It leads to nothing, or must not be looked at.
    """
    return stat.S_ISREG(os.stat(path).st_mode)
