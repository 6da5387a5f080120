"""What a kernel tells the panel "Streams", and when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

import livewidgets as lw
from livewidgets.app.listing import number_of
from livewidgets.app.panel import EVERY, LEASE, Panel
from livewidgets.runner import AsyncioRunner
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.panel_comm import Streams, read_request

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


class Page:
    """What pages have been told, and whether a cell runs."""

    def __init__(self) -> None:
        self.told: list[Streams] = []
        self.busy = False


@pytest.fixture
async def stream(clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(ScriptedSource("boiler"), runner="asyncio", clock=clock).start()
    yield made
    await made.aclose()
    await clock.advance(0.0)


@pytest.fixture
async def page() -> Page:
    return Page()


@pytest.fixture
async def panel(page: Page, clock: VirtualClock) -> AsyncIterator[Panel]:
    made = Panel(page.told.append, lambda: page.busy, clock, AsyncioRunner())
    yield made
    page.busy = False
    await clock.advance(2 * LEASE)


async def test_a_page_that_looks_is_told_at_once_and_then_of_what_has_changed(
    panel: Panel, page: Page, stream: Stream, clock: VirtualClock
) -> None:
    panel.heard({"type": "watch"})
    assert [each["name"] for each in page.told[0]["streams"]] == ["boiler"]
    await clock.advance(3 * EVERY)
    assert len(page.told) == 1, "nothing has changed"
    assert isinstance(stream.source, ScriptedSource)
    stream.source.row(START, temp=1.0)
    await clock.advance(EVERY)
    assert len(page.told) == 2
    assert page.told[1]["streams"][0]["rows"] == "1"


async def test_it_is_told_once_a_second_however_many_look(
    panel: Panel, page: Page, stream: Stream, clock: VirtualClock
) -> None:
    for _ in range(3):
        panel.heard({"type": "watch"})
    page.told.clear()
    assert isinstance(stream.source, ScriptedSource)
    for number in range(5):
        stream.source.row(START + number, temp=1.0)
        await clock.advance(EVERY)
    assert len(page.told) <= 5


async def test_a_page_that_is_silent_is_told_no_more(
    panel: Panel, page: Page, stream: Stream, clock: VirtualClock
) -> None:
    panel.heard({"type": "watch"})
    await clock.advance(LEASE + EVERY)
    page.told.clear()
    assert isinstance(stream.source, ScriptedSource)
    stream.source.row(START, temp=1.0)
    await clock.advance(10 * EVERY)
    assert page.told == []
    panel.heard({"type": "watch"})
    stream.source.row(START + 1, temp=1.0)
    await clock.advance(EVERY)
    assert len(page.told) == 2, "and again when it looks again"


async def test_while_a_cell_runs_pages_may_be_unheard_and_are_told_on(
    panel: Panel, page: Page, stream: Stream, clock: VirtualClock
) -> None:
    panel.heard({"type": "watch"})
    page.busy = True
    await clock.advance(4 * LEASE)
    assert isinstance(stream.source, ScriptedSource)
    page.told.clear()
    stream.source.row(START, temp=1.0)
    await clock.advance(EVERY)
    assert page.told


async def test_a_stream_is_stopped_by_its_number_and_the_answer_lacks_it(
    panel: Panel, page: Page, stream: Stream
) -> None:
    panel.heard({"type": "stop", "number": number_of(stream) + 1})
    assert lw.streams() == (stream,)
    panel.heard({"type": "stop", "number": number_of(stream)})
    assert lw.streams() == ()
    assert page.told[-1] == {"type": "streams", "streams": [], "more": 0}


@pytest.mark.parametrize(
    "data",
    [
        *(None, 5, "watch", [], {}, {"type": "look"}, {"type": "stop"}),
        {"type": "stop", "number": "1"},
        {"type": "stop", "number": True},
        {"type": "stop", "number": 1.5},
    ],
)
def test_what_cannot_be_understood_is_no_request(data: Any) -> None:
    assert read_request(data) is None


def test_what_can_be_understood_is_taken_without_the_rest() -> None:
    assert read_request({"type": "watch", "more": 1}) == {"type": "watch"}
    assert read_request({"type": "stop", "number": 3, "x": 1}) == {"type": "stop", "number": 3}
