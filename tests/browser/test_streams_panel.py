"""The side panel "Streams" in JupyterLab: what runs in the open notebooks, and stopping it."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

pytestmark = pytest.mark.parametrize("front_end", ["lab"], indirect=True)

TAB = '.jp-SideBar [data-id="livewidgets-streams"]'
PANEL = "#livewidgets-streams"
HELD = 30_000  # milliseconds that the page may take for anything

ALPHA = """
import time
import livewidgets as lw

def numbers():
    while True:
        yield 1.5
        time.sleep(0.05)

figure = lw.line(lw.stream(numbers(), name="<b>alpha</b>"))
figure
"""

BETA = """
import threading
import livewidgets as lw

speaks = threading.Event()
speaks.set()

def numbers():
    while True:
        speaks.wait()
        yield 2.5
        threading.Event().wait(0.05)

beta = lw.stream(numbers(), name="beta").start()
"""


async def open_beside(page: Page, front_end: FrontEnd, notebook: str) -> None:
    """Open a second notebook in the page, and wait for its kernel."""
    await page.evaluate(
        "(path) => window.jupyterapp.commands.execute('docmanager:open', {path})", notebook
    )
    await page.wait_for_function(
        "(path) => window.jupyterapp.shell.currentWidget?.context?.path === path",
        arg=notebook,
        timeout=HELD,
    )
    await front_end.ready(page)


async def run(page: Page) -> None:
    """Run the first cell of the notebook that is in front, with no menu between."""
    command = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
    assert await page.evaluate(f"{command}.then(() => true)")


async def show(page: Page, front_end: FrontEnd, name: str) -> tuple[str, str]:
    """Two notebooks whose streams run, and the panel."""
    first = write(front_end, f"{name}_alpha.ipynb", ALPHA)
    second = write(front_end, f"{name}_beta.ipynb", BETA)
    await front_end.open(page, first)
    await run(page)
    await pages.shows(page, pages.FIGURE)
    await page.click(TAB)
    await open_beside(page, front_end, second)
    await run(page)
    await expect(page.locator(f"{PANEL} section")).to_have_count(2, timeout=HELD)
    return first, second


async def test_it_lists_the_streams_of_two_notebooks_and_what_they_do(
    front_end: FrontEnd, page: Page
) -> None:
    first, second = await show(page, front_end, "lists")
    names = page.locator(f"{PANEL} .lw-stream-name")
    await expect(names).to_have_text(["<b>alpha</b>", "beta"], timeout=HELD)
    assert await page.locator(f"{PANEL} .lw-stream-name b").count() == 0, "text, no markup"
    headings = page.locator(f"{PANEL} .lw-notebook")
    await expect(headings).to_have_text([first, second])
    alpha, beta = (page.locator(f"{PANEL} li").nth(nth) for nth in (0, 1))
    await expect(alpha).to_contain_text("1 picture", timeout=HELD)
    await expect(beta).to_contain_text("no picture")
    await expect(beta).to_contain_text("● live", timeout=HELD)
    await pages.moves(page, f"{PANEL} .lw-stream-counts", 1)

    await page.evaluate(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({code: 'speaks.clear()'}).done.then(() => true)"
    )
    await expect(beta).to_contain_text("◐ stale", timeout=HELD)

    await headings.nth(0).click()
    await page.wait_for_function(
        "(path) => window.jupyterapp.shell.currentWidget?.context?.path === path",
        arg=first,
        timeout=HELD,
    )


async def test_streams_are_stopped_by_mouse_and_by_keyboard(
    front_end: FrontEnd, page: Page
) -> None:
    await show(page, front_end, "stops")
    stop = page.get_by_role("button", name="Stop <b>alpha</b>")
    await stop.focus()
    await page.keyboard.press("Enter")
    names = page.locator(f"{PANEL} .lw-stream-name")
    await expect(names).to_have_text(["beta"], timeout=HELD)
    await page.get_by_role("button", name="Stop beta").click()
    await expect(page.locator(PANEL)).to_contain_text("No stream runs", timeout=HELD)
    running = (
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute("
        "{code: '', user_expressions: {runs: 'beta.running'}}).done"
        ".then((reply) => reply.content.user_expressions.runs.data['text/plain'])"
    )
    assert await page.evaluate(running) == "False"


async def test_kernels_without_livewidgets_are_left_in_peace_until_a_cell_has_run(
    front_end: FrontEnd, page: Page
) -> None:
    name = write(front_end, "without.ipynb", "print(1)")
    await front_end.open(page, name)
    await page.evaluate(
        """() => {
          const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
          window.asked = [];
          kernel.anyMessage.connect((_, {direction, msg}) => {
            const {msg_type} = msg.header;
            const target = msg.content.target_name;
            if (direction === "send") window.asked.push([msg_type, target]);
          });
        }"""
    )
    await page.click(TAB)
    ours = "() => window.asked.filter(([type, target]) => target === 'livewidgets.streams').length"
    await page.wait_for_function(f"({ours})() === 1", timeout=HELD)
    # Looks that follow ask nothing: they have come when the clock of the page has gone on.
    await page.wait_for_timeout(3000)
    assert await page.evaluate(ours) == 1
    await run(page)
    await page.wait_for_function(f"({ours})() === 2", timeout=HELD)
    assert await page.evaluate("window.asked.some(([type]) => type === 'comm_open')") is False
    assert "No such comm" not in front_end.server.log.read_text()
