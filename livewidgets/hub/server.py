"""Server: the hub's event loop: who reads what, who has credit, when it is over."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Callable

import msgspec

from livewidgets.clock import Clock
from livewidgets.errors import BusyError, LiveWidgetsError, SourceError
from livewidgets.hub.feed import Feed
from livewidgets.hub.feeds import Feeds
from livewidgets.hub.postbox import Postbox
from livewidgets.hub.readers import HubReader
from livewidgets.hub.standing import standing
from livewidgets.hub.wire import (
    PROTOCOL,
    Ack,
    Ask,
    Attach,
    Attached,
    Bye,
    Detach,
    Forgotten,
    Refused,
    ToKernel,
    encoded,
    for_hub,
)
from livewidgets.runner import Wakeup

ROUND = 0.02
"""Seconds between two rounds of sending: too short to see, long enough to send few messages."""

TICK = 0.25
"""Seconds between two looks at what has no message of its own: who has gone, what is over."""

MOST_READERS = 2_000
MOST_KEPT = 10_000_000
"""Rows of a feed, whatever is asked for."""

_log = logging.getLogger("livewidgets.hub")


class Server:
    """Serves feeds to readers until it is stopped, or nobody has read for a while.

    Args:
        feeds: What is read.
        token: What who attaches must know.
        clock: Where the time comes from.
        linger: Seconds that a feed is read on without a reader, and that the hub lives on.
        wakeup: Set where there is something to send.
        stays: Whether it lives on all the same.
    """

    def __init__(
        self,
        feeds: Feeds,
        token: str,
        clock: Clock,
        linger: float,
        wakeup: Wakeup,
        *,
        stays: bool = False,
    ) -> None:
        self._stays = stays
        self._feeds, self._token, self._clock = feeds, token, clock
        self._linger, self._wakeup = linger, wakeup
        self._readers: dict[bytes, HubReader] = {}
        self._finished: dict[str, set[str]] = {}  # who has been told the end, by feed
        self._attaching = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._began = self._idle_since = clock.monotonic()
        self._box: Postbox | None = None
        self._stopped: str | None = None

    async def serve(self, make_box: Callable[[Callable[[list[bytes]], object]], Postbox]) -> None:
        """Serve until it is over; the feeds are closed then."""
        self._box = make_box(self.heard)
        tick = asyncio.get_running_loop().create_task(self._keep_ticking())
        try:
            while self._stopped is None:
                await self._wakeup.wait()
                self._wakeup.clear()
                self._send_round()
                await self._clock.sleep(ROUND)
            if self._stopped:
                for who in list(self._readers):
                    self._send(who, Bye(self._stopped))
        finally:
            tick.cancel()
            await self._feeds.close_all()
            self._box.close(linger=1.0)

    def stop(self, sentence: str = "") -> None:
        """End soon. With a sentence, kernels are told it, and start no other hub by themselves."""
        if self._stopped is None:
            self._stopped = sentence
        self._wakeup.set()

    # -- what comes ---------------------------------------------------------------------

    def heard(self, frames: list[bytes]) -> None:
        """Take a message; what is none is answered, and nothing else is done."""
        if len(frames) != 2:
            return
        who, header = frames
        try:
            message = for_hub(header)
        except msgspec.MsgspecError as error:
            sentence = f"the hub cannot read this message: {error}"
            self._send(who, Refused("SourceError", sentence))
            return
        if isinstance(message, Ack):
            self._acknowledged(who, message)
        elif isinstance(message, Detach):
            self._gone(who)
        elif not hmac.compare_digest(message.token.encode(), self._token.encode()):
            self._send(who, Forgotten())  # it means another hub, that was here before
        elif isinstance(message, Ask):
            self._answer(who, message)
        else:
            task = asyncio.get_running_loop().create_task(self._attach(who, message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _acknowledged(self, who: bytes, ack: Ack) -> None:
        reader = self._readers.get(who)
        if reader is None:
            self._send(who, Forgotten())
            return
        reader.acknowledge(ack.messages)
        if reader.behind:
            self._wakeup.set()

    def _answer(self, who: bytes, ask: Ask) -> None:
        now = self._clock.monotonic()
        self._send(who, standing(self._feeds, self._readers.values(), now, now - self._began))
        if ask.stop:
            _log.info("stopped on request")
            self.stop("the hub was stopped; run the cell again to have it started anew")

    async def _attach(self, who: bytes, attach: Attach) -> None:
        try:
            async with self._attaching:  # two who want the same get one
                feed = await self._wanted(attach)
                self._dismiss_replaced()
                self._welcome(who, attach, feed)
        except LiveWidgetsError as error:
            self._send(who, Refused(type(error).__name__, str(error)))
        except Exception as error:
            _log.exception("a reader could not be attached")
            self._send(who, Refused("SourceError", f"{type(error).__name__}: {error}"))

    async def _wanted(self, attach: Attach) -> Feed:
        if attach.protocol != PROTOCOL:
            raise SourceError(
                f"the hub speaks protocol {PROTOCOL} and this kernel {attach.protocol}: "
                "run `livewidgets hub stop`, then run the cell again"
            )
        if len(self._readers) >= MOST_READERS:
            raise BusyError(f"the hub has {MOST_READERS} readers, and takes no more")
        if attach.stream is None:
            return self._feeds.named(attach.name or "")

        def anew(feed: Feed) -> bool:
            knows = attach.client in self._finished.get(feed.entry, ())
            return feed.failed or (feed.over and knows)

        return await self._feeds.of(
            attach.stream, attach.name, lambda feed: self._others_read(feed, attach.client), anew
        )

    def _others_read(self, feed: Feed, client: str) -> bool:
        return feed.permanent or any(
            reader.feed is feed and reader.client != client for reader in self._readers.values()
        )

    def _welcome(self, who: bytes, attach: Attach, feed: Feed) -> None:
        rows = min(max(attach.rows, 1), MOST_KEPT)
        feed.arrivals.keep(rows, attach.seconds)
        cursor = feed.arrivals.back(rows, attach.seconds)
        if attach.entry == feed.entry:
            cursor = min(attach.after, feed.arrivals.total)
        if self._send(who, Attached(feed.entry, feed.tally.path.name, cursor)):
            self._readers[who] = HubReader(feed, cursor, attach.client, attach.pid)
            self._wakeup.set()

    def _dismiss_replaced(self) -> None:
        """Readers of a feed that its own kernel has had read in another way."""
        open_ones = set(map(id, self._feeds))
        for who, reader in list(self._readers.items()):
            if id(reader.feed) not in open_ones:
                self._send(who, Refused("ClosedError", "it is read with other arguments now"))
                self._gone(who)

    # -- what goes ----------------------------------------------------------------------

    def _send_round(self) -> None:
        now = self._clock.monotonic()
        box = self._box
        assert box is not None
        for who, reader in list(self._readers.items()):
            try:
                sent = all(box.send(who, *frames) for frames in reader.due(now))
            except Exception:  # of one stream; the others go on
                _log.exception("%s could not be sent", reader.feed.source.name)
                self._send(who, Refused("SourceError", "the hub failed; its log says how"))
                sent = False
            if not sent:
                self._gone(who)
            elif reader.done:
                self._finished.setdefault(reader.feed.entry, set()).add(reader.client)

    def _send(self, who: bytes, message: ToKernel) -> bool:
        return self._box is not None and self._box.send(who, encoded(message))

    def _gone(self, who: bytes) -> None:
        reader = self._readers.pop(who, None)
        if reader is not None:
            now = self._clock.monotonic()
            if not any(each.feed is reader.feed for each in self._readers.values()):
                reader.feed.unread_since = now
            self._idle_since = now

    # -- what is over -------------------------------------------------------------------

    async def _keep_ticking(self) -> None:
        while True:
            await self._clock.sleep(TICK)
            try:
                await self._tick()
            except Exception:
                _log.exception("the hub goes on")

    async def _tick(self) -> None:
        now = self._clock.monotonic()
        if self._box is not None:
            self._box.look()
        read = {reader.feed.entry for reader in self._readers.values()}
        for feed in self._feeds:
            idle = feed.entry not in read and not feed.permanent
            if idle and now - feed.unread_since >= self._linger:
                async with self._attaching:
                    if not any(each.feed is feed for each in self._readers.values()):
                        _log.info("nobody reads %s any more", feed.source.name)
                        await self._feeds.close(feed)
        entries = {feed.entry for feed in self._feeds}
        self._finished = {key: each for key, each in self._finished.items() if key in entries}
        self._wakeup.set()
        unused = not self._readers and not len(self._feeds) and not self._stays
        if unused and now - self._idle_since >= self._linger:
            _log.info("nobody has read for %g s", self._linger)
            self.stop()
