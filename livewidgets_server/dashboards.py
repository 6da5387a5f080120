"""Voila with the settings of a live dashboard: what `livewidgets serve` runs.

python -m livewidgets_server.dashboards PATH HOST PORT
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from traitlets.config import Config

from livewidgets_server.prompt import PromptConnection

TOKEN_VARIABLE = "LIVEWIDGETS_TOKEN"
"""The environment variable that holds what visitors must know. Not an argument: those are
there for everybody on the machine to read."""


def settings(host: str, port: int, token: str) -> Config:
    """What Voila is told.

    Args:
        host: Where it listens.
        port: The port; it is this one or none.
        token: What visitors must know; empty: nothing.
    """
    config = Config()
    config.Voila.ip = host
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.token = token
    config.Voila.open_browser = False
    config.Voila.log_level = "WARN"
    config.Voila.kernel_websocket_connection_class = PromptConnection
    return config


def main(argv: Sequence[str]) -> None:
    """Serve a path at a host and a port."""
    from voila.app import Voila

    path, host, port = argv
    # Not for the kernels, in which the visitors' code may run.
    token = os.environ.pop(TOKEN_VARIABLE, "")
    Voila.launch_instance([path], config=settings(host, int(port), token))


if __name__ == "__main__":
    main(sys.argv[1:])
