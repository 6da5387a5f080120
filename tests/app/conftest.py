"""Fixtures for the commands, and a stream whose rows and time are a test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

import livewidgets as lw
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource
from livewidgets.testing.clock import VirtualClock
from tests.sources.recorder import Recorder


@pytest.fixture
def sink() -> Recorder:
    return Recorder()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("boiler")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock)
    yield made
    lw.stop_all()
    await made.aclose()
    await clock.advance(0.0)
