"""Link: a process's end of the wire to the hub."""

from __future__ import annotations

import threading

import msgspec
import zmq

from livewidgets.errors import SourceError
from livewidgets.hub.place import Place, Record
from livewidgets.hub.wire import LARGEST_TO_KERNEL, ToHub, ToKernel, encoded, for_kernel

_LOOK = 0.1  # seconds between two looks whether the hub lives

_lock = threading.Lock()
_context: zmq.Context[zmq.Socket[bytes]] | None = None


def dealer(record: Record) -> zmq.Socket[bytes]:
    """A socket that is connected to a hub.

    Raises:
        SourceError: It cannot be made.
    """
    global _context
    try:
        with _lock:
            if _context is None or _context.closed:
                _context = zmq.Context()
            socket = _context.socket(zmq.DEALER)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.MAXMSGSIZE, LARGEST_TO_KERNEL)
        if record.key:
            public, secret = zmq.curve_keypair()
            socket.setsockopt(zmq.CURVE_SERVERKEY, record.key.encode())
            socket.setsockopt(zmq.CURVE_PUBLICKEY, public)
            socket.setsockopt(zmq.CURVE_SECRETKEY, secret)
        socket.connect(record.address)
    except zmq.ZMQError as error:
        raise SourceError(f"the hub at {record.address} cannot be reached: {error}") from error
    return socket


def ask(place: Place, record: Record, message: ToHub, seconds: float) -> ToKernel | None:
    """Say one thing and wait for the answer, holding this thread; None if the hub has ended.

    Raises:
        SourceError: There is no answer in time.
    """
    socket = dealer(record)
    try:
        socket.send(encoded(message))
        for _ in range(max(1, round(seconds / _LOOK))):
            if socket.poll(round(_LOOK * 1000)):
                return for_kernel(socket.recv_multipart()[0])
            if not place.running.held():
                return None
        raise SourceError(
            f"the hub (process {record.pid}) does not answer within {seconds:g} s; "
            "`livewidgets hub stop` ends it"
        )
    except msgspec.MsgspecError as error:
        raise SourceError(f"the hub's answer cannot be read: {error}") from error
    finally:
        socket.close(linger=0)
