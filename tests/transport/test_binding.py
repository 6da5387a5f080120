"""Binding: what differs from what is shown, and whose stream is followed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.errors import ClosedError, SchemaError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource
from livewidgets.transport.binding import Binding
from livewidgets.views.view import Follows


class Scripted:
    """A view that shows what the test says."""

    curves = 0

    def __init__(self, stream: Stream, period: float | None = None) -> None:
        self.follows = Follows(stream)
        self.period = period
        self.shown: Mapping[str, dict[str, Any]] = {}
        self.columns: list[int] = []
        self.error: Exception | None = None

    def render(self, columns: int) -> Mapping[str, dict[str, Any]]:
        self.columns.append(columns)
        if self.error is not None:
            raise self.error
        return self.shown


@pytest.fixture
def stream() -> Stream:
    return Stream(ScriptedSource())


@pytest.fixture
def view(stream: Stream) -> Scripted:
    return Scripted(stream)


def change(stream: Stream) -> None:
    stream.put(Batch(np.array([1.0]), {"value": np.array([1.0])}))


def test_what_is_new_is_given_once(view: Scripted) -> None:
    binding = Binding(view, {"label": "L"})
    view.shown = {"label": {"value": "1", "tooltip": "t"}}
    assert binding.changes(0.0, 500) == [("L", {"value": "1", "tooltip": "t"})]
    assert binding.changes(0.1, 500) == []
    view.shown = {"label": {"value": "2", "tooltip": "t"}}
    assert binding.changes(0.2, 500) == [("L", {"value": "2"})]
    assert view.columns == [500] * 3


def test_a_slot_without_a_target_is_left_out(view: Scripted) -> None:
    binding = Binding(view, {"label": "L", "legend": None})
    view.shown = {"label": {"value": "1"}, "legend": {"text": "a"}, "axis": {"label": "t"}}
    assert binding.changes(0.0, 500) == [("L", {"value": "1"})]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([1.0]), np.array([1.0, 1.0]), False),
        (np.array([[1.0], [2.0]]), np.array([[1.0, 2.0]]), False),
        (np.array(["a", "b"], dtype=object), np.array(["a", "b"], dtype=object), True),
        (np.array(["a", "b"], dtype=object), np.array(["a", "c"], dtype=object), False),
        (np.array([1.0]), [1.0], False),
        (float("nan"), float("nan"), True),
        (float("nan"), 1.0, False),
        (["a"], ["a"], True),
        ({"0": "a"}, {"0": "b"}, False),
        ("1", "1", True),
        (True, False, False),
    ],
)
def test_what_is_equal_is_not_sent_again(
    view: Scripted, one: object, other: object, equal: bool
) -> None:
    binding = Binding(view, {"mark": "M"})
    view.shown = {"mark": {"x": one}}
    assert len(binding.changes(0.0, 500)) == 1
    view.shown = {"mark": {"x": other}}
    assert len(binding.changes(0.1, 500)) == (0 if equal else 1)


def test_it_is_due_when_the_stream_has_changed(view: Scripted, stream: Stream) -> None:
    binding = Binding(view, {})
    assert binding.due(0.0) == 0.0
    binding.changes(0.0, 500)
    assert binding.due(100.0) is None
    change(stream)
    assert binding.due(100.0) == 0.0


def test_a_view_that_changes_by_itself_is_due_after_its_period(stream: Stream) -> None:
    binding = Binding(Scripted(stream, period=1.0), {})
    binding.changes(10.0, 500)
    assert binding.due(10.25) == 0.75
    assert binding.due(11.5) == 0.0


def test_changes_that_were_not_drawn_are_counted(view: Scripted, stream: Stream) -> None:
    binding = Binding(view, {})
    binding.changes(0.0, 500)
    for _ in range(10):
        change(stream)
    binding.changes(1.0, 500)
    assert (binding.drawn, binding.coalesced) == (2, 9)


def test_while_it_is_paused_nothing_is_due(view: Scripted, stream: Stream) -> None:
    binding, woken = Binding(view, {}), []
    binding.listen(lambda: woken.append(1))
    binding.pause()
    assert binding.paused
    change(stream)
    assert binding.due(0.0) is None
    before = len(woken)
    binding.resume()
    assert len(woken) == before + 1
    assert binding.due(0.0) == 0.0


def test_it_hears_of_changes_until_it_listens_no_more(view: Scripted, stream: Stream) -> None:
    binding, woken = Binding(view, {}), []
    binding.listen(lambda: woken.append(1))
    change(stream)
    assert woken == [1]
    binding.listen(None)
    change(stream)
    binding.resume()
    assert woken == [1]
    assert stream.subscribers._changes == ()


def test_two_pictures_of_one_pump_end_apart(stream: Stream) -> None:
    class Pump:
        woken = 0

        def wake(self) -> None:
            self.woken += 1

    pump = Pump()
    one, other = Binding(Scripted(stream), {}), Binding(Scripted(stream), {})
    one.listen(pump.wake)
    other.listen(pump.wake)
    one.listen(None)
    change(stream)
    assert pump.woken == 1


@pytest.mark.parametrize("drawn_before", [True, False])
def test_it_goes_on_with_the_successor(view: Scripted, stream: Stream, drawn_before: bool) -> None:
    binding, woken = Binding(view, {}), []
    binding.listen(lambda: woken.append(1))
    if drawn_before:
        binding.changes(0.0, 500)
    successor = Stream(ScriptedSource())
    stream.replace_by(successor)
    assert woken, "it is told, so that it looks"
    assert binding.due(1.0) == 0.0
    assert successor.running, "a picture of it is seen"
    binding.changes(1.0, 500)
    woken.clear()
    change(successor)
    assert woken
    assert stream.subscribers._changes == ()
    binding.listen(None)
    successor.stop()


def test_a_successor_that_cannot_start_is_said_and_stops_nothing(
    view: Scripted, stream: Stream, caplog: pytest.LogCaptureFixture
) -> None:
    class Closed:
        def submit(self, work: Any) -> Any:
            work.close()
            raise ClosedError("its event loop has been closed")

        def here(self) -> bool:
            return False

    binding = Binding(view, {})
    binding.listen(lambda: None)
    stream.replace_by(Stream(ScriptedSource(), runner=Closed()))
    assert binding.due(0.0) == 0.0
    assert binding.error == "its event loop has been closed"
    binding.listen(None)


def test_a_view_that_raises_keeps_its_picture_and_says_why(
    view: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    binding = Binding(view, {"label": "L"})
    view.shown = {"label": {"value": "1"}}
    binding.changes(0.0, 500)
    view.shown = {"label": 5}  # type: ignore[dict-item]
    with caplog.at_level(logging.WARNING, "livewidgets"):
        for _ in range(50):
            assert binding.changes(1.0, 500) == []
    assert binding.error.startswith("AttributeError: ")
    assert len(caplog.records) == 1, "it says so once"
    view.shown = {"label": {"value": "1"}}
    assert binding.changes(2.0, 500) == []
    assert binding.error == ""


def test_what_was_not_sent_since_another_value_did_not_fit_is_sent_later(
    view: Scripted,
) -> None:
    def check(target: str, trait: str, value: object) -> object:
        if value == "bad":
            raise SchemaError(f"{target}.{trait} cannot show it")
        return value

    binding = Binding(view, {"one": "1", "two": "2"}, check)
    view.shown = {"one": {"x": 1, "y": "bad"}, "two": {"x": 2}}
    assert binding.changes(0.0, 500) == []
    assert binding.error == "1.y cannot show it"
    view.shown = {"one": {"x": 1, "y": "good"}, "two": {"x": 2}}
    assert binding.changes(0.1, 500) == [("1", {"x": 1, "y": "good"}), ("2", {"x": 2})]


def test_a_check_may_change_a_value(view: Scripted) -> None:
    binding = Binding(view, {"bar": "B"}, lambda target, trait, value: min(value, 100))
    view.shown = {"bar": {"value": 250}}
    assert binding.changes(0.0, 500) == [("B", {"value": 100})]
    view.shown = {"bar": {"value": 300}}
    assert binding.changes(0.1, 500) == [], "it shows the same"


def test_an_error_is_shown_in_its_place_and_goes_when_it_is_over(view: Scripted) -> None:
    binding = Binding(view, {"figure": "figure"}, notice=("figure", "title", "Heating"))
    view.error = SchemaError("there is no column 'tmep'")
    shown = {"title": "Heating ⚠ there is no column 'tmep'"}
    assert binding.changes(0.0, 500) == [("figure", shown)]
    assert binding.changes(0.1, 500) == [], "said once"
    view.error = None
    assert binding.changes(0.2, 500) == [("figure", {"title": "Heating"})]
    assert binding.changes(0.3, 500) == []
