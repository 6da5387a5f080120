"""Screens: what a frame is put on. The widget screen is the one flusher that touches widgets."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from traitlets import All, Bunch, HasTraits

from livewidgets.transport.echo import Echo, OnEcho

_log = logging.getLogger("livewidgets")

Change = tuple[Any, Mapping[str, Any]]
"""A target (a widget, or what stands for it in a test) and new values by trait name."""

OBSERVERS_INTERVAL = 0.25
"""Seconds between calls to a trait's observers: they run on the flusher's thread."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a frame took to send.

    Attributes:
        messages: Comm messages.
        size: Bytes of the arrays in them; what is around them is not counted.
    """

    messages: int
    size: int


class Screen(Protocol):
    """Shows changes."""

    def show(self, changes: Sequence[Change], now: float, mark: int | None) -> Cost:
        """Show a frame, at a monotonic time in seconds; `mark` numbers one that the pages
        are to acknowledge."""

    def settle(self, now: float) -> float | None:
        """Do what had to wait; seconds until it is to be called again, None: not for itself."""


class WidgetScreen:
    """Writes traits of stock widgets, one message for each widget and frame.

    Values are written without the trait machinery and sent by one `send_state`: plain
    assignments race with another thread's `hold_trait_notifications`, `hold_sync` is not
    thread-safe, and two assignments are two messages with a wrong picture between them.

    Observers in Python are told at most four times a second, of the newest value always.
    """

    def __init__(self) -> None:
        self._untold: dict[Any, dict[str, Any]] = {}  # by widget, the values last told of
        self._told: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
        self._complaint = ""
        self._echo: Echo | None = None

    def listen(self, on_echo: OnEcho) -> None:
        """Have the pages acknowledge marked frames; on the kernel's own thread."""
        if self._echo is None:
            self._echo = Echo(on_echo)

    def close(self) -> None:
        """Close what `listen` opened."""
        echo, self._echo = self._echo, None
        if echo is not None:
            echo.close()

    def show(self, changes: Sequence[Change], now: float, mark: int | None) -> Cost:
        messages = size = 0
        for widget, traits in changes:
            if widget.comm is None:  # closed meanwhile, by its owner
                continue
            try:
                self._send(widget, traits)
            except Exception as error:
                self._complain(f"{type(widget).__name__} cannot be sent", error)
                continue
            messages += 1
            size += sum(each.nbytes for each in traits.values() if isinstance(each, np.ndarray))
        echo = self._echo
        if mark is not None and echo is not None:
            # Last: it comes back when the page has worked off all that is before it.
            echo.send(mark)
            messages += 1
        return Cost(messages, size)

    def settle(self, now: float) -> float | None:
        """Tell the observers that may be told again; seconds until the next may be."""
        waits = []
        for widget, old in list(self._untold.items()):
            wait = self._told.get(widget, -1e9) + OBSERVERS_INTERVAL - now
            if wait > 0.0:
                waits.append(wait)
                continue
            del self._untold[widget]
            self._told[widget] = now
            for name, value in old.items():
                self._tell(widget, name, value)
        return min(waits, default=None)

    def _send(self, widget: Any, traits: Mapping[str, Any]) -> None:
        self._write(widget, traits)
        widget.send_state(tuple(traits))

    def _write(self, widget: Any, traits: Mapping[str, Any]) -> None:
        for name, value in traits.items():
            if _has_observers(widget, name):
                old = widget._trait_values.get(name)
                self._untold.setdefault(widget, {}).setdefault(name, old)
            widget._trait_values[name] = value

    def _tell(self, widget: HasTraits, name: str, old: Any) -> None:
        new = widget._trait_values.get(name)
        change = Bunch(name=name, old=old, new=new, owner=widget, type="change")
        try:
            # The base class's, so that the widget does not send its state once more.
            HasTraits.notify_change(widget, change)
        except Exception as error:
            self._complain(f"an observer of {type(widget).__name__}.{name} raised", error)

    def _complain(self, what: str, error: Exception) -> None:
        complaint = f"{what}: {type(error).__name__}: {error}"
        if complaint != self._complaint:  # it may be the same with every frame
            _log.warning("%s", complaint, exc_info=error)
        self._complaint = complaint


def _has_observers(widget: HasTraits, name: str) -> bool:
    notifiers = widget._trait_notifiers
    return any(notifiers.get(key, {}).get(kind) for key in (name, All) for kind in ("change", All))
