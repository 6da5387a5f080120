"""Echo: a counter that comes back from the page, through stock widgets alone.

Two `IntText` widgets that are never shown, joined by a `jsdlink` in the page: what the
kernel writes to one comes back from the other when the page has worked off everything
before it. The echo tells the truth about a page's speed with no code of ours in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets
from traitlets import CInt

from livewidgets.transport.closing import close_tree

OnEcho = Callable[[str, int], None]
"""Called with the page's identity and the number; on the kernel's own thread."""


class _Answer(ipywidgets.IntText):  # type: ignore[misc]
    """The end that the page writes. A thin subclass: the front end is the stock one."""

    # Sent back to all pages, an answer would overwrite the answer of a slower page
    # before it was given, and that page would never be heard.
    value = CInt(0).tag(sync=True, echo_update=False)

    def __init__(self, on_echo: OnEcho) -> None:
        super().__init__()
        self._on_echo: OnEcho = on_echo

    def _handle_msg(self, msg: dict[str, Any]) -> None:
        content = msg.get("content", {}).get("data", {})
        number = content.get("state", {}).get("value") if isinstance(content, dict) else None
        if isinstance(number, int):
            # Each page has a session of its own; it tells the pages apart.
            self._on_echo(str(msg.get("header", {}).get("session", "")), number)
        super()._handle_msg(msg)


class Echo:
    """The counter and its link.

    Args:
        on_echo: Told of each echo: (page, number).
    """

    def __init__(self, on_echo: OnEcho) -> None:
        self._number = ipywidgets.IntText()
        self._answer = _Answer(on_echo)
        self._link = ipywidgets.jsdlink((self._number, "value"), (self._answer, "value"))

    def send(self, number: int) -> None:
        """Write a number that the pages are to send back; from the flusher's thread."""
        if self._number.comm is not None:
            self._number._trait_values["value"] = number
            self._number.send_state("value")

    def close(self) -> None:
        close_tree(self._link, self._answer, self._number)
