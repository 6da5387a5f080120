"""Ports for tests: such as no other program is given by chance."""

from __future__ import annotations

import random
import socket

LOWEST, HIGHEST = 15_000, 32_000
"""Below the ports that systems give to connections of their own (Linux: from 32768; RFC 6335:
from 49152). One of those may be taken by any connection before the test comes to listen on it."""

_given: set[int] = set()


def free_port() -> int:
    """A loopback port that nobody listens on now, and that this process was not given before.

    Raises:
        OSError: None was found.
    """
    for _ in range(1000):
        port = random.randint(LOWEST, HIGHEST)
        if port in _given:
            continue
        try:
            with socket.create_server(("127.0.0.1", port)):
                _given.add(port)
                return port
        except OSError:
            continue
    raise OSError(f"no free port was found from {LOWEST} to {HIGHEST}")
