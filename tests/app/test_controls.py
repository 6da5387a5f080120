"""The controls of a figure from Python, and as pages use them; on the virtual clock."""

from __future__ import annotations

import asyncio
import base64
import datetime
from functools import partial
from typing import Any, cast

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.app.session import SESSION
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.transport_screen import TransportScreen
from tests.transport.page import Page

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


async def feed(source: ScriptedSource, clock: VirtualClock, first: int, rows: int) -> None:
    for number in range(first, first + rows):
        source.row(START + number, temp=float(number), load=1.0)
    await clock.advance(1.0)


def seen(figure: Any) -> tuple[float, float]:
    scale = figure.axes[0].scale
    return scale.min, scale.max


# -- from Python ---------------------------------------------------------------------------


async def test_a_figure_is_zoomed_and_goes_back_to_live(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="10s")
    await feed(source, clock, 0, 100)
    assert figure.following
    figure.zoom(START + 20, datetime.datetime.fromtimestamp(START + 30, datetime.UTC))
    await clock.advance(1.0)
    assert seen(figure) == (START + 20, START + 30)
    assert not figure.following
    assert not figure.paused
    x = figure.marks[0].x[0]
    assert set(START + np.arange(20, 31)) <= set(x.tolist())
    await feed(source, clock, 100, 5)
    assert seen(figure) == (START + 20, START + 30)
    figure.live()
    await clock.advance(1.0)
    assert figure.following
    assert seen(figure)[1] > START + 104


async def test_a_window_can_be_set(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="10s")
    await feed(source, clock, 0, 100)
    figure.window = "30s"
    await clock.advance(1.0)
    assert figure.window == 30.0
    start, end = seen(figure)
    assert end - start == pytest.approx(30.0)
    assert figure.marks[0].x.min() < START + 72
    with pytest.raises(ArgumentError, match="not a duration"):
        figure.window = "soon"
    assert figure.window == 30.0


async def test_a_pause_holds_and_says_what_has_come(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="10s")
    await feed(source, clock, 0, 10)
    before = seen(figure)
    figure.pause()
    await feed(source, clock, 10, 7)
    assert figure.paused
    assert seen(figure) == before
    assert figure.marks[0].y[0, -1] == 9.0
    assert figure.controls["note"] == "paused · 7 rows since"
    figure.resume()
    await clock.advance(1.0)
    assert figure.marks[0].y[0, -1] == 16.0
    assert figure.controls["note"] == ""


async def test_a_clear_leaves_the_stream_as_it_is(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="100s")
    await feed(source, clock, 0, 10)
    figure.clear()
    await feed(source, clock, 10, 2)
    assert figure.marks[0].y.tolist() == [[10.0, 11.0]]
    assert len(stream["temp"]) == 12


async def test_what_cannot_be_zoomed_to_is_said(stream: Stream) -> None:
    figure = lw.line(stream, "temp")
    with pytest.raises(ArgumentError, match="start='now': give seconds, or a datetime"):
        figure.zoom(cast(Any, "now"), 5.0)
    with pytest.raises(ArgumentError, match="is no span"):
        figure.zoom(5.0, 5.0)


# -- linked ----------------------------------------------------------------------------------


