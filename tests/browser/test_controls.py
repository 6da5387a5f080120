"""The controls on a figure: by mouse, by touch, by keyboard; on two pages, in two figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.controlled import (
    FIGURES,
    HELD,
    RATE,
    SECONDS,
    SPIKE,
    START,
    has_samples,
    place,
    plot,
    seen,
    settles,
    show,
    value,
)
from tests.browser.pages import FrontEnd, NewPage

IN_VOILA = pytest.mark.parametrize("front_end", ["voila"], indirect=True)
IN_LAB = pytest.mark.parametrize("front_end", ["lab"], indirect=True)
IN_NOTEBOOK = pytest.mark.parametrize("front_end", ["notebook"], indirect=True)


@IN_VOILA
async def test_wheel_and_drag_and_a_double_click(front_end: FrontEnd, page: Page) -> None:
    await show(front_end, page)
    spike = START + SPIKE / RATE
    x, y = await place(page, spike)
    await page.mouse.move(x, y)
    await page.mouse.move(x, y + 3)
    start, end = await seen(page)
    while end - start > 0.5:
        await page.mouse.wheel(0, -400)
        start, end = await settles(page, f"end - start < {0.9 * (end - start)}")
    assert start < spike < end
    # Full detail: each row of what is seen is a sample, the one that stands out among them.
    low, high = (int(np.ceil((each - START) * RATE)) for each in (start, end))
    await has_samples(page, low, high)
    assert low <= SPIKE < high
    assert await page.locator(".lw-note").first.inner_text() == "zoomed"

    at = await plot(page)
    await page.mouse.down()
    for step in range(1, 9):
        await page.mouse.move(x + 20 * step, y)
    await page.mouse.up()
    shift = 160 / at["width"] * (end - start)
    moved = await settles(page, f"Math.abs(start - {start - shift}) < {0.02 * (end - start)}")
    assert moved[1] - moved[0] == pytest.approx(end - start)
    low, high = (int(np.ceil((each - START) * RATE)) for each in moved)
    await has_samples(page, low, high)

    await page.mouse.dblclick(x, y)
    live = await settles(page, "end - start > 99")
    assert live[1] == pytest.approx(START + SECONDS, abs=1.0)
    await page.locator(".lw-state").first.wait_for(state="hidden")

    # A span that is chosen.
    await page.keyboard.down("Shift")
    await page.mouse.move(at["x"] + 0.25 * at["width"], y)
    await page.mouse.down()
    await page.mouse.move(at["x"] + 0.4 * at["width"], y)
    await page.mouse.move(at["x"] + 0.5 * at["width"], y)
    await page.mouse.up()
    await page.keyboard.up("Shift")
    chosen = await settles(page, "end - start < 50")
    assert chosen == pytest.approx((live[0] + 25.0, live[0] + 50.0), abs=0.5)


@IN_VOILA
async def test_the_crosshair_tells_what_the_data_are(front_end: FrontEnd, page: Page) -> None:
    await show(front_end, page)
    await page.locator(FIGURES).first.focus()
    for _ in range(18):  # until each row has more than a pixel
        before = await seen(page)
        await page.keyboard.press("+")
        await settles(page, f"end - start < {0.9 * (before[1] - before[0])}")
    start, end = await seen(page)
    low, high = (int(np.ceil((each - START) * RATE)) for each in (start, end))
    await has_samples(page, low, high)
    for at in range(low + 1, high - 1, max(1, (high - low) // 4)):
        x, y = await place(page, START + at / RATE)
        await page.mouse.move(x, y)
        await page.wait_for_function(
            """([time]) => [...document.querySelectorAll(".lw-reading")].every((each) =>
              !each.hidden && Math.abs(each.reading.values[0].time - time) < 1e-4)""",
            arg=[START + at / RATE],
            timeout=HELD,
        )
        read: Any = await page.evaluate(
            """() => [...document.querySelectorAll(".lw-reading")].map((each) =>
              [each.reading.values[0].value, each.textContent])"""
        )
        (first, text), (second, other) = read
        assert first == pytest.approx(value(at), abs=1e-4)
        assert second == pytest.approx(50.0 + at % 7, abs=1e-4)
        assert text.startswith("22:")
        assert text.endswith(" V")
        assert "load" in other
        # What it says neither leaves the figure nor lies under the pointer.
        box: Any = await page.locator(".lw-reading").first.bounding_box()
        around: Any = await page.locator(FIGURES).first.bounding_box()
        assert around["x"] <= box["x"]
        assert box["x"] + box["width"] <= around["x"] + around["width"]
        assert not box["x"] <= x <= box["x"] + box["width"]
    await page.mouse.move(2, 2)
    await page.locator(".lw-line").first.wait_for(state="hidden")


@IN_LAB
async def test_keys_are_the_figures_while_it_has_the_focus(
    front_end: FrontEnd, page: Page, new_page: NewPage
) -> None:
    await show(front_end, page)
    await front_end.save(page, "controls.ipynb")
    note = page.locator(".lw-note").first
    await page.locator(FIGURES).first.focus()
    whole = await seen(page)
    await page.keyboard.press("+")
    near = await settles(page, "end - start < 70")
    await page.keyboard.press("ArrowLeft")
    left = await settles(page, f"start < {near[0] - 1}")
    assert left[1] - left[0] == pytest.approx(near[1] - near[0])
    # The figures of the dashboard have one axis.
    linked = await settles(page, f"Math.abs(start - {left[0]}) < 0.01", 1)
    assert linked == pytest.approx(left, abs=0.01)

    # Another page shows the same, and what is done there is seen here.
    second = await new_page()
    await front_end.open(second, "controls.ipynb")
    await pages.shows(second, FIGURES, 2)
    there = await settles(second, f"Math.abs(start - {left[0]}) < 0.01")
    assert there == pytest.approx(left, abs=0.01)
    await second.locator(FIGURES).first.focus()
    await second.keyboard.press("Home")
    await settles(page, f"Math.abs(end - {whole[1]}) < 0.5")

    await page.bring_to_front()
    await page.locator(FIGURES).first.focus()
    await page.keyboard.press(" ")
    await page.wait_for_function(
        "() => document.querySelector('.lw-note').textContent === 'paused · 0 rows since'",
        timeout=HELD,
    )
    await page.keyboard.press("?")
    await page.locator(".lw-help").first.wait_for(state="visible")
    await page.keyboard.press("Escape")
    await page.locator(".lw-help").first.wait_for(state="hidden")
    assert await note.inner_text() == "paused · 0 rows since", "the first Escape closes the list"
    async with page.expect_download() as download:
        await page.keyboard.press("s")
    assert (await download.value).suggested_filename == "Controlled.png"
    await page.keyboard.press("Escape")
    await page.locator(".lw-state").first.wait_for(state="hidden")
    await page.keyboard.press("c")
    await page.wait_for_function(
        """() => document.querySelectorAll(".bqplot .livewidgets-on-canvas")[0]
          .closest(".bqplot").querySelector(".livewidgets-canvas").getContext("2d")
          .getImageData(0, 0, 2000, 1000).data.every((each) => each === 0)""",
        timeout=HELD,
    )
    assert await page.locator(".jp-Notebook .jp-CodeCell").count() == 1


@IN_NOTEBOOK
async def test_each_button_can_be_found_and_does_what_it_says(
    front_end: FrontEnd, page: Page
) -> None:
    await show(front_end, page)
    figure = page.locator(FIGURES).first
    bar = figure.get_by_role("toolbar")
    await figure.hover()
    for each in await figure.get_by_role("button").all():
        assert await each.get_attribute("title")
        assert await each.get_attribute("aria-label")
    for each in await bar.get_by_role("button").all():
        box: Any = await each.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    await bar.get_by_role("button", name="Zoom in").click()
    near = await settles(page, "end - start < 70")
    await bar.get_by_role("button", name="Zoom out").click()
    await settles(page, f"end - start > {1.4 * (near[1] - near[0])}")
    await figure.get_by_role("button", name="Back to live").click()
    await settles(page, "end - start > 99")
    await bar.get_by_role("button", name="Window length: 100 s").click()
    await figure.get_by_role("button", name="Show 10 s", exact=True).click()
    for nth in (0, 1):
        await settles(page, f"Math.abs(end - start - 10) < 0.01 && end > {START + 99}", nth)
    await bar.get_by_role("button", name="Pause").click()
    await figure.locator(".lw-note").wait_for(state="visible")
    await bar.get_by_role("button", name="Go on").click()
    await figure.locator(".lw-state").wait_for(state="hidden")


@IN_VOILA
async def test_fingers(front_end: FrontEnd, page: Page) -> None:
    await show(front_end, page)
    at = await plot(page)
    y = at["y"] + at["height"] / 2
    session = await page.context.new_cdp_session(page)

    async def touch(kind: str, *parts: float) -> None:
        points = [
            {"x": at["x"] + part * at["width"], "y": y, "id": n} for n, part in enumerate(parts)
        ]
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start, end = await seen(page)
    await touch("touchStart", 0.4)
    await touch("touchStart", 0.4, 0.6)
    for step in range(1, 5):
        await touch("touchMove", 0.4 - 0.05 * step, 0.6 + 0.05 * step)
    await touch("touchEnd")
    near = await settles(page, "end - start < 40")
    assert near[1] - near[0] == pytest.approx((end - start) / 3, rel=0.1)
    assert (near[0] + near[1]) / 2 == pytest.approx((start + end) / 2, abs=2.0)
    await touch("touchStart", 0.5)
    for step in range(1, 6):
        await touch("touchMove", 0.5 + 0.05 * step)
    await touch("touchEnd")
    await settles(page, f"Math.abs(start - {near[0] - 0.25 * (near[1] - near[0])}) < 1")
