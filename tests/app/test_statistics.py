"""Bands and tables as people ask for them, and what is left of them."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


async def test_a_band_is_drawn_in_the_same_frame_as_its_line(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="1m", band=lw.rolling("10s"))
    band, lines, _ = figure.marks
    assert (band.fill, band.visible) == ("between", False)
    for number in range(5):
        source.row(START + number, temp=20.0 + number % 2)
        await clock.advance(1.0)
        assert lines.x[0][-1] == START + number
        if number:
            assert band.visible
            assert band.x[0][-1] == START + number
    low, high = band.y[:, -1]
    seen = np.array([20.0, 21, 20, 21, 20])
    assert (low, high) == pytest.approx(
        (seen.mean() - 2 * seen.std(ddof=1), seen.mean() + 2 * seen.std(ddof=1))
    )


async def test_a_cell_that_runs_again_slowly_says_nothing_of_the_band_that_it_had(
    stream: Stream,
    source: ScriptedSource,
    clock: VirtualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(2):
        REGISTRY.cell_begins("cell")
        figure = lw.line(stream, "temp", window="1m", band=lw.rolling("10s"))
        # The cell still runs, and its picture of before is drawn.
        for number in range(5):
            source.row(START + number, temp=20.0 + number % 2)
            await clock.advance(1.0)
        REGISTRY.cell_ends()
    assert figure.marks[0].visible
    assert caplog.records == []


async def test_a_table_tells_of_every_row_a_few_times_a_second(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    box = lw.stats(stream)
    table = box.children[0]
    told = []
    table.observe(lambda change: told.append(clock.monotonic()), "value")
    for number in range(200):
        source.row(START + number, temp=float(number))
        await clock.advance(0.01)
    await clock.advance(1.0)
    assert "<td>199.00</td><td>99.50</td>" in table.value
    assert "<td>200</td>" in table.value
    assert 4 <= len(told) <= 12


async def test_what_was_made_for_a_picture_stops_with_it(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    pictures: list[Any] = [lw.line(stream, band=lw.rolling("1m")), lw.stats(stream)]
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    assert len(lw.streams()) == 3
    assert stream.subscribers.followers == 2
    for picture in pictures:
        picture.picture.stop()
    await asyncio.sleep(0)
    await clock.advance(1.0)
    assert lw.streams() == (stream,)
    assert stream.subscribers.followers == 0


async def test_a_stream_that_is_started_again_has_its_band_again(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", band=lw.rolling("1m"))
    source.rows([START, START + 1], temp=[1.0, 2.0])
    await clock.advance(1.0)
    await stream.aclose()
    await clock.advance(1.0)
    assert lw.streams() == ()
    stream.start()
    await clock.advance(1.0)
    source.rows([START + 2, START + 3], temp=[3.0, 4.0])
    await clock.advance(1.0)
    assert figure.marks[0].x[0][-1] == START + 3
    assert len(lw.streams()) == 2


async def test_with_their_streams_successor_band_and_table_begin_anew(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure, box = lw.line(stream, "temp", band=lw.rolling("1m")), lw.stats(stream)
    source.rows([START + 500, START + 501], temp=[100.0, 200.0])
    await clock.advance(1.0)
    newer = ScriptedSource("boiler")
    stream.replace_by(Stream(newer, runner="asyncio", clock=clock))  # its cell ran again
    newer.rows([START, START + 1, START + 2], temp=[1.0, 2.0, 3.0])  # earlier than before
    await clock.advance(1.0)
    band, lines, _ = figure.marks
    assert lines.y[0].tolist() == [1.0, 2.0, 3.0]
    assert band.x[0].tolist() == [START, START + 1, START + 2]
    assert band.y[:, 2].tolist() == [0.0, 4.0]
    assert "<td>3</td></tr>" in box.children[0].value
    assert "200" not in box.children[0].value


async def test_a_function_that_raises_shows_its_sentence_and_stops_nothing(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    def inverse(batch: lw.Batch) -> list[float]:
        return [1 / value for value in batch["temp"].tolist()]

    derived = stream.derive({"inverse": inverse})
    figure, status = lw.line(derived), lw.status(derived)
    source.row(START, temp=2.0)
    source.row(START + 1, temp=0.0)
    source.row(START + 2, temp=4.0)
    await clock.advance(1.0)
    assert figure.marks[0].y[0].tolist() == [0.5, 0.25]
    text = status.children[1].value
    assert "1 rejected" in text
    assert "ZeroDivisionError: float division by zero (in " in text
    assert stream.counts.rejected == 0
    await derived.aclose()


@pytest.mark.parametrize("band", ["1m", lw.rolling, lw.statistics.derivative(), 3])
async def test_what_has_no_band_is_refused_at_once(stream: Stream, band: Any) -> None:
    with pytest.raises(ArgumentError, match=r"has no edges; give one such as rolling\('1m'\)"):
        lw.line(stream, band=band)


async def test_statistics_of_a_column_that_is_not_there(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    box = lw.stats(stream, "tmep")
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    assert "there is no column 'tmep'; did you mean 'temp'?" in box.children[1].value
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        lw.stats(stream, "tmep")
    with pytest.raises(ArgumentError):
        lw.stats(stream, ["temp"])  # type: ignore[arg-type]


async def test_a_column_that_comes_later_ends_no_band(
    source: ScriptedSource, stream: Stream, clock: VirtualClock
) -> None:
    figure = lw.line(stream, window="1m", band=lw.rolling("10s"))
    band, *_ = figure.marks
    for number in range(20):
        source.row(START + number, temp=20.0 + number % 3)
        await clock.advance(0.1)
    for number in range(20, 40):
        rows = {"temp": np.array([20.0 + number % 3]), "more": np.array([1.0])}
        stream.put(Batch(np.array([START + number]), rows, grows=True))
        await clock.advance(0.1)
    await clock.advance(1.0)
    assert band.visible
    assert band.x[0][-1] == START + 39
    assert len(band.y) == 2
    figure.picture.stop()
