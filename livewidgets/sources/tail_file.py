"""A file that others write to, read from a mark, so that another one's bytes never pass for it."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass

HEAD, _LAST = 1024, 64
"""Bytes by which a file is known again: its first, and those before where one is."""

_LOOKED_AT = 4096
"""Bytes in which a file shows whether it is text."""

_HOLE_INSIDE = re.compile(rb"(?<=\n)\0+")
_HOLE = re.compile(rb"\A\0+|(?<=\n)\0+")

Identity = tuple[int, int]
"""Device and inode: a file, whatever it is called."""


class TruncatedFile(Exception):
    """What was read is not in the file any more: it was cut, and perhaps written anew."""


@dataclass(slots=True)
class Mark:
    """How far a file has been read, and by what it is known again.

    Attributes:
        head: Its first bytes, at most 1,024.
        last: The bytes before `offset`, at most 64.
        offset: How many bytes have been read, or passed over at the start.
    """

    head: bytes = b""
    last: bytes = b""
    offset: int = 0

    def advance(self, data: bytes) -> None:
        """Note that these bytes came next."""
        if self.offset == len(self.head) < HEAD:
            self.head += data[: HEAD - len(self.head)]
        self.last = (self.last + data[-_LAST:])[-_LAST:]
        self.offset += len(data)


class MarkedFile:
    """A file that is open for reading, at a mark.

    Args:
        path: Where it is.

    Raises:
        OSError: It cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self.mark = Mark()
        self._file = open(path, "rb", buffering=0)  # noqa: SIM115
        found = os.fstat(self._file.fileno())
        self.identity: Identity = (found.st_dev, found.st_ino)

    @property
    def size(self) -> int:
        """How long it is now, in bytes."""
        return os.fstat(self._file.fileno()).st_size

    @property
    def written(self) -> int:
        """When it was written for the last time, in nanoseconds since 1970."""
        return os.fstat(self._file.fileno()).st_mtime_ns

    def holds(self, mark: Mark) -> bool:
        """Whether all that was read up to a mark of this or another file is in this one."""
        if self.at(0, len(mark.head)) != mark.head:
            return False
        start = mark.offset - len(mark.last)
        return self.at(start, len(mark.last)) == mark.last and self.size >= mark.offset

    def go_on_from(self, mark: Mark) -> None:
        """Read on from a mark that it holds."""
        self.mark = Mark(mark.head, mark.last, mark.offset)

    def start_at(self, offset: int) -> None:
        """Read from an offset, in bytes, as if all before it had been read."""
        start = max(0, offset - _LAST)
        head = self.at(0, min(offset, HEAD))
        self.mark = Mark(head, self.at(start, offset - start), offset)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; b"" at the end, be there zeros that reach it.

        Raises:
            TruncatedFile: What was read before is not in the file any more. Looked for
                after these bytes were read, so that they cannot be another file's.
            OSError: It cannot be read.
        """
        mark, end = self.mark, self.size  # before it is read, as zeros may get bytes behind them
        data = self.at(mark.offset - len(mark.last), len(mark.last) + size)
        if data[: len(mark.last)] != mark.last or self.at(0, len(mark.head)) != mark.head:
            raise TruncatedFile
        data = data[len(mark.last) :]
        if not data and self.size < mark.offset:
            raise TruncatedFile
        after = mark.offset + len(data)
        if data.endswith(b"\0") and (after >= end or self._is_hole_from(after)):
            data = data.rstrip(b"\0")  # room that was reserved, and will be written to
        mark.advance(data)
        return data

    def _is_hole_from(self, offset: int) -> bool:
        """Whether the system says that nothing was written from there to the end."""
        if not hasattr(os, "SEEK_DATA"):
            return False
        try:
            os.lseek(self._file.fileno(), offset, os.SEEK_DATA)
        except OSError as error:
            return error.errno == errno.ENXIO
        return False

    def skip_hole(self) -> None:
        """Pass over bytes that were never written, where the system tells of them."""
        if not hasattr(os, "SEEK_DATA"):
            return
        try:
            found = os.lseek(self._file.fileno(), self.mark.offset, os.SEEK_DATA)
        except OSError:  # there are no more data: they will be written here, or behind it
            return
        if found > self.mark.offset:
            mark, last = self.mark, self.at(found - _LAST, _LAST)
            self.mark = Mark(mark.head, last, max(found, mark.offset))

    def at(self, offset: int, size: int) -> bytes:
        """Bytes at an offset, fewer at the end; reads do not move the mark."""
        self._file.seek(offset)
        data = self._file.read(size)
        if 0 < len(data) < size:  # a signal, or a slow file system, may give less at a time
            data += self._file.read(size - len(data))
        return data

    def close(self) -> None:
        self._file.close()


def identity_of(path: str) -> Identity | None:
    """The file that a path leads to now; None if it leads to none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def without_holes(data: bytes, line_begins: bool = True) -> bytes:
    """Bytes without the zero bytes that stand where a line begins.

    They were never written: a writer that was not told of a truncation goes on at its old
    place, and room that was reserved is empty.

    Args:
        data: The bytes.
        line_begins: Whether the first of them begins a line.
    """
    if b"\0" not in data:
        return data
    return _HOLE.sub(b"", data) if line_begins else _HOLE_INSIDE.sub(b"", data)


def no_text(data: bytes) -> str:
    """Why the beginning of a file is no text of lines, as a phrase; "" if it may be."""
    begin = without_holes(data[:_LOOKED_AT])
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "is text in UTF-16, not in UTF-8: have it written in UTF-8"
    if (place := begin.find(b"\0")) >= 0:
        return f"is no text: there is a zero byte after {begin[max(0, place - 8) : place]!r}"
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in begin)
    if controls * 10 > len(begin):
        return f"is no text: {controls:,} of its first {len(begin):,} bytes are control characters"
    return ""
