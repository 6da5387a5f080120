"""The widget screen on real widgets, without a kernel: messages are read at the border."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from typing import Any

import bqplot
import ipywidgets
import numpy as np
import pytest
import traitlets

from livewidgets.transport.closing import close_tree
from livewidgets.transport.screen import OBSERVERS_INTERVAL, WidgetScreen

Message = tuple[ipywidgets.Widget, dict[str, Any], list[Any]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What widgets hand to their comms."""
    messages: list[Message] = []

    def send(self: ipywidgets.Widget, msg: dict[str, Any], buffers: Any = None) -> None:
        messages.append((self, msg, list(buffers or ())))

    monkeypatch.setattr(ipywidgets.Widget, "_send", send)
    return messages


@pytest.fixture
def lines() -> Iterator[bqplot.Lines]:
    scales = {"x": bqplot.LinearScale(), "y": bqplot.LinearScale()}
    mark = bqplot.Lines(x=np.array([0.0]), y=np.array([0.0]), scales=scales)
    yield mark
    close_tree(mark)


@pytest.fixture
def label() -> Iterator[ipywidgets.Label]:
    made = ipywidgets.Label()
    yield made
    close_tree(made)


def frame(values: int = 3) -> dict[str, Any]:
    x = np.arange(values, dtype=np.float64) + 1_700_000_000.0
    return {"x": x, "y": np.sin(x), "labels": ["a"]}


# -- messages ---------------------------------------------------------------------------


def test_each_widget_gets_one_message_for_a_frame(
    sent: list[Message], lines: bqplot.Lines, label: ipywidgets.Label
) -> None:
    cost = WidgetScreen().show([(lines, frame()), (label, {"value": "21 °C"})], 0.0, None)
    assert [each[0] for each in sent] == [lines, label]
    assert all(message["method"] == "update" for _, message, _ in sent)
    assert set(sent[0][1]["state"]) == {"x", "y", "labels"}
    assert sent[1][1]["state"] == {"value": "21 °C"}
    assert cost.messages == 2
    assert cost.size == 2 * 3 * 8


def test_the_arrays_go_out_as_float64_in_buffers(sent: list[Message], lines: bqplot.Lines) -> None:
    shown = frame(5)
    WidgetScreen().show([(lines, shown)], 0.0, None)
    _, message, buffers = sent[0]
    named = {path[0]: buffer for path, buffer in zip(message["buffer_paths"], buffers, strict=True)}
    for trait in ("x", "y"):
        assert message["state"][trait]["dtype"] == "float64"
        np.testing.assert_array_equal(np.frombuffer(named[trait]), shown[trait])


def test_python_shows_what_was_sent(
    sent: list[Message], lines: bqplot.Lines, label: ipywidgets.Label
) -> None:
    shown = frame()
    WidgetScreen().show([(lines, shown), (label, {"value": "21 °C"})], 0.0, None)
    assert lines.x is shown["x"]
    assert lines.y is shown["y"]
    assert label.value == "21 °C"


def test_a_widget_that_is_closed_is_skipped(
    sent: list[Message], lines: bqplot.Lines, label: ipywidgets.Label
) -> None:
    lines.close()
    cost = WidgetScreen().show([(lines, frame()), (label, {"value": "1"})], 0.0, None)
    assert [each[0] for each in sent] == [label]
    assert cost.messages == 1
    assert cost.size == 0


def test_a_widget_that_cannot_be_sent_keeps_no_other_from_it(
    sent: list[Message],
    lines: bqplot.Lines,
    label: ipywidgets.Label,
    caplog: pytest.LogCaptureFixture,
) -> None:
    screen = WidgetScreen()
    bad = {"x": np.array([1 + 2j])}  # bqplot raises for it
    with caplog.at_level(logging.WARNING, "livewidgets"):
        for number in range(20):
            screen.show([(lines, bad), (label, {"value": str(number)})], float(number), None)
    assert [each[0] for each in sent] == [label] * 20
    assert len(caplog.records) == 1, "it says so once"
    assert "Lines cannot be sent" in caplog.text


def test_a_mark_goes_out_last(
    sent: list[Message], lines: bqplot.Lines, label: ipywidgets.Label
) -> None:
    screen = WidgetScreen()
    screen.listen(lambda page, number: None)
    sent.clear()
    cost = screen.show([(lines, frame()), (label, {"value": "1"})], 0.0, 17)
    assert sent[-1][1]["state"] == {"value": 17}
    assert isinstance(sent[-1][0], ipywidgets.IntText)
    assert cost.messages == len(sent) == 3
    screen.show([(label, {"value": "2"})], 0.1, None)
    assert sent[-1][0] is label
    screen.close()
    cost = screen.show([(label, {"value": "3"})], 0.2, 18)
    assert cost.messages == 1, "nobody is asked any more"


