"""Dashboards that fail: a sentence for the visitor, the reason for the owner, and no end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.browser.servers import Server
from tests.server import dashboards
from tests.server.dashboards import fetch, get, health, until, write

GOOD = "print('all', 'is well')"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("troubles")
    with dashboards.serving(
        home, "--keep-kernels", "0.1", "--arrive", "0.1", "--visitors", "2"
    ) as server:
        write(server.folder, "good.ipynb", GOOD)
        yield server


@pytest.fixture(autouse=True)
async def lives(served: Server) -> AsyncIterator[None]:
    """Whatever happens, the next visitor of a good dashboard is served."""
    yield
    await until(lambda: health(served)["visitors"] == 0, "kernels of failures live on")
    status, page, _ = await fetch(f"{served.url}/voila/render/good.ipynb")
    assert status == 200
    assert "all is well" in page


@pytest.mark.parametrize(
    ("cells", "sentence", "reason"),
    [
        (
            ["print('be' + 'fore')", "import no_such_package", "print('af' + 'ter')"],
            "needs a Python package that is not installed here",
            "No module named 'no_such_package'",
        ),
        (
            ["print('be' + 'fore')", "def rate(n):\n    return 1 / n", "rate(0)", "print('after')"],
            "A part of this dashboard has failed",
            "ZeroDivisionError: division by zero",
        ),
        (["import os\nos._exit(3)"], "ended while it was being prepared", "DeadKernelError"),
    ],
)
def test_a_cell_that_fails(served: Server, cells: list[str], sentence: str, reason: str) -> None:
    write(served.folder, "failing.ipynb", *cells)
    status, page, _ = get(f"{served.url}/voila/render/failing.ipynb")
    assert status == 200
    assert sentence in page
    assert "terminal" in page
    assert "before" in page or len(cells) == 1
    for never in ("after", "Traceback", "ZeroDivision", "no_such_package", "--debug", "DeadKernel"):
        assert never not in page
    assert reason in served.log.read_text()


def test_a_notebook_that_is_none(served: Server) -> None:
    (served.folder / "broken.ipynb").write_text("this is no JSON")
    status, page, _ = get(f"{served.url}/voila/render/broken.ipynb")
    assert status == 400
    assert "The notebook of this dashboard cannot be read." in page
    assert "broken.ipynb" in served.log.read_text()


def test_a_notebook_that_is_not_there(served: Server) -> None:
    status, page, _ = get(f"{served.url}/voila/render/nowhere.ipynb")
    assert status == 404
    assert "There is no such dashboard here." in page


def test_a_kernel_that_is_not_installed(served: Server) -> None:
    write(served.folder, "other.ipynb", "1", kernel="julia", language="julia")
    status, page, _ = get(f"{served.url}/voila/render/other.ipynb")
    assert status == 500
    assert "This dashboard could not be started." in page
    assert "No Jupyter kernel for language 'julia'" in served.log.read_text()


async def test_a_visitor_who_goes_while_the_page_is_prepared_leaves_nothing(
    served: Server,
) -> None:
    write(served.folder, "slow.ipynb", "import time\ntime.sleep(3600)")
    port = int(served.url.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET /voila/render/slow.ipynb HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    writer.write(request.encode())
    await until(lambda: health(served)["kernels"] == 1, "nobody is served")
    writer.close()
    await until(lambda: health(served)["kernels"] == 0, "its kernel lives on")
    await until(lambda: served.descendants() == [], "its process lives on")
