"""Fixtures for tests with real kernels."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from livewidgets.hub.asking import end
from livewidgets.hub.place import FOLDER, Place
from tests.integration.kernel import Kernel


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder, and so a hub, of its own; the path is short, as a socket's must be."""
    folder = Path(tempfile.mkdtemp(prefix="lw"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
    yield folder
    end(Place(folder / FOLDER))
    shutil.rmtree(folder)


@pytest.fixture
async def kernel(runtime: Path) -> AsyncIterator[Kernel]:
    """A fresh kernel."""
    started = await Kernel.start()
    yield started
    await started.stop()
