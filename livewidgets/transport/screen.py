"""Screens: what a frame is put on. The widget screen is the one flusher that touches widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from traitlets import Bunch, HasTraits

from livewidgets.transport.echo import Echo, OnEcho

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
    """Shows changes. `mark` numbers a frame that the pages are to acknowledge."""

    def show(self, changes: Sequence[Change], now: float, mark: int | None) -> Cost: ...


class WidgetScreen:
    """Writes traits of stock widgets, one message for each widget and frame.

    Values are written without the trait machinery and sent by one `send_state`: plain
    assignments race with another thread's `hold_trait_notifications`, `hold_sync` is not
    thread-safe, and two assignments are two messages with a wrong picture between them.
    """

    def __init__(self) -> None:
        self._observed: dict[int, float] = {}
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
            old = {name: widget._trait_values.get(name) for name in traits}
            for name, value in traits.items():
                widget._trait_values[name] = value
                size += value.nbytes if isinstance(value, np.ndarray) else 0
            widget.send_state(tuple(traits))
            messages += 1
            self._notify(widget, old, now)
        echo = self._echo
        if mark is not None and echo is not None:
            # Last: it comes back when the page has worked off all that is before it.
            echo.send(mark)
            messages += 1
        return Cost(messages, size)

    def _notify(self, widget: HasTraits, old: Mapping[str, Any], now: float) -> None:
        observed = [name for name in old if _has_observers(widget, name)]
        if not observed or now - self._observed.get(id(widget), -1e9) < OBSERVERS_INTERVAL:
            return
        self._observed[id(widget)] = now
        for name in observed:
            change = Bunch(
                name=name,
                old=old[name],
                new=widget._trait_values[name],
                owner=widget,
                type="change",
            )
            # The base class's, so that the widget does not send its state once more.
            HasTraits.notify_change(widget, change)


def _has_observers(widget: HasTraits, name: str) -> bool:
    notifiers = widget._trait_notifiers
    return any(notifiers.get(key, {}).get("change") for key in (name, "All"))
