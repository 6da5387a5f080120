"""Watch: tells the kernels of dashboards who looks at them, and ends those nobody looks at."""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass
from typing import Any

from tornado.ioloop import IOLoop, PeriodicCallback

from livewidgets_server.visits import Visits

AUDIENCE_COMM = "livewidgets-audience"
"""The comm that livewidgets listens to in the kernel; the same in livewidgets.transport."""

LOOK_INTERVAL = 0.5
"""Seconds between looks for kernels that are to end."""

LARGEST_PAGE = 8 << 20
"""Bytes of a page that is kept for a reload, before it is compressed."""


@dataclass(frozen=True)
class Kept:
    """A page as it was sent, for who loads it again.

    Attributes:
        key: What was asked for, and in which state its notebook was.
        page: Its HTML, compressed.
    """

    key: object
    page: bytes


class Watch:
    """Joins the visits with the kernels of a server.

    Args:
        visits: Who is there.
        kernels: The server's kernel manager.
        log: Where it says what went wrong.
    """

    def __init__(self, visits: Visits, kernels: Any, log: Any) -> None:
        self.visits = visits
        self.kernels = kernels
        self._log = log
        self._channels: dict[str, Any] = {}  # to each kernel's shell
        self._pages: dict[str, set[Any]] = {}
        self._kept: dict[str, Kept] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._looking: PeriodicCallback | None = None

    def start(self) -> None:
        """Look, from now on, on the loop of this thread."""
        self._looking = PeriodicCallback(self.look, LOOK_INTERVAL * 1000)
        self._looking.start()

    def stop(self) -> None:
        """Look no more, and let go of the kernels' sockets."""
        if self._looking is not None:
            self._looking.stop()
        for kernel in list(self._channels):
            self._let_go(kernel)

    async def look(self) -> None:
        """End the kernels whose time has come, and tell those that nobody came back to."""
        for kernel in self.visits.kernels:
            # One that was started again would have nothing in it: of no use to its page.
            if await self._has_died(kernel):
                self._log.error("a kernel has died; its page begins anew (%s)", kernel)
                self.end(kernel)
        for kernel in self.visits.unseen(self._now()):
            self._tell(kernel)
        for kernel in self.visits.due(self._now()):
            self.end(kernel)

    async def _has_died(self, kernel: str) -> bool:
        try:
            return kernel in self.kernels and not await self.kernels.is_alive(kernel)
        except Exception:  # the others are looked after all the same
            self._log.exception("kernel %s cannot be asked whether it lives", kernel)
            return False

    # -- what the handlers tell ---------------------------------------------------------

    def enters(self) -> bool:
        """Whether there is room for one more visitor."""
        room = self.visits.enters()
        if room.ends:
            self.end(room.ends)
        return room.granted

    def begins(self, kernel: str) -> None:
        """A visitor has this kernel, which has just been made, or was made in advance."""
        self.visits.begins(kernel)

    def prepared(self, kernel: str, key: object = None, page: str = "") -> None:
        """The page of a kernel has been sent; with the page where it may be sent again."""
        self.visits.prepared(kernel, self._now())
        if page and kernel in self.visits and len(page) <= LARGEST_PAGE:
            self._kept[kernel] = Kept(key, zlib.compress(page.encode(), 1))

    def returns(self, kernel: str, key: object) -> str | None:
        """The page of a kernel that was left a moment ago; None if it cannot be had again."""
        kept = self._kept.get(kernel)
        if kept is None or kept.key != key or not self.visits.returns(kernel, self._now()):
            return None
        return zlib.decompress(kept.page).decode()

    def opened(self, kernel: str, page: Any) -> None:
        """A page is connected."""
        self._pages.setdefault(kernel, set()).add(page)
        if self.visits.opened(kernel, page):
            self._tell(kernel)

    def closed(self, kernel: str, page: Any, lost: bool) -> None:
        """A page is not connected any more; `lost`: it went without a word."""
        self._pages.get(kernel, set()).discard(page)
        if self.visits.closed(kernel, page, self._now(), lost):
            self._tell(kernel)

    def leaving(self, kernel: str) -> None:
        """A page says that it goes."""
        if self.visits.leaving(kernel):
            self._tell(kernel)

    # -- kernels ------------------------------------------------------------------------

    def end(self, kernel: str) -> None:
        """End a kernel, in the background; what it held goes with it."""
        self.visits.forget(kernel)
        self._kept.pop(kernel, None)
        self._let_go(kernel)
        for page in self._pages.pop(kernel, set()):
            page.close()  # it would wait for a kernel that says nothing any more
        task = asyncio.ensure_future(self._shut_down(kernel))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _shut_down(self, kernel: str) -> None:
        _forget_request(kernel)
        for pool in getattr(self.kernels, "_pools", {}).values():
            # Voila asks each for its result, and one that has failed raises.
            pool[:] = [each for each in pool if not _failed(each)]
        try:
            if kernel in self.kernels:
                await self.kernels.shutdown_kernel(kernel)
        except Exception:
            self._log.exception("kernel %s could not be ended", kernel)

    def _tell(self, kernel: str) -> None:
        if kernel not in self.kernels:
            return
        content = {"comm_id": AUDIENCE_COMM, "data": {"pages": self.visits.pages(kernel)}}
        try:
            if kernel not in self._channels:
                self._channels[kernel] = self.kernels.connect_shell(kernel)
            session = self.kernels.get_kernel(kernel).session
            session.send(self._channels[kernel], "comm_msg", content=content)
        except Exception:
            self._log.exception("kernel %s could not be told who looks", kernel)

    def _let_go(self, kernel: str) -> None:
        channel = self._channels.pop(kernel, None)
        if channel is not None:
            channel.close(linger=0)

    @staticmethod
    def _now() -> float:
        return IOLoop.current().time()


def _failed(made: asyncio.Future[Any]) -> bool:
    return made.done() and (made.cancelled() or made.exception() is not None)


def _forget_request(kernel: str) -> None:
    """Voila keeps what each visitor of a kernel made in advance had asked for, for ever."""
    from voila.request_info_handler import RequestInfoSocketHandler

    RequestInfoSocketHandler._cache.pop(kernel, None)
