"""For `pytest notebooks`: the sender that the notebooks read from.

It is started before the first cell of the first notebook and ended with the run. The
kernels inherit its address as LIVEWIDGETS_SENDER.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

import pytest

SENDER = "LIVEWIDGETS_SENDER"
READY = 30.0  # seconds until it listens
GRACE = 5.0  # seconds until it has ended

started = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Called for the cells in this folder alone, before their kernel is started."""
    if not item.config.stash.get(started, False):
        item.config.stash[started] = True
        _start(item.config)


def _start(config: pytest.Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = f"--listen --csv --channels 3 --rate 20 --port {port}".split()
    sender = subprocess.Popen(
        [sys.executable, "-m", "livewidgets.app.cli", "send", *options], start_new_session=True
    )
    before = os.environ.get(SENDER)

    def stop() -> None:
        if before is None:
            os.environ.pop(SENDER, None)
        else:
            os.environ[SENDER] = before
        sender.terminate()
        try:
            sender.wait(GRACE)
        except subprocess.TimeoutExpired:
            sender.kill()
            sender.wait()

    config.add_cleanup(stop)
    os.environ[SENDER] = f"127.0.0.1:{port}"
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline and sender.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"the sender does not listen at port {port} (exit code {sender.poll()})")
