"""The hub that a kernel has started: a process that nobody sees, and that ends by itself."""

from __future__ import annotations

import asyncio
import logging
import math
import os
from pathlib import Path

from livewidgets.app.described import made_of
from livewidgets.clock import SYSTEM
from livewidgets.errors import BusyError
from livewidgets.hub.place import Place
from livewidgets.hub.process import LINGER, Running, log_to, run

LINGER_VARIABLE = "LIVEWIDGETS_HUB_LINGER"
"""Seconds that a hub reads on when its last reader has gone."""

TRANSPORT_VARIABLE = "LIVEWIDGETS_HUB_TRANSPORT"
"""Set to "tcp", the hub is reached over loopback TCP, encrypted, and not over a Unix socket."""

_log = logging.getLogger("livewidgets.hub")


def main(folder: str) -> int:
    """Be the hub of a folder; gives the exit code."""
    place = Place(Path(folder))
    log_to(place)
    _let_go_of_stderr()
    try:
        asyncio.run(run(place, made_of, SYSTEM, running()))
    except BusyError:
        return 0  # another was quicker
    except Exception:
        _log.exception("the hub has died")
        raise
    return 0


def running() -> Running:
    """How the environment says that a hub is to run; what makes no sense is not heeded."""
    try:
        linger = float(os.environ.get(LINGER_VARIABLE, LINGER))
    except ValueError:
        linger = LINGER
    if not (math.isfinite(linger) and linger >= 0):
        linger = LINGER
    return Running(linger=linger, tcp=os.environ.get(TRANSPORT_VARIABLE) == "tcp")


def _let_go_of_stderr() -> None:
    """From here on there is the log, which is bounded; a file that stderr goes to is not."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
