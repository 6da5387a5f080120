"""What livewidgets asks of the Jupyter server: that a small message is sent at once.

A package of its own, so that a server that loads it loads no widget.
"""

from __future__ import annotations

from typing import Any

from livewidgets_server.prompt import prompt


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "livewidgets_server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    settings = server.web_app.settings
    name = "kernel_websocket_connection_class"
    if name in settings:
        settings[name] = prompt(settings[name])
