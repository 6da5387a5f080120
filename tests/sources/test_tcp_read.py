from __future__ import annotations

import asyncio

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.sources.inbox import Inbox
from livewidgets.sources.tcp_read import pour
from tests.sources.recorder import Recorder
from tests.sources.wire import decoders


class Spring(Inbox):
    """A connection on which there is always more."""

    taken = 0

    async def ready(self) -> None:
        pass

    def take(self) -> bytes:
        self.taken += 1
        assert self.taken < 100, "no other task could run"
        return b"1\n"


async def test_a_sender_that_never_stops_lets_others_run(sink: Recorder) -> None:
    spring = Spring()
    decoder = decoders()(sink.reject)
    task = asyncio.create_task(
        pour(spring, decoder, sink, SYSTEM, pause=None, pending=sink.pending)
    )
    for _ in range(5):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sink.rows == spring.taken > 1