@pytest.mark.usefixtures("leak_check")
def test_listening_twice_and_closing_twice_leaves_nothing() -> None:
    screen = WidgetScreen()
    screen.listen(lambda page, number: None)
    screen.listen(lambda page, number: None)
    screen.close()
    screen.close()


# -- observers ----------------------------------------------------------------------------


def follow(
    screen: WidgetScreen, label: ipywidgets.Label, frames: int, interval: float
) -> list[tuple[float, str]]:
    """Show a number in each frame; when observers were told of which."""
    told: list[tuple[float, str]] = []
    now = 0.0
    label.observe(lambda change: told.append((now, change["new"])), "value")
    for number in range(frames):
        now = number * interval
        screen.show([(label, {"value": str(number)})], now, None)
        screen.settle(now)
    return told


@pytest.mark.usefixtures("sent")
def test_observers_are_told_at_most_four_times_a_second(label: ipywidgets.Label) -> None:
    told = follow(WidgetScreen(), label, 200, 0.05)
    assert 35 <= len(told) <= 40
    gaps = np.diff([time for time, _ in told])
    assert gaps.min() >= OBSERVERS_INTERVAL - 1e-9


@pytest.mark.usefixtures("sent")
def test_observers_are_told_of_the_newest_value_when_nothing_follows(
    label: ipywidgets.Label,
) -> None:
    screen = WidgetScreen()
    told = follow(screen, label, 3, 0.05)
    assert [value for _, value in told] == ["0"]
    wait = screen.settle(0.1)
    assert wait == pytest.approx(OBSERVERS_INTERVAL - 0.1)
    assert screen.settle(OBSERVERS_INTERVAL) is None
    assert [value for _, value in told] == ["0", "2"]
    assert screen.settle(9.0) is None
    assert len(told) == 2


@pytest.mark.usefixtures("sent")
def test_the_old_value_is_the_one_that_was_told_last(label: ipywidgets.Label) -> None:
    changes: list[tuple[str, str]] = []
    label.value = "start"
    label.observe(lambda change: changes.append((change["old"], change["new"])), "value")
    screen = WidgetScreen()
    for number in range(3):
        screen.show([(label, {"value": str(number)})], 0.0, None)
    screen.settle(0.0)
    assert changes == [("start", "2")]


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize(
    "options", [{"names": "value"}, {"names": traitlets.All}, {}, {"type": traitlets.All}]
)
def test_all_sorts_of_observers_are_told(label: ipywidgets.Label, options: dict[str, Any]) -> None:
    changes: list[Any] = []
    label.observe(changes.append, **options)
    screen = WidgetScreen()
    screen.show([(label, {"value": "1"})], 0.0, None)
    screen.settle(0.0)
    changes = [change for change in changes if change["type"] == "change"]
    assert [(change["name"], change["new"]) for change in changes] == [("value", "1")]
    assert changes[0]["owner"] is label


def test_telling_observers_sends_nothing_more(sent: list[Message], label: ipywidgets.Label) -> None:
    label.observe(lambda change: None, "value")
    screen = WidgetScreen()
    screen.show([(label, {"value": "1"})], 0.0, None)
    screen.settle(0.0)
    assert len(sent) == 1


def test_an_observer_that_raises_disturbs_nobody(
    sent: list[Message], label: ipywidgets.Label, caplog: pytest.LogCaptureFixture
) -> None:
    other = ipywidgets.Label()
    told: list[Any] = []
    label.observe(lambda change: 1 / 0, "value")
    other.observe(told.append, "value")
    screen = WidgetScreen()
    with caplog.at_level(logging.WARNING, "livewidgets"):
        for number in range(10):
            value = {"value": str(number)}
            screen.show([(label, value), (other, value)], float(number), None)
            screen.settle(float(number))
    assert len(told) == 10
    assert len(sent) == 20
    assert [record.getMessage() for record in caplog.records] == [
        "an observer of Label.value raised: ZeroDivisionError: division by zero"
    ]
    close_tree(other)


def test_widgets_that_are_gone_are_not_remembered() -> None:
    screen = WidgetScreen()
    for number in range(20):
        label = ipywidgets.Label()
        label.observe(lambda change: None, "value")
        screen.show([(label, {"value": "1"})], float(number), None)
        screen.settle(float(number))
        close_tree(label)
    del label
    gc.collect()
    assert len(screen._told) == 0
    assert screen._untold == {}
