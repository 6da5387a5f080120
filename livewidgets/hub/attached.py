"""Attached: a source that the hub reads, as a kernel's own stream sees it."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping

import msgspec

from livewidgets.clock import Clock
from livewidgets.data.schema import TimeOrigin
from livewidgets.errors import LiveWidgetsError, SourceError
from livewidgets.hub.following import Following
from livewidgets.hub.link import dealer
from livewidgets.hub.place import Place, Record
from livewidgets.hub.postbox import Postbox
from livewidgets.hub.readers import HEARTBEAT, WINDOW_BYTES, WINDOW_MESSAGES
from livewidgets.hub.starting import reach, reap
from livewidgets.hub.wire import (
    PROTOCOL,
    Ack,
    Attach,
    Bye,
    Description,
    Detach,
    Forgotten,
    News,
    Refused,
    Rows,
    encoded,
    for_kernel,
)
from livewidgets.hub.wire import (
    Attached as Answer,
)
from livewidgets.sources.source import Sink, State

CLIENT = secrets.token_hex(8)
"""Names this process to the hub."""

WATCH = 0.25
"""Seconds between two looks whether the hub lives."""

SILENT = 10.0
"""Seconds without a word from a hub that lives, after which that is said."""

FIRST_RETRY, LAST_RETRY, TRIES = 0.1, 5.0, 6
"""A hub that died is started anew after these seconds, so often if it brings nothing."""

_FAREWELL = 0.5


class HubLost(Exception):
    """The hub is gone, or does not know this reader any more."""


class AttachedSource:
    """A stream of the user's hub: its history first, then what comes.

    Args:
        description: What the hub is to read; None for what it knows by name.
        name: What the stream is called in the hub; None where it has no name.
        rows: Rows of history that are wanted, at most.
        seconds: How much time of it; None is all.
        called: For people.
        key: The resource, as the source itself names it.
        exclusive: Whether one kernel can have it once.
        units: Units by column name, as far as they are given.
        place: Where the hub is found.
    """

    reconnects = False

    def __init__(
        self,
        description: Description | None,
        name: str | None,
        *,
        rows: int,
        seconds: float | None,
        called: str,
        key: str | None,
        exclusive: bool = False,
        units: Mapping[str, str] | None = None,
        place: Place | None = None,
    ) -> None:
        self.description = description
        self.name, self.key, self.exclusive = called, key, exclusive
        self._shared_name, self._rows, self._seconds = name, rows, seconds
        self._place = place
        self._following = Following(units or {})

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name; grows with what the hub learns."""
        return self._following.units

    def origin(self) -> TimeOrigin | None:
        """Where the times come from; None while that is not known."""
        return self._following.origin

    @property
    def port(self) -> int | None:
        """The port that is listened at, once it is."""
        port = self._following.facts.get("port")
        return port if isinstance(port, int) else None

    @property
    def token(self) -> str | None:
        """What senders must know, if anything; known once the hub listens."""
        token = self._following.facts.get("token")
        return token if isinstance(token, str) else None

    @property
    def ending(self) -> str:
        """How it ended, where the source says so."""
        return str(self._following.facts.get("ending") or "")

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Read what the hub reads, to its end; a hub that dies is started anew.

        Raises:
            SourceError: The hub cannot read it, cannot be had, or was stopped; in the words
                of the source itself where they are its.
        """
        place = Place() if self._place is None else self._place
        following = self._following
        following.begin()
        failures, wait = 0, FIRST_RETRY
        try:
            while True:
                before = following.entry, following.after
                try:
                    record = await reach(place, clock)
                    return await _Reading(self._attach, following, place, record, sink, clock).run()
                except HubLost as lost:
                    if (following.entry, following.after) != before:
                        failures, wait = 0, FIRST_RETRY
                    failures += 1
                    if failures >= TRIES:
                        raise SourceError(
                            f"{lost}, {failures} times in a row; {place.log} may say why; "
                            "shared=False reads in this kernel alone"
                        ) from lost
                    sink.report(
                        State.RECONNECTING, f"attempt {failures}, next try in {wait:.1f} s: {lost}"
                    )
                    await clock.sleep(wait)
                    wait = min(2 * wait, LAST_RETRY)
        finally:
            following.end()
            reap()

    def _attach(self, record: Record) -> Attach:
        return Attach(
            protocol=PROTOCOL,
            token=record.token,
            client=CLIENT,
            pid=os.getpid(),
            stream=self.description,
            name=self._shared_name,
            rows=self._rows,
            seconds=self._seconds,
            entry=self._following.entry,
            after=self._following.after,
        )


class _Reading:
    """One connection to one hub."""

    def __init__(
        self,
        attach: object,
        following: Following,
        place: Place,
        record: Record,
        sink: Sink,
        clock: Clock,
    ) -> None:
        self._attach = attach
        self._following, self._place, self._record = following, place, record
        self._sink, self._clock = sink, clock
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._taken = self._acknowledged = self._bytes = 0
        self._heard_at = self._said_at = clock.monotonic()
        self._silent = False

    async def run(self) -> None:
        """Read to the end.

        Raises:
            HubLost: It is to be tried again.
            SourceError: It is not.
        """
        self._box = Postbox(dealer(self._record), self._heard)
        watch = asyncio.get_running_loop().create_task(self._watch())
        try:
            assert callable(self._attach)
            self._box.send(encoded(self._attach(self._record)))
            await self._over
        finally:
            watch.cancel()
            self._box.send(encoded(Detach()))
            self._box.close(linger=_FAREWELL)

    def _heard(self, frames: list[bytes]) -> None:
        if self._over.done():
            return
        self._heard_at = self._clock.monotonic()
        try:
            self._take(frames)
        except (LiveWidgetsError, HubLost) as error:
            self._end(error)
        except (msgspec.MsgspecError, IndexError, ValueError) as error:
            self._end(SourceError(f"the hub's message cannot be read: {error}"))
        except Exception as error:  # of what is done with the rows
            self._end(error)

    def _take(self, frames: list[bytes]) -> None:
        message = for_kernel(frames[0])
        if self._silent:
            self._silent = False
            self._following.say(self._sink)
        if isinstance(message, Answer):
            self._following.attached(message, self._place, self._sink)
            return
        if isinstance(message, (Rows, News)):
            if isinstance(message, Rows):
                self._following.rows(message, frames[1], self._sink)
            else:
                self._news(message)
            self._count(sum(map(len, frames)))
        elif isinstance(message, (Refused, Bye)):
            raise SourceError(message.sentence)
        elif isinstance(message, Forgotten):
            raise HubLost(f"the hub (process {self._record.pid}) does not know this kernel")

    def _news(self, news: News) -> None:
        self._following.news(news, self._sink)
        if not news.over:
            return
        if news.state == State.FAILED.value:
            raise SourceError(news.sentence)
        self._end(None)

    def _count(self, size: int) -> None:
        self._taken += 1
        self._bytes += size
        enough = self._taken - self._acknowledged >= WINDOW_MESSAGES // 4
        if enough or self._bytes >= WINDOW_BYTES // 4:
            self._acknowledge()

    def _acknowledge(self) -> None:
        self._acknowledged, self._bytes = self._taken, 0
        self._said_at = self._clock.monotonic()
        self._box.send(encoded(Ack(self._taken)))

    async def _watch(self) -> None:
        try:
            while True:
                await self._clock.sleep(WATCH)
                self._box.look()
                now = self._clock.monotonic()
                if not self._place.running.held():
                    raise HubLost(f"the hub (process {self._record.pid}) has ended")
                if self._taken > self._acknowledged or now - self._said_at >= HEARTBEAT:
                    self._acknowledge()
                if now - self._heard_at >= SILENT and not self._silent:
                    self._silent = True
                    self._sink.report(
                        State.RECONNECTING,
                        f"the hub (process {self._record.pid}) has been silent for "
                        f"{now - self._heard_at:.0f} s; `livewidgets hub stop` ends it",
                    )
        except Exception as error:
            self._end(error)

    def _end(self, error: Exception | None) -> None:
        if self._over.done():
            return
        if error is None:
            self._over.set_result(None)
        else:
            self._over.set_exception(error)
