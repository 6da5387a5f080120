"""What a person does and sees on a page: open a notebook, run it, watch it move."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.async_api import Locator, Page
from playwright.async_api import TimeoutError as StandsStill

from tests.browser.servers import Server

FIGURE = ".bqplot.figure"
LINE = f"{FIGURE} path.line"  # a curve of a bqplot Lines mark
LABEL = ".widget-label"

SHOWN = 60.0  # seconds that a page may take to show something, with its kernel's start
MOVED = 15.0  # seconds that a thing that moves may stand still

NewPage = Callable[[], Awaitable[Page]]  # the fixture `new_page`: each call a new visitor

_workspaces = itertools.count()

_ASKED_FOR = """
() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")]
  .some((prompt) => /\\[[*\\d]/.test(prompt.textContent))
"""

_READ = """
([selector, nth, attribute]) => {
  const node = document.querySelectorAll(selector)[nth];
  if (!node) return null;
  return attribute === null ? node.textContent : node.getAttribute(attribute);
}
"""
_PROMPT_CHANGED = """
([index, before]) => {
  const cell = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[index];
  return cell.querySelector(".jp-InputPrompt").textContent.trim() !== before;
}
"""
_CHANGED = f"""
([selector, nth, attribute, before]) => {{
  const now = ({_READ})([selector, nth, attribute]);
  return now !== null && now !== before;
}}
"""


# A curve by its place among all that the page has: what was drawn of it on our canvas, or
# the shape of its path where bqplot draws it.
_SHAPE = f"""
(nth) => {{
  const path = document.querySelectorAll("{LINE}")[nth];
  const mark = path?.closest(".livewidgets-on-canvas");
  if (!mark) return path?.getAttribute("d") ?? null;
  const figure = path.closest("{FIGURE}");
  const marks = [...figure.querySelectorAll(".livewidgets-on-canvas")];
  const {{drawn}} = figure.querySelector(".livewidgets-canvas");
  const place = [...mark.querySelectorAll(".curve")].indexOf(path.closest(".curve"));
  const curve = drawn.curves[marks.indexOf(mark)]?.[place];
  if (!curve) return null;
  const last = curve.x.length - 1;
  return [curve.x[0], curve.x[last], curve.y[last], last].join(" ");
}}
"""
_RESHAPED = f"""
([nth, before]) => {{
  const now = ({_SHAPE})(nth);
  return now !== null && now !== before;
}}
"""


_CONNECTED = """
() => {
  const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
  const kernel = context?.isReady ? context.session?.kernel : undefined;
  return kernel?.connectionStatus === "connected" && ["idle", "busy"].includes(kernel.status);
}
"""


@dataclass(frozen=True)
class FrontEnd:
    """One of `lab`, `notebook`, `voila`, and how one uses it."""

    name: str
    server: Server

    @property
    def runs_by_itself(self) -> bool:
        """Whether opening a notebook runs it, in a kernel of the page's own (Voila)."""
        return self.name == "voila"

    def address(self, notebook: str) -> str:
        """The address that opens a notebook of the server's folder."""
        if self.name == "voila":
            return f"{self.server.url}/voila/render/{notebook}"
        if self.name == "notebook":
            return f"{self.server.url}/notebooks/{notebook}"
        # A workspace of its own: the second page in one workspace is sent elsewhere.
        workspace = f"page{next(_workspaces)}"
        return f"{self.server.url}/lab/workspaces/{workspace}/tree/{notebook}?reset"

    async def open(self, page: Page, notebook: str) -> None:
        """Open a notebook; in Lab and Notebook 7 without running it.

        A second page of a saved notebook shows what runs already: they share its kernel.
        """
        await page.goto(self.address(notebook))
        await self.ready(page)

    async def ready(self, page: Page) -> None:
        """Wait, after a load or reload, until the page is connected to a kernel that runs.

        Before that, running a cell makes the page ask which kernel is meant.
        """
        if not self.runs_by_itself:
            await page.wait_for_function(_CONNECTED, timeout=SHOWN * 1000)

    async def run_all(self, page: Page) -> None:
        """Run all cells; returns when the first is asked for. Nothing to do in Voila.

        A page that is still busy opening may ignore the menu: it is then chosen again.
        """
        if self.runs_by_itself:
            return
        for _ in range(5):
            await menu(page, "Run", "Run All Cells")
            try:
                await page.wait_for_function(_ASKED_FOR, timeout=3000)
                return
            except StandsStill:
                continue
        raise AssertionError("the page does not run its cells")

    async def show(self, page: Page, notebook: str) -> None:
        """Open a notebook, run it, and wait until it shows a figure."""
        await self.open(page, notebook)
        await self.run_all(page)
        await shows(page, FIGURE)

    async def save(self, page: Page, notebook: str) -> None:
        """Save, so that another page and a reload find the outputs. Nothing to do in Voila."""
        if self.runs_by_itself:
            return
        file = self.server.folder / notebook
        before = file.stat().st_mtime_ns
        await page.keyboard.press("Control+s")
        await asyncio.wait_for(_touched(file, before), SHOWN)

    async def reload(self, page: Page) -> None:
        """Load the page again; what was saved and runs is shown again (in Voila: runs anew)."""
        await page.reload()
        await self.ready(page)


def write(front_end: FrontEnd, name: str, *cells: str) -> str:
    """Write a notebook of these cells into the server's folder."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = new_notebook(
        cells=[new_code_cell(cell.strip()) for cell in cells], metadata={"kernelspec": kernel}
    )
    (front_end.server.folder / name).write_text(nbformat.writes(book))
    return name


async def _touched(file: Path, before: int) -> None:
    """Wait until a notebook was written anew, to its end."""
    while file.stat().st_mtime_ns == before or not file.read_text().rstrip().endswith("}"):
        await asyncio.sleep(0.05)


async def menu(page: Page, name: str, entry: str) -> None:
    """Choose a menu's entry, in Lab and Notebook 7: menu(page, "Kernel", "Interrupt Kernel")."""
    await page.click(f'.lm-MenuBar-itemLabel:text-is("{name}")')
    await page.click(f'.lm-Menu-itemLabel:text-is("{entry}")')


async def restart_kernel(page: Page) -> None:
    """Restart the kernel by the menu and its dialogue, in Lab and Notebook 7."""
    await menu(page, "Kernel", "Restart Kernel…")
    await page.click(".jp-Dialog .jp-mod-accept")


def cell(page: Page, index: int) -> Locator:
    """A code cell by its place among the code cells, in Lab and Notebook 7."""
    return page.locator(".jp-Notebook .jp-CodeCell").nth(index)


async def run_cell(page: Page, index: int) -> None:
    """Run one code cell; returns when it is asked for, as its prompt shows.

    A page that is still busy opening may drop the request: it is then made again.
    """
    before = await prompt(page, index)
    for _ in range(5):
        await cell(page, index).locator(".cm-content").click()
        await page.keyboard.press("Shift+Enter")
        try:
            await page.wait_for_function(_PROMPT_CHANGED, arg=[index, before], timeout=3000)
            return
        except StandsStill:
            continue
    raise AssertionError(f"the page does not run cell {index}")


async def prompt(page: Page, index: int) -> str:
    """What stands before a code cell: `[*]:` while it runs or waits, then `[3]:`."""
    return (await cell(page, index).locator(".jp-InputPrompt").inner_text()).strip()


async def has_run(page: Page, index: int, seconds: float = SHOWN) -> None:
    """Wait until a code cell has run."""
    await page.wait_for_function(
        r"""(index) => {
          const cell = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[index];
          const prompt = cell && cell.querySelector(".jp-InputPrompt");
          return prompt && /^\[\d+\]/.test(prompt.textContent.trim());
        }""",
        arg=index,
        timeout=seconds * 1000,
    )


async def shows(page: Page, selector: str, count: int = 1, seconds: float = SHOWN) -> None:
    """Wait until the page shows at least `count` visible elements of a selector."""
    await page.locator(selector).nth(count - 1).wait_for(state="visible", timeout=seconds * 1000)


async def read(page: Page, selector: str, nth: int = 0, attribute: str | None = None) -> str | None:
    """The text (or an attribute) of an element as it is now; None where there is none."""
    value: Any = await page.evaluate(_READ, [selector, nth, attribute])
    return None if value is None else str(value)


async def moves(
    page: Page,
    selector: str,
    nth: int = 0,
    attribute: str | None = None,
    *,
    times: int = 3,
    seconds: float = MOVED,
) -> list[str]:
    """Wait until an element's text (or attribute) has changed `times` times.

    Returns:
        What was seen, in order: the first value and one for each change.

    Raises:
        TimeoutError: Playwright's; it stood still for `seconds`.
    """
    await page.locator(selector).nth(nth).wait_for(state="attached", timeout=seconds * 1000)
    seen = [await read(page, selector, nth, attribute)]
    for _ in range(times):
        await page.wait_for_function(
            _CHANGED, arg=[selector, nth, attribute, seen[-1]], timeout=seconds * 1000
        )
        seen.append(await read(page, selector, nth, attribute))
    return [value or "" for value in seen]


async def line_shape(page: Page, nth: int = 0) -> str | None:
    """What tells a curve's shape from another one; None where there is no such curve."""
    shape: str | None = await page.evaluate(_SHAPE, nth)
    return shape


async def line_moves(page: Page, nth: int = 0, *, times: int = 3, seconds: float = MOVED) -> None:
    """Wait until a curve has changed its shape `times` times."""
    await page.locator(LINE).nth(nth).wait_for(state="attached", timeout=seconds * 1000)
    for _ in range(times):
        before = await line_shape(page, nth)
        await page.wait_for_function(_RESHAPED, arg=[nth, before], timeout=seconds * 1000)


async def label_text(page: Page, nth: int = 0) -> str | None:
    """The text of a label."""
    return await read(page, LABEL, nth)


async def label_moves(
    page: Page, nth: int = 0, *, times: int = 3, seconds: float = MOVED
) -> list[str]:
    """Wait until a label's text has changed `times` times; the texts that were seen."""
    return await moves(page, LABEL, nth, times=times, seconds=seconds)
