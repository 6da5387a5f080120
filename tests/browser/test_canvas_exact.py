"""What is drawn of many rows: every column's extremes, and a history that only slides."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from numpy.typing import NDArray
from playwright.async_api import Browser, Page

from tests.browser import pages
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write
from tests.browser.rest import rests

Floats = NDArray[np.float64]

WINDOW = 10.0
LOW, HIGH = -6.0, 6.0

# Noise with spikes of a single row, far denser than pixels; and a slow line beside it.
ROWS = """
import os
import time
import numpy as np
import livewidgets as lw

def rows():
    rng = np.random.default_rng(3)
    now = time.time() - 12
    while True:
        count = int((time.time() - now) * 2000)
        moments = now + np.arange(1, count + 1) / 2000
        noise = rng.normal(size=count)
        noise[rng.random(count) < 0.002] *= 1.8
        yield {"time": moments, "noise": np.clip(noise, -5, 5), "slow": np.sin(moments / 2)}
        now = moments[-1] if count else now
        time.sleep(0.02)

def each():
    for block in rows():
        for at in range(len(block["time"])):
            yield {name: float(values[at]) for name, values in block.items()}

data = lw.stream(each)
figure = lw.line(data, "noise", window="10s", y=(-6, 6), height="300px")
figure
"""

# What the picture was made of: all rows, and what Python says is on the screen.
READ = """
figure.pause()
time.sleep(0.5)
noise = data["noise"]
time_ = data.time[:len(noise)]  # rows go on coming, and none has gone
lines, scale = figure.marks[0], figure.marks[0].scales["x"]
inside = (time_ >= scale.min - 1) & (time_ <= lines.x.max())
np.savez("writing.npz", limits=[scale.min, scale.max], time=time_[inside], noise=noise[inside])
os.replace("writing.npz", "exact.npz")
"""

# By column of the canvas: the rows of pixels with ink between which all ink is.
SPANS = """
() => {
  const canvas = document.querySelector(".livewidgets-canvas");
  const {width, height} = canvas;
  const {data} = canvas.getContext("2d").getImageData(0, 0, width, height);
  const spans = [];
  for (let x = 0; x < width; x++) {
    let top = -1, bottom = -1;
    for (let y = 0; y < height; y++) {
      if (data[4 * (y * width + x) + 3] > 100) {
        if (top < 0) top = y;
        bottom = y;
      }
    }
    spans.push([top, bottom]);
  }
  return {spans, height};
}
"""

# How pictures of the canvas differ from the one before, best, when that is shifted; how far;
# and which columns differ, counted from the last with ink in the one before. The newest rows
# may come late, on a busy machine: so what is left out is counted from the last column of ink.
# That is the ink of the two newest columns: a line three pixels wide has a pixel and a half on
# either side, and smoothing. All else is to be the same, to the last bit.
WATCH = """
async (count) => {
  const canvas = document.querySelector(".livewidgets-canvas");
  const context = canvas.getContext("2d");
  const shots = [];
  let frames = canvas.drawn.frames;
  while (shots.length < count) {
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    if (canvas.drawn.frames < frames + 4) continue;
    frames = canvas.drawn.frames;
    const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
    shots.push(data.slice(3).filter((each, at) => at % 4 === 0));
  }
  const {width, height} = canvas;
  const inked = (shot, x) => {
    for (let y = 0; y < height; y++) if (shot[y * width + x]) return true;
    return false;
  };
  const differ = (one, other, shift) => {
    let last = width - 1;
    while (last > 0 && !inked(one, last)) last--;
    const columns = [];
    for (let x = 0; x + shift <= last - EDGE; x++) {
      for (let y = 0; y < height; y++) {
        if (one[y * width + x + shift] !== other[y * width + x]) columns.push(last - x - shift);
      }
    }
    return columns;
  };
  return shots.slice(1).map((shot, nth) => {
    let best = [Infinity, 0, []];
    for (let shift = 0; shift < width / 2 && best[0] > 0; shift++) {
      const columns = differ(shots[nth], shot, shift);
      if (columns.length < best[0]) best = [columns.length, shift, columns.slice(0, 50)];
    }
    return best;
  });
}
"""


@pytest_asyncio.fixture(loop_scope="session", params=[1.5])
async def shown(
    request: pytest.FixtureRequest, front_end: FrontEnd, browser: Browser, console: Console
) -> AsyncIterator[Page]:
    """A page with the figure, at a pixel ratio."""
    context = await browser.new_context(
        viewport={"width": 900, "height": 700}, device_scale_factor=request.param
    )
    page = await context.new_page()
    console.watch(page)
    await front_end.open(page, write(front_end, "exact.ipynb", ROWS, READ))
    await pages.run_cell(page, 0)
    await pages.line_moves(page, times=10)
    await page.wait_for_selector(".livewidgets-on-canvas", state="attached")
    yield page
    console.forget(page)
    await context.close()


def beyond(spans: Floats, place: Floats, rows: Floats) -> list[tuple[int, float, float]]:
    """Columns with ink where no row is: which, where it begins, where the first row is."""
    found = []
    for column in range(2, len(spans) - 3):
        # The line is three pixels wide and may stand half a pixel aside: that is just 1.5 to the
        # left and 2.5 to the right; where it lies is rounded to a 64th, and smoothed.
        near = (place >= column - 1.75) & (place < column + 2.75)
        top, bottom = spans[column]
        if not near.any():
            continue
        assert top >= 0, f"column {column} is empty"
        # But for the line's own width and its joins.
        if top < rows[near].min() - 5 or bottom > rows[near].max() + 5:
            found.append((column, float(top), float(rows[near].min())))
    return found


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_every_column_shows_its_lowest_and_its_highest_row(
    front_end: FrontEnd, shown: Page
) -> None:
    await pages.run_cell(shown, 1)
    await pages.has_run(shown, 1)
    await rests(shown)
    file = front_end.server.folder / "exact.npz"
    while not file.exists():
        await asyncio.sleep(0.1)  # the test's own timeout ends this
    with np.load(file) as saved:
        (start, end), time, noise = saved["limits"], saved["time"], saved["noise"]
    got = await shown.evaluate(SPANS)
    spans, height = np.array(got["spans"], dtype=float), got["height"]
    place = (time - start) / (end - start) * len(spans)
    rows = (HIGH - noise) / (HIGH - LOW) * height
    off = beyond(spans, place, rows)
    aside = {shift: len(beyond(spans, place + shift, rows)) for shift in (-3, -2, -1, 1, 2, 3)}
    assert off == [], aside
    # And each spike is there, in its own column or the next: the line reaches its height
    # (it may go beyond, where a neighbour is higher; not for nothing, as was just seen).
    for at in np.flatnonzero(np.abs(noise) > 3.5):
        column = math.floor(place[at])
        if not 3 <= column < len(spans) - 3:
            continue
        near_spans = spans[column - 1 : column + 2]
        if noise[at] > 0:
            assert near_spans[:, 0].min() <= rows[at] + 2.5
        else:
            assert near_spans[:, 1].max() >= rows[at] - 2.5


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_what_has_been_drawn_slides_and_does_not_change(shown: Page) -> None:
    found = await shown.evaluate(WATCH.replace("EDGE", "6"), 5)
    assert [count for count, *_ in found] == [0] * 4, found
    assert sum(shift for _, shift, _ in found) > 10, "it has moved"
