"""Kernels of dashboards: they read while somebody looks, and end when nobody comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.servers import Server
from tests.ports import free_port
from tests.server import dashboards
from tests.server.dashboards import (
    READ,
    connected,
    counted,
    fetch,
    get,
    health,
    until,
    visit,
    write,
)


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Keeps the kernels that nobody looks at for as long as any test takes."""
    home = tmp_path_factory.mktemp("keeping")
    with dashboards.serving(home, "--keep-kernels", "3600", "--visitors", "2") as server:
        yield server


@pytest.fixture
def preheated(tmp_path: Path) -> Iterator[tuple[Server, int]]:
    """Has a kernel at hand before anybody comes; and the port that its notebook reads."""
    port = free_port()
    notebook = write(tmp_path, "live.ipynb", READ.format(port=port))
    options = ("--keep-kernels", "3600", "--preheat", "1")
    with dashboards.serving(tmp_path / "home", *options, notebooks=[notebook]) as server:
        yield server, port


@pytest.fixture(scope="module")
def forgetting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Ends them as soon as it can."""
    with dashboards.serving(
        tmp_path_factory.mktemp("forgetting"), "--keep-kernels", "0.1", "--arrive", "0.1"
    ) as each:
        yield each


async def test_a_kernel_reads_while_somebody_looks_and_not_before_or_after(keeping: Server) -> None:
    async with counted() as source:
        write(keeping.folder, "live.ipynb", READ.format(port=source.port))
        kernel = await visit(keeping, "live.ipynb")
        other = await visit(keeping, "live.ipynb")
        async with connected(keeping, kernel):
            await until(lambda: source.now == 1, "nobody reads for the first page")
        await until(lambda: source.now == 0, "it is read for nobody")
        async with connected(keeping, kernel):
            await until(lambda: source.now == 1, "it does not go on for who comes back")
            async with connected(keeping, other):
                await until(lambda: source.now == 2, "a visitor is not served")
                # The one that was fetched and not looked at had not read before that.
                assert source.ever == 3


async def test_when_all_places_are_taken_a_page_says_so_and_tries_again(keeping: Server) -> None:
    write(keeping.folder, "still.ipynb", "1")
    one = await visit(keeping, "still.ipynb")
    other = await visit(keeping, "still.ipynb")
    async with connected(keeping, one):
        async with connected(keeping, other):
            status, page, headers = await fetch(f"{keeping.url}/voila/render/still.ipynb")
            assert status == 503
            assert headers["Retry-After"] == "10"
            assert '<meta http-equiv="refresh" content="10">' in page
            assert "2 visitors at a time" in page
            assert health(keeping)["visitors"] == 2
        await until(
            lambda: get(f"{keeping.url}/voila/render/still.ipynb")[0] == 200,
            "who left keeps the place",
        )
        gone = await fetch(f"{keeping.url}/api/kernels/{other}")
        assert gone[0] == 404, "the one who left has made room"


async def test_a_kernel_that_was_made_in_advance_reads_nothing_until_somebody_looks(
    preheated: tuple[Server, int],
) -> None:
    server, port = preheated
    async with counted(port) as source:
        await until(lambda: health(server)["kernels"] == 1, "nothing is made in advance")
        kernel = await visit(server, "live.ipynb")  # which waits until its cells have run
        assert health(server)["visitors"] == 1
        assert source.ever == 0
        async with connected(server, kernel):
            await until(lambda: source.now == 1, "nobody reads for the page")
            await until(lambda: health(server)["kernels"] == 2, "no other takes its place")
        await until(lambda: source.now == 0, "it is read for nobody")
        assert source.ever == 1, "the other one reads for nobody"


async def test_a_kernel_whose_last_page_has_gone_ends(forgetting: Server) -> None:
    async with counted() as source:
        write(forgetting.folder, "live.ipynb", READ.format(port=source.port))
        await visit(forgetting, "live.ipynb")
        await until(lambda: health(forgetting)["kernels"] == 0, "a page that was only fetched")
        await until(lambda: forgetting.descendants() == [], "its process")
        assert source.ever == 0
    assert health(forgetting)["visitors"] == 0
    assert list(Path(forgetting.log.parent).glob("voila_*/*")) == [], "connection files"
