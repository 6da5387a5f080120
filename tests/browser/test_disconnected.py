"""A page that loses its kernel: it says so, and mends what can be mended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser import pages, servers
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write
from tests.browser.sender import sender
from tests.browser.test_transport import SHOW


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Twenty rows a second of three channels."""
    with sender("--csv", "--channels", "3", "--rate", "20") as number:
        yield number


BADGE = ".livewidgets-disconnected"

SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...args) { super(...args); window.sockets.push(this); }
};
"""

# A page may mend its connection sooner than a test can look.
NOTE_BADGES = """
window.badges = [];
new MutationObserver((records) => {
  const badges = document.querySelectorAll(".livewidgets-disconnected");
  for (const badge of badges) window.badges.push([badge.textContent, badge.ariaLive]);
}).observe(document.body, {childList: true, subtree: true});
"""


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_a_connection_that_breaks_is_said_and_mended(
    front_end: FrontEnd, port: int, page: Page, console: Console
) -> None:
    console.expect("WebSocket")  # the page says that the connection was closed
    name = write(front_end, "breaks.ipynb", SHOW.format(port=port))
    await page.add_init_script(SOCKETS)
    await front_end.show(page, name)
    await pages.line_moves(page)
    assert await page.locator(BADGE).count() == 0
    await page.evaluate(NOTE_BADGES)
    await page.evaluate("window.sockets.forEach((socket) => socket.close())")
    await page.wait_for_function("() => window.badges.length > 0", timeout=15_000)
    assert ["⚠ disconnected", "polite"] in await page.evaluate("window.badges")
    await page.wait_for_function(f"() => document.querySelector('{BADGE}') === null")
    await pages.line_moves(page)


@pytest.mark.parametrize("start", [servers.start_lab, servers.start_voila])
async def test_when_the_kernel_is_gone_each_picture_says_so(
    start: Callable[[Path], servers.Server],
    port: int,
    page: Page,
    console: Console,
    tmp_path: Path,
) -> None:
    console.expect(".*")  # a page whose server is gone has much to say
    server = start(tmp_path / "home")
    try:
        front_end = FrontEnd(server.name, server)
        name = write(front_end, "gone.ipynb", SHOW.format(port=port))
        await front_end.show(page, name)
        await pages.line_moves(page)
        await asyncio.sleep(1)
    finally:
        server.stop()
    await pages.shows(page, f".bqplot.figure > {BADGE}", seconds=20)
    assert await page.locator(BADGE).count() >= 4, "on the label, too, and on the status"
