"""Alerts and anomalies when what they watch is started again, or its cell ran again."""

from __future__ import annotations

import threading
from queue import Queue
from typing import Any

import numpy as np
import pytest

import livewidgets as lw
from livewidgets import conditions, detectors
from livewidgets.alerting.courier import THREAD_NAME
from livewidgets.data.transform import Transform
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


def settled() -> None:
    """Wait until all who are told have been."""
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(10.0)


async def rerun(stream: Stream, clock: VirtualClock) -> tuple[Stream, ScriptedSource]:
    """What the stream's cell makes when it runs again."""
    again = ScriptedSource("boiler")
    successor = Stream(again, runner="asyncio", clock=clock)
    stream.replace_by(successor)
    successor.start()
    await clock.advance(2.0)
    return successor, again


async def test_a_panel_goes_on_when_its_stream_is_started_again(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(stream, lw.above("temp", 90))
    await clock.advance(1.0)
    stream.stop()
    await clock.advance(2.0)
    assert "alerts are off" in panel.slots["trouble"].value
    stream.start()
    await clock.advance(2.0)
    source.row(START, temp=95.0)
    await clock.advance(2.0)
    assert panel.states[0].level
    assert panel.slots["trouble"].value == ""
    panel.stream.stop()
    await clock.advance(3.0)
    assert not panel.stream.running, "somebody has stopped it"


async def test_a_panel_of_a_stream_that_failed_goes_on_with_its_successor(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(stream, lw.above("temp", 90))
    source.lose(RuntimeError("broken"))
    await clock.advance(2.0)
    assert not panel.stream.running
    successor, again = await rerun(stream, clock)
    again.row(START, temp=95.0)
    await clock.advance(2.0)
    assert panel.states[0].level
    await successor.aclose()


async def test_while_silence_is_waited_for_a_stream_that_comes_back_is_followed(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(stream, conditions.no_data("60s"), lw.above("temp", 90))
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    source.lose(RuntimeError("broken"))
    await clock.advance(5.0)
    assert panel.stream.running
    stream.start()
    await clock.advance(1.0)
    source.row(START + 6, temp=95.0)
    await clock.advance(1.0)
    assert [each.what for each in panel.log()] == ["warning"]


async def test_after_a_rerun_silence_is_told_and_who_heard_critical_hears_cleared(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    told: Queue[conditions.Entry] = Queue()
    panel = lw.alerts(stream, conditions.no_data("10s", level="critical"), actions=[told.put])
    source.row(START, temp=1.0)
    await clock.advance(12.0)
    assert told.get(timeout=10.0).what == "critical"
    heard: list[str] = []
    panel.stream.on_batch(lambda batch: heard.extend(batch["what"]))
    successor, _ = await rerun(stream, clock)
    assert told.get(timeout=10.0).what == "cleared"
    await clock.advance(12.0)
    assert heard == ["cleared", "critical"]
    assert panel.stream["what"].tolist() == ["critical"], "the ring is that of the new rows"
    assert told.get(timeout=10.0).what == "critical"
    await successor.aclose()
    settled()


async def test_entries_of_rows_that_lag_behind_the_clock_are_not_too_late(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(stream, lw.above("temp", 90), lw.above("temp", 99, name="other"))
    source.row(START, temp=1.0)
    await clock.advance(20.0)
    panel.silence("other", "1h")
    await clock.advance(1.0)
    source.row(START + 1, temp=95.0)
    await clock.advance(1.0)
    assert panel.stream["what"].tolist() == ["warning", "silenced"]
    assert panel.stream.counts.too_late == 0


async def test_that_a_silence_is_over_reaches_actions_and_the_stream(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    told: Queue[conditions.Entry] = Queue()
    panel = lw.alerts(stream, lw.above("temp", 90, name="heat"), actions=[told.put])
    await clock.advance(1.0)
    panel.silence("heat", "1h")
    assert told.get(timeout=10.0).what == "silenced"
    source.row(START, temp=95.0)
    await clock.advance(2.0)
    panel.silence("heat", None)
    await clock.advance(2.0)
    assert told.get(timeout=10.0).what == "silence over"
    assert sorted(panel.stream["what"].tolist()) == ["silence over", "silenced"]
    settled()


async def test_a_function_may_ask_the_panel_that_judges_it(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    seen: list[int] = []

    def curious(batch: lw.Batch) -> Any:
        panel.acknowledge("heat")
        panel.silence("mine", "1m")
        seen.append(len(panel.states))
        panel.log()
        return batch["temp"] > 0

    panel = lw.alerts(
        stream, lw.above("temp", 90, name="heat"), conditions.when(curious, name="mine")
    )
    source.row(START, temp=95.0)
    await clock.advance(1.0)
    source.row(START + 1, temp=95.0)
    await clock.advance(1.0)
    assert seen == [2, 2]
    assert panel.states[0].acknowledged
    assert panel.states[1].errors == 0


# -- anomalies --------------------------------------------------------------------------------


class High(Transform):
    """What is above 90 is an anomaly."""

    def begin(self) -> High:
        return self

    def feed(self, batch: lw.Batch) -> lw.Batch:
        value = batch.columns["temp"]
        return lw.Batch(batch.time, {"value": value, "anomaly": value > 90})


async def test_rings_go_on_when_the_stream_is_started_again(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="60s", anomalies=High())
    source.row(START, temp=95.0)
    await clock.advance(1.0)
    stream.stop()
    await clock.advance(1.0)
    stream.start()
    source.row(START + 1, temp=96.0)
    await clock.advance(2.0)
    assert figure.marks[-1].y.tolist() == [95.0, 96.0]


async def test_after_a_rerun_only_its_own_anomalies_are_ringed(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="60s", anomalies=High())
    points = figure.marks[-1]
    source.rows((START + np.arange(3.0)).tolist(), temp=[95.0, 96.0, 1.0])
    await clock.advance(2.0)
    assert points.y.tolist() == [95.0, 96.0]
    successor, again = await rerun(stream, clock)
    assert not points.visible, "the ring is empty"
    again.rows((START + 3 + np.arange(4.0)).tolist(), temp=[97.0, 1.0, 1.0, 1.0])
    await clock.advance(2.0)
    assert points.visible
    assert points.y.tolist() == [97.0]
    await successor.aclose()


async def test_a_stream_of_anomalies_that_is_shared_is_left_to_its_owner(
    stream: Stream, clock: VirtualClock
) -> None:
    found = stream.derive(detectors.cusum("temp", learn=10))
    lw.line(stream, "temp", anomalies=found)
    await clock.advance(1.0)
    found.stop()
    await clock.advance(2.0)
    assert stream.running
    assert not found.running
