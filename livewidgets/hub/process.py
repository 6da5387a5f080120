"""Process: a hub from its first lock to its last file."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler

import zmq

from livewidgets.clock import Clock
from livewidgets.errors import BusyError
from livewidgets.hub.feeds import Feeds, Make
from livewidgets.hub.place import Place, Record
from livewidgets.hub.postbox import Postbox
from livewidgets.hub.server import Server
from livewidgets.hub.wire import LARGEST_TO_HUB, PROTOCOL, Description
from livewidgets.runner import Wakeup
from livewidgets.version import __version__

LINGER = 40.0
"""Seconds that a hub reads on when its last reader has gone: enough for a kernel that starts again.
A minute after a dashboard's last page went, be it without a word, nothing is read any more."""

LOG_BYTES = 256 * 1024
"""The longest log; there is one older beside it."""

_LOCK_WITHIN = 3.0  # who looks whether a hub runs may hold the lock for a moment

_log = logging.getLogger("livewidgets.hub")


@dataclass(frozen=True, slots=True)
class Named:
    """A source of a hub's own file.

    Attributes:
        description: What it is.
        rows: Rows that are kept, at most.
        seconds: How much time is kept; None is what the rows are.
    """

    description: Description
    rows: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Running:
    """How a hub runs.

    Attributes:
        linger: Seconds that it reads on without a reader.
        tcp: Whether it is to be reached over TCP though there are Unix sockets.
        stays: Whether it lives on when nobody has read for so long.
        named: Sources of its own, by name; they are read from the start, and to the end.
    """

    linger: float = LINGER
    tcp: bool = False
    stays: bool = False
    named: Mapping[str, Named] | None = None


async def run(
    place: Place,
    make: Make,
    clock: Clock,
    running: Running,
    ready: Callable[[Record], object] = lambda _: None,
) -> None:
    """Be the user's hub, until a signal, a request, or a time without readers ends it.

    Args:
        place: Where it is to be found.
        make: Makes sources of descriptions.
        clock: Where the time comes from.
        running: How it runs.
        ready: Called when kernels can come.

    Raises:
        BusyError: There is one.
        LiveWidgetsError: A source of its own cannot be made.
    """
    os.umask(0o077)
    place.make()
    if not await place.running.acquire(clock, _LOCK_WITHIN):
        record = place.record()
        pid = f" (process {record.pid})" if record is not None else ""
        raise BusyError(f"a hub of yours runs already{pid}; `livewidgets hub stop` ends it")
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    apart = ""
    try:
        place.clear()
        wakeup = Wakeup()
        prefix = secrets.token_hex(4)
        feeds = Feeds(place.folder, prefix, make, clock, wakeup.set)
        for name, named in (running.named or {}).items():
            feed = feeds.open(named.description, name)
            feed.permanent = True
            feed.arrivals.keep(named.rows, named.seconds)
        token = secrets.token_urlsafe()
        socket, record = _bound(context, place, running.tcp, token)
        apart = record.apart
        server = Server(feeds, token, clock, running.linger, wakeup, stays=running.stays)
        place.publish(record)
        _log.info("hub %s, process %d, at %s", __version__, record.pid, record.address)
        with _signals(server):
            ready(record)
            try:
                await server.serve(lambda heard: Postbox(socket, heard))
            finally:
                place.withdraw()
                await feeds.close_all()
    finally:
        context.destroy(linger=500)
        _log.info("the hub has ended")
        place.leave(apart)


def _bound(
    context: zmq.Context[zmq.Socket[bytes]], place: Place, tcp: bool, token: str
) -> tuple[zmq.Socket[bytes], Record]:
    socket = context.socket(zmq.ROUTER)
    socket.setsockopt(zmq.ROUTER_MANDATORY, 1)  # who has gone is told, not kept silent about
    socket.setsockopt(zmq.MAXMSGSIZE, LARGEST_TO_HUB)
    socket.setsockopt(zmq.LINGER, 0)
    key = apart = ""
    if zmq.has("ipc") and not tcp:
        path, apart = place.socket()
        with contextlib.suppress(zmq.ZMQError, AttributeError):  # not on every system
            socket.setsockopt(zmq.IPC_FILTER_UID, os.geteuid())
        socket.bind(f"ipc://{path}")
        path.chmod(0o600)
        address = f"ipc://{path}"
    else:
        # Whoever does not know this key, from a file that is this user's, is not understood.
        public, secret = zmq.curve_keypair()
        socket.setsockopt(zmq.CURVE_SERVER, 1)
        socket.setsockopt(zmq.CURVE_SECRETKEY, secret)
        socket.setsockopt(zmq.CURVE_PUBLICKEY, public)
        address = f"tcp://127.0.0.1:{socket.bind_to_random_port('tcp://127.0.0.1')}"
        key = public.decode()
    return socket, Record(PROTOCOL, __version__, os.getpid(), token, address, key, apart)


@contextlib.contextmanager
def _signals(server: Server) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    said = "the hub was ended by a signal; run the cell again to have it started anew"
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, server.stop, said)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.remove_signal_handler(number)


def log_to(place: Place) -> None:
    """Log into the hub's bounded file, and to nowhere else."""
    place.make()
    handler = RotatingFileHandler(place.log, maxBytes=LOG_BYTES, backupCount=1)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name in ("livewidgets", "asyncio"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
        logger.propagate = False
