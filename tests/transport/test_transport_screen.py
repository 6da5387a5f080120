"""The transport screen: what goes as frames, what as state, and that Python shows the same."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import bqplot
import ipywidgets
import numpy as np
import pytest

from livewidgets.transport.closing import close_tree
from livewidgets.transport.figure import line_figure
from livewidgets.transport.timeline_figure import timeline_figure
from livewidgets.transport.transport_screen import (
    KEYFRAME_INTERVAL,
)
from livewidgets.transport.wire import is_page_message
from tests.transport.screen_rig import Rig

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.screen.close()


@pytest.fixture
def label(rig: Rig) -> Iterator[Any]:
    made = rig.watch(ipywidgets.Label())
    yield made
    close_tree(made)


@pytest.fixture
def lines(rig: Rig) -> Iterator[Any]:
    figure, slots = line_figure("", "100px")
    yield rig.watch(slots["lines"])
    close_tree(figure)


def test_before_a_hello_everything_goes_as_state(rig: Rig, label: Any) -> None:
    rig.show(label, value="1")
    assert rig.states == [(label.model_id, ("value",))]
    assert rig.frames == 0


def test_a_page_that_says_hello_is_shown_what_went_as_state_before(
    rig: Rig, label: Any, lines: Any
) -> None:
    rig.show(label, value="1")
    rig.show(lines, y=np.arange(4.0), labels=["a"])
    rig.hello()
    assert rig.shown(label, "value") == "1"
    assert rig.shown(lines, "labels") == ["a"]
    assert (rig.shown(lines, "y") == np.arange(4.0)).all()


def test_after_it_frames_go_and_python_has_the_same(rig: Rig, label: Any, lines: Any) -> None:
    rig.hello()
    x = np.arange(8.0).reshape(2, 4)
    rig.screen.show([(lines, {"x": x, "y": -x}), (label, {"value": "7"})], rig.now, None)
    assert rig.states == []
    assert rig.frames == 2, "the snapshot that was asked for, and one frame for all widgets"
    assert lines.x is x
    assert (rig.shown(lines, "y") == lines.y).all()
    assert rig.shown(label, "value") == label.value == "7"


def test_observers_hear_of_what_frames_bring(rig: Rig, label: Any) -> None:
    heard = []
    label.observe(lambda change: heard.append(change["new"]), "value")
    rig.hello()
    rig.show(label, value="7")
    rig.screen.settle(rig.now)
    assert heard == ["7"]


def test_a_value_with_a_wire_form_of_its_own_goes_as_state(rig: Rig) -> None:
    picker = rig.watch(ipywidgets.DatePicker())
    rig.hello()
    rig.show(picker, value=datetime.date(2026, 11, 21))
    assert rig.states == [(picker.model_id, ("value",))]
    close_tree(picker)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("nan")]])
def test_what_json_cannot_hold_goes_as_state(rig: Rig, value: Any) -> None:
    scale = rig.watch(bqplot.LinearScale())
    rig.hello()
    scale.send_state = lambda key: rig.states.append((scale.model_id, tuple(key)))
    rig.show(scale, min=value)
    assert rig.states == [(scale.model_id, ("min",))]
    close_tree(scale)


def test_numbers_of_numpy_are_numbers(rig: Rig) -> None:
    scale = rig.watch(bqplot.LinearScale())
    rig.hello()
    rig.show(scale, min=np.float64(1.5), max=np.int64(3))
    assert (rig.shown(scale, "min"), rig.shown(scale, "max")) == (1.5, 3)
    assert rig.states == []
    close_tree(scale)


def test_columns_of_text_come_with_the_numbers_beside_them(rig: Rig) -> None:
    scales = {"x": bqplot.OrdinalScale(), "y": bqplot.LinearScale()}
    bars = rig.watch(bqplot.Bars(x=["a"], y=[1.0], scales=scales))
    rig.hello()
    rig.show(bars, x=np.array(["a", "b"]), y=np.array([1.0, 2.0]))
    assert rig.states == []
    assert rig.shown(bars, "x") == ["a", "b"]
    assert (rig.shown(bars, "y") == [1.0, 2.0]).all()
    assert bars.x.tolist() == ["a", "b"]
    close_tree(bars, *scales.values())


def test_a_page_that_comes_later_is_shown_texts_where_they_belong(rig: Rig) -> None:
    figure, slots = timeline_figure("", lanes=True, events=False)
    for texts in (["idle"], ["idle", "busy"]):  # sent as state, then in a frame
        at = np.arange(float(len(texts)))
        rig.show(slots["names"], x=at, y=at, text=np.array(texts))
        rig.now += 10.0  # snapshots are not sent too often
        rig.hello()
        assert rig.shown(slots["names"], "text") == texts
        assert (rig.shown(slots["names"], "x") == at).all()
    close_tree(figure)


def test_a_page_that_missed_a_frame_is_sent_a_snapshot(rig: Rig, label: Any) -> None:
    rig.hello()
    rig.show(label, value="1")
    rig.page.have -= 1
    rig.show(label, value="2")
    assert rig.page.asked == 1
    rig.now += 1.0
    rig.say({"type": "resync", "page": "p", "epoch": "e", "have": 0, "why": "It is lost."})
    rig.screen.settle(rig.now)
    assert rig.shown(label, "value") == "2"


def test_what_was_closed_is_forgotten(rig: Rig, label: Any) -> None:
    other = rig.watch(ipywidgets.Label())
    rig.hello()
    rig.show(label, value="1")
    rig.show(other, value="2")
    gone = other.model_id
    close_tree(other)
    rig.now += 1.0
    rig.hello()
    assert {model for model, _ in rig.page.shown} == {label.model_id}
    assert gone not in rig.screen._known
    rig.now += KEYFRAME_INTERVAL
    rig.screen.settle(rig.now)
    assert gone not in {model for model, _ in rig.states}


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"type": "frame", "page": "p"},
        {"type": "hello", "page": "p"},
        {"type": "hello", "page": "", "visible": True},
        {"type": "hello", "page": "x" * 1000, "visible": True},
        {"type": "hello", "page": 7, "visible": True},
        {"type": "ack", "page": "p", "epoch": "e", "seq": "1", "painted": 1, "at": 0, "wait": 1},
        {"type": "ack", "page": "p", "epoch": "e", "seq": 1, "painted": 1, "at": 0},
        {"type": ["hello"], "page": "p", "visible": True},
    ],
)
def test_what_no_page_of_ours_says_is_ignored(rig: Rig, content: object) -> None:
    assert not is_page_message(content)
    rig.say(content)
    assert not rig.screen.pages.heard


def test_acknowledgements_of_another_encoder_are_ignored(rig: Rig, label: Any) -> None:
    rig.hello()
    rig.show(label, value="1")
    before = rig.screen.pages._pages["p"].acknowledged
    said = {"epoch": "x", "seq": 1, "painted": 1, "at": 0.0, "wait": 5.0}
    rig.say({"type": "ack", "page": "p", **said})
    assert rig.screen.pages._pages["p"].acknowledged == before


def test_a_page_that_takes_frames_may_be_given_more_points(rig: Rig) -> None:
    pacer = rig.screen.pacer
    before = pacer.points, pacer.columns
    rig.hello()
    assert pacer.points > before[0]
    assert pacer.columns > before[1]


def test_a_snapshot_does_not_undo_what_a_user_has_set(rig: Rig, lines: Any) -> None:
    rig.hello()
    rig.show(lines, y=np.arange(4.0), visible=True)
    lines.visible = False
    rig.now += 1.0
    rig.hello()
    assert rig.shown(lines, "visible") is False
    rig.show(lines, visible=True)
    assert rig.shown(lines, "visible") is True


def test_pages_are_told_what_will_be_shown(rig: Rig, label: Any) -> None:
    told: list[Any] = []
    send, rig.transport.send = rig.transport.send, lambda content: told.append(content)
    rig.screen.announce([label])
    rig.transport.send = send
    assert told == [{"type": "models", "models": [label.model_id]}]
