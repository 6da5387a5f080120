"""The panel of alerts: what it shows of an alert's life, and what its buttons do."""

from __future__ import annotations

import threading
from queue import Queue
from typing import Any

import numpy as np
import pytest

import livewidgets as lw
from livewidgets import conditions
from livewidgets.app.alerts import AlertPanel
from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0
NOON = "22:13:"  # of START, UTC


def row(panel: AlertPanel, number: int = 0) -> tuple[str, str]:
    """Pill and text of a rule."""
    slots = panel.slots
    return slots[f"pill {number}"].value, slots[f"text {number}"].value


def log(panel: AlertPanel) -> list[str]:
    return [entry.what for entry in reversed(panel.log())]


async def test_the_whole_life_of_an_alert(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    rule = lw.above("temp", 80, critical=90, clear=75, for_="2s", name="heat")
    panel = lw.alerts(stream, rule, conditions.no_data("10s"), tz="UTC", silence="1m")

    async def feed(*values: float) -> None:
        for value in values:
            source.row(clock.time(), temp=value)
            await clock.advance(1.0)

    await clock.advance(1.0)
    assert stream.running, "a panel of it is seen"
    assert row(panel) == ("✓ ok", "never raised")
    await feed(81, 82)
    assert row(panel) == ("◔ pending", "warning if it lasts 2 s")
    await feed(83)
    assert row(panel) == ("▲ warning", f"temp 83 is above 80, for 2 s, since {NOON}23")
    assert panel.slots["banner"].value.count("<div>") == 0
    await feed(95, 95, 95)
    assert row(panel)[0] == "✕ critical"
    banner = panel.slots["banner"].value
    assert banner.startswith('<div role="alert" aria-live="assertive"')
    assert "✕ <b>Critical: heat</b> temp 95 is above 90, for 2 s</div>" in banner

    panel.slots["acknowledge 0"].click()
    await clock.advance(1.0)
    assert row(panel)[1].endswith("· acknowledged")
    assert panel.slots["acknowledge 0"].disabled
    assert "Critical" not in panel.slots["banner"].value

    await feed(78, 74)
    assert row(panel) == ("✓ ok", f"temp 74 is no longer above 80, since {NOON}29")
    panel.slots["silence 0"].click()
    await clock.advance(1.0)
    assert "silenced for 59 s" in row(panel)[1]
    assert panel.slots["silence 0"].description == "Unsilence"

    await clock.advance(12.0)
    assert row(panel, 1)[0] == "▲ warning"
    assert row(panel, 1)[1].startswith("no data for 10 s, since ")
    await feed(20)
    assert row(panel, 1)[0] == "✓ ok"
    assert log(panel) == [
        *("warning", "critical", "acknowledged", "eased", "cleared", "silenced"),
        *("warning", "cleared"),
    ]
    table = panel.slots["log"].value
    assert table.index("✓ cleared") < table.index("✕ critical"), "newest first"
    heard = panel.stream
    assert heard["what"].tolist() == [
        *("warning", "critical", "acknowledged", "eased", "cleared", "silenced"),
        *("warning", "cleared"),
    ]
    await clock.advance(60.0)
    assert log(panel).count("silence over") == 1


async def test_ten_thousand_changes_in_a_second_are_few_frames_and_the_last_state(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    told: Queue[conditions.Entry] = Queue()
    panel = lw.alerts(stream, lw.above("temp", 0), actions=[told.put])
    await clock.advance(1.0)
    drawn = panel.picture.drawn
    values = np.tile([-1.0, 1.0], 50).tolist()
    for start in range(100):
        source.rows((START + start / 100 + np.arange(100) * 1e-4).tolist(), temp=values)
        await clock.advance(0.01)
    await clock.advance(3.0)
    assert panel.states[0].raised == 5_000
    assert panel.picture.drawn - drawn <= 64
    assert row(panel)[0] == "▲ warning"
    assert len(panel.log()) <= 12
    assert len(panel.slots["log"].value) < 8_000
    panel.stop()
    for thread in threading.enumerate():
        if thread.name == "livewidgets alerts":
            thread.join(10.0)
    assert told.qsize() <= 3


async def test_a_function_that_raises_shows_its_sentence_and_stops_nothing(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    def wrong(_: lw.Batch) -> bool:
        raise RuntimeError("<script>alert(1)</script>")

    panel = lw.alerts(stream, conditions.when(wrong, name="mine"), lw.above("temp", 5))
    for number in range(3):
        source.row(START + number, temp=9.0)
        await clock.advance(1.0)
    pill, text = row(panel)
    assert pill == "⚠ error"
    assert text.startswith("cannot be judged (3 times): RuntimeError: <script>alert(1)</script>")
    assert type(panel.slots["text 0"]).__name__ == "Label", "which shows text"
    assert "<script>" not in panel.slots["log"].value
    assert "&lt;script&gt;" in panel.slots["log"].value
    assert row(panel, 1)[0] == "▲ warning"
    assert stream.running
    assert panel.stream.running


async def test_what_an_action_raises_is_shown(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    called = threading.Event()

    def page(_: conditions.Entry) -> None:
        called.set()
        raise OSError("the pager is off")

    panel = lw.alerts(stream, lw.above("temp", 5), actions=[page])
    source.row(START, temp=9.0)
    await clock.advance(1.0)
    assert called.wait(10.0)
    for thread in threading.enumerate():
        if thread.name == "livewidgets alerts":
            thread.join(10.0)
    await clock.advance(2.0)
    assert "⚠ an action failed once: OSError: the pager is off" in panel.slots["trouble"].value


async def test_what_came_before_the_panel_is_judged_too(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.start()
    source.rows([START, START + 1], temp=[91.0, 92.0])
    await clock.advance(1.0)
    panel = lw.alerts(stream, lw.above("temp", 90))
    await clock.advance(1.0)
    assert [(each.time, each.what) for each in panel.log()] == [(START, "warning")]


async def test_of_a_stream_that_failed_the_silence_is_told(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(stream, conditions.no_data("10s"))
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    source.lose(RuntimeError("broken"))
    await clock.advance(5.0)
    assert row(panel)[0] == "✓ ok"
    await clock.advance(10.0)
    assert row(panel)[0] == "▲ warning"
    await clock.advance(2.0)
    assert "alerts are off: failed" in panel.slots["trouble"].value


async def test_when_the_streams_cell_ran_again_its_successor_is_watched(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(stream, lw.above("temp", 90))
    source.row(START, temp=95.0)
    await clock.advance(1.0)
    again = ScriptedSource("boiler")
    successor = Stream(again, runner="asyncio", clock=clock)
    stream.replace_by(successor)
    await clock.advance(1.0)
    again.row(START + 5, temp=96.0)
    await clock.advance(1.0)
    assert [each.what for each in panel.log()] == ["warning", "cleared", "warning"]
    await successor.aclose()


async def test_stopped_nothing_of_it_is_left(stream: Stream, source: ScriptedSource) -> None:
    for _ in range(3):
        panel = lw.alerts(stream, lw.above("temp", 90))
        panel.stop()
        panel.stop()
        assert panel.comm is None
        assert panel.slots["log"].comm is None
    assert REGISTRY._pictures == {}
    assert REGISTRY.streams() in ((), (stream,)), "alerts are streams too"


# -- arguments ----------------------------------------------------------------------------


async def never_awaited(_: conditions.Entry) -> None:
    raise AssertionError("nobody calls this")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"shown": 0}, "shown=0: give a number from 1 to 200"),
        ({"silence": "soon"}, "'soon' is not a duration"),
        ({"tz": "Europe/Berlln"}, "there is no time zone"),
        ({"actions": [5]}, "5 is no action"),
        ({"actions": print}, r"give a list, as in actions=\[page_me\]"),
        ({"actions": [never_awaited]}, "is an async function, which nobody would await"),
        ({"shown": 5.5}, "shown=5.5: give a number from 1 to 200"),
        ({"shown": "5"}, "shown='5': give a number from 1 to 200"),
        ({"height": "x"}, "height='x': give a number of pixels"),
    ],
)
def test_arguments_of_a_panel_are_checked_at_once(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        lw.alerts([1.0], lw.above("value", 1), **options)
    assert REGISTRY.streams() == ()
