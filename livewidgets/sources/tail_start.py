"""Where in a file to start: found from its end, in blocks, never by reading all of it."""

from __future__ import annotations

from typing import Literal

from livewidgets.errors import ArgumentError
from livewidgets.sources.tail_file import MarkedFile

_BLOCK = 65_536
_HEAD_LINES = 20
"""Lines at a file's top that show its format; a header is among them."""

Start = Literal["beginning", "end"] | int
"""Where to start: at the first row, after the last, or so many rows before the end."""


def checked_start(start: object) -> Start:
    """The start as it is.

    Raises:
        ArgumentError: It is none.
    """
    if start == "beginning":
        return "beginning"
    if start == "end":
        return "end"
    if isinstance(start, bool) or not isinstance(start, int) or start < 0:
        raise ArgumentError(
            f"start={start!r}: use 'beginning', 'end', or how many rows before the end"
        )
    return start


def offset_of(file: MarkedFile, start: Start, limit: int) -> int:
    """The offset of the first line that is wanted.

    Args:
        file: The file.
        start: What is wanted.
        limit: The longest line, in bytes. From a line that is longer the reading begins so
            far from its end that it is still too long.
    """
    if start == "beginning":
        return 0
    lines = 0 if start == "end" else start
    size = file.size
    lowest = max(0, size - (lines + 1) * (limit + 1))
    end, earliest, left = size, None, lines + 1
    while end > lowest:
        begin = max(lowest, end - _BLOCK)
        block = file.at(begin, end - begin)
        found = block.count(b"\n")
        if found >= left:
            return begin + _nth_last(block, left) + 1
        if found:
            left -= found
            earliest = begin + block.index(b"\n") + 1
        end = begin
    if lowest == 0:
        return 0
    return lowest if earliest is None else earliest


def head_of(file: MarkedFile, offset: int) -> bytes:
    """The first whole lines of a file, of those before an offset; they show the format."""
    lines = file.at(0, min(offset, _BLOCK)).split(b"\n")[:-1][:_HEAD_LINES]
    return b"".join(line + b"\n" for line in lines)


def _nth_last(block: bytes, number: int) -> int:
    """Where the newline is that is the number-th from the end."""
    place = len(block)
    for _ in range(number):
        place = block.rindex(b"\n", 0, place)
    return place
