"""Fixtures for the sources: a recording sink, a started read, a check that nothing is left."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest
import pytest_asyncio

from livewidgets.clock import SYSTEM, Clock
from livewidgets.sources.source import Source
from livewidgets.testing.clock import VirtualClock
from tests.sources.recorder import Recorder

Start = Callable[..., "asyncio.Task[None]"]


@pytest.fixture
def sink() -> Recorder:
    return Recorder()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest_asyncio.fixture
async def start(sink: Recorder) -> AsyncIterator[Start]:
    """Starts `source.read` as a task, which is cancelled at the end of the test."""
    tasks: list[asyncio.Task[None]] = []

    def begin(
        source: Source, clock: Clock = SYSTEM, into: Recorder | None = None
    ) -> asyncio.Task[None]:
        tasks.append(asyncio.create_task(source.read(into or sink, clock)))
        return tasks[-1]

    yield begin
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task


def open_sockets() -> set[str]:
    """The sockets of this process, as the system names them."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            target = os.readlink(f"/proc/self/fd/{number}")
            if target.startswith("socket:"):
                found.add(target)
    return found


@pytest_asyncio.fixture
async def nothing_left() -> Callable[[], None]:
    """A check: no more sockets, tasks and reader threads than when the test began."""
    gc.collect()  # on the test's own event loop, whose sockets count as there before
    sockets = open_sockets()
    threads = set(threading.enumerate())

    def check() -> None:
        gc.collect()
        assert open_sockets() <= sockets
        added = set(threading.enumerate()) - threads
        # asyncio keeps the thread that looked a name up, for the next time.
        assert not [thread for thread in added if not thread.name.startswith("asyncio_")]
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in others if "livewidgets" in repr(task.get_coro())]

    return check
