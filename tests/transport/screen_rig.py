"""A transport screen whose widgets talk to a page in Python."""

from __future__ import annotations

from typing import Any

from livewidgets.transport.transport_screen import TransportScreen
from livewidgets.transport.transport_widget import Transport
from tests.transport.page import Page

HELLO = {"type": "hello", "page": "p", "visible": True}


class Rig:
    """A screen whose widgets talk to a page in Python. Time stands where `now` says."""

    def __init__(self) -> None:
        self.now = 100.0
        self.page = Page()
        self.frames = 0
        self.states: list[tuple[str, tuple[str, ...]]] = []
        self.screen = TransportScreen(self._make)
        self.screen.listen(lambda *_: None, lambda what: what(self.now))

    def _make(self, on_page: Any) -> Transport:
        transport = Transport(on_page)
        transport.frame = self._frame  # type: ignore[method-assign]
        self.transport = transport
        return transport

    def _frame(self, message: Any, buffers: Any) -> None:
        self.frames += 1
        self.page.receive(message, buffers)

    def say(self, content: object) -> None:
        self.transport._hear(self.transport, content, [])

    def hello(self) -> None:
        self.page = Page()
        self.say(HELLO)
        self.screen.settle(self.now)

    def watch(self, widget: Any) -> Any:
        send = widget.send_state

        def note(key: Any = None) -> None:
            self.states.append((widget.model_id, tuple(sorted(key))))
            send(key)

        widget.send_state = note
        return widget

    def show(self, widget: Any, **traits: Any) -> None:
        self.screen.show([(widget, traits)], self.now, None)

    def shown(self, widget: Any, trait: str) -> Any:
        return self.page.shown[widget.model_id, trait]
