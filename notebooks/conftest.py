"""For `pytest notebooks`: the sender whose rows the notebooks listen for.

It is started before the first cell of the first notebook and ended with the run, as is the hub
that listens for it. The kernels inherit its address as LIVEWIDGETS_SENDER.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from livewidgets.hub.asking import end
from livewidgets.hub.place import FOLDER, Place

SENDER = "LIVEWIDGETS_SENDER"
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
    options = f"--csv --channels 3 --rate 20 --port {port}".split()
    runtime = tempfile.mkdtemp(prefix="lw")  # not longer: a Unix socket's path may have 107 bytes
    variables = {SENDER: f"127.0.0.1:{port}", "JUPYTER_RUNTIME_DIR": runtime}
    before = {name: os.environ.get(name) for name in variables}
    sender = subprocess.Popen(
        [sys.executable, "-m", "livewidgets.app.cli", "send", *options], start_new_session=True
    )

    def stop() -> None:
        sender.terminate()
        try:
            sender.wait(GRACE)
        except subprocess.TimeoutExpired:
            sender.kill()
            sender.wait()
        end(Place(Path(runtime) / FOLDER))
        shutil.rmtree(runtime)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    config.add_cleanup(stop)
    os.environ.update(variables)