async def test_figures_of_a_dashboard_have_one_time_axis(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one, other = lw.line(stream, "temp", window="10s"), lw.line(stream, "load", window="99s")
    alone = lw.line(stream, "load", window="20s", link=False)
    named = lw.line(stream, "load", window="20s", link="others")
    board = lw.dashboard([one, other], [alone, lw.value(stream, "temp")], named)
    await feed(source, clock, 0, 100)
    assert other.window == 10.0
    assert seen(other) == pytest.approx(seen(one), abs=0.1)
    other.zoom(START + 20, START + 30)
    await clock.advance(1.0)
    assert seen(one) == seen(other) == (START + 20, START + 30)
    assert alone.following
    assert named.following
    one.pause()
    assert other.paused
    assert not alone.paused
    board.close()
    assert one.comm is not None, "the pictures are their makers' own"


async def test_figures_of_one_name_are_linked(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one = lw.line(stream, "temp", window="10s", link="boiler")
    other = lw.line(stream, "load", window="99s", link="boiler")
    apart = lw.line(stream, "load", window="99s")
    await feed(source, clock, 0, 10)
    other.zoom(START + 2, START + 3)
    await clock.advance(1.0)
    assert seen(one) == (START + 2, START + 3)
    assert apart.following
    one.stop()
    other.live()
    await clock.advance(1.0)
    assert other.following


@pytest.mark.parametrize("link", ["", True, 5])
async def test_what_is_no_link_is_said(stream: Stream, link: Any) -> None:
    with pytest.raises(ArgumentError, match="give a name that linked figures share, or False"):
        lw.line(stream, link=link)


async def test_what_is_no_widget_is_said() -> None:
    with pytest.raises(ArgumentError, match="5 is no widget"):
        lw.dashboard([5])


# -- from a page -----------------------------------------------------------------------------


class Visitor:
    """A page that hears frames and says what pages say."""

    def __init__(self, screen: TransportScreen) -> None:
        self.page = Page()
        self.refusals: list[str] = []
        self._transport = cast(Any, screen._transport)
        self._transport.frame = self._frame
        self._transport.refuse = lambda page, figure, number, why: self.refusals.append(why)

    def _frame(self, message: Any, buffers: Any) -> None:
        self.page.receive(message, buffers)
        epoch, seq = message["epoch"], message["seq"]
        said = {"epoch": epoch, "seq": seq, "painted": seq, "at": seq * 50.0, "wait": None}
        acknowledge = partial(self.say, "ack", **said)
        asyncio.get_running_loop().call_soon(acknowledge)  # not before it was sent

    def say(self, kind: str, **content: Any) -> None:
        said = {"type": kind, "page": "p", **content}
        self._transport._hear(self._transport, said, [])


def visit() -> Visitor:
    (show,) = SESSION._shows.values()
    visitor = Visitor(show.screen)
    visitor.say("hello", visible=True)
    return visitor


async def test_a_page_zooms_and_is_answered_with_the_samples(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="10s")
    visitor = visit()
    await feed(source, clock, 0, 100)
    model, scale = figure.model_id, figure.axes[0].scale.model_id
    visitor.say("action", figure=model, id=7, act="zoom", start=START + 20, end=START + 30)
    await clock.advance(1.0)
    assert visitor.refusals == []
    assert visitor.page.shown[model, "controls"]["answered"] == {"p": 7}
    assert visitor.page.shown[scale, "min"] == START + 20
    assert seen(figure) == (START + 20, START + 30)
    visitor.say("action", figure=model, id=8, act="live")
    visitor.say("action", figure=model, id=9, act="window", seconds=30)
    visitor.say("action", figure=model, id=10, act="pause")
    await clock.advance(1.0)
    assert figure.window == 30.0
    assert figure.paused
    assert visitor.page.shown[model, "controls"]["answered"] == {"p": 10}
    assert visitor.page.asked == 0


async def test_what_cannot_be_done_is_refused_with_a_sentence(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="10s")
    visitor = visit()
    await feed(source, clock, 0, 10)
    for content in (
        {"figure": figure.model_id, "act": "zoom", "start": 2, "end": 1},
        {"figure": figure.marks[0].model_id, "act": "live"},
        {"figure": "nobody", "act": "live"},
        {"figure": figure.model_id, "act": "fly"},
        {"figure": figure.model_id, "act": "window", "seconds": -1},
    ):
        visitor.say("action", id=1, **content)
    await clock.advance(1.0)
    sentences = ("no span", "not shown", "not shown", "no action 'fly'", "cannot be shown")
    for refusal, sentence in zip(visitor.refusals, sentences, strict=True):
        assert sentence in refusal
    assert figure.following


async def test_curves_are_reduced_for_the_widest_page_that_is_seen(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="1000s")
    visitor = visit()
    model = figure.model_id
    visitor.say("widths", widths={model: 300})
    for start in range(0, 1000, 20):
        for number in range(start * 100, (start + 20) * 100):
            source.row(START + number / 100, temp=float(number % 7), load=0.0)
        await clock.advance(0.1)
    await clock.advance(1.0)

    def is_reduced_for(pixels: int) -> bool:
        left = seen(figure)[0]
        x = figure.marks[0].x[0]
        x = x[x >= left]
        filled = np.unique(np.floor((x - left) / (1000.0 / pixels) + 1e-6))
        return len(filled) >= pixels - 1 and len(x) <= 4 * (pixels + 1)

    assert is_reduced_for(300)
    visitor.say("hello", visible=True, page="wide")
    visitor.say("widths", page="wide", widths={model: 900})
    source.row(START + 1000.0, temp=1.0, load=0.0)
    await clock.advance(1.0)
    assert is_reduced_for(900)
    visitor.say("bye", page="wide")
    source.row(START + 1000.5, temp=1.0, load=0.0)
    await clock.advance(1.0)
    assert is_reduced_for(300)


async def test_a_heat_map_has_no_more_buckets_than_pixels(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.heatmap(stream, "temp", "load", window="400s")
    visitor = visit()
    await feed(source, clock, 0, 420)
    _, image = (mark for mark in figure.marks if hasattr(mark, "image"))  # behind its colour bar

    def across() -> int:
        """The width of the picture, as its PNG has it, in bytes 16 to 20."""
        png = base64.b64decode(bytes(image.image.value).split(b",", 1)[1])
        return int.from_bytes(png[16:20], "big")

    assert across() == 400
    visitor.say("widths", widths={figure.model_id: 150})
    await clock.advance(1.0)
    assert 75 <= across() <= 150, "at once, though no row has come"
