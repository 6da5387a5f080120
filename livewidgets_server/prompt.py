"""Kernel connections that send at once.

Frames are smaller than a TCP segment. By Nagle's algorithm (RFC 896) the second of two such
waits until the first is acknowledged, and the browser's machine delays that by up to 40 ms
(RFC 1122, 4.2.3.2). Neither jupyter_server nor Voila sets TCP_NODELAY.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


def prompt(connection: type[Any]) -> type[Any]:
    """A connection class like the given one, with TCP_NODELAY on the page's WebSocket.

    Args:
        connection: What a server has as its `kernel_websocket_connection_class`.
    """
    return type(f"Prompt{connection.__name__}", (connection,), {"connect": _connect(connection)})


def _connect(connection: type[Any]) -> Any:
    def connect(self: Any) -> Any:
        if self.websocket_handler.ws_connection is not None:  # else the page has gone again
            self.websocket_handler.set_nodelay(True)
        return connection.connect(self)

    return connect


PromptConnection = prompt(ZMQChannelsWebsocketConnection)
"""For Voila by itself, which loads no server extension but has a setting for the class."""
