"""Scatter, bars, histogram, heat map and candles as people ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from ipywidgets.widgets.widget import _instances

import livewidgets as lw
from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0

MAKE: dict[str, Callable[[Any], Any]] = {
    "line": lambda stream: lw.line(stream, "a"),
    "scatter": lambda stream: lw.scatter(stream, "a", "b"),
    "coloured scatter": lambda stream: lw.scatter(stream, "time", "b", color="a"),
    "plain scatter": lambda stream: lw.scatter(stream, "a", "b", trail=False),
    "bars": lambda stream: lw.bars(stream),
    "bars by": lambda stream: lw.bars(stream, "a", by="who"),
    "histogram": lambda stream: lw.histogram(stream, "a"),
    "heatmap": lambda stream: lw.heatmap(stream),
    "candles": lambda stream: lw.candles(stream, "a", volume="b"),
}


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("plant")


def rows(source: ScriptedSource, count: int = 5, start: float = START) -> None:
    for at in range(count):
        source.row(start + at, a=float(at), b=2.0 * at, who="pump")


def said(figure: Any) -> str:
    """What stands in the middle of an empty plot."""
    (message,) = [mark for mark in figure.marks if mark._model_name == "LabelModel"]
    return " ".join(message.text).strip() if message.visible else ""


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
async def test_it_says_that_there_are_no_rows_and_then_shows_them(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[[Any], Any]
) -> None:
    figure = make(stream)
    await clock.advance(1.0)
    assert said(figure)
    assert all(mark.visible is False for mark in figure.marks if mark._model_name == "LinesModel")
    marks, axes = list(figure.marks), list(figure.axes)
    rows(source)
    await clock.advance(2.0)
    assert figure.picture.error == ""
    assert not said(figure)
    shown = [mark for mark in figure.marks if mark.visible and mark._model_name != "LabelModel"]
    assert shown
    rows(source, start=START + 5)
    await clock.advance(2.0)
    assert (list(figure.marks), list(figure.axes)) == (marks, axes), "updated in place"
    assert figure.title == "plant"
    assert figure.stream is stream


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
async def test_a_column_that_is_not_there_is_said_and_the_stream_goes_on(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[[Any], Any]
) -> None:
    figure = make(stream)
    source.row(START, note="x", bb="y")
    await clock.advance(1.0)
    assert "⚠" in figure.title
    assert "hold" in figure.title or "no column" in figure.title
    assert not said(figure), "there are rows"
    assert stream.counts.stored == 1


def seen_on(figure: Any) -> str:
    """All that is drawn, to be compared."""
    scales = [(axis.scale.min, axis.scale.max) for axis in figure.axes]
    marks = [
        {
            name: value.tolist()
            for name, value in mark._trait_values.items()
            if hasattr(value, "tolist")
        }
        for mark in figure.marks
    ]
    images = [mark.image.value for mark in figure.marks if hasattr(mark, "image")]
    return repr((scales, marks, images))


@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)
async def test_it_pauses_resumes_and_leaves_nothing_behind(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[[Any], Any]
) -> None:
    widgets = set(_instances)
    figure = make(stream)
    rows(source)
    await clock.advance(1.0)
    figure.pause()
    assert figure.paused
    await clock.advance(1.0)
    before = seen_on(figure)
    rows(source, count=7, start=START + 10)
    await clock.advance(1.0)
    assert seen_on(figure) == before
    assert figure.controls["note"] == "paused · 7 rows since"
    figure.resume()
    await clock.advance(1.0)
    assert seen_on(figure) != before
    figure.stop()
    left = {type(_instances[each]).__name__ for each in set(_instances) - widgets}
    assert not left & {"PictureFigure", "Lines", "Image", "OHLC", "Axis", "LinearScale"}


async def test_with_their_streams_successor_pictures_begin_anew(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figures = {name: make(stream) for name, make in MAKE.items()}
    rows(source, start=START + 500)
    await clock.advance(1.0)
    newer = ScriptedSource("plant")
    stream.replace_by(Stream(newer, runner="asyncio", clock=clock))  # its cell ran again
    newer.row(START, a=7.0, b=8.0, who="valve")
    await clock.advance(1.0)
    newest = figures["scatter"].marks[1]
    assert (newest.x.tolist(), newest.y.tolist()) == ([7.0], [8.0])
    assert figures["histogram"].axes[0].label.endswith("n = 1")
    assert list(figures["bars by"].axes[1].tick_labels.values()) == ["valve"]
    assert figures["candles"].marks[1].y[2:].tolist() == [[7.0, 7.0, 7.0, 7.0]]
    assert [figure.picture.error for figure in figures.values()] == [""] * len(figures)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda s: lw.scatter(s, "a", "time"), 'give x="time"'),
        (lambda s: lw.scatter(s, "time", "a", xlim=(0, 1)), "those of the window"),
        (lambda s: lw.scatter(s, "a", "b", ylim=(1, 0)), "the lower one first"),
        (lambda s: lw.scatter(s, cast(str, 1), "b"), "give columns by name"),
        (lambda s: lw.bars(s, by="who"), "needs one column of values"),
        (lambda s: lw.bars(s, "a", by="who", order="size"), '"seen" or "name"'),
        (lambda s: lw.histogram(s, "a", bins=0), "a number from 1 to 500"),
        (lambda s: lw.histogram(s, "a", bins="many"), '"auto"'),
        (lambda s: lw.heatmap(s, reduce="sum"), '"mean" or "max"'),
        (lambda s: lw.candles(s, "a", every="1h"), "give a window with 2 to 300"),
        (lambda s: lw.candles(s, "a", window="10m", every="1s"), "600 candles"),
    ],
)
async def test_arguments_that_cannot_be_used_are_refused_at_once(
    stream: Stream, make: Callable[[Any], Any], sentence: str
) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        make(stream)


async def test_a_column_that_a_known_stream_lacks_is_refused_at_once(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    lw.status(stream)
    rows(source)
    await clock.advance(1.0)
    for make in (
        lambda: lw.scatter(stream, "a", "bb"),
        lambda: lw.bars(stream, "a", by="whom"),
        lambda: lw.histogram(stream, "aa"),
        lambda: lw.heatmap(stream, "a", "bb"),
        lambda: lw.candles(stream, "a", volume="bb"),
    ):
        with pytest.raises(SchemaError, match="did you mean"):
            make()
