"""`livewidgets send --file`: a file that grows."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from livewidgets.app.appending import append_to
from livewidgets.app.readings import RowFormat
from livewidgets.app.send import main
from livewidgets.app.sending import Sending
from livewidgets.errors import SourceError
from livewidgets.testing import VirtualClock

CSV = RowFormat(csv=True, channels=2)


def sending(count: int | None = None) -> Sending:
    return Sending(host="", port=0, rate=10.0, count=count, format=CSV, seed=1)


async def test_whole_rows_are_there_when_they_are_due(clock: VirtualClock, tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    task = asyncio.ensure_future(append_to(path, sending(), clock, lambda _: None))
    await clock.advance(0.95)
    lines = path.read_text().splitlines()
    assert lines[0] == "t,c0,c1"
    assert len(lines) == 1 + 10
    assert path.read_text().endswith("\n")
    await clock.advance(1.0)
    assert len(path.read_text().splitlines()) == 1 + 20
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_file_that_is_there_goes_on_without_a_second_header(tmp_path: Path) -> None:
    path = tmp_path / "readings.csv"
    options = ["--file", str(path), "--channels", "2", "--rate", "0", "--count", "7"]
    assert main(options) == 0
    assert main(options) == 0
    lines = path.read_text().splitlines()
    assert len(lines) == 1 + 14
    assert sum(line.startswith("t,") for line in lines) == 1


async def test_a_file_that_cannot_be_written_is_one_sentence(
    clock: VirtualClock, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="cannot be written: Is a directory"):
        await append_to(tmp_path, sending(1), clock, lambda _: None)
