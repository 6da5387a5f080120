"""A table as a grid: what is painted of known rows, while it follows and scrolled back."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, NewPage, write

MARKUP = "<img src=q>"
ROWS, MORE = 400, 50

# Times are UTC. More rows come when there is a file, and no others.
SHOW = f"""
import asyncio
from pathlib import Path
import livewidgets as lw

MARKUP = {MARKUP!r}
async def rows():
    for at in range({ROWS + MORE}):
        while at >= {ROWS} and not Path("more").exists():
            await asyncio.sleep(0.05)
        yield {{"time": 1_700_000_000.0 + at, "name": f"row {{at}}", "temp": at / 2,
               MARKUP: MARKUP}}

data = lw.stream(rows(), units={{"temp": "°C"}}, name=MARKUP)
lw.table(data, rows=8, tz="UTC", grid=True)
"""

GRID = ".datagrid-container"
SAID = "[...document.querySelectorAll('.widget-label')].map((each) => each.textContent)"

# The grid is a canvas: what it writes on it is what one reads.
RECORD = """
window.painted = new Set();
const fillText = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  window.painted.add(text);
  return fillText.call(this, text, ...rest);
};
"""


async def painted(page: Page, *texts: str) -> None:
    """Wait until the grid has written all these."""
    await page.wait_for_function(
        "(texts) => texts.every((each) => window.painted.has(each))",
        arg=list(texts),
        timeout=60_000,
    )


async def said(page: Page, state: str, first: int, last: int) -> None:
    """Wait until the line above the grid tells of these rows: the page tells where it is more
    than once while it is laid out."""
    await page.wait_for_function(
        f"([state, rows]) => {SAID}.some((each) => each.startsWith(state) && each.includes(rows))",
        arg=[state, f" · rows {first} to {last}, "],
        timeout=60_000,
    )


async def newer(page: Page, rows: int) -> None:
    """Wait until it says how many are newer."""
    await page.wait_for_function(
        f"(text) => {SAID}.some((each) => each.endsWith(text))",
        arg=f" · {rows} newer",
        timeout=60_000,
    )


async def wheel(page: Page, by: int) -> None:
    """Scroll with the pointer above the grid."""
    await page.evaluate("() => window.painted.clear()")
    box = await page.locator(GRID).bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 60, box["y"] + 60)
    await page.mouse.wheel(0, by)


def named(numbers: range) -> list[str]:
    return [f"row {each}" for each in numbers]


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_what_one_scrolls_back_to_stands_still_while_rows_come(
    front_end: FrontEnd, page: Page, new_page: NewPage
) -> None:
    await page.add_init_script(RECORD)
    notebook = write(front_end, "grid.ipynb", SHOW)
    await front_end.open(page, notebook)
    await front_end.run_all(page)
    await pages.shows(page, GRID)

    # The newest rows, with heads, units, and what looks like markup as text.
    await said(page, "following", ROWS - 7, ROWS)
    await painted(page, *named(range(ROWS - 8, ROWS)))
    await painted(page, "time", "name", "temp [°C]", MARKUP, "199.5", "22:19:59.000")
    assert await page.locator('img[src="q"]').count() == 0

    await wheel(page, 2_000)  # a hundred rows
    await said(page, "paused", ROWS - 107, ROWS - 100)
    await painted(page, *named(range(ROWS - 108, ROWS - 100)))

    # Rows come, and none of them is painted.
    await page.evaluate("() => window.painted.clear()")
    (front_end.server.folder / "more").touch()
    await newer(page, 100 + MORE)
    await said(page, "paused", ROWS - 107, ROWS - 100)
    await wheel(page, 2_000)  # what is read from the ring now are the same places
    await newer(page, 200 + MORE)
    await said(page, "paused", ROWS - 207, ROWS - 200)
    await painted(page, *named(range(ROWS - 208, ROWS - 200)))
    texts = await page.evaluate("() => [...window.painted]")
    assert not set(texts) & set(named(range(ROWS - 8, ROWS + MORE)))

    if front_end.name == "lab":
        await another_page_has_the_same_rows(front_end, page, await new_page(), notebook)

    # Back to the newest: by the button, and by scrolling to the top.
    await page.click('button:text-is("Follow")')
    await said(page, "following", ROWS + MORE - 7, ROWS + MORE)
    await painted(page, *named(range(ROWS + MORE - 8, ROWS + MORE)))
    await wheel(page, 400)
    await newer(page, 20)
    await wheel(page, -2_000)
    await said(page, "following", ROWS + MORE - 7, ROWS + MORE)
    await painted(page, *named(range(ROWS + MORE - 8, ROWS + MORE)))


async def another_page_has_the_same_rows(
    front_end: FrontEnd, page: Page, other: Page, notebook: str
) -> None:
    """A page that comes while it stands still begins at the top of the rows that were newest
    then, and takes nothing from the first."""
    await front_end.save(page, notebook)
    await other.add_init_script(RECORD)
    await front_end.open(other, notebook)
    await painted(other, *named(range(ROWS - 8, ROWS)))
    await said(other, "paused", ROWS - 7, ROWS)
    assert await page.locator('button:text-is("Follow")').count() == 1
    await other.close()
