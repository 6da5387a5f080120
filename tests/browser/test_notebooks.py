"""The project's own notebooks as dashboards: each shows its picture, and it moves."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd

# The newest time that any curve on a canvas has: a band, limits and spans are curves, too.
NEWEST = """
() => Math.max(0, ...[...document.querySelectorAll(".livewidgets-canvas")]
  .flatMap(({drawn}) => drawn?.curves.flat() ?? [])
  .map(({x}) => x[x.length - 1] ?? 0)
  .filter((time) => time < 1e10))
"""

WIDTHS = """
() => [...document.querySelectorAll(".bqplot.figure")]
  .map((figure) => figure.getBoundingClientRect())
  .filter(({ width, height }) => width > 0 && height > 0).length
"""


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_a_file_that_grows_is_charted_counted_and_watched(
    front_end: FrontEnd, page: Page
) -> None:
    await front_end.show(page, "growing_csv.ipynb")
    await pages.shows(page, pages.FIGURE, count=2)
    await page.wait_for_function(f"() => ({NEWEST})() > 0", timeout=60_000)
    first = await page.evaluate(NEWEST)
    await page.wait_for_function(f"(first) => ({NEWEST})() > first + 1", arg=first, timeout=60_000)
    await pages.shows(page, "text=rows/s")
    for rule in ("c0 above 23", "anomaly of c1", "no data for 5 s"):
        await pages.shows(page, f"text={rule}")
    mean = page.locator("table", has_text="median").locator("tbody tr").first
    before = await mean.inner_text()
    await page.wait_for_function(
        "([before]) => ![...document.querySelectorAll('table tbody tr')]"
        ".some((row) => row.innerText === before)",
        arg=[before],
        timeout=60_000,
    )


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_four_detectors_are_shown_on_four_kinds_of_trouble(
    front_end: FrontEnd, page: Page
) -> None:
    await front_end.show(page, "choosing_a_detector.ipynb")
    await pages.shows(page, pages.FIGURE, count=17)
    assert await page.evaluate(WIDTHS) == 17
    await pages.shows(page, "text=seasonal")
    await pages.shows(page, "text=100% right, 100% found")
