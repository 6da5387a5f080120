"""Session: one pump for each loop, opened by the first picture and closed by the last."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import ipywidgets
import pytest
from IPython.core.events import EventManager, available_events

from livewidgets.app import session as module
from livewidgets.app.session import Session
from livewidgets.lifetime import REGISTRY
from livewidgets.runner import ThreadRunner
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock, open_resources
from livewidgets.transport.binding import Binding
from livewidgets.transport.closing import close_tree
from livewidgets.transport.pump import Pump
from livewidgets.views.value import ValueView

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


def view(clock: VirtualClock | None = None) -> ValueView:
    if clock is None:
        return ValueView(Stream(ScriptedSource()))
    return ValueView(Stream(ScriptedSource(), runner="asyncio", clock=clock))


@pytest.fixture
def label() -> Any:
    made = ipywidgets.Label()
    yield made
    close_tree(made)


def test_pictures_of_one_loop_share_a_pump(label: Any) -> None:
    session = Session()
    one, other = (session.attach(Binding(view(), {"value": label})) for _ in range(2))
    assert one.show is other.show
    one.detach()
    one.detach()
    assert one.show.pump.bindings == (other.binding,)
    other.detach()
    assert session._shows == {}


def test_another_loop_has_another_pump(label: Any) -> None:
    session, mine = Session(), ThreadRunner()
    one = session.attach(Binding(view(), {"value": label}))
    other = session.attach(
        Binding(ValueView(Stream(ScriptedSource(), runner=mine)), {"value": label})
    )
    assert one.show is not other.show
    one.detach()
    other.detach()


def test_the_last_picture_closes_what_the_pump_had_opened(label: Any) -> None:
    session, before = Session(), open_resources()
    attached = session.attach(Binding(view(), {"value": label}))
    assert open_resources().beyond(before)["comms"], "the echo"
    attached.detach()
    assert "comms" not in open_resources().beyond(before)


def test_pictures_come_and_go_in_many_threads(label: Any) -> None:
    session, together = Session(), threading.Barrier(4)

    def work() -> None:
        together.wait()
        for _ in range(25):
            session.attach(Binding(view(), {"value": label})).detach()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert session._shows == {}


def test_an_observer_may_stop_a_picture_while_another_is_made(
    label: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The observer runs under the pump's lock; who attaches wants that lock, too."""
    session, source = Session(), ScriptedSource()
    drawing, attaching, stopped = threading.Event(), threading.Event(), threading.Event()
    attach = Pump.attach

    def slowly(pump: Pump, binding: Any) -> None:
        if drawing.is_set():
            attaching.set()
        attach(pump, binding)

    def observe(_: Any) -> None:
        drawing.set()
        assert attaching.wait(10)
        first.detach()
        stopped.set()

    monkeypatch.setattr(Pump, "attach", slowly)
    stream = Stream(source)
    label.observe(observe, "value")
    first = session.attach(Binding(ValueView(stream), {"value": label}))
    source.row(START, value=1.0)
    assert drawing.wait(10)
    made: list[Any] = []
    other = ipywidgets.Label()
    maker = threading.Thread(
        target=lambda: made.append(session.attach(Binding(view(), {"value": other}))), daemon=True
    )
    maker.start()
    assert stopped.wait(10), "they wait for each other"
    maker.join(10)
    made[0].detach()
    close_tree(other)


def test_at_the_end_streams_are_stopped_and_pictures_stay(label: Any) -> None:
    session = Session()
    attached = session.attach(Binding(view(), {"value": label}))
    stream = attached.binding.view.follows.stream
    session.end()
    assert not stream.running
    assert label.comm is not None
    attached.detach()


class Shell:
    """What an IPython shell tells of its cells."""

    def __init__(self, cell: str) -> None:
        self.events = EventManager(self, available_events)  # type: ignore[arg-type]
        self.cell = cell

    def get_parent(self) -> dict[str, Any]:
        return {"header": {"msg_type": "execute_request"}, "metadata": {"cellId": self.cell}}

    def ends(self) -> None:
        class Result:
            success = True

        self.events.trigger("post_run_cell", Result())

    def runs(self, code: Callable[[], Any]) -> Any:
        class Info:
            cell_id = self.cell

        self.events.trigger("pre_run_cell", Info())
        try:
            return code()
        finally:
            self.ends()


def test_the_pacing_knows_whether_a_cell_runs(label: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shell, session = Shell("a"), Session()
    monkeypatch.setattr(module, "_shell", lambda: shell)
    attached = session.attach(Binding(view(), {"value": label}))
    pacer = attached.show.pump.pacer
    assert pacer.cell_runs, "the one that makes the picture"
    shell.ends()
    assert not pacer.cell_runs
    assert shell.runs(lambda: pacer.cell_runs)
    assert not pacer.cell_runs
    attached.detach()


def test_the_very_first_cell_leaks_nothing_when_it_runs_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell, session = Shell("a"), Session()
    monkeypatch.setattr(module, "_shell", lambda: shell)

    def code() -> Stream:
        session.watch()  # as all ways in do first
        return Stream(ScriptedSource()).start()

    first = code()
    shell.ends()
    second = shell.runs(code)
    assert first.current() is second
    assert REGISTRY.streams() == (second,)
