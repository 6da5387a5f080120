"""Bytes that a port of this machine has sent to its clients, as the kernel counts them.

Asked for by sock_diag(7), which costs the processes that are measured nothing.
"""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Iterator

_SOCK_DIAG = 4
_BY_FAMILY = 20
_REQUEST_DUMP = 0x301
_INFO = 2
_ESTABLISHED = 1 << 1
_HEADER = struct.Struct("=IHHII")
_QUESTION = struct.Struct("=BBBBI48x")
_SOCKET_SIZE = 72
_BYTES_ACKED = 120  # within struct tcp_info
_ERROR, _DONE = 2, 3


def sent(port: int) -> dict[int, int] | None:
    """Bytes that the other side has acknowledged, by its port, of each open connection.

    TCP payload: HTTP and WebSocket with all their headers; None on systems other than Linux.
    """
    if sys.platform != "linux":
        return None
    found = {}
    for family in (socket.AF_INET, socket.AF_INET6):
        for message in _answers(family):
            source, destination = struct.unpack_from(">HH", message, 4)
            acked = _acknowledged(message[_SOCKET_SIZE:])
            if source == port and acked is not None:
                found[destination] = acked
    return found


def passed(before: dict[int, int] | None, after: dict[int, int] | None) -> int | None:
    """Bytes between two calls of `sent`; what a connection sent that has ended is left out."""
    if before is None or after is None:
        return None
    return sum(count - before.get(port, 0) for port, count in after.items())


def _answers(family: int) -> Iterator[bytes]:
    question = _QUESTION.pack(family, socket.IPPROTO_TCP, 1 << (_INFO - 1), 0, _ESTABLISHED)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG) as diag:
        size = _HEADER.size + len(question)
        diag.send(_HEADER.pack(size, _BY_FAMILY, _REQUEST_DUMP, 1, 0) + question)
        while True:
            data = diag.recv(1 << 16)
            while data:
                size, kind, *_ = _HEADER.unpack_from(data)
                if kind in (_DONE, _ERROR):
                    return
                yield data[_HEADER.size : size]
                data = data[(size + 3) & ~3 :]


def _acknowledged(attributes: bytes) -> int | None:
    while len(attributes) >= 4:
        size, kind = struct.unpack_from("=HH", attributes)
        if kind == _INFO and size >= 4 + _BYTES_ACKED + 8:
            (acked,) = struct.unpack_from("=Q", attributes, 4 + _BYTES_ACKED)
            return int(acked)
        attributes = attributes[max(4, (size + 3) & ~3) :]
    return None
