"""The panel "Streams" of JupyterLab, as far as the kernel is concerned: it says what runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import cast

from livewidgets.app.listing import listed, stop_number
from livewidgets.clock import SYSTEM, Clock
from livewidgets.runner import THREAD, Runner
from livewidgets.transport.panel_comm import Entry, Stop, Streams, Watch

EVERY = 1.0
"""Seconds between two messages at least."""

LEASE = 15.0
"""Seconds for which a page that looks is told, unless it says again that it does."""

UNHEARD = 3600.0
"""The same while a cell runs, when pages may be unheard."""

MOST = 50
"""Streams in a message."""

_log = logging.getLogger("livewidgets")


class Panel:
    """Tells pages what runs, while one looks. Thread-safe.

    Args:
        send: Sends a message to all pages.
        busy: Whether a cell runs.
        clock: Where the time comes from.
        runner: Where it waits.
    """

    def __init__(
        self,
        send: Callable[[Streams], None],
        busy: Callable[[], bool],
        clock: Clock = SYSTEM,
        runner: Runner = THREAD,
    ) -> None:
        self._send, self._busy = send, busy
        self._clock, self._runner = clock, runner
        self._lock = threading.Lock()
        self._heard_at = 0.0
        self._telling = False
        self._last: Streams | None = None

    def heard(self, request: Watch | Stop) -> None:
        """Take what a page says."""
        if request["type"] == "stop":
            stop_number(request["number"])
        with self._lock:
            self._heard_at = self._clock.monotonic()
            begin, self._telling = not self._telling, True
        self._tell(again=True)
        if begin:
            try:
                self._runner.submit(self._go_on())
            except RuntimeError as error:  # no threads here: pages are told when they ask
                self._telling = False
                _log.debug("the panel is told only when it asks: %s", error)

    async def _go_on(self) -> None:
        try:
            while self._watched():
                await self._clock.sleep(EVERY)
                self._tell()
        except BaseException:
            self._telling = False  # the next page that looks begins anew
            raise

    def _watched(self) -> bool:
        with self._lock:
            passed = self._clock.monotonic() - self._heard_at
            if passed < (UNHEARD if self._busy() else LEASE):
                return True
            self._telling = False
            return False

    def _tell(self, again: bool = False) -> None:
        message = message_of()
        if again or message != self._last:
            self._last = message
            self._send(message)


def message_of() -> Streams:
    """All streams that run, as a message."""
    rows = listed()
    entries = [cast(Entry, asdict(row)) for row in rows[:MOST]]
    return {"type": "streams", "streams": entries, "more": max(0, len(rows) - MOST)}
