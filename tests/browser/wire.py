"""What goes over a page's kernel connections: counted as a person cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.async_api import Page, WebSocket

_TYPE = rb'"type": ?"(hello|ack|visible|resync|bye|frame)"'
_SNAPSHOT = re.compile(rb'"base": ?-1\b')


@dataclass
class Traffic:
    """Messages of the WebSockets that a page opens from now on.

    Attributes:
        said: Types of what the page told the transport, in order.
        frames, snapshots: How many came.
        states: State messages with a line's arrays that came.
        received: Bytes that came.
    """

    said: list[str] = field(default_factory=list)
    frames: int = 0
    snapshots: int = 0
    states: int = 0
    received: int = 0

    def watch(self, page: Page) -> Traffic:
        page.on("websocket", self._socket)
        return self

    def clear(self) -> None:
        self.said.clear()
        self.frames = self.snapshots = self.states = self.received = 0

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._came)

    def _sent(self, payload: str | bytes) -> None:
        self.said += [each.decode() for each in re.findall(_TYPE, _bytes(payload))]

    def _came(self, payload: str | bytes) -> None:
        data = _bytes(payload)
        self.received += len(data)
        if re.search(_TYPE, data):
            self.frames += 1
            self.snapshots += _SNAPSHOT.search(data) is not None
        elif b'"update"' in data and b'"buffer_paths"' in data and b'"shape"' in data:
            self.states += 1


def _bytes(payload: str | bytes) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload
