"""The band and the table of statistics in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

TABLE = ".livewidgets-stats table"

SHOW = """
import math, random, time
from ipywidgets import VBox
import livewidgets as lw

def rows():
    noise = random.Random(1)
    while True:
        swing = math.sin(time.time() / 3)
        yield {"temp": 20 + 3 * swing + noise.gauss(0, 0.3), "<img src=x onerror=alert(1)>": 1}
        time.sleep(0.02)

boiler = lw.stream(rows, columns=["temp", "<img src=x onerror=alert(1)>"],
                   units={"temp": "°C"}, name="boiler")
VBox([
    lw.line(boiler, "temp", window="10s", band=lw.rolling("2s")),
    lw.stats(boiler),
    lw.stats(boiler.derive({"wrong": lambda batch: batch["temp"] / batch["tmp"]})),
])
"""


async def cells(page: Page, row: int) -> list[str]:
    found = page.locator(TABLE).first.locator("tbody tr").nth(row).locator("th, td")
    return [text.strip() for text in await found.all_inner_texts()]


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_the_band_moves_with_the_line_and_the_table_tells_of_every_row(
    front_end: FrontEnd, page: Page
) -> None:
    name = write(front_end, "statistics.ipynb", SHOW)
    await front_end.show(page, name)
    for curve in range(3):  # the band's lower and upper edge, which lie lowest, and the line
        await pages.line_moves(page, curve)
    await pages.moves(page, f"{TABLE} tbody tr td:last-child")
    row = await cells(page, 0)
    assert row[0] == "temp [°C]"
    low, median, high = (float(row[n]) for n in (4, 6, 8))
    assert 15 < low < median < high < 25
    assert int(row[9].replace(",", "")) > 50
    # What comes from a stream is text, whatever it looks like.
    assert (await cells(page, 1))[0] == "<img src=x onerror=alert(1)>"
    assert await page.locator(f"{TABLE} img").count() == 0
    # A function that raises says so, and the others go on.
    wrong = await page.locator(TABLE).nth(1).inner_text()
    assert "every row is rejected: there is no column 'tmp'; did you mean 'temp'?" in wrong
