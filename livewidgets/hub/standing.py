"""Standing: how a hub stands, as numbers: streams, readers, rates, losses, memory."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from livewidgets.hub.feed import Feed
from livewidgets.hub.readers import HubReader
from livewidgets.hub.wire import Standing, StreamStanding
from livewidgets.version import __version__


def standing(
    feeds: Iterable[Feed], readers: Collection[HubReader], now: float, uptime: float
) -> Standing:
    """How a hub stands at the monotonic time `now`, in seconds."""
    used = os.times()
    return Standing(
        pid=os.getpid(),
        version=__version__,
        uptime=uptime,
        memory=_resident(),
        cpu=used.user + used.system,
        streams=[_stream(feed, readers, now) for feed in feeds],
    )


def _stream(feed: Feed, readers: Collection[HubReader], now: float) -> StreamStanding:
    rejected, dropped = feed.told
    total, first = feed.arrivals.total, feed.arrivals.first
    return StreamStanding(
        name=feed.name or feed.source.name,
        state=feed.state.value,
        sentence=feed.sentence,
        readers=[
            {"pid": each.pid, "sent": each.rows, "behind": total - each.cursor, "lost": each.lost}
            for each in readers
            if each.feed is feed
        ],
        rows=total,
        rate=feed.counters.rate(now),
        kept=total - first,
        memory=feed.arrivals.bytes,
        rejected=rejected,
        dropped=dropped,
        lost=feed.lost,
    )


def _resident() -> int:
    """The memory of this process, in bytes; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
