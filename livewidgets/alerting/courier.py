"""Couriers: hand what happened to functions and webhooks, without holding up the stream."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from livewidgets.clock import Clock
from livewidgets.data.alerts.log import Entry

_log = logging.getLogger("livewidgets")

INTERVAL = 1.0
"""Seconds between two entries of one rule: in between the newest stands for all."""

THREAD_NAME = "livewidgets alerts"


class Delivery(Protocol):
    """An action that needs more than the entry, and can be told to give up."""

    def deliver(self, entry: Entry, stream: str, clock: Clock, closed: threading.Event) -> None:
        """Hand an entry over; raises what went wrong."""


Action = Callable[[Entry], object] | Delivery


class Courier:
    """Hands entries to one action, in a thread that exists while there are some.

    Of each rule the newest entry waits, so that no more wait than there are rules, and the
    last one is never lost.

    Args:
        action: A function of an `Entry`, or a webhook.
        stream: The name of the stream that is watched.
        clock: Where the time comes from.

    Attributes:
        delivered: Entries that were handed over.
        coalesced: Entries for which a newer one of the same rule stood in.
        failed: Entries that could not be handed over.
        error: Why the last could not be, as a sentence.
    """

    def __init__(self, action: Action, stream: str, clock: Clock) -> None:
        self._action = action
        self._stream = stream
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, Entry] = OrderedDict()
        self._last: dict[str, float] = {}  # when an entry of a rule was handed over
        self._runs = False
        self._closed = threading.Event()
        self._sent = threading.Event()
        self.delivered = self.coalesced = self.failed = 0
        self.error = ""

    @property
    def trouble(self) -> str:
        """What went wrong, as a phrase; empty if nothing did."""
        if not self.failed:
            return ""
        times = "once" if self.failed == 1 else f"{self.failed:,} times"
        return f"an action failed {times}: {self.error}"

    def send(self, entry: Entry) -> None:
        """Have an entry handed over; never waits."""
        with self._lock:
            if self._closed.is_set():
                return
            if self._waiting.pop(entry.rule, None) is not None:
                self.coalesced += 1
            self._waiting[entry.rule] = entry
            starts, self._runs = not self._runs, True
        self._sent.set()
        if starts:
            # An empty context: what inherits a cell's stays pinned to its output.
            thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
            try:
                contextvars.Context().run(thread.start)
            except RuntimeError as error:  # there are too many, or Python is ending
                with self._lock:
                    self._runs = False  # what waits goes with the next
                self._fail(error)

    def close(self) -> None:
        """Hand over nothing any more; what waits is let go."""
        with self._lock:
            self._waiting.clear()
            self._closed.set()  # under the lock: `send` looks at it there
        self._sent.set()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._runs = False
                    return
                now = self._clock.monotonic()
                waits = {
                    rule: self._last.get(rule, -INTERVAL) + INTERVAL - now for rule in self._waiting
                }
                rule = min(waits, key=waits.__getitem__)
                entry = self._waiting.pop(rule) if waits[rule] <= 0 else None
                self._sent.clear()
            if entry is None:
                self._clock.block(self._sent, waits[rule])
            else:
                self._last[rule] = now
                self._hand_over(entry)

    def _hand_over(self, entry: Entry) -> None:
        deliver = getattr(self._action, "deliver", None)
        try:
            if deliver is not None:
                deliver(entry, self._stream, self._clock, self._closed)
            else:
                self._action(entry)  # type: ignore[operator]
            self.delivered += 1
        except BaseException as error:  # CancelledError is none of Exception; this goes on
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        name = getattr(self._action, "__qualname__", type(self._action).__name__)
        self.failed += 1
        self.error = f"{type(error).__name__}: {error} (in {name})"
        _log.warning("an action of an alert raised: %s", self.error)
