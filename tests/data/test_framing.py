"""Framing: the same records, however the bytes are cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.data.batch import Reject
from livewidgets.data.framing import Lines, Pauses
from livewidgets.errors import ArgumentError


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[a:b] for a, b in pairwise(edges)]


def read(parts: Iterable[bytes], limit: int) -> tuple[list[bytes], list[Reject]]:
    rejects: list[Reject] = []
    lines = Lines(limit, rejects.append)
    records: list[bytes] = []
    for part in parts:
        records += lines.feed(part)
        assert lines.pending <= limit
    return records + lines.flush(), rejects


def test_a_record_is_whole_at_its_newline() -> None:
    lines = Lines()
    assert lines.feed(b"12") == []
    assert lines.pending == 2
    assert lines.feed(b"\n34") == [b"12"]
    assert lines.flush() == [b"34"]
    assert lines.pending == 0
    assert lines.flush() == []


def test_a_record_that_was_cut_is_one() -> None:
    lines = Lines()
    assert [lines.feed(b"1"), lines.feed(b"2\n")] == [[], [b"12"]]


def test_one_carriage_return_is_taken_off_wherever_it_was_cut() -> None:
    lines = Lines()
    assert lines.feed(b"1\r\n2\r") == [b"1"]
    assert lines.feed(b"\n3\r\r\n\r\n") == [b"2", b"3\r", b""]
    assert lines.feed(b"4\r5\n6\r") == [b"4\r5"]
    assert lines.flush() == [b"6"]


def test_only_a_newline_ends_a_record() -> None:
    text = "a\u2028b\x0bc\x85d".encode()
    assert Lines().feed(text + b"\n") == [text]


def test_a_record_over_the_limit_is_rejected_once_and_reading_goes_on() -> None:
    rejects: list[Reject] = []
    lines = Lines(65_536, rejects.append)
    for _ in range(20):
        assert lines.feed(b"x" * 10_000) == []
    assert lines.pending == 0
    assert [reject.reason for reject in rejects] == ["line longer than 65,536 bytes"]
    assert rejects[0].excerpt == b"x" * 80
    assert lines.feed(b"x\nafter\n") == [b"after"]
    assert len(rejects) == 1


@pytest.mark.parametrize(("size", "whole"), [(65_536, True), (65_537, False)])
def test_the_limit_is_exact(size: int, whole: bool) -> None:
    for parts in ([b"x" * size + b"\n"], [b"x" * (size - 1), b"x", b"\n"]):
        records, rejects = read(parts, 65_536)
        assert (len(records), len(rejects)) == ((1, 0) if whole else (0, 1))


def test_a_record_over_the_limit_that_never_ends_is_gone_after_a_flush() -> None:
    rejects: list[Reject] = []
    lines = Lines(4, rejects.append)
    lines.feed(b"12345")
    assert lines.flush() == []
    assert lines.feed(b"6\n") == [b"6"]
    assert len(rejects) == 1


def test_half_characters_are_left_as_bytes() -> None:
    data = "temp °C 21\n".encode()
    place = data.index(b"\xb0")
    assert read([data[:place], data[place:]], 100)[0] == ["temp °C 21".encode()]


def test_a_pause_ends_a_record_and_so_does_a_newline() -> None:
    pauses = Pauses()
    assert pauses.feed(b"1") == []
    assert pauses.feed(b"2") == []
    assert pauses.flush() == [b"12"]
    assert pauses.feed(b"3\n4") == [b"3"]
    assert pauses.flush() == [b"4"]


def test_a_pause_record_over_the_limit_is_named_so() -> None:
    rejects: list[Reject] = []
    pauses = Pauses(3, rejects.append)
    assert pauses.feed(b"1234") + pauses.flush() == []
    assert rejects == [Reject("record longer than 3 bytes", b"123")]


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ArgumentError, match="at least 1 byte"):
        Lines(0)


@given(
    data=st.lists(st.sampled_from([b"1", b"x", b"\r", b"\n", b"\xc2\xb0", b"longer"])).map(
        b"".join
    ),
    places=st.lists(st.integers(min_value=0, max_value=10_000)),
    limit=st.integers(min_value=1, max_value=12),
)
def test_any_cut_gives_the_records_that_a_split_gives(
    data: bytes, places: list[int], limit: int
) -> None:
    pieces = data.split(b"\n")
    expected = [piece.removesuffix(b"\r") for piece in pieces if len(piece) <= limit]
    if len(pieces[-1]) <= limit and not expected[-1]:
        expected.pop()  # nothing is held after the last newline
    too_long = [piece[: min(80, limit)] for piece in pieces if len(piece) > limit]
    records, rejects = read(cut(data, places), limit)
    assert records == expected
    assert sorted(reject.excerpt for reject in rejects) == sorted(too_long)


def test_a_rest_that_breaks_off_at_a_separator_was_cut_off() -> None:
    rejects: list[Reject] = []
    lines = Lines(on_reject=rejects.append)
    assert lines.feed(b"1,2\n5,") == [b"1,2"]
    assert lines.flush() == []
    assert rejects == [Reject("cut off: the connection closed before the newline", b"5,")]


def test_a_rest_without_a_newline_before_is_a_record() -> None:
    lines = Lines()
    lines.feed(b"5,")
    assert lines.flush() == [b"5,"]
