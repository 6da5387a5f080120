"""Senders for the browser tests: `livewidgets send`, in processes of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.ports import free_port

READY = 30.0
GRACE = 5.0


@contextmanager
def sender(*options: str) -> Iterator[int]:
    """Serve rows on a free port while the block runs; gives the port."""
    port = free_port()
    command = [sys.executable, "-m", "livewidgets.app.cli", "send", "--listen", *options]
    process = subprocess.Popen([*command, "--port", str(port)], start_new_session=True)
    try:
        _await_listening(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_listening(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the sender does not listen at port {port}")
