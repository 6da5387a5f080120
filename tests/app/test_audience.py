"""Audience: streams of a served dashboard read while somebody looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import livewidgets_server.dashboards as server
import livewidgets_server.handlers as handlers
import livewidgets_server.watch as watch
from livewidgets.app import audience as module
from livewidgets.app.audience import NOBODY, Audience
from livewidgets.app.streams import stream as made
from livewidgets.lifetime import REGISTRY
from livewidgets.sources.source import State
from livewidgets.statistics import rolling
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource
from livewidgets.transport import audience_comm

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def served() -> Audience:
    return Audience(awaited=True, running=REGISTRY.streams)


@pytest.fixture
def stream() -> Any:
    made_here: Any = Stream(ScriptedSource())
    yield made_here
    made_here.stop()


def test_elsewhere_a_picture_starts_its_stream(stream: Stream) -> None:
    audience = Audience(awaited=False, running=REGISTRY.streams)
    audience.wake(stream)
    assert stream.running
    audience.goes()
    assert stream.running, "nobody says who looks"


def test_a_stream_waits_for_somebody_who_looks(served: Audience, stream: Any) -> None:
    served.wake(stream)
    assert not stream.running
    served.tell(1)
    assert stream.running
    served.tell(2)
    served.comes()
    assert REGISTRY.streams() == (stream,)


def test_it_rests_when_nobody_looks_and_goes_on_when_somebody_does(
    served: Audience, stream: Any
) -> None:
    served.tell(1)
    served.wake(stream)
    served.tell(0)
    assert not stream.running
    assert (stream.status.state, stream.status.sentence) == (State.ENDED, NOBODY)
    served.comes()
    assert stream.running
    assert stream.status.state is not State.ENDED


def test_what_the_user_stopped_is_not_begun_for_who_comes(served: Audience, stream: Any) -> None:
    served.tell(1)
    served.wake(stream)
    stream.stop()
    served.tell(0)
    served.tell(1)
    assert not stream.running


def test_a_derived_stream_rests_and_goes_on_with_its_parent(served: Audience, stream: Any) -> None:
    derived = stream.derive(rolling("1m"))
    stream.source.row(1.0, value=1.0)
    served.tell(1)
    served.wake(derived)
    derived.wait(rows=1, timeout=60)
    served.tell(0)
    assert not derived.running
    assert not stream.running
    served.tell(1)
    assert derived.running
    assert stream.running
    derived.stop()


def test_a_generator_that_could_not_begin_again_goes_on(served: Audience) -> None:
    def numbers() -> Any:
        while True:
            yield 1.0

    given, anew = made(numbers(), interval="1s"), made(numbers, interval="1s")
    served.tell(1)
    for each in (given, anew):
        served.wake(each)
    served.tell(0)
    assert (given.running, anew.running) == (True, False)
    given.stop()


def test_one_that_took_anothers_place_is_left_alone(served: Audience, stream: Any) -> None:
    served.tell(1)
    served.wake(stream)
    served.tell(0)
    successor = Stream(ScriptedSource())
    stream.replace_by(successor)
    served.tell(1)
    assert REGISTRY.streams() == ()


def test_the_kernel_and_the_server_mean_the_same() -> None:
    assert module.SERVED_VARIABLE == server.SERVED_VARIABLE
    assert audience_comm.AUDIENCE_COMM == watch.AUDIENCE_COMM
    page = Path(__file__).parents[2] / "js" / "src" / "dashboard.ts"
    assert f'LEFT = "{handlers.LEFT}"' in page.read_text()
    assert "livewidgetsServed" in server._mark({})
