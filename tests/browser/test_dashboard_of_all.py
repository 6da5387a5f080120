"""Every picture in one dashboard: at every width, in light and dark, by eye and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.all_pictures import BOARD, cell
from tests.browser.axe import faults_for_all
from tests.browser.boards import TABS, WIDTHS, choose_tab, no_faults
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write
from tests.browser.picture_data import comes_true

CONTROLS = """
() => [...document.querySelectorAll(".livewidgets-board :is(button, select, input, [tabindex])")]
  .filter((each) => each.tabIndex >= 0 && !each.disabled && each.getClientRects().length > 0
    && getComputedStyle(each).visibility !== "hidden")
"""
# The name of what has the focus, or of where it is; "" where nobody could tell what it is.
NAMED = """
(each) => (each.ariaLabel || each.title || each.textContent
  || each.labels?.[0]?.textContent || "").trim()
"""
READY = """
() => [...document.querySelectorAll(".livewidgets-canvas")]
  .filter((each) => each.drawn?.curves.length > 0).length >= 4
"""


async def show(front_end: FrontEnd, page: Page, console: Console, theme: str) -> None:
    # bqplot draws the figure of a tab that is not seen yet, which has no size, before it knows.
    console.expect(r"<rect> attribute (width|height): A negative value is not valid")
    name = write(front_end, "all_in_one.ipynb", cell(), BOARD)
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    await page.goto(f"{front_end.address(name)}?theme={theme}")
    await pages.shows(page, pages.FIGURE)
    await page.wait_for_function(READY, timeout=pages.SHOWN * 1000)


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_nothing_overlaps_or_is_cut_off_and_everybody_can_use_it(
    front_end: FrontEnd, page: Page, console: Console, theme: str
) -> None:
    await show(front_end, page, console, theme)
    for tab in (0, 1):
        await choose_tab(page, tab)
        for width, height in WIDTHS.items():
            await page.set_viewport_size({"width": width, "height": height})
            await no_faults(page)
        assert await faults_for_all(page) == []


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_tab_comes_to_every_control_in_the_order_of_the_page(
    front_end: FrontEnd, page: Page, console: Console
) -> None:
    await show(front_end, page, console, "light")
    for tab in (0, 1):
        await choose_tab(page, tab)

        async def each_is_come_to() -> None:
            names: Any = await page.evaluate(f"() => ({CONTROLS})().map({NAMED})")
            assert len(names) > 5
            assert all(names), f"a control without a name: {names}"
            await page.evaluate(f"() => ({CONTROLS})()[0].focus()")
            come_to = [await page.evaluate(f"({NAMED})(document.activeElement)")]
            for _ in names[1:]:
                await page.keyboard.press("Tab")
                come_to.append(await page.evaluate(f"({NAMED})(document.activeElement)"))
            assert come_to == names

        await comes_true(each_is_come_to)
    await page.locator(TABS).first.wait_for()
