"""The controls of pictures that are no lines: by keyboard, in a dashboard, and for the ear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

START = 1_700_000_000.0
HELD = 15_000  # milliseconds that the page may take for anything
NAMES = ("line", "heat", "candles", "states", "histogram", "bars", "map")

# All rows come at once and no more do: what is seen moves by the controls alone.
SHOW = f"""
import livewidgets as lw

def rows():
    for at in range(600):
        yield {{
            "time": {START} + at, "a": at % 10 + 0.5, "b": float(at), "who": "<i>pump</i>",
            "state": ["idle", "busy"][at // 50 % 2], "lat": 52.5, "lon": 13.4,
        }}

data = lw.stream(rows, units={{"b": "V"}})
bands = lw.stream(({{"time": {START} + at, "low": at / 600, "high": 1.0}} for at in range(600)))
line = lw.line(data, "b", window="100s", tz="UTC", title="line")
heat = lw.heatmap(bands, tz="UTC", title="heat")
candles = lw.candles(data, "b", window="100s", every="10s", tz="UTC", title="candles")
states = lw.timeline(data, "state", by="who", tz="UTC")
histogram = lw.histogram(data, "a", bins=10, title="histogram")
bars = lw.bars(data, "b", by="who", title="bars")
places = lw.map(data, by="who")
gauge, number = lw.gauge(data, "a"), lw.number(data, "b")
data.wait(rows=600, timeout=60)
bands.wait(rows=600, timeout=60)
lw.dashboard([line, heat], [candles, states], [histogram, bars], [places, gauge, number])
"""

FIGURES = ".livewidgets-controlled"
SEEN = """() => [...document.querySelectorAll(".lw-controls")].map((each) => each.seen())"""

# Of each figure with controls: its own name, what its picture is told as, and its state.
TOLD = """
() => [...document.querySelectorAll(".livewidgets-controlled")].map((figure) => ({
  name: figure.getAttribute("aria-label"),
  role: figure.querySelector("svg.svg-figure, :scope > svg, svg[role]")?.getAttribute("role"),
  words: figure.querySelector("svg[role=img]")?.getAttribute("aria-label") ?? "",
  state: figure.querySelector(".lw-state").hidden
    ? "live" : figure.querySelector(".lw-note").textContent,
}))
"""


async def show(front_end: FrontEnd, page: Page) -> None:
    await page.set_viewport_size({"width": 1280, "height": 2200})
    await front_end.show(page, write(front_end, "steered.ipynb", SHOW))
    await pages.shows(page, FIGURES, len(NAMES))
    await page.wait_for_function(
        """() => document.querySelectorAll(".livewidgets-controlled svg[role=img]").length === 7
          && document.querySelectorAll(".livewidgets-controlled .stick").length > 5""",
        timeout=pages.SHOWN * 1000,
    )


async def settles(page: Page, condition: str) -> Any:
    """Wait until something is so of `seen`, the spans of all figures, and of `told`."""
    await page.wait_for_function(
        f"() => {{ const seen = ({SEEN})(), told = ({TOLD})(); return {condition}; }}",
        timeout=HELD,
    )
    return await page.evaluate(SEEN)


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_every_picture_has_controls_and_words(front_end: FrontEnd, page: Page) -> None:
    await show(front_end, page)
    figures = page.locator(FIGURES)
    told: Any = await page.evaluate(TOLD)
    words = dict(zip(NAMES, (each["words"] for each in told), strict=True))
    assert words["line"].startswith("line chart of b; newest b 599")
    assert words["heat"] == "heat map of low and high; now the greatest value is 1 in high"
    assert words["candles"].startswith("candles of b, 10 s each; in the last one it rose to b 599")
    assert words["states"] == "timeline of states; now <i>pump</i> busy"
    assert words["histogram"].startswith("histogram of 61 values of a; from 0 to 10; mean 5")
    assert words["bars"].startswith("bars of b [V]; <i>pump</i> 599")
    assert words["map"].startswith("map; 1 place")
    assert "dial from 0 to 100, at 9.5" in await spoken(page)
    assert {each["state"] for each in told} == {"live"}

    # What has an axis of time is one: zoomed in one of them, by keyboard, and back again.
    before = await settles(page, "seen.slice(0, 4).every((each) => each.end > each.start)")
    await figures.nth(2).focus()
    for _ in range(2):
        await page.keyboard.press("+")
    await settles(page, "seen[2].end - seen[2].start < 60")
    await page.keyboard.press("ArrowLeft")
    after = await settles(
        page,
        "[0, 1, 3].every((nth) => Math.abs(seen[nth].end - seen[2].end) < 0.01"
        " && Math.abs(seen[nth].start - seen[2].start) < 0.01)"
        f" && seen[2].end < {before[2]['end'] - 30}"
        " && told.slice(0, 4).every(({state, words}) => state === 'zoomed'"
        " && words.endsWith('; zoomed')) && told.slice(4).every(({state}) => state === 'live')",
    )
    assert [each is None for each in after] == [False] * 4 + [True] * 3
    image = figures.nth(1).locator("image").first
    assert await image.get_attribute("href")
    await page.keyboard.press("Home")
    await settles(page, "told.every(({state}) => state === 'live')")

    # What has no axis of time can be paused, and has no buttons that would move it.
    for nth in (4, 5, 6):
        figure = figures.nth(nth)
        await figure.focus()
        await page.keyboard.press("Space")
        await settles(page, f"told[{nth}].state.startsWith('paused')")
        assert not await figure.get_by_role("button", name="Zoom in (+)").is_visible()
        assert await figure.get_by_role("button", name="Save as PNG (S)").is_visible()
        assert await figure.get_by_label("Window length").first.is_visible() is (nth == 4)
    await page.get_by_role("button", name="Pause all").click()
    await settles(
        page,
        "told.every(({state, words}) => state.startsWith('paused') && words.endsWith('; paused'))",
    )
    paused = page.get_by_text("‖ paused", exact=True)
    await paused.nth(1).wait_for()
    assert await paused.count() == 2, "the dial and the number say so, too"
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    faults = [
        f"{each['id']}: {[node['html'] for node in each['nodes']]}"
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert faults == []
    await page.get_by_role("button", name="Resume all").click()
    await settles(page, "told.every(({state}) => state === 'live')")
    await paused.first.wait_for(state="hidden")


async def spoken(page: Page) -> list[str]:
    """What all pictures of the page are told as."""
    labels: Any = await page.evaluate(
        "() => [...document.querySelectorAll('svg[role=img]')].map((it) => it.ariaLabel)"
    )
    return [str(each) for each in labels]


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_pictures_are_saved_and_cleared_by_their_keys(
    front_end: FrontEnd, page: Page, tmp_path: Path
) -> None:
    await show(front_end, page)
    for nth, name in ((1, "heat.png"), (3, "timeline of states.png")):
        await page.locator(FIGURES).nth(nth).focus()
        async with page.expect_download() as saving:
            await page.keyboard.press("s")
        download = await saving.value
        assert download.suggested_filename == name
        await download.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
    candles = page.locator(FIGURES).nth(2)
    await candles.focus()
    await page.keyboard.press("c")
    await candles.get_by_text("cleared: no rows since").wait_for(timeout=HELD)
    assert await page.locator(FIGURES).nth(5).locator(".tick").count() > 2, "others stay"
