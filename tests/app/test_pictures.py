"""The pictures: their arguments, their widgets, and what is left of them."""

from __future__ import annotations

import asyncio
from typing import Any

import bqplot
import ipywidgets
import numpy as np
import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError, ClosedError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


# -- line, value, status -----------------------------------------------------------------


async def test_a_line_moves(stream: Stream, source: ScriptedSource, clock: VirtualClock) -> None:
    figure = lw.line(stream, "temp", window="10s", y=(0.0, 30.0), title="Boiler")
    assert isinstance(figure, bqplot.Figure)
    assert stream.running, "a picture of it is seen"
    assert figure.stream is stream
    mark = figure.marks[0]
    for number in range(3):
        source.row(START + number, temp=20.0 + number, load=1.0)
        await clock.advance(1.0)
        assert mark.y[0][-1] == 20.0 + number
    assert mark.x[0].tolist() == [START, START + 1, START + 2]
    assert mark.labels == ["temp"]
    assert figure.title == "Boiler"
    assert figure.axes[1].scale.max == 30.0
    assert figure.axes[0].scale.min < START + 2 < figure.axes[0].scale.max


async def test_a_figure_is_named_after_its_stream(stream: Stream) -> None:
    assert lw.line(stream).title == "boiler"


async def test_a_value_is_text_and_markup_stays_text(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    label = lw.value(stream, "temp", format="{:.1f} °C")
    name = lw.value(stream, "name")
    assert label.value == "–"
    source.row(START, temp=21.53, name="<b>bold</b>")
    await clock.advance(1.0)
    assert label.value == "21.5 °C"
    assert name.value == "<b>bold</b>"
    assert type(name) is ipywidgets.Label, "which shows text, and no HTML"


async def test_a_status_tells_and_colours(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    box = lw.status(stream)
    pill, text = box.children
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    assert pill.value == "● live"
    assert pill.style.background is not None
    assert text.value.startswith("boiler · ")


async def test_what_a_stream_is_made_of_makes_a_picture_too(clock: VirtualClock) -> None:
    label = lw.value([1.0, 2.0, 3.0])
    await label.picture.stream.until(rows=3)
    assert label.picture.stream.name == "<list>"
    label.picture.stop()


async def test_a_paused_figure_stands_still(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream)
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    figure.pause()
    assert figure.paused
    source.row(START + 1, temp=2.0)
    await clock.advance(5.0)
    assert figure.marks[0].y[0].tolist() == [1.0]
    figure.resume()
    await clock.advance(2.0)
    assert figure.marks[0].y[0].tolist() == [1.0, 2.0]


async def test_a_picture_says_what_it_drew_and_why_it_cannot(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    label = lw.value(stream, "tmep")
    for number in range(5):
        source.row(START + number, temp=1.0)
        await clock.advance(0.01)
    await clock.advance(1.0)
    assert label.picture.drawn >= 1
    assert label.picture.drawn + label.picture.coalesced >= 5
    assert label.picture.error.startswith("there is no column 'tmep'; did you mean")
    assert label.value == f"⚠ {label.picture.error}"


# -- arguments ------------------------------------------------------------------------------

LINE: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
    ((), {"window": "soon"}, "'soon' is not a duration"),
    ((), {"window": 0}, "must be finite and more than zero"),
    ((), {"window": None}, "None is not a duration"),
    ((), {"y": (1.0, 0.0)}, "the lower one first"),
    ((), {"y": 5}, "give the limits as"),
    ((), {"y": (0, 1, 2)}, "give the limits as"),
    ((), {"y": (float("nan"), 1)}, "give the limits as"),
    ((), {"tz": "Europe/Berlln"}, "there is no time zone 'Europe/Berlln'"),
    ((), {"tz": "Europe"}, "there is no time zone 'Europe'"),
    ((), {"tz": 5}, "there is no time zone 5"),
    ((3,), {}, "3 is no column: give columns by name, one by one"),
    ((["a", "b"],), {}, "is no column"),
]


@pytest.mark.parametrize(("columns", "options", "sentence"), LINE)
def test_arguments_of_a_line_are_checked_at_once(
    columns: tuple[Any, ...], options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        lw.line([1.0], *columns, **options)
    assert REGISTRY.streams() == (), "no stream was made for it"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (5, "int cannot be read"),
        ("text", "str is no stream of readings"),
        (dict, "dict is a class"),
        (lambda one: one, "cannot be called without arguments"),
    ],
)
@pytest.mark.parametrize("picture", [lw.line, lw.value, lw.status])
def test_what_cannot_be_read_is_refused(picture: Any, source: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        picture(source)


@pytest.mark.parametrize(
    "options", [{"format": "{0.__class__}"}, {"format": "{:"}, {"format": 5}, {"column": 3}]
)
def test_arguments_of_a_value_are_checked_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        lw.value([1.0], **options)
    assert REGISTRY.streams() == ()


# -- the end of a picture ------------------------------------------------------------------------


async def test_stopped_its_widgets_are_closed_and_the_stream_goes_on(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure, label = lw.line(stream), lw.value(stream)
    mark = figure.marks[0]
    figure.stop()
    figure.stop()
    assert figure.comm is None
    assert mark.comm is None
    assert label.comm is not None
    source.row(START, temp=7.0)
    await clock.advance(1.0)
    assert label.value == "7"
    assert stream.running


@pytest.mark.parametrize("make", [lw.line, lw.value, lw.status])
async def test_a_widget_that_is_closed_ends_its_picture(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Any
) -> None:
    widget = make(stream)
    picture = widget.picture
    await clock.advance(1.0)
    widget.close()
    drawn = picture.drawn
    source.row(START, temp=7.0)
    await clock.advance(5.0)
    assert picture.drawn == drawn, "nobody sees it"
    assert stream.subscribers._changes == ()


async def test_many_pictures_made_and_stopped_leave_no_trace(stream: Stream) -> None:
    for _ in range(20):
        lw.line(stream).stop()
        lw.value(stream).picture.stop()
    assert stream.subscribers._changes == ()
    assert REGISTRY._pictures == {}


def test_a_picture_that_cannot_begin_leaves_no_widget(source: ScriptedSource) -> None:
    async def cell() -> Stream:
        return Stream(source, runner="asyncio")

    stream = asyncio.run(cell())
    for make in (lw.line, lw.value, lw.status):
        with pytest.raises(ClosedError, match="event loop of this runner='asyncio' has been clos"):
            make(stream)


async def test_a_picture_of_a_stream_that_was_replaced_shows_its_successor(
    stream: Stream, clock: VirtualClock
) -> None:
    source = ScriptedSource()
    successor = Stream(source, runner="asyncio", clock=clock)
    stream.replace_by(successor)
    label = lw.value(stream)
    source.row(START, temp=7.0)
    await clock.advance(1.0)
    assert label.value == "7"
    assert label.picture.stream is successor
    await successor.aclose()


def test_outside_a_notebook_pictures_work_and_stop_all_leaves_nothing() -> None:
    stream = lw.stream(iter([1.0, 2.0, 3.0]))
    figure, label, pill = lw.line(stream), lw.value(stream), lw.status(stream)
    stream.wait(rows=3)
    lw.stop_all()
    assert [each.comm for each in (figure, label, pill)] == [None] * 3
    assert lw.streams() == ()
    np.testing.assert_array_equal(stream["value"], [1.0, 2.0, 3.0])
