"""Rotation, of every kind: every row once, and in order."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.data.batch import Batch
from livewidgets.sources import tail_rotation, tail_watch
from livewidgets.sources.tail_file import MarkedFile
from livewidgets.sources.tail_rotation import rotated_files
from tests.sources.conftest import Start
from tests.sources.grower import LOSING
from tests.sources.recorder import Recorder
from tests.sources.tailing import add, says, tail

ROOT = Path(__file__).parent.parent.parent
ROWS = int(os.environ.get("LIVEWIDGETS_TAIL_ROWS", "1_000_000"))
"""10_000_000 were read in 6 s; fewer are enough to find what goes wrong."""

THREE_OF_EACH = [kind for kind in ("rename", "copytruncate", "hole", *LOSING) for _ in range(3)]
IN_TURN = ["rename", "copytruncate", "truncate", "regrow", "hole"] * 3


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_watch, "LOOK", 0.002)


@pytest.mark.parametrize(
    ("kinds", "header", "watch"),
    [(THREE_OF_EACH, "", "auto"), (IN_TURN, "value", "poll"), (IN_TURN, "", "auto")],
)
def test_another_process_writes_and_rotates_at_full_speed(
    path: Path, kinds: list[str], header: str, watch: tail_watch.WatchMode
) -> None:
    got: list[Batch] = []
    with lw.tail(path, watch=watch, keep=1_000) as stream:
        stream.on_batch(got.append)
        command = [sys.executable, "-m", "tests.sources.grower", str(path), str(ROWS), header]
        with subprocess.Popen(
            command + kinds, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdin is not None
            for rows in writer.stdout:  # it asks whether it may let them go
                stream.wait(rows=int(rows), timeout=60)
                print("yes", file=writer.stdin, flush=True)
        stream.wait(rows=ROWS, timeout=60)
        counts = stream.counts
    values = np.concatenate([batch.columns["value"] for batch in got])
    assert np.array_equal(values, np.arange(ROWS))
    assert counts.rejected == counts.dropped == counts.too_late == 0


@pytest.mark.usefixtures("_quick")
async def test_the_rest_of_the_old_file_comes_before_the_new_one(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"1\n")
    start(tail(path))
    await sink.until_rows(1)
    old = path.rename(path.with_name("data.csv.1"))
    path.write_bytes(b"")  # as logrotate does, while the writer still has the old one
    add(old, b"2\n")
    await sink.until_rows(2)
    add(old, b"3\n4")  # the last line needs no newline
    add(path, b"5\n")
    await sink.until_rows(5)
    assert sink.column() == [1, 2, 3, 4, 5]
    await sink.until(says("rotated once"))


@pytest.mark.usefixtures("_quick")
async def test_files_that_came_and_went_unread_are_found(path: Path, start: Start) -> None:
    path.with_name("data.csv.1").write_bytes(b"0\n")  # was there before
    path.write_bytes(b"1\n")
    for each, when in ((path.with_name("data.csv.1"), 1e9), (path, 1e9 + 1)):
        os.utime(each, (when, when))  # one after the other, by a clear margin
    source, first, second = tail(path), Recorder(), Recorder()
    task = start(source, into=first)
    await first.until_rows(1)
    task.cancel()
    await asyncio.wait([task])
    for number in (2, 3, 4):
        for older in range(number, 0, -1):
            each = path.with_name(f"data.csv.{older}")
            if each.exists():
                each.rename(path.with_name(f"data.csv.{older + 1}"))
        path.rename(path.with_name("data.csv.1"))
        path.write_bytes(b"%d\n" % number)
        os.utime(path, (1e9 + number, 1e9 + number))
    start(source, into=second)
    await second.until_rows(3)
    assert second.column() == [2, 3, 4]


@pytest.mark.usefixtures("_quick")
async def test_a_line_goes_on_in_the_file_that_was_copied_and_cut(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"time,a\n1,10\n2,")
    start(tail(path))
    await sink.until_rows(1)
    shutil.copy(path, path.with_name("data.csv.1"))
    os.truncate(path, 0)
    add(path, b"20\n3,30\n")
    await sink.until_rows(3)
    assert sink.column("a") == [10, 20, 30]
    await sink.until(says("truncated once"))
    assert sink.rejects == []


@pytest.mark.usefixtures("_quick")
async def test_rows_between_the_copy_and_the_cut_do_not_make_the_copy_unread(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"0\n1\n2\n")
    start(tail(path))
    await sink.until_rows(3)
    shutil.copy(path, path.with_name("data.csv.1"))
    add(path, b"3\n4\n")
    await sink.until_rows(5)
    os.truncate(path, 0)
    await sink.until(says("truncated once"))
    add(path, b"5\n")
    await sink.until_rows(6)
    assert sink.column() == [0, 1, 2, 3, 4, 5]


@pytest.mark.usefixtures("_quick")
async def test_an_old_file_with_the_same_header_is_no_copy(
    path: Path, sink: Recorder, start: Start
) -> None:
    old = path.with_name("data.csv.1")
    old.write_bytes(b"x\n10\n11\n12\n")
    os.utime(old, (1e9, 1e9))
    path.write_bytes(b"x\n")
    start(tail(path))
    await sink.until(says(""))
    os.truncate(path, 0)
    await sink.until(says("truncated once"))
    add(path, b"x\n20\n")
    await sink.until_rows(1)
    assert sink.column("x") == [20]


@pytest.mark.usefixtures("_quick")
async def test_a_rotated_file_is_read_though_only_the_header_of_another_was(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"x\n")
    start(tail(path))
    await sink.until(says(""))
    path.with_name("data.csv.1").write_bytes(b"x\n1\n2\n3\n")
    new = path.with_name("new")
    new.write_bytes(b"x\n4\n")
    path.rename(path.with_name("data.csv.2"))
    new.replace(path)
    await sink.until_rows(4)
    assert sink.column("x") == [1, 2, 3, 4]


@pytest.mark.usefixtures("_quick")
async def test_half_a_line_of_a_file_that_was_cut_is_counted(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"1\n2\n34")
    start(tail(path))
    await sink.until_rows(2)
    with path.open("r+b") as writer:
        writer.truncate(0)
        writer.write(b"5\n")
    await sink.until_rows(3)
    assert sink.column() == [1, 2, 5]
    assert [each.reason for each in sink.rejects] == [
        "the file was truncated after 2 bytes of a line"
    ]


@pytest.mark.usefixtures("_quick")
async def test_the_header_of_the_new_file_may_be_another(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"time,a\n1,10\n")
    start(tail(path))
    await sink.until_rows(1)
    path.rename(path.with_name("data-20261121.csv"))
    path.write_bytes(b"time,b,a\n2,5,20\n")
    await sink.until_rows(2)
    assert sink.column("a") == [10, 20]
    assert sink.batches[-1].columns["b"].tolist() == [5]
    assert sink.batches[-1].grows


def test_a_rotated_file_that_may_not_be_read_does_not_hide_the_others(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        each = path.with_name(f"data.csv.{number}")
        each.write_bytes(b"%d\n" % number)
        os.utime(each, (number, number))

    def marked(name: str) -> MarkedFile:
        if name.endswith("2"):  # not by its mode, as root may read everything
            raise PermissionError(name)
        return MarkedFile(name)

    monkeypatch.setattr(tail_rotation, "MarkedFile", marked)
    found = list(tail_rotation.each_opened(str(path)))
    assert [each.read(10) for each in found] == [b"1\n", b"3\n"]
    for file in found:
        file.close()


@pytest.mark.usefixtures("_quick")
async def test_an_error_while_a_cut_is_looked_into_does_not_end_the_stream(
    path: Path, sink: Recorder, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"1\n2\n")
    start(tail(path))
    await sink.until_rows(2)
    failed: list[int] = []

    def start_at(file: MarkedFile, offset: int) -> None:
        if not failed:
            failed.append(offset)
            raise OSError(5, "Input/output error")
        real(file, offset)

    real = MarkedFile.start_at
    monkeypatch.setattr(MarkedFile, "start_at", start_at)
    os.truncate(path, 0)
    await sink.until(lambda _: bool(failed))
    add(path, b"3\n")
    await sink.until_rows(3)
    assert sink.column() == [1, 2, 3]


def test_names_that_rotation_gives(tmp_path: Path) -> None:
    given = ["data.csv.1", "data.csv.20", "data.csv-20261121", "data.csv.2026-11-21T10:00:00"]
    given += ["data.csv.old", "data-1.csv", "data.2026-11-21.csv", "data.csv1"]
    others = ["data.csv", "data.csv.gz", "data.csv.1.gz", "data2.csv", "data-eu.csv", "data.csv~"]
    others += ["other.csv.1", "data.csv.swp", ".data.csv.1", "Xdata.csv.1"]
    for index, name in enumerate(given + others):
        (tmp_path / name).write_bytes(b"1\n")
        os.utime(tmp_path / name, (index, index))
    (tmp_path / "data.csv.7").mkdir()
    found = rotated_files(str(tmp_path / "data.csv"))
    assert [Path(each.path).name for each in found] == given


def test_files_of_one_tick_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("data.csv.1", "data.csv.10", "data.csv.2"):
        (tmp_path / name).write_bytes(b"1\n")
        os.utime(tmp_path / name, (5, 5))
    found = rotated_files(str(tmp_path / "data.csv"))
    assert [Path(each.path).name for each in found] == ["data.csv.10", "data.csv.2", "data.csv.1"]
