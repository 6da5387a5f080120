"""Feeds: what a hub reads, found by name or by description, opened and closed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from livewidgets.clock import Clock
from livewidgets.errors import BusyError, SourceError, unknown_name
from livewidgets.hub.feed import Feed, Made
from livewidgets.hub.wire import Description

MOST_FEEDS = 256

Make = Callable[[Description], Made]
"""Makes a source of its description; raises ArgumentError where that cannot be done."""


class Feeds:
    """All feeds of a hub; used on its event loop alone.

    Args:
        folder: Where the tallies are kept.
        prefix: What the names of this hub's feeds begin with; no other hub's do.
        make: Makes sources of descriptions.
        clock: Where the time comes from.
        wake: What each feed calls when there is something to send.
    """

    def __init__(
        self, folder: Path, prefix: str, make: Make, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._folder, self._prefix, self._make = folder, prefix, make
        self._clock, self._wake = clock, wake
        self._numbers = itertools.count(1)
        self._feeds: dict[str, Feed] = {}

    def __iter__(self) -> Iterator[Feed]:
        return iter(list(self._feeds.values()))

    def __len__(self) -> int:
        return len(self._feeds)

    def named(self, name: str) -> Feed:
        """The feed of that name.

        Raises:
            SourceError: There is none; says which there are.
        """
        for feed in self._feeds.values():
            if feed.name == name:
                return feed
        known = [feed.name for feed in self._feeds.values() if feed.name is not None]
        raise SourceError(
            f"{unknown_name('shared stream', name, known)}: give it its source once, as in "
            f"lw.shared(lw.connect(...), name={name!r}), or start the hub with a file that has it, "
            "as in `livewidgets hub sources.toml`"
        )

    async def of(
        self,
        description: Description,
        name: str | None,
        others_read: Callable[[Feed], bool],
        anew: Callable[[Feed], bool],
    ) -> Feed:
        """The feed of a description: the one that is read already, or a new one.

        Args:
            description: What is to be read.
            name: What it is called.
            others_read: Whether a feed has readers that may not lose it.
            anew: Whether a feed that is over is to be begun anew.

        Raises:
            BusyError: What is to be read is read in another way for somebody else.
            ArgumentError: It cannot be made.
        """
        made = self._make(description)
        for feed in list(self._feeds.values()):
            if not _same_resource(feed, made, name, description):
                continue
            if _same_feed(feed, description, name) and not anew(feed):
                return feed
            if not _same_feed(feed, description, name) and others_read(feed):
                raise _busy(feed, description)
            await self.close(feed)
        return self.open(description, name, made)

    def open(self, description: Description, name: str | None, made: Made | None = None) -> Feed:
        """Begin to read something.

        Raises:
            ArgumentError: It cannot be made.
            BusyError: The hub reads all that it may.
        """
        made = self._make(description) if made is None else made
        if len(self._feeds) >= MOST_FEEDS:
            raise BusyError(f"the hub reads {MOST_FEEDS} sources, and no more: stop some of them")
        entry = f"{self._prefix}-{next(self._numbers)}"
        tally = self._folder / f"{entry}.tally"
        feed = Feed(entry, name, description, made, tally, self._clock, self._wake)
        self._feeds[entry] = feed
        feed.start()
        return feed

    async def close(self, feed: Feed) -> None:
        """Read it no more."""
        self._feeds.pop(feed.entry, None)
        await feed.close()

    async def close_all(self) -> None:
        for feed in list(self._feeds.values()):
            await self.close(feed)


def _same_feed(feed: Feed, description: Description, name: str | None) -> bool:
    return feed.description == description and feed.name == name


def _same_resource(feed: Feed, made: Made, name: str | None, description: Description) -> bool:
    """Whether a feed is the one that is meant, or stands in its way."""
    if name is not None and feed.name == name:
        return True
    if getattr(made.source, "exclusive", False) and made.source.key is not None:
        return feed.source.key == made.source.key
    return _same_feed(feed, description, name)


def _busy(feed: Feed, description: Description) -> BusyError:
    what = f"the name {feed.name!r}" if feed.name is not None else feed.source.name
    known = feed.description
    differs = "another source"
    if known is not None and known.kind == description.kind:
        mine = {**description.arguments, **description.options}
        theirs = {**known.arguments, **known.options}
        names = [n for n in sorted({*mine, *theirs}) if mine.get(n) != theirs.get(n)]
        differs = "other " + ", ".join(f"{name}=" for name in names) if names else "another retry="
    return BusyError(
        f"{what} is in use: another notebook reads it through the hub with {differs}; "
        "give the same here, stop the stream there, or choose another"
    )
