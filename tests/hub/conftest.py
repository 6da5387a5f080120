"""A place of its own for each test's hub, and a look that none is left."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import livewidgets as lw
from livewidgets.hub.place import Place
from tests.hub.tools import Sender, until


def hubs_of(folder: Path) -> list[psutil.Process]:
    """The processes that are, or become, the hub of a folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE and (
            str(folder) in (process.info["cmdline"] or [])
        ):
            found.append(process)
    return found


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Where this test's hub is; it is ended with the test, and leaves nothing."""
    # Not tmp_path: a Unix socket's path may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="lwhub"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(home))
    monkeypatch.setenv("LIVEWIDGETS_HUB_LINGER", "30")
    place = Place()
    try:
        yield place
        lw.stop_all()
        # Again and again: one that was just being started cannot be asked yet.
        until(lambda: not lw.hub.stop() and not hubs_of(place.folder), "the hub has ended")
        assert list(home.iterdir()) == []
    finally:
        lw.stop_all()
        for process in hubs_of(place.folder):
            process.kill()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def sender() -> Iterator[Sender]:
    """Sends numbered rows to a port of its own, as soon as somebody listens there."""
    with Sender() as sender:
        yield sender
