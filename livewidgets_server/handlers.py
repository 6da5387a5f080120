"""Handlers: what the pages of a server of dashboards ask for, and what becomes of it."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

import tornado.web
from tornado.iostream import StreamClosedError
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from livewidgets_server.pages import ASK_OWNER, FAILED, page
from livewidgets_server.watch import Watch

WATCH = "livewidgets_watch"
"""The setting that holds the server's `Watch`."""

LEFT = "livewidgets-left"
"""The cookie by which a page that is left says which kernel it had; the same in js/."""

PROTOCOL = "v1.kernel.websocket.jupyter.org"

PING_INTERVAL = 10.0
"""Seconds between questions whether a page is there, and for an answer: one that the network
has lost is noticed within 20."""

RETRY_AFTER = 10
"""Seconds after which a page for which there was no room tries again."""

_SENTENCES = {
    400: "The notebook of this dashboard cannot be read.",
    404: "There is no such dashboard here.",
}


class Dashboard(TornadoVoilaHandler):  # type: ignore[misc]
    """A notebook as a page, with a kernel of the visitor's own."""

    _kernel = ""  # the visitor's, once there is one
    _gone = False  # whether the visitor waits no more

    @property
    def _watch(self) -> Watch:
        watch: Watch = self.settings[WATCH]
        return watch

    @property
    def kernel_manager(self) -> Any:
        return _Kernels(super().kernel_manager, self._begins)

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        key = self._key(path)
        left = self.get_cookie(LEFT)
        if left is not None:
            self.clear_cookie(LEFT, path=self.request.path)
            again = self._watch.returns(left, key)
            if again is not None:
                self._no_store()
                await self.finish(again)
                return
        if not self._watch.enters():
            self._full()
            return
        pieces: list[str] = []
        try:
            async for piece in self.get_generator(path=path):
                pieces.append(piece)
                await self._send(piece)
        finally:
            if self._kernel:
                whole = "".join(pieces)
                self._watch.prepared(self._kernel, key, "" if FAILED in whole else whole)
            else:
                self._watch.visits.leaves()

    async def _send(self, piece: str) -> None:
        if self._gone:
            return
        try:
            self.write(piece)
            await self.flush()
        except StreamClosedError:
            pass  # the visitor has gone; the notebook is run to its end all the same

    def on_connection_close(self) -> None:
        super().on_connection_close()
        self._gone = True
        if self._kernel:
            self._watch.prepared(self._kernel)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        sentence = _SENTENCES.get(status_code, "This dashboard could not be started.")
        if not self._headers_written:
            self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page(sentence, *([] if status_code == 404 else [ASK_OWNER])))

    def _begins(self, kernel: str) -> None:
        self._kernel = kernel
        self._watch.begins(kernel)
        if self._gone:
            self._watch.prepared(kernel)

    def _full(self) -> None:
        self.set_status(503)
        self.set_header("Retry-After", str(RETRY_AFTER))
        self._no_store()
        limit = self._watch.visits.limit
        self.finish(
            page(
                "All places of this dashboard are taken.",
                f"It serves {limit} visitor{'s' * (limit > 1)} at a time. This page tries "
                f"again every {RETRY_AFTER} seconds, and opens when somebody leaves.",
                retry=RETRY_AFTER,
            )
        )

    def _no_store(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache, no-store, must-revalidate")

    def _key(self, path: str | None) -> object:
        """What is asked for, and in which state its notebook is: only that is shown again."""
        file = os.path.join(self.settings["voila"].root_dir, self.notebook_path or path or "")
        try:
            written = os.stat(file).st_mtime_ns
        except OSError:
            written = 0
        return self.request.path, self.request.query, written


class _Kernels:
    """A kernel manager that tells which kernel is given to a visitor."""

    def __init__(self, kernels: Any, begins: Any) -> None:
        self._kernels = kernels
        self._tell = begins

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernels, name)

    async def start_kernel(self, *args: Any, **kwargs: Any) -> str:
        kernel: str = await self._kernels.start_kernel(*args, **kwargs)
        self._tell(kernel)
        return kernel

    async def get_rendered_notebook(self, *args: Any, **kwargs: Any) -> Any:
        task, cache, kernel = await self._kernels.get_rendered_notebook(*args, **kwargs)
        self._tell(kernel)
        return task, cache, kernel


class Channels(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """A page's connection to its kernel."""

    _opened = ""

    async def get(self, kernel_id: str) -> None:
        # In the older protocol Voila reads a frame's first bytes as the length of a list, and
        # a single visitor stops the server for all (0.5.13, `read_header_from_binary_message`).
        if PROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            raise tornado.web.HTTPError(400, f"a page must speak {PROTOCOL}")
        await super().get(kernel_id)

    async def open(self, kernel_id: str) -> None:
        self._opened = kernel_id
        self.settings[WATCH].opened(kernel_id, self)
        await super().open(kernel_id)

    def on_close(self) -> None:
        if self._opened:
            # A browser that leaves a page says so; one that crashes, or a network, does not.
            lost = self.close_code is None
            self.settings[WATCH].closed(self._opened, self, lost)
        super().on_close()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish()  # no person reads it

    def get_websocket_protocol(self) -> Any:
        protocol = super().get_websocket_protocol()
        if protocol is not None:
            # Tornado's own pings: Jupyter's have times that Tornado takes for seconds.
            protocol.params.ping_interval = protocol.params.ping_timeout = PING_INTERVAL
        return protocol


class Farewell(tornado.web.RequestHandler):
    """A page says that it goes. Voila refuses that (voila#1458), and would end a kernel that
    a reload wants to have again."""

    def post(self, kernel: str) -> None:
        self.settings[WATCH].leaving(kernel)
        self.set_status(204)


class Health(tornado.web.RequestHandler):
    """Whether the server is well, for those who watch over it and for pages that lost it."""

    def get(self) -> None:
        watch: Watch = self.settings[WATCH]
        self.set_header("Cache-Control", "no-store")
        self.finish(
            {
                "ok": True,
                "version": version("livewidgets"),
                "kernels": len(watch.kernels.list_kernel_ids()),
                "visitors": watch.visits.visitors,
                "limit": watch.visits.limit,
            }
        )
