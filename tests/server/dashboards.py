"""A server of dashboards, its visitors without a browser, and a source that counts readers."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import nbformat
import tornado.httpclient
import tornado.websocket
from nbformat.v4 import new_code_cell, new_notebook

from tests.browser.servers import Server, start
from tests.ports import free_port

PROTOCOL = "v1.kernel.websocket.jupyter.org"
SOON = 60.0  # seconds that anything may take that is to happen

READ = """
import livewidgets as lw
from ipywidgets import VBox
numbers = lw.connect("127.0.0.1", {port})
VBox([lw.value(numbers), lw.status(numbers), lw.line(numbers, band=lw.rolling("5s"))])
"""


def write(
    folder: Path, name: str, *cells: str, kernel: str = "python3", language: str = "python"
) -> Path:
    """A notebook of these cells."""
    spec = {"name": kernel, "display_name": kernel, "language": language}
    book = new_notebook(
        cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": spec}
    )
    nbformat.write(book, folder / name)
    return folder / name


@contextmanager
def serving(
    home: Path,
    *options: str,
    token: str = "",
    host: str = "127.0.0.1",
    notebooks: Iterable[Path] = (),
    port: int | None = None,
) -> Iterator[Server]:
    """Serve the folder `home / "notebooks"`, which is made here."""
    port = free_port() if port is None else port
    command = [
        *(sys.executable, "-m", "livewidgets_server.dashboards", ".", host, str(port)),
        *options,
    ]
    extra = {"LIVEWIDGETS_TOKEN": token, "TMPDIR": str(home)}
    server = start(
        "dashboards",
        command,
        "/healthz",
        home=home,
        notebooks=notebooks,
        port=port,
        extra=extra,
    )
    try:
        yield server
    finally:
        server.stop()


def get(address: str, **headers: str) -> tuple[int, str, Any]:
    """The status, the text and the headers of what a server answers."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=SOON) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode(), refusal.headers


async def fetch(address: str, **headers: str) -> tuple[int, str, Any]:
    return await asyncio.to_thread(get, address, **headers)


def health(server: Server) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(get(f"{server.url}/healthz")[1])
    return told


def kernel_of(page: str) -> str:
    """The kernel that a page was given."""
    found = re.search(r'"kernelId": "([0-9a-f-]+)"', page)
    assert found is not None, page[-2000:]
    return found[1]


async def visit(server: Server, notebook: str) -> str:
    """Fetch a dashboard's page, and no more; its kernel."""
    status, page, _ = await fetch(f"{server.url}/voila/render/{notebook}")
    assert status == 200
    return kernel_of(page)


def channels(server: Server, kernel: str) -> str:
    return f"{server.url.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels?session_id=test"


@asynccontextmanager
async def connected(server: Server, kernel: str, **headers: str) -> AsyncIterator[None]:
    """A page of a kernel, as far as the server can tell."""
    request = tornado.httpclient.HTTPRequest(channels(server, kernel), headers=headers)
    page = await tornado.websocket.websocket_connect(request, subprotocols=[PROTOCOL])
    try:
        yield
    finally:
        page.close(1001)  # going away, as browsers say
        while await page.read_message() is not None:
            pass  # until the server has closed it, too


async def until(what: Callable[[], bool], why: str) -> None:
    """Wait for something that is to happen."""
    for _ in range(int(SOON / 0.1)):
        if await asyncio.to_thread(what):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(why)


class Counted:
    """A source of numbers over TCP that knows how many read it.

    Attributes:
        port: Where it is.
        now: How many are connected.
        ever: How many have been.
    """

    def __init__(self) -> None:
        self.now = self.ever = 0
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    async def serve(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.now, self.ever = self.now + 1, self.ever + 1
        self._writers.add(writer)
        number = 0
        try:
            while not writer.is_closing():
                number += 1
                writer.write(b"%d\n" % number)
                await writer.drain()
                await asyncio.sleep(0.05)
        except OSError:
            pass
        finally:
            self.now -= 1
            self._writers.discard(writer)
            writer.close()

    async def end(self) -> None:
        """Leave all who are connected."""
        for writer in list(self._writers):
            writer.transport.abort()
        while self._writers:
            await asyncio.sleep(0.01)


@asynccontextmanager
async def counted(port: int = 0) -> AsyncIterator[Counted]:
    source = Counted()
    server = await asyncio.start_server(source.serve, "127.0.0.1", port)
    source.port = server.sockets[0].getsockname()[1]
    try:
        yield source
    finally:
        server.close()
        await source.end()
