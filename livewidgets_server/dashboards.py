"""Voila with what a live dashboard needs: what `livewidgets serve` runs.

python -m livewidgets_server.dashboards PATH HOST PORT [options]
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from livewidgets_server.gate import HEALTH, Application, Gate, cookie_secret
from livewidgets_server.handlers import WATCH, Channels, Dashboard, Farewell, Health
from livewidgets_server.prompt import PromptConnection
from livewidgets_server.rendering import install
from livewidgets_server.terminal import quiet
from livewidgets_server.visits import Visits
from livewidgets_server.watch import Watch

TOKEN_VARIABLE = "LIVEWIDGETS_TOKEN"
"""The environment variable that holds what visitors must know. Not an argument: those are
there for everybody on the machine to read."""

SERVED_VARIABLE = "LIVEWIDGETS_SERVED"
"""Tells livewidgets, in the kernels, that visitors come and go; the same in livewidgets.app."""

KEPT = 50.0
"""Seconds that a kernel is kept which nobody looks at, unless told otherwise: with what it takes
to notice and to end it, it is gone within a minute."""

_OURS = {
    TornadoVoilaHandler: Dashboard,
    VoilaKernelWebsocketHandler: Channels,
    VoilaShutdownKernelHandler: Farewell,
}


def parser() -> argparse.ArgumentParser:
    """What the server is told."""
    parser = argparse.ArgumentParser(prog="livewidgets_server.dashboards")
    parser.add_argument("path")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--keep-kernels", type=float, default=KEPT, metavar="SECONDS")
    parser.add_argument("--arrive", type=float, default=KEPT, metavar="SECONDS")
    parser.add_argument("--lost", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--preheat", type=int, default=0)
    parser.add_argument("--allow-host", action="append", default=[])
    parser.add_argument("--show-tracebacks", action="store_true")
    return parser


def settings(args: argparse.Namespace, token: str) -> Config:
    """What Voila is told.

    Args:
        args: As `parser` gives them.
        token: What visitors must know; empty: nothing.
    """
    config = Config()
    config.Voila.ip = args.host
    config.Voila.port = args.port
    config.Voila.port_retries = 0
    config.Voila.token = token
    if token:
        config.Voila.cookie_secret = cookie_secret(token)
    config.Voila.open_browser = False
    config.Voila.log_level = "WARN"
    config.Voila.kernel_websocket_connection_class = PromptConnection
    config.Voila.tornado_settings = {"ws_ping_interval": 0}  # `Channels` has pings of its own
    config.KernelManager.autorestart = False  # `Watch` ends a kernel that has died
    config.VoilaConfiguration.page_config_hook = _mark
    config.VoilaConfiguration.show_tracebacks = args.show_tracebacks
    if args.preheat > 0:
        config.VoilaConfiguration.preheat_kernel = True
        config.VoilaConfiguration.default_pool_size = args.preheat
    return config


class Dashboards(Voila):  # type: ignore[misc]
    """Voila, behind a gate, and with a watch over its kernels.

    Attributes:
        told: As `parser` gives it.
    """

    told: argparse.Namespace

    def start(self) -> None:
        quiet(self.log)
        self.connection_dir = tempfile.mkdtemp(prefix="voila_", dir=self.connection_dir_root)
        given = self.init_settings()
        local = _is_loopback(self.ip)
        gate = Gate(self.token or "", local, self.told.allow_host, self.cookie_secret)
        told = self.told
        visits = Visits(told.keep_kernels, told.visitors, told.arrive, told.lost)
        self.watch = Watch(visits, self.kernel_manager, self.log)
        self.app = Application(gate, **given)
        self.app.settings.update(self.tornado_settings)
        self.app.settings[WATCH] = self.watch
        self.app.add_handlers(".*$", self.init_handlers())
        self.watch.start()
        self.listen()

    def stop(self) -> None:
        self.watch.stop()
        super().stop()

    def init_handlers(self) -> list[Any]:
        theirs = super().init_handlers()
        return [
            (HEALTH, Health),
            *((path, _OURS.get(handler, handler), *rest) for path, handler, *rest in theirs),
        ]


def _mark(page_config: dict[str, Any], **_: object) -> dict[str, Any]:
    """Pages that are ours know it: who leaves one says which kernel it had."""
    return {**page_config, "livewidgetsServed": "true"}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def main(argv: Sequence[str]) -> None:
    """Serve a path at a host and a port."""
    args = parser().parse_args(argv)
    # Not for the kernels, in which the visitors' code may run.
    token = os.environ.pop(TOKEN_VARIABLE, "")
    os.environ[SERVED_VARIABLE] = "1"
    install()
    Dashboards.told = args
    Dashboards.launch_instance([args.path], config=settings(args, token))


if __name__ == "__main__":
    main(sys.argv[1:])
