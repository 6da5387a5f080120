"""Following a file: what is read, and what is said where there is nothing to read."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from livewidgets.errors import ArgumentError
from livewidgets.sources import tail_watch
from livewidgets.sources.source import State
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder
from tests.sources.tailing import add, says, tail


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_watch, "LOOK", 0.002)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


async def test_what_it_is_called(path: Path) -> None:
    source = tail(path)
    assert (source.name, source.key) == (str(path), f"file:{path}")
    assert tail("~/data.csv").key == f"file:{os.path.expanduser('~/data.csv')}"


@pytest.mark.parametrize("path", ["", None, 5, "a\0b", b"x"])
def test_what_is_no_path_is_refused(path: Any) -> None:
    with pytest.raises(ArgumentError, match="give the name of a file"):
        tail(path)
    with pytest.raises(ArgumentError, match="watch='notify'"):
        tail("data.csv", watch="notify")


@pytest.mark.parametrize("watch", ["poll", "auto"])
async def test_rows_are_read_as_they_come(
    path: Path, sink: Recorder, start: Start, nothing_left: Callable[[], None], watch: str
) -> None:
    path.write_bytes(b"time,a [V]\n1,10\n2,2")
    task = start(tail(path, watch=watch))
    await sink.until_rows(1)
    add(path, b"0\n3,30\n")
    await sink.until_rows(3)
    add(path, b"\n# remark\nx,y\n4,40\r\n")
    await sink.until_rows(4)
    assert sink.times() == [1, 2, 3, 4]
    assert sink.column("a") == [10, 20, 30, 40]
    assert sink.state is State.LIVE
    assert [each.excerpt for each in sink.rejects] == [b"# remark", b"x,y"]
    task.cancel()
    await asyncio.wait([task])
    nothing_left()


@pytest.mark.parametrize(
    ("begin", "expected"),
    [("end", [4, 5]), (0, [4, 5]), (2, [2, 3, 4, 5]), (99, [1, 2, 3, 4, 5])],
)
async def test_the_header_is_known_wherever_it_starts(
    path: Path, sink: Recorder, start: Start, begin: Any, expected: list[float]
) -> None:
    path.write_bytes(b"temp [K];load\n1;1\n2;1\n3;1\n4;")
    start(tail(path, start=begin))
    await sink.until(lambda sink: sink.states)
    add(path, b"1\n5;1\n")
    await sink.until_rows(len(expected))
    assert sink.column("temp") == expected


async def test_json_lines(path: Path, sink: Recorder, start: Start) -> None:
    path.write_bytes(b'{"time": 1, "pos": {"x": 2}}\n{"time": 2}\nnonsense\n')
    start(tail(path))
    await sink.until_rows(2)
    assert sink.times() == [1, 2]
    assert sink.column("pos.x")[0] == 2
    assert sink.rejects[0].reason.startswith("line 3:")


async def test_a_file_that_is_not_there_is_waited_for(
    path: Path, sink: Recorder, start: Start
) -> None:
    source = tail(path.parent / "later" / "data.csv", start="end")
    start(source)
    await sink.until(says("does not exist; waiting for it"))
    assert sink.state is State.CONNECTING
    (path.parent / "later").mkdir()
    (path.parent / "later" / "data.csv").write_bytes(b"5\n6\n")
    await sink.until_rows(2)  # all of them: they came after the start
    assert sink.column() == [5, 6]


async def test_an_empty_file_and_the_end_of_one_are_told_apart(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"")
    task = start(tail(path))
    await sink.until(says("nothing yet in"))
    task.cancel()
    path.write_bytes(b"1\n")
    start(tail(path, start="end"))
    await sink.until(says("at the end of"))
    assert sink.state is State.CONNECTING
    assert sink.rows == 0


async def test_a_file_that_vanishes_and_comes_back_is_read_on(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"1\n2\n")
    start(tail(path))
    await sink.until_rows(2)
    aside = path.rename(path.with_name("elsewhere"))
    await sink.until(says("is gone; waiting for it"))
    assert sink.state is State.RECONNECTING
    add(aside, b"3\n")
    await sink.until_rows(3)
    aside.rename(path)
    add(path, b"4\n")
    await sink.until_rows(4)
    await sink.until(lambda sink: sink.state is State.LIVE)
    path.unlink()
    await sink.until(says("is gone"))
    path.write_bytes(b"5\n")
    await sink.until_rows(5)
    assert sink.column() == [1, 2, 3, 4, 5]


async def test_a_file_that_is_written_anew_as_a_whole_is_read_on(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"1\n2\n")
    start(tail(path))
    await sink.until_rows(2)
    new = path.with_name("new")
    new.write_bytes(b"1\n2\n3\n")
    new.replace(path)
    await sink.until_rows(3)
    assert sink.column() == [1, 2, 3]


@pytest.mark.parametrize("begin", [b"1\n2\n", b"1\n2\n3"])
@pytest.mark.parametrize("room", [200, 1_000_000])
async def test_room_that_was_reserved_is_read_when_it_is_filled(
    path: Path, sink: Recorder, start: Start, begin: bytes, room: int
) -> None:
    path.write_bytes(b"0\n")
    start(tail(path))
    await sink.until_rows(1)
    with path.open("r+b", buffering=0) as writer:
        writer.write(b"0\n" + begin)
        writer.truncate(room)
        await sink.until_rows(3)
        await asyncio.sleep(0.05)  # for what would pass over the room
        writer.write(b"0\n40\n" * 25)
    await sink.until_rows(53)
    rows = (begin + b"0\n40\n" * 25).split()
    assert sink.column() == [0, *map(int, rows)]


async def test_a_second_reading_goes_on_where_the_first_ended(path: Path, start: Start) -> None:
    path.write_bytes(b"1\n2\n3")
    source, first, second, third = tail(path), Recorder(), Recorder(), Recorder()
    task = start(source, into=first)
    await first.until_rows(2)
    task.cancel()
    await asyncio.wait([task])
    add(path, b"3\n4\n")
    task = start(source, into=second)
    await second.until_rows(2)
    assert second.column() == [33, 4]  # half of it was read before
    task.cancel()
    await asyncio.wait([task])
    add(path, b"5\n")
    path.rename(path.with_name("data.csv.1"))
    path.write_bytes(b"6\n")
    start(source, into=third)
    await third.until_rows(2)
    assert third.column() == [5, 6]


async def test_half_a_line_is_told_after_a_while(path: Path, sink: Recorder, start: Start) -> None:
    path.write_bytes(b"1\n2")
    clock = VirtualClock()
    start(tail(path), clock)
    await sink.until_rows(1)
    for _ in range(200):  # a look each time
        await clock.advance(0.1)
        if says("half a line")(sink):
            break
        await asyncio.sleep(0)
    await sink.until(says("half a line (1 byte)"))
    assert sink.state is State.LIVE


async def test_the_event_loop_is_not_held_while_much_is_read(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"".join(b"%d\n" % number for number in range(200_000)))
    start(tail(path))
    turns = 0
    while sink.rows < 200_000:
        await asyncio.sleep(0)
        turns += 1
    assert turns > 20  # it is read in a thread of its own, block by block
    assert sink.column() == list(range(200_000))
    assert max(map(len, sink.batches)) < 65_536
