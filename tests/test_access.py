"""Access: the rows that are kept, as values, arrays and frames."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pandas as pd
import pytest

from livewidgets.errors import ArgumentError, SchemaError, unknown_name
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

START = 1_700_000_000.0


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("numbers")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    """On the test's own loop and the virtual clock; not started."""
    made = Stream(source, runner="asyncio", clock=clock)
    yield made
    await made.aclose()


async def test_asking_for_data_starts_it_and_there_is_none_yet(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    assert stream.latest is None
    assert len(stream.time) == 0
    assert len(stream.rows()) == 0
    await clock.advance(0.0)
    assert source.reads == 1
    assert stream.status.state is State.CONNECTING


async def test_the_newest_row_as_plain_values(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.rows([START, START + 1], temp=[20.5, 21.5], on=[True, False], name=["a", "b"])
    stream.start()
    await clock.advance(0.0)
    latest = stream.latest
    assert latest == {"time": START + 1, "temp": 21.5, "on": False, "name": "b"}
    assert [type(value) for value in latest.values()] == [float, float, bool, str]


async def test_columns_are_arrays_that_cannot_be_written_to(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.rows([START, START + 1, START + 2], temp=[1.0, 2.0, 3.0])
    stream.start()
    await clock.advance(0.0)
    assert stream.time.tolist() == [START, START + 1, START + 2]
    assert stream["temp"].tolist() == [1.0, 2.0, 3.0]
    assert stream["temp"].dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        stream["temp"][0] = 5.0


async def test_arrays_stay_as_they_were_when_more_comes(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.row(START, temp=1.0)
    stream.start()
    await clock.advance(0.0)
    column = stream["temp"]
    source.rows([START - 1, START + 1], temp=[0.0, 2.0])
    await clock.advance(0.0)
    assert column.tolist() == [1.0]
    assert stream["temp"].tolist() == [0.0, 1.0, 2.0]


async def test_a_column_that_is_not_there_is_named_with_the_nearest(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.start()
    await clock.advance(0.0)
    with pytest.raises(SchemaError, match="has no columns yet"):
        stream["temp"]
    source.row(START, temp=1.0)
    await clock.advance(0.0)
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        stream["tmep"]


async def test_rows_gives_columns_of_one_moment(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    source.rows([START + each for each in range(5)], a=list(range(5)), b=list(range(5, 10)))
    stream.start()
    await clock.advance(0.0)
    newest = stream.rows(2)
    assert newest.time.tolist() == [START + 3, START + 4]
    assert newest.columns["a"].tolist() == [3.0, 4.0]
    assert newest.columns["b"].tolist() == [8.0, 9.0]
    assert len(stream.rows()) == len(stream.rows(100)) == 5


async def test_units_are_those_that_are_known_now(
    source: ScriptedSource, clock: VirtualClock
) -> None:
    units: dict[str, str] = {}
    stream = Stream(source, runner="asyncio", clock=clock, units=units)
    assert stream.schema is None
    source.row(START, temp=1.0)
    stream.start()
    await clock.advance(0.0)
    units["temp"] = "°C"  # a header was read
    assert stream.schema is not None
    assert stream.schema.units == {"temp": "°C"}
    await stream.aclose()


async def test_to_pandas(stream: Stream, source: ScriptedSource, clock: VirtualClock) -> None:
    source.rows([START, START + 0.25], temp=[20.5, np.nan], name=["a", "b"])
    stream.start()
    await clock.advance(0.0)
    frame = stream.to_pandas()
    assert list(frame.columns) == ["temp", "name"]
    assert frame.index.name == "time"
    assert frame.index[1] == pd.Timestamp("2023-11-14T22:13:20.250Z")
    assert frame["name"].tolist() == ["a", "b"]
    frame.iloc[0, 0] = -1.0  # the frame is the user's own
    assert stream["temp"][0] == 20.5


async def test_an_empty_stream_is_an_empty_frame(stream: Stream) -> None:
    assert len(stream.to_pandas()) == 0


async def test_wrong_ways_to_ask_say_the_right_one(stream: Stream) -> None:
    for key in (0, ["a", "b"], slice(3)):
        with pytest.raises(ArgumentError, match="named by text"):
            stream[key]  # type: ignore[index]
    with pytest.raises(ArgumentError, match="async for batch in stream"):
        list(stream)  # type: ignore[call-overload]
    with pytest.raises(ArgumentError, match=r"stream\.schema"):
        _ = "a" in stream  # type: ignore[operator]
    for count in (-1, "a", 1.5, True):
        with pytest.raises(ArgumentError, match="give the number of rows"):
            stream.rows(count)  # type: ignore[arg-type]


async def test_the_time_by_its_name_and_numpy_numbers(
    source: ScriptedSource, clock: VirtualClock
) -> None:
    stream = Stream(source, runner="asyncio", clock=clock, keep=np.int64(2))  # type: ignore[arg-type]
    source.rows([START, START + 1, START + 2], a=[1.0, 2.0, 3.0])
    stream.start()
    await clock.advance(0.0)
    assert stream["time"].tolist() == [START + 1, START + 2]
    assert len(stream.rows(np.int64(1))) == 1  # type: ignore[arg-type]
    await stream.until(rows=3, timeout=0)
    with pytest.raises(TimeoutError, match="3 of 4 rows came within 0 s"):
        await stream.until(rows=4, timeout=0)
    await stream.aclose()


def test_many_known_names_are_counted() -> None:
    said = unknown_name("column", "zzz", [f"c{each}" for each in range(32)])
    assert said.endswith("'c11' … and 20 more)")
