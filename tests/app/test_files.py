"""`tail` and `command`: from a call to a stream."""

from __future__ import annotations

import os
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

import livewidgets as lw
from livewidgets.clock import SYSTEM
from livewidgets.data.schema import Kind, TimeOrigin
from livewidgets.errors import ArgumentError
from livewidgets.sources.source import State
from livewidgets.stream import Stream

pytestmark = pytest.mark.usefixtures("leak_check")

SPARSE = 10 * 1024**3


class Reading(msgspec.Struct):
    time: float
    temp: float


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    lw.stop_all()


def until(stream: Stream, holds: Callable[[str], bool]) -> str:
    """Wait until something holds of the status as a text."""
    deadline = SYSTEM.monotonic() + 10
    changed = stream_changed(stream)
    while not holds(text := str(stream.status)):
        assert SYSTEM.monotonic() < deadline, text
        SYSTEM.block(changed, 0.05)
        changed.clear()
    return text


def stream_changed(stream: Stream) -> threading.Event:

    changed = threading.Event()
    stream.subscribers.add_change(changed.set)
    return changed


def test_a_file_that_grows(path: Path) -> None:
    path.write_text("timestamp,value [°C],site\n2026-01-01T00:00:00Z,20.5,north\n")
    stream = lw.tail(path, columns={"value": float})
    stream.wait(rows=1)
    assert stream.schema is not None
    assert stream.schema.time == TimeOrigin("timestamp", "ISO 8601")
    assert stream.schema.units == {"value": "°C"}
    assert stream.latest == {"time": 1_767_225_600.0, "value": 20.5, "site": "north"}
    with path.open("a") as writer:
        writer.write("timestamp,value [°C],site,load\n2026-01-01T00:00:01Z,21,south,3\n")
    stream.wait(rows=2)
    assert stream["load"].tolist()[1] == 3
    assert np.isnan(stream["load"][0])
    assert str(stream.status) == "live: new column 'load'"


def test_columns_that_came_are_told_for_a_minute_beside_all_else(path: Path) -> None:
    path.write_text('{"a": 1}\n')
    stream = lw.tail(path)
    stream.wait(rows=1)
    path.rename(path.with_name("data.csv.1"))
    path.write_text('{"b": 1, "c": 2}\n')
    stream.wait(rows=2)
    until(stream, lambda text: text == "live: new columns 'b', 'c'; rotated once")


def test_json_lines_from_a_file_with_a_schema(path: Path) -> None:
    path.write_text('{"time": 5000, "temp": 20}\n{"time": 6000}\n')
    stream = lw.tail(path, schema=Reading, time_unit="ms", name="readings")
    stream.wait(rows=1)
    assert (stream.name, stream.time.tolist()) == ("readings", [5.0])
    until(stream, lambda text: stream.counts.rejected == 1)
    assert stream.rejects[0].reason.startswith("line 2: Object missing required field `temp`")


def test_the_end_of_a_file_of_ten_gigabytes_is_found_without_reading_it(path: Path) -> None:
    with path.open("wb") as writer:
        writer.write(b"time,value\n1,5\n")
        try:
            writer.truncate(SPARSE)
        except OSError:
            pytest.skip("the file system has no sparse files")
    read = bytes_read()
    stream = lw.tail(path, start="end").start()
    until(stream, lambda text: "at the end of" in text)
    with path.open("ab") as writer:
        writer.write(b"2,6\n3,7\n")
    stream.wait(rows=2)
    assert stream["value"].tolist() == [6, 7]
    assert bytes_read() - read < 10_000_000
    again = lw.tail(path, start="beginning")  # holes are passed over
    again.wait(rows=3)
    assert again["value"].tolist() == [5, 6, 7]
    assert bytes_read() - read < 20_000_000
    assert again.counts.rejected == 0


def bytes_read() -> int:
    """Bytes that this process has read so far, from files and all else."""
    try:
        lines = Path("/proc/self/io").read_text().splitlines()
    except OSError:
        pytest.skip("the system does not tell how much was read")
    return int(dict(line.split(": ") for line in lines)["rchar"])


@pytest.mark.skipif(os.name != "posix", reason="POSIX only")
def test_a_program(tmp_path: Path) -> None:
    code = "import json; [print(json.dumps({'t': n, 'v': n * n})) for n in range(5)]"
    stream = lw.command([sys.executable, "-c", code])
    stream.wait(rows=5)
    assert stream["v"].tolist() == [0, 1, 4, 9, 16]
    assert stream.schema is not None
    assert stream.schema.time == TimeOrigin("t", "s")
    until(stream, lambda text: text == "ended: exit code 0, 5 rows")


@pytest.mark.parametrize("option", ["begin", "framing", "strat"])
def test_unknown_options_are_refused(path: Path, option: str) -> None:
    with pytest.raises(ArgumentError, match=f"there is no option '{option}'"):
        lw.tail(path, **{option: "x"})  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="did you mean 'restart'"):
        lw.command(["true"], restrat="never")  # type: ignore[call-arg]


def test_a_directory_fails_with_its_sentence(tmp_path: Path) -> None:
    stream = lw.tail(tmp_path).start()
    text = until(stream, lambda text: text.startswith("failed"))
    assert "is a directory: give a file in it" in text
    assert stream.status.state is State.FAILED


def test_integers_that_are_missing_in_later_rows_become_floats(path: Path) -> None:
    path.write_text("time,a,b\n1,1,2\n")
    stream = lw.tail(path, columns={"a": int, "b": int})
    stream.wait(rows=1)
    assert stream["a"].dtype == np.int64
    with path.open("a") as writer:
        writer.write("time,b\n2,5\n")
    stream.wait(rows=2)
    assert stream.schema is not None
    assert stream.schema.kinds == {"a": Kind.FLOAT, "b": Kind.INTEGER}


def test_memory_stays_bounded_with_a_line_that_never_ends(path: Path) -> None:
    with path.open("wb") as writer:
        for _ in range(64):
            writer.write(b"x" * (1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream = lw.tail(path).start()
    until(stream, lambda text: stream.counts.rejected == 1)
    until(stream, lambda text: "longer than 65,536 bytes" in text)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB
