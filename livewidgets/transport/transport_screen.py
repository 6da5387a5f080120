"""The transport screen: frames where a page has the extension, plain state elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from livewidgets.errors import LiveWidgetsError
from livewidgets.transport.actions import Action
from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.echo import OnEcho
from livewidgets.transport.frames import Encoder
from livewidgets.transport.page_pacing import PagePacer
from livewidgets.transport.precision import Axis
from livewidgets.transport.scales import axis_on
from livewidgets.transport.screen import Change, Cost, WidgetScreen
from livewidgets.transport.transport_pacing import TransportPacer
from livewidgets.transport.transport_widget import OnPage, Transport
from livewidgets.transport.wire import PageMessage

KEYFRAME_INTERVAL = 60.0
"""Seconds between keyframes while frames go out: state for whoever does not take frames."""

QUIET = 1.0
"""Seconds without a frame after which a keyframe goes out: a pause, a stop, an end."""

QUIET_INTERVAL = 10.0
"""Seconds between such keyframes, where data come slowly by nature."""

Tell = Callable[[Callable[[float], None]], None]
"""Have something done under the pump's lock, with its time, and wake the pump."""


class TransportScreen(WidgetScreen):
    """Writes traits as the widget screen does, and sends them as one frame for all widgets.

    Until a page says hello it is a widget screen and nothing else.

    Attributes:
        pages: What the pages said.
        pacer: For the pump that shows on this screen.

    Args:
        make: Makes the widget that frames go through.
        encoder: Makes the frames.
    """

    def __init__(
        self, make: Callable[[OnPage], Transport] = Transport, encoder: Encoder | None = None
    ) -> None:
        super().__init__()
        self.pages = PagePacer()
        self.pacer = TransportPacer(self.pages)
        self._make = make
        self._encoder = encoder or Encoder()
        self._transport: Transport | None = None
        self._at_pump: Tell | None = None
        self._on_look: Callable[[], None] = lambda: None  # told that somebody looks
        self._known: dict[str, tuple[Any, set[str]]] = {}  # by model, what was shown on it
        self._stateless: dict[str, set[str]] = {}  # by model, what no state message told of
        self._pending: list[tuple[str, dict[str, Any]]] = []
        self._messages = 0
        self._last_shown = -math.inf
        self._last_keyframe = -math.inf

    def listen(
        self,
        on_echo: OnEcho,
        tell: Tell | None = None,
        on_look: Callable[[], None] = lambda: None,
    ) -> None:
        """Have pages say hello and acknowledge; on the kernel's own thread."""
        super().listen(on_echo)
        self._on_look = on_look
        if self._transport is None and tell is not None:
            self._at_pump = tell
            self._transport = self._make(self._on_page)

    def announce(self, widgets: Iterable[Any]) -> None:
        """Tell the pages what will be shown: one that nobody sees gets no frame that says so,
        and would not know what to look out for."""
        if self._transport is not None:
            self._transport.announce([widget.model_id for widget in widgets])

    def close(self) -> None:
        super().close()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()

    def show(self, changes: Sequence[Change], now: float, mark: int | None) -> Cost:
        if not self.pages.heard:
            return super().show(changes, now, mark)
        self._pending, self._messages = [], 0
        super().show(changes, now, None)
        size = 0
        if self._pending:
            snapshot = self.pages.snapshot_wait(now) == 0.0 or self.pages.blind(now)
            size = self._frame(now, snapshot)
            self._messages += 1
        if self._last_shown == -math.inf:
            self._last_keyframe = now - QUIET_INTERVAL
        self._last_shown = now
        return Cost(self._messages, size)

    def settle(self, now: float) -> float | None:
        waits = [super().settle(now)]
        if self.pages.heard:
            if self.pages.snapshot_wait(now) == 0.0:
                self._pending = []
                self._frame(now, snapshot=True)
            waits += [self.pages.snapshot_wait(now), self._keyframe(now)]
        return min((wait for wait in waits if wait is not None), default=None)

    def _send(self, widget: Any, traits: Mapping[str, Any]) -> None:
        model = widget.model_id
        _, names = self._known.setdefault(model, (widget, set()))
        names.update(traits)
        if not self.pages.heard:
            super()._send(widget, traits)
            return
        self._write(widget, traits)
        wired, others = _split(widget, traits)
        if others:
            self._encoder.drop(model, others)
            widget.send_state(others)
            self._messages += 1
        if wired:
            self._stateless.setdefault(model, set()).update(wired)
            self._pending.append((model, wired))

    def _frame(self, now: float, snapshot: bool) -> int:
        """Send what is pending; the bytes of its arrays."""
        for model, (widget, names) in list(self._known.items()):
            if widget.comm is None:  # closed
                del self._known[model]
                self._stateless.pop(model, None)
                self._encoder.forget(model)
            elif self._encoder.sequence == 0:  # the first: all that was sent as state before
                values = {name: widget._trait_values.get(name) for name in names}
                self._pending.append((model, _split(widget, values)[0]))
            elif snapshot and (plain := self._changed_by_others(widget, names)):
                self._pending.insert(0, (model, plain))
        self._pending = [each for each in self._pending if each[0] in self._known]
        message, buffers = self._encoder.encode(self._pending, snapshot, self._axis)
        if self._transport is not None:
            self._transport.frame(message, buffers)
        self.pages.framed(message["seq"], snapshot, now)
        return sum(map(len, buffers))

    def _axis(self, model: str, trait: str) -> Axis | None:
        """What a mark's trait is seen on, where its scale has limits."""
        known = self._known.get(model)
        return None if known is None else axis_on(known[0], trait)

    def _changed_by_others(self, widget: Any, names: Iterable[str]) -> dict[str, Any]:
        """Plain traits that a user has set since: a snapshot must not undo that."""
        given = self._encoder.state(widget.model_id)
        now, _ = _split(widget, {name: widget._trait_values.get(name) for name in names})
        return {
            name: value
            for name, value in now.items()
            if not isinstance(value, np.ndarray) and value != given.get(name)
        }

    def _keyframe(self, now: float) -> float | None:
        """Send as state what went out in frames alone, if it is time; seconds until it is."""
        if not self._stateless:
            return None
        if self.pages.looking:
            quiet = max(self._last_shown + QUIET, self._last_keyframe + QUIET_INTERVAL)
            wait = min(quiet, self._last_keyframe + KEYFRAME_INTERVAL) - now
            if wait > 0.0:
                return wait
        self._last_keyframe = now
        stateless, self._stateless = self._stateless, {}
        for model, names in stateless.items():
            widget = self._known[model][0]
            if widget.comm is not None:
                widget.send_state(tuple(names))
        return None

    def _on_page(self, said: PageMessage) -> None:
        if said["type"] == "hello":
            self._on_look()
        if self._at_pump is not None:
            self._at_pump(lambda now: self._hear(said, now))

    def _hear(self, said: PageMessage, now: float) -> None:
        if said["type"] == "hello":
            self.pages.hello(said["page"], said["visible"], now)
        elif said["type"] == "visible":
            self.pages.sees(said["page"], said["visible"], now)
        elif said["type"] == "resync":
            self.pages.asks(said["page"], now)
        elif said["type"] == "bye":
            self.pages.bye(said["page"])
        elif said["type"] == "action":
            self._act(said)
        elif said["type"] == "widths":
            for figure in self.pacer.widths(said["page"], said["widths"]):
                widget, _ = self._known.get(figure, (None, None))
                if isinstance(widget, PictureFigure):
                    widget.viewport.touch()
        elif said["epoch"] == self._encoder.epoch:
            at = said["at"] / 1000.0
            self.pages.acknowledged(said["page"], said["seq"], said["painted"], at, now)
            wait = said["wait"]
            if wait is not None:
                self.pages.waited(said["page"], wait / 1000.0, now)

    def _act(self, action: Action) -> None:
        """Do what somebody wants done with a figure, or say why not."""
        widget, _ = self._known.get(action["figure"], (None, None))
        why = "this figure is not shown any more."
        if isinstance(widget, PictureFigure):
            try:
                widget.act(action)
                return
            except LiveWidgetsError as error:
                why = str(error)
        if self._transport is not None:
            self._transport.refuse(action["page"], action["figure"], action["id"], why)


def _split(widget: Any, traits: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What a frame can bring, as it is on the wire, and the names of what it cannot."""
    wired: dict[str, Any] = {}
    others = []
    for name, value in traits.items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "U":
            # Texts have to come with the places that they are written at: state that is sent
            # while a page is still making its models never reaches them, and snapshots do.
            fits, value = value.ndim == 1, value.tolist()
        elif isinstance(value, np.ndarray):
            fits = value.dtype.kind in "fiu" and value.ndim in (1, 2)
        else:
            # What has a form of its own on the wire is read back by its model alone.
            value = value.item() if isinstance(value, np.generic) else value
            fits = widget.trait_metadata(name, "to_json") is None and _is_json(value)
        if fits:
            wired[name] = value
        else:
            others.append(name)
    return wired, others


def _is_json(value: object) -> bool:
    match value:
        case None | bool() | int() | str():
            return True
        case float():
            return math.isfinite(value)
        case dict():
            return all(isinstance(key, str) and _is_json(each) for key, each in value.items())
        case list() | tuple():
            return all(map(_is_json, value))
    return False
