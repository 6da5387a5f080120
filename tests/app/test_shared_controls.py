"""The controls that a dashboard has for all its pictures; on the virtual clock."""

from __future__ import annotations

from typing import Any

import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.control_bar import ControlBar

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


async def feed(source: ScriptedSource, clock: VirtualClock, first: int, rows: int) -> None:
    for number in range(first, first + rows):
        source.row(START + number, temp=float(number), load=1.0)
    await clock.advance(1.0)


def bar_of(board: Any) -> ControlBar:
    (bar,) = [each for each in board.children if isinstance(each, ControlBar)]
    return bar


async def test_the_bar_is_there_with_a_figure_and_not_without(stream: Stream) -> None:
    figure = lw.line(stream, "temp")
    assert bar_of(lw.dashboard(figure)).children
    for board in (lw.dashboard(lw.value(stream)), lw.dashboard(figure, controls=False)):
        assert not [each for each in board.children if isinstance(each, ControlBar)]


async def test_all_pictures_pause_and_the_bar_says_so(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one = lw.line(stream, "temp", window="10s")
    alone = lw.line(stream, "load", window="10s", link=False)
    value, status = lw.value(stream, "temp"), lw.status(stream)
    board = lw.dashboard([one, alone], [value, status])
    slots = bar_of(board).slots
    await feed(source, clock, 0, 10)
    assert slots["state"].value == "● live"
    assert slots["live"].disabled
    slots["pause"].click()
    await feed(source, clock, 10, 1_234)
    assert one.paused
    assert alone.paused
    assert value.value == "9 ‖ paused"
    assert slots["state"].value == "‖ paused · 1,234 rows since"
    assert slots["pause"].description == "Resume all"
    assert not slots["live"].disabled
    assert "1,244 rows" in status.children[1].value, "the status tells of now"
    slots["pause"].click()
    await clock.advance(1.0)
    assert one.following
    assert alone.following
    assert value.value == "1,243"
    assert slots["state"].value == "● live"
    # As a figure's own toolbar does.
    alone.pause()
    await clock.advance(1.0)
    assert slots["state"].value == "‖ paused in part · 0 rows since"
    assert slots["pause"].description == "Pause all"
    slots["live"].click()
    one.zoom(START, START + 5)
    await clock.advance(1.0)
    assert slots["state"].value == "⌕ zoomed in part"
    board.live()
    await feed(source, clock, 1_244, 1)
    assert slots["state"].value == "● live"
    await clock.advance(600.0)
    assert status.children[0].value == "◐ stale"
    assert slots["state"].value == "◐ stale", "no control holds it back, and it is not live"


async def test_the_window_is_chosen_for_all_and_follows_the_figures(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one, alone = lw.line(stream, "temp", window="45s"), lw.line(stream, window="45s", link=False)
    board = lw.dashboard(one, alone)
    window = bar_of(board).slots["window"]
    await feed(source, clock, 0, 10)
    assert window.options[window.index] == ("45 s", 45.0)
    window.index = [seconds for _, seconds in window.options].index(300.0)
    await clock.advance(1.0)
    assert one.window == alone.window == board.window == 300.0
    one.window = alone.window = "10s"  # as from a toolbar
    await clock.advance(1.0)
    assert window.options[window.index] == ("10 s", 10.0)
    one.window = 77
    await clock.advance(2.0)
    assert window.index is None
    assert one.window == 77.0
    assert board.window is None


async def test_a_channel_is_hidden_in_every_figure(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    both, load = lw.line(stream, window="100s"), lw.line(stream, "load", window="100s")
    board = lw.dashboard(both, load)
    slots = bar_of(board).slots
    await feed(source, clock, 0, 50)
    assert [slots[f"channel {n}"].description for n in (0, 1)] == ["temp", "load"]
    assert [slots[f"room {n}"].display for n in (0, 1, 2)] == ["", "", "none"]
    slots["channel 0"].value = False
    await clock.advance(1.0)
    assert board.hidden == both.hidden == ("temp",)
    assert load.hidden == ()
    lines, scale = both.marks[0], both.axes[1].scale
    assert lines.labels == ["temp (hidden)", "load"]
    assert lines.x[0].max() < both.axes[0].scale.min, "it is drawn nowhere"
    assert scale.max < 10, "the axis is that of what is seen"
    board.hidden = "load"
    await clock.advance(1.0)
    assert slots["channel 0"].value
    assert not slots["channel 1"].value
    assert lines.labels == ["temp", "load (hidden)"]
    with pytest.raises(ArgumentError, match="did you mean 'load'"):
        board.hidden = ["laod"]
    with pytest.raises(ArgumentError, match="did you mean 'load'"):
        load.hidden = ["laod"]
    slots["channel 1"].value = True
    await clock.advance(1.0)
    assert board.hidden == ()
    assert lines.labels == ["temp", "load"]


async def test_a_paused_chart_hides_too(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, window="100s")
    await feed(source, clock, 0, 20)
    figure.pause()
    await clock.advance(1.0)
    figure.hidden = ["temp"]
    await clock.advance(1.0)
    assert figure.marks[0].labels == ["temp (hidden)", "load"]
    assert figure.axes[1].scale.max < 10


async def test_clear_is_for_all(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one, other = lw.line(stream, "temp"), lw.line(stream, "load", link=False)
    board = lw.dashboard(one, other)
    await feed(source, clock, 0, 10)
    bar_of(board).slots["clear"].click()
    await feed(source, clock, 10, 2)
    assert one.marks[0].y.tolist() == [[10.0, 11.0]]
    assert other.marks[0].y.tolist() == [[1.0, 1.0]]
