"""Dashboards in a page: their layout at every width, for every eye, and by keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

import livewidgets as lw
from tests.browser.axe import faults_for_all
from tests.browser.boards import BOARD, HELD, TABS, WIDTHS, choose_tab, no_faults, says, show
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd

IN_VOILA = pytest.mark.parametrize("front_end", ["voila"], indirect=True)
IN_LAB = pytest.mark.parametrize("front_end", ["lab"], indirect=True)


@IN_VOILA
async def test_from_a_phone_to_a_wall_all_is_seen_by_everybody(
    front_end: FrontEnd, page: Page, console: Console
) -> None:
    await show(front_end, page, console)
    for tab in (0, 1):
        await choose_tab(page, tab)
        for width, height in WIDTHS.items():
            await page.set_viewport_size({"width": width, "height": height})
            await no_faults(page)
            assert await faults_for_all(page) == []
    assert await page.title() != "broken"
    assert await page.locator(f"{BOARD} h1").inner_text() == "Heating <u>7</u>"
    assert await page.locator(f"{BOARD} :is(i:not(.fa), u, img)").count() == 0


@IN_VOILA
async def test_in_the_dark_too(front_end: FrontEnd, page: Page, console: Console) -> None:
    await show(front_end, page, console, dark=True)
    colour: Any = await page.locator(f"{BOARD} h1").evaluate("(it) => getComputedStyle(it).color")
    assert colour == "rgba(255, 255, 255, 0.87)", "texts follow the theme"
    for tab in (0, 1):
        await choose_tab(page, tab)
        assert await faults_for_all(page) == []


@IN_VOILA
async def test_each_control_works_by_keyboard(
    front_end: FrontEnd, page: Page, console: Console
) -> None:
    await show(front_end, page, console)
    await says(page, "■ ended")
    keys = page.keyboard
    await page.get_by_role("button", name="Pause all").focus()
    await keys.press("Space")
    await says(page, "‖ paused · 0 rows since")
    await page.get_by_role("button", name="Resume all").wait_for()
    # The figures know, and what is done with one of them is told by the bar.
    note = page.locator(".lw-note").first
    await note.wait_for(state="visible")
    await keys.press("Tab")
    assert await focused(page) == "Live"
    await keys.press("Enter")
    await says(page, "■ ended")
    await note.wait_for(state="hidden")
    await page.locator(".livewidgets-controlled").first.focus()
    await keys.press("+")
    await says(page, "⌕ zoomed")
    await keys.press("Home")
    await says(page, "■ ended")

    window = page.get_by_label("Window", exact=True)
    await window.focus()
    await keys.press("ArrowUp")
    await page.wait_for_function(
        """() => { const {start, end} = document.querySelector(".lw-controls").seen();
          return Math.abs(end - start - 30) < 1e-6; }""",
        timeout=HELD,
    )
    assert await window.evaluate("(it) => it.selectedOptions[0].label") == "30\u00a0s"

    inlet = page.get_by_role("checkbox", name="inlet")
    await inlet.focus()
    await keys.press("Space")
    await page.wait_for_function(
        """() => { const [inlet, outlet] =
            document.querySelector(".livewidgets-canvas").drawn.curves[0];
          const {start} = document.querySelector(".lw-controls").seen();
          return Math.max(...inlet.x) < start && Math.max(...outlet.x) > start; }""",
        timeout=HELD,
    )
    await page.locator(".legendtext", has_text="inlet (hidden)").first.wait_for()
    await keys.press("Space")
    await page.locator(".legendtext", has_text="inlet (hidden)").first.wait_for(state="detached")

    await page.locator(TABS).first.focus()
    await keys.press("ArrowRight")
    await keys.press("Enter")
    await page.get_by_role("button", name="Acknowledge").first.wait_for()
    await page.locator(".livewidgets-stats").wait_for()

    await page.get_by_role("button", name="Clear").focus()
    await keys.press("Enter")
    await choose_tab(page, 0)
    await page.wait_for_function(
        """() => document.querySelector(".livewidgets-canvas").getContext("2d")
          .getImageData(0, 0, 1000, 300).data.every((each) => each === 0)""",
        timeout=HELD,
    )


async def focused(page: Page) -> str:
    text: Any = await page.evaluate("document.activeElement.textContent")
    return str(text)


@IN_LAB
async def test_in_lab_too(front_end: FrontEnd, page: Page, console: Console) -> None:
    await show(front_end, page, console)
    await no_faults(page)
    await page.get_by_role("button", name="Pause all").click()
    await says(page, "‖ paused · 0 rows since")
    await page.locator(TABS).first.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await page.locator(".livewidgets-stats").wait_for()
    await no_faults(page)


@pytest.fixture
def everything_ends() -> Iterator[None]:
    yield
    lw.stop_all()


@pytest.mark.usefixtures("everything_ends")
async def test_a_snapshot_opens_offline(page: Page, tmp_path: Path) -> None:
    times = [1_700_000_000.0 + each for each in range(50)]
    data = lw.stream(({"time": time, "speed": time % 10} for time in times), name="<b>pump</b>")
    figure = lw.line(data, title="<i>Speed</i>", tz="UTC")
    board = lw.dashboard([figure, lw.value(data)], lw.stats(data), title="Pump")
    data.wait(rows=50)
    while figure.marks[0].x.size < 50:  # until it has been drawn
        await asyncio.sleep(0.05)
    file = tmp_path / "page.html"
    board.export(file)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.context.set_offline(True)
    await page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    for width in (360, 1280):
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.locator(".title", has_text="<i>Speed</i>").count() == 1
    assert await page.locator("b, i").count() == 0
    # The curve is where it belongs: fifty rows in a minute, of which the last is at the end.
    curve, plot = page.locator(".chart .curve"), page.locator(".chart > svg")
    drawn: Any = await curve.evaluate("(it) => it.getBoundingClientRect().width")
    whole: Any = await plot.evaluate("(it) => it.getBoundingClientRect().width")
    assert drawn / whole == pytest.approx(49 / 60, abs=0.02)
    assert await faults_for_all(page) == []
