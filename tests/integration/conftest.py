"""Fixtures for tests with real kernels."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from livewidgets.hub.asking import end
from livewidgets.hub.place import FOLDER, Place
from tests.integration.kernel import Kernel
from tests.integration.magics import SOURCES


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def only_kernel(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Kernel]:
    """One for all tests of a module: to start one takes longer than most of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        started = await Kernel.start()
    yield started
    await started.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def notebook(only_kernel: Kernel) -> Kernel:
    """The kernel, with the magics and some things to show, and nothing left of other tests."""
    for code in ("%load_ext livewidgets\nimport livewidgets as lw\nlw.stop_all()", SOURCES):
        ran = await only_kernel.run(code)
        assert ran.error == ""
    return only_kernel
