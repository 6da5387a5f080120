"""`livewidgets serve` in a real browser: pages that are cut off, and find their way back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.browser import pages
from tests.browser.conftest import ARGUMENTS
from tests.browser.console_noise import Console
from tests.browser.proxy import Network
from tests.browser.servers import Server
from tests.server import dashboards
from tests.server.dashboards import Counted, counted, health, until, write

BANNER = ".livewidgets-banner"
SOON = 60_000.0  # milliseconds

READ = """
import livewidgets as lw
from ipywidgets import VBox
numbers = lw.connect("127.0.0.1", {port})
VBox([lw.value(numbers), lw.status(numbers), lw.line(numbers, window="60s")])
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with dashboards.serving(tmp_path / "one", "--keep-kernels", "3600") as each:
        yield each


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Server]:
    """Waits for a page that the network has lost for as long as the test takes."""
    options = ("--keep-kernels", "3600", "--lost", "3600")
    with dashboards.serving(tmp_path / "one", *options) as each:
        yield each


async def show(page: Page, server: Server, source: Counted, port: int | None = None) -> str:
    """Open a dashboard of a source; its kernel."""
    write(server.folder, "live.ipynb", READ.format(port=source.port))
    root = server.url if port is None else f"http://127.0.0.1:{port}"
    await page.goto(f"{root}/voila/render/live.ipynb")
    await pages.line_moves(page, seconds=60)
    return await kernel(page)


async def kernel(page: Page) -> str:
    text = await page.locator("#jupyter-config-data").text_content()
    return str(json.loads(text or "{}")["kernelId"])


ANOTHER_KERNEL = """(before) => {
  if (document.readyState === "loading") return false; // its texts may be there in part
  const config = document.getElementById("jupyter-config-data");
  return config && JSON.parse(config.textContent).kernelId !== before;
}"""


async def cut_off(page: Page) -> None:
    await expect(page.locator(BANNER)).to_contain_text("Connection lost at", timeout=SOON)


async def test_a_page_that_the_network_loses_for_a_moment_goes_on_without_a_gap(
    patient: Server, page: Page, console: Console
) -> None:
    console.expect("ERR_CONNECTION_|ERR_EMPTY_RESPONSE|WebSocket connection to")  # the cut
    async with counted() as source, Network(int(patient.url.rpartition(":")[2])) as network:
        before = await show(page, patient, source, network.port)
        await page.evaluate("window.unloaded = 'never'")
        await network.cut()
        await cut_off(page)
        await network.mend()
        await expect(page.locator(BANNER)).to_be_hidden(timeout=SOON)
        await pages.line_moves(page)
        assert await page.evaluate("window.unloaded") == "never"
        assert (await kernel(page), health(patient)["kernels"]) == (before, 1)
        assert source.ever == 1, "the kernel went on reading"


async def test_a_page_whose_server_was_started_again_begins_anew_by_itself(
    server: Server, tmp_path: Path, page: Page, console: Console
) -> None:
    console.expect("ERR_CONNECTION_|ERR_EMPTY_RESPONSE|WebSocket connection to")  # the restart
    console.expect(r"404.*api/kernels|api/kernels.*404")  # how the page learns of it
    async with counted() as source:
        before = await show(page, server, source)
        await asyncio.to_thread(server.stop)
        await cut_off(page)
        port = int(server.url.rpartition(":")[2])
        book = server.folder / "live.ipynb"
        with dashboards.serving(tmp_path / "two", port=port, notebooks=[book]) as again:
            await page.wait_for_function(
                ANOTHER_KERNEL,
                arg=before,
                timeout=SOON,
            )
            await pages.line_moves(page, seconds=60)
            await expect(page.locator(BANNER)).to_be_hidden()
            assert health(again)["visitors"] == 1


async def test_a_reload_has_its_kernel_again_and_one_that_is_closed_stops_reading(
    server: Server, page: Page
) -> None:
    async with counted() as source:
        before = await show(page, server, source)
        # Chromium gives a page half a second to say that it goes; a busy machine needs more.
        await page.evaluate("window.dispatchEvent(new Event('beforeunload'))")
        await page.reload()
        await pages.line_moves(page, seconds=60)
        assert await kernel(page) == before
        assert health(server)["kernels"] == 1
        await until(lambda: source.ever == 2, "nobody told the kernel that its page had gone")
        await until(lambda: source.now == 1, "it is not read for the page that came back")
        await page.goto("about:blank")
        await until(lambda: source.now == 0, "it is read for nobody")


async def test_a_page_whose_kernel_dies_begins_anew_by_itself(
    server: Server, page: Page, console: Console
) -> None:
    console.expect(r"404.*api/kernels|api/kernels.*404|WebSocket")
    async with counted() as source:
        before = await show(page, server, source)
        for each in server.descendants():
            if "ipykernel" in " ".join(each.cmdline()):
                each.kill()
        await page.wait_for_function(
            ANOTHER_KERNEL,
            arg=before,
            timeout=SOON,
        )
        await pages.line_moves(page, seconds=60)


async def test_a_page_that_is_closed_and_a_browser_that_is_killed_leave_nothing(
    tmp_path: Path,
) -> None:
    executable = shutil.which("chromium")
    async with counted() as source, async_playwright() as playwright:
        with dashboards.serving(tmp_path / "one", "--keep-kernels", "0.1") as server:
            write(server.folder, "live.ipynb", READ.format(port=source.port))
            profile = tmp_path / "profile"
            arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
            context = await playwright.chromium.launch_persistent_context(
                profile, executable_path=executable, args=arguments
            )
            for _ in range(2):
                page = await context.new_page()
                await page.goto(f"{server.url}/voila/render/live.ipynb")
                await pages.line_moves(page, seconds=60)
            await page.close()
            await until(lambda: source.now == 1, "the one that was closed is read for")
            await until(lambda: health(server)["visitors"] == 1, "its kernel is kept")
            kill(str(profile))
            await until(lambda: source.now == 0, "the one that was killed is read for")
            await until(lambda: health(server)["kernels"] == 0, "its kernel is kept")
            await until(lambda: server.descendants() == [], "a process is left")
            assert list(tmp_path.glob("one/voila_*/*")) == [], "a connection file is left"


def kill(profile: str) -> None:
    """Kill the browser of a profile: none of its pages says a word."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if any(profile in each for each in process.cmdline()):
                process.kill()
