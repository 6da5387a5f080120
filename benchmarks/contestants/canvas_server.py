"""The yardstick's server: TCP rows in, binary batches out, 20 times a second.

Usage: python -m benchmarks.contestants.canvas_server PORT

A batch, little endian: float64 the newest row's time; float32 [rows] times less that;
float32 [channels, rows] values. The first message is JSON: the columns and the window.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from http import HTTPStatus
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from benchmarks.rows import CHUNK, HOST, RowParser, note_received
from benchmarks.workload import REFRESH, Task

HERE = Path(__file__).resolve().parent
PAGES = {"/": ("canvas.html", "text/html"), "/canvas.js": ("canvas.js", "text/javascript")}


class Visitor:
    """Rows from the sender to one page; a page that is slow gets fewer, larger batches.

    Args:
        task: What is shown.
        socket: To the page.
    """

    received = 0  # by all visitors

    def __init__(self, task: Task, socket: ServerConnection) -> None:
        self._workload = task.workload
        self._port = task.port
        self._socket = socket
        self._new: list[NDArray[np.float64]] = []

    async def run(self) -> None:
        """Until the page is gone, or the sender."""
        shown = {"columns": self._workload.columns, "window": self._workload.window}
        await self._socket.send(json.dumps(shown | {"rows": self._workload.rows}))
        reading = asyncio.create_task(self._read())
        try:
            loop = asyncio.get_running_loop()
            tick = loop.time()
            while not reading.done():
                tick = max(tick + 1 / REFRESH, loop.time())
                await asyncio.sleep(tick - loop.time())
                if self._new:
                    await self._socket.send(self._batch())
        except ConnectionClosed:
            pass
        finally:
            reading.cancel()

    async def _read(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self._port)
        parser = RowParser(1 + self._workload.channels)
        try:
            while data := await reader.read(CHUNK):
                rows = parser.feed(data)
                if len(rows):
                    self._new.append(rows)
                    Visitor.received += len(rows)
        finally:
            writer.close()

    def _batch(self) -> bytes:
        rows = np.concatenate(self._new)[-self._workload.rows :]
        self._new.clear()
        newest = float(rows[-1, 0])
        rows[:, 0] -= newest
        return struct.pack("<d", newest) + rows.T.astype("<f4").tobytes()


async def _page(_: ServerConnection, request: Request) -> Response | None:
    if request.path == "/live":
        return None  # goes on as a WebSocket
    name, kind = PAGES.get(request.path, ("", ""))
    status = HTTPStatus.OK if name else HTTPStatus.NOT_FOUND
    body = (HERE / name).read_bytes() if name else b"there is no such page\n"
    headers = Headers({"Content-Type": f"{kind or 'text/plain'}; charset=utf-8"})
    headers["Content-Length"] = str(len(body))
    return Response(status.value, status.phrase, headers, body)


async def main(port: int) -> None:
    task = Task.from_environment()
    note_received(task, lambda: Visitor.received)

    async def visit(socket: ServerConnection) -> None:
        await Visitor(task, socket).run()

    async with serve(visit, HOST, port, process_request=_page, compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
