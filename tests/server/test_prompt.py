"""Small messages at once: TCP_NODELAY on the sockets of real servers."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import tornado.web
import tornado.websocket
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from livewidgets_server.prompt import prompt


class Connection:
    """A kernel connection of somebody else's."""

    def __init__(self, websocket_handler: Any) -> None:
        self.websocket_handler = websocket_handler
        self.connected = 0

    def connect(self) -> str:
        self.connected += 1
        return "connected"


class Channels(tornado.websocket.WebSocketHandler):
    """As the Jupyter server's: the connection connects when the WebSocket opens."""

    async def open(self, *_: str, **__: str) -> None:
        connection = prompt(Connection)(self)
        said = connection.connect()
        assert self.ws_connection is not None
        assert self.ws_connection.stream is not None
        opened = self.ws_connection.stream.socket
        option = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        await self.write_message(json.dumps([said, connection.connected, bool(option)]))


async def test_the_socket_is_prompt_and_the_connection_does_what_it_did() -> None:
    server = HTTPServer(tornado.web.Application([("/", Channels)]))
    listening, port = bind_unused_port()
    server.add_socket(listening)
    try:
        page = await tornado.websocket.websocket_connect(f"ws://127.0.0.1:{port}/")
        said = await asyncio.wait_for(page.read_message(), 10)
        page.close()
    finally:
        server.stop()
    assert json.loads(said or "") == ["connected", 1, True]


def test_a_page_that_has_gone_before_it_is_connected_is_no_error() -> None:
    class Gone:
        ws_connection = None

    assert prompt(Connection)(Gone()).connect() == "connected"


SERVER = """
from jupyter_server.serverapp import ServerApp
server = ServerApp()
server.initialize([])
print(server.web_app.settings["kernel_websocket_connection_class"].__name__)
"""


def test_what_is_installed_makes_every_jupyter_server_prompt(tmp_path: Path) -> None:
    root = "--ServerApp.allow_root=True"
    code = SERVER.replace("initialize([])", f"initialize([{root!r}, '--ServerApp.port=0'])")
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("PromptZMQChannelsWebsocketConnection"), ran.stderr


def test_a_server_that_loads_it_loads_no_widget() -> None:
    code = (
        "import livewidgets_server, sys; print(*({'ipywidgets', 'bqplot'} & {*sys.modules}), '.')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["."]
