"""Where in a file to start, and by what a file is known again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.errors import ArgumentError
from livewidgets.sources.tail_file import MarkedFile, TruncatedFile, no_text
from livewidgets.sources.tail_start import Start, checked_start, head_of, offset_of

LIMIT = 50


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


def rest(path: Path, start: Start, limit: int = LIMIT) -> bytes:
    file = MarkedFile(str(path))
    offset = offset_of(file, start, limit)
    file.close()
    return path.read_bytes()[offset:]


@pytest.mark.parametrize(
    ("data", "start", "expected"),
    [
        (b"", "beginning", b""),
        (b"", "end", b""),
        (b"", 5, b""),
        (b"a\nb\nc\n", "beginning", b"a\nb\nc\n"),
        (b"a\nb\nc\n", "end", b""),
        (b"a\nb\nc\n", 0, b""),
        (b"a\nb\nc\n", 1, b"c\n"),
        (b"a\nb\nc\n", 2, b"b\nc\n"),
        (b"a\nb\nc\n", 9, b"a\nb\nc\n"),
        (b"a\nb\nhal", "end", b"hal"),  # its end is still to come
        (b"a\nb\nhal", 1, b"b\nhal"),
        (b"hal", "end", b"hal"),
    ],
)
def test_where_it_starts(path: Path, data: bytes, start: Start, expected: bytes) -> None:
    path.write_bytes(data)
    assert rest(path, start) == expected


@given(rows=st.integers(0, 60), lines=st.lists(st.binary(max_size=9), max_size=60))
def test_so_many_rows_back(
    tmp_path_factory: pytest.TempPathFactory, rows: int, lines: list[bytes]
) -> None:
    whole = [line.replace(b"\n", b"") + b"\n" for line in lines]
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    path.write_bytes(b"".join(whole))
    assert rest(path, rows) == b"".join(whole[max(0, len(whole) - rows) :])


def test_long_files_are_read_from_their_end_in_blocks(path: Path) -> None:
    lines = [b"%06d\n" % number for number in range(100_000)]
    path.write_bytes(b"".join(lines))
    assert rest(path, 30_000) == b"".join(lines[-30_000:])


def test_in_a_line_that_is_too_long_it_starts_where_it_is_still_too_long(path: Path) -> None:
    path.write_bytes(b"a\n" + b"x" * 1_000)
    assert rest(path, "end") == b"x" * (LIMIT + 1)
    path.write_bytes(b"x" * 1_000 + b"\nb\nc\n")
    assert rest(path, 3) == b"b\nc\n"


@pytest.mark.parametrize("start", ["begin", None, -1, 2.0, True])
def test_what_is_no_start_is_refused(start: object) -> None:
    with pytest.raises(ArgumentError, match="'beginning', 'end'"):
        checked_start(start)


def test_the_head_is_whole_lines_before_the_start(path: Path) -> None:
    path.write_bytes(b"time,a\n1,2\n3,4\n")
    file = MarkedFile(str(path))
    assert head_of(file, 15) == b"time,a\n1,2\n3,4\n"
    assert head_of(file, 9) == b"time,a\n"
    assert head_of(file, 0) == b""
    file.close()


def test_a_file_is_known_again_by_its_first_bytes_and_by_those_before_the_mark(path: Path) -> None:
    path.write_bytes(b"".join(b"%d\n" % number for number in range(2_000)))
    file = MarkedFile(str(path))
    file.read(5_000)
    mark = file.mark
    assert file.holds(mark)
    longer = path.with_name("longer")
    longer.write_bytes(path.read_bytes() + b"more")
    other_head = path.with_name("head")
    other_head.write_bytes(b"7" + path.read_bytes()[1:])
    other_middle = path.with_name("middle")
    other_middle.write_bytes(path.read_bytes()[:4_990] + b"-" * 5_000)
    shorter = path.with_name("shorter")
    shorter.write_bytes(path.read_bytes()[:4_999])
    held = {}
    for each in (longer, other_head, other_middle, shorter):
        other = MarkedFile(str(each))
        held[each.name] = other.holds(mark)
        other.close()
    file.close()
    assert held == {"longer": True, "head": False, "middle": False, "shorter": False}


@pytest.mark.parametrize("again", [b"", b"0\n1", b"5\n" * 4_000])
def test_a_file_that_was_cut_is_noticed_however_long_it_is_now(path: Path, again: bytes) -> None:
    path.write_bytes(b"".join(b"%d\n" % number for number in range(500)))
    file = MarkedFile(str(path))
    assert file.read(10_000)
    assert file.read(10_000) == b""
    with path.open("r+b") as writer:
        writer.truncate(0)
        writer.write(again)
    with pytest.raises(TruncatedFile):
        file.read(10_000)
    file.close()


@pytest.mark.skipif(not hasattr(os, "SEEK_DATA"), reason="the system tells of no holes")
def test_holes_are_passed_over_unread(path: Path) -> None:
    with path.open("wb") as writer:
        writer.seek(10 * 1024**3)
        writer.write(b"5\n")
    file = MarkedFile(str(path))
    assert file.read(100) == bytes(100)
    file.skip_hole()
    assert 10 * 1024**3 - file.mark.offset < 100_000
    assert file.read(100_000).lstrip(b"\0") == b"5\n"
    assert file.holds(file.mark)
    file.close()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"time,a\r\n1,2\r\n", ""),
        ("temp [°C]\n\x1b[1m20\n".encode(), ""),
        (b"\0" * 100 + b"5\n", ""),
        (b"", ""),
        (b"\x1f\x8b\x08\0\0\0", r"zero byte after b'\x1f\x8b\x08'"),
        (b"\0\0ab\0", "zero byte after b'ab'"),
        (b"a\n\0\0\0", ""),
        ("time,a".encode("utf-16"), "UTF-16"),
        (bytes(range(1, 9)) * 9, "72 of its first 72 bytes are control characters"),
    ],
)
def test_what_is_no_text(data: bytes, says: str) -> None:
    assert says in no_text(data)
    assert bool(says) == bool(no_text(data))
