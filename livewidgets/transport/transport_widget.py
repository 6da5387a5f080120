"""Transport: the widget without a view through which frames go and pages answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
from traitlets import Unicode

from livewidgets.transport.actions import RefusedMessage, is_count, is_name, why_refused
from livewidgets.transport.wire import (
    MODULE,
    MODULE_VERSION,
    FrameMessage,
    ModelsMessage,
    PageMessage,
    is_page_message,
)

OnPage = Callable[[PageMessage], None]
"""Called with what a page says; on the kernel's own thread."""


class Transport(ipywidgets.Widget):  # type: ignore[misc]
    """The kernel's end of the wire. Its model is in js/; a page without it shows nothing.

    Args:
        on_page: Told of everything that pages say.
    """

    _model_name = Unicode("TransportModel").tag(sync=True)
    _model_module = Unicode(MODULE).tag(sync=True)
    _model_module_version = Unicode(MODULE_VERSION).tag(sync=True)

    def __init__(self, on_page: OnPage) -> None:
        super().__init__()
        self._on_page: OnPage = on_page
        self.on_msg(self._hear)
        # ipykernel 7.4 takes what pages say to the subshell that the kernel last spoke from,
        # which for a thread like ours is that of any page, and maybe gone: then nobody is
        # heard. Each page names its own; there it is heard while a cell runs, too.
        self.comm._reply_subshell_for = _as_named

    def frame(self, message: FrameMessage, buffers: Sequence[bytes]) -> None:
        """Send a frame to every page; from the flusher's thread."""
        if self.comm is not None:
            self.send(message, list(buffers))

    def announce(self, models: Sequence[str]) -> None:
        """Tell every page of widgets that will be shown; from any thread."""
        if self.comm is not None:
            self.send(ModelsMessage(type="models", models=list(models)))

    def refuse(self, page: str, figure: str, number: int, why: str) -> None:
        """Tell a page that its action is not done; from any thread."""
        if self.comm is not None:
            said = RefusedMessage(type="refused", page=page, figure=figure, id=number, why=why)
            self.send(said)

    def _hear(self, _: Any, content: object, buffers: object) -> None:
        if is_page_message(content):
            self._on_page(content)
        elif isinstance(content, dict) and content.get("type") == "action":
            page, figure, number = (content.get(name) for name in ("page", "figure", "id"))
            if is_name(page):
                self.refuse(
                    str(page),
                    str(figure) if is_name(figure) else "",
                    number if isinstance(number, int) and is_count(number) else 0,
                    why_refused(content),
                )


def _as_named(_: object, named: str | None) -> str | None:
    return named
