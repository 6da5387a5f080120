"""What is drawn of many rows is what is drawn of all of them: column by column the same first,
last, lowest and highest row, and without anti-aliasing the same picture, pixel for pixel.

That holds where the kernel's buckets and the page's columns of pixels begin at the same times:
here two buckets or one make a column.
"""

from __future__ import annotations

import base64
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import Browser, Page
from playwright.async_api import TimeoutError as StandsStill

from tests.browser.console_noise import Console
from tests.browser.pages import FIGURE, FrontEnd, shows, write
from tests.browser.rest import rests

HERE = Path(__file__).parent

Floats = NDArray[np.float64]

# A slow wave, a fast pattern without a period, spikes of one row, a silence, and no numbers.
# The values are multiples of 1/4096, so that differences of four bytes are exact. No row is in
# the middle between two 64ths of a pixel, nor at the border of two columns: rounding would tell
# where it belongs.
ROWS = """
import numpy as np

COUNT = 60_000
index = np.arange(COUNT)
moments = 1_700_000_000 + (index + 0.5) * 0.0002
wave = np.round(3 * np.sin(index / 9000) * 1024) / 1024
values = wave + (index * 7919 % 1009) / 1024 + 1 / 4096
values[index % 4999 == 17] += 2.5
values[index % 6151 == 29] -= 3.5
values[40_000:40_250] = np.nan
there = (index < 30_000) | (index >= 32_500)
"""

CELL = (
    ROWS
    + """
import os
import time
import livewidgets as lw

def rows():
    for nth, (moment, value) in enumerate(zip(moments[there].tolist(), values[there].tolist())):
        yield {"time": moment, "a": value}
        if nth > 50_000 and nth % 500 == 0:
            while not os.path.exists(f"go{nth}"):  # so that the end of it slides
                time.sleep(0.01)

figure = lw.line(lw.stream(rows), "a", window="10s", y=(-6, 6), height="320px")
figure
"""
)

START, END, LOW, HIGH = 1_700_000_002.0, 1_700_000_012.0, -6.0, 6.0

WHOLE = """
() => document.querySelector(".livewidgets-canvas")?.drawn.newest > 1700000011.9998
"""

PLOT = "document.querySelector('.bqplot.figure .plotarea_events').width.baseVal.value"

DRAWN = """
() => {
  const canvas = document.querySelector(".livewidgets-canvas");
  const [{x, y}] = canvas.drawn.curves[0];
  return {x: [...x], y: [...y].map((each) => (Number.isNaN(each) ? null : each))};
}
"""


@pytest.fixture(scope="module")
def rows() -> tuple[Floats, Floats]:
    """Times and values of all rows that come."""
    space: dict[str, Any] = {}
    exec(ROWS, space)
    there = space["there"]
    return space["moments"][there], space["values"][there]


def of_columns(time: Floats, values: Floats, columns: int) -> dict[int, tuple[float, ...]]:
    """By column of pixels: the first, last, lowest and highest value; when the first two were."""
    time, values = time[np.isfinite(values)], values[np.isfinite(values)]
    place = (time - START) / (END - START) * columns
    edges = np.searchsorted(place, np.arange(columns + 1))
    found = {}
    for column, (begin, end) in enumerate(pairwise(edges)):
        here, when = values[begin:end], time[begin:end]
        if len(here):
            found[column] = (
                *(float(each) for each in (here[0], here[-1], here.min(), here.max())),
                round(float(when[0] - START), 5),
                round(float(when[-1] - START), 5),
            )
    return found


def encoded(array: Floats) -> str:
    return base64.b64encode(array.astype("<f8").tobytes()).decode()


async def let_go(page: Page, folder: Path) -> None:
    """Let the last rows come, the first of them one by one until they are drawn on a canvas."""
    drawn = False
    for nth in range(50_500, 58_000, 500):
        (folder / f"go{nth}").touch()
        try:
            if not drawn:
                await page.wait_for_selector(".livewidgets-canvas", state="attached", timeout=3000)
            drawn = True
        except StandsStill:
            continue


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_the_picture_is_that_of_all_rows(
    front_end: FrontEnd,
    browser: Browser,
    console: Console,
    ratio: int,
    rows: tuple[Floats, Floats],
) -> None:
    time, values = rows
    for old in front_end.server.folder.glob("go*"):
        old.unlink()
    context = await browser.new_context(
        viewport={"width": 1400, "height": 700}, device_scale_factor=ratio
    )
    page = await context.new_page()
    console.watch(page)
    await front_end.open(page, write(front_end, f"oracle{ratio}.ipynb", CELL))
    await shows(page, FIGURE)
    await let_go(page, front_end.server.folder)
    await page.wait_for_function(WHOLE, timeout=120_000)
    await rests(page)
    # A line that has slid may stand aside by a part of a pixel, and does not at a new size:
    # here 1,000 pixels for the plot.
    wider = 1000 - round(await page.evaluate(PLOT))
    await page.set_viewport_size({"width": 1400 + wider, "height": 700})
    await page.wait_for_function(
        "(width) => document.querySelector('.livewidgets-canvas').width === width",
        arg=1000 * ratio,
    )
    await rests(page)

    got = await page.evaluate(DRAWN)
    x = np.array(got["x"])
    y = np.array([math.nan if each is None else each for each in got["y"]])
    assert len(x) < 10 * 1000, "it is drawn of far fewer"
    columns = 1000 * ratio
    drawn, all_rows = of_columns(x, y, columns), of_columns(time, values, columns)
    assert drawn == all_rows, "a column lacks its first, last, lowest or highest row"

    silence = time[np.flatnonzero(np.diff(time) > 0.1)][0] + 0.1
    at = int(np.searchsorted(time, silence))
    whole = {
        "times": encoded(np.insert(time, at, silence)),
        "values": encoded(np.insert(values, at, np.nan)),
        "scale": {"start": START, "end": END, "low": LOW, "high": HIGH},
    }
    program = (HERE / "rasterise.js").read_text()
    compared = await page.evaluate(program, whole)
    assert (compared["width"], compared["calls"] > 500) == (columns, True)
    assert compared["ink"] > 10_000, "there is a picture"
    assert compared["count"] == 0, compared
    console.forget(page)
    await context.close()
