from __future__ import annotations

from livewidgets.data.records import Records
from livewidgets.sources.coalesce import DELAY, Coalescer
from livewidgets.testing.clock import VirtualClock
from tests.sources.recorder import Recorder


async def test_closed_it_puts_nothing_any_more(sink: Recorder, clock: VirtualClock) -> None:
    woken: list[None] = []
    items = Coalescer(Records(time=False), sink, clock, lambda: woken.append(None))
    items.add(1)
    items.add(2)
    assert (sink.column(), len(woken)) == ([1], 1)
    items.close()
    items.flush()
    await clock.advance(DELAY)
    items.add(3)
    assert (sink.column(), len(woken)) == ([1], 1)
