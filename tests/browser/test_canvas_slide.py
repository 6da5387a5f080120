"""What stays on the canvas while it slides is what would be drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write

# Dense noise, a line with a sample every few pixels and gaps, and one with a few samples in all.
SHOW = """
import time
import numpy as np
import livewidgets as lw

def rows():
    rng = np.random.default_rng(4)
    count, start = 0, time.time()
    while True:
        time.sleep(0.005)
        while count < (time.time() - start) * 1000:
            count += 1
            yield {
                "time": start + count / 1000,
                "noise": rng.normal(),
                "gaps": np.sin(count / 70) if count % 40 == 0 and count % 700 < 500 else np.nan,
                "slow": count % 1700 / 400 if count % 850 == 0 else np.nan,
            }

figure = lw.line(lw.stream(rows), window="10s", y=(-6, 6), height="300px")
figure
"""

# How many pixels differ, at most, from a picture that is drawn anew of the same samples; and
# how often the picture was moved on the way. A frame that has come and is not shown yet may
# have other samples in the newest columns: those are left out.
COMPARE = """
async (count) => {
  const canvas = document.querySelector(".livewidgets-canvas");
  const context = canvas.getContext("2d");
  const {drawImage} = CanvasRenderingContext2D.prototype;
  let moved = 0, worst = 0;
  CanvasRenderingContext2D.prototype.drawImage = function (...what) {
    moved += 1;
    return drawImage.apply(this, what);
  };
  const {width, height} = canvas;
  // What is seen of a colour, of 255. Rasterisers round by up to 7 in single pixels, depending
  // on where a path lies; another choice of samples changes pixels altogether.
  const ink = (data, at, each) => each === 3 ? data[at + 3] : data[at + each] * data[at + 3] / 255;
  for (let nth = 0; nth < count; nth++) {
    const next = canvas.drawn.frames + 4;
    while (canvas.drawn.frames < next) await new Promise(requestAnimationFrame);
    const one = context.getImageData(0, 0, width, height).data;
    const {frames} = canvas.drawn;
    document.body.setAttribute("data-restyled", nth);
    for (let task = 0; task < 20; task++) await null;
    if (canvas.drawn.frames === frames) return {moved, worst: "it was not drawn anew"};
    const other = context.getImageData(0, 0, width, height).data;
    let differ = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width - 24; x++) {
        const at = 4 * (y * width + x);
        const far = (each) => Math.abs(ink(one, at, each) - ink(other, at, each)) > 16;
        differ += [0, 1, 2, 3].some(far);
      }
    }
    worst = Math.max(worst, differ);
  }
  CanvasRenderingContext2D.prototype.drawImage = drawImage;
  return {moved, worst};
}
"""


@pytest_asyncio.fixture(loop_scope="session", params=[1, 1.5])
async def shown(
    request: pytest.FixtureRequest, front_end: FrontEnd, browser: Browser, console: Console
) -> AsyncIterator[Page]:
    """A page with the figure, at a pixel ratio."""
    context = await browser.new_context(
        viewport={"width": 900, "height": 700}, device_scale_factor=request.param
    )
    page = await context.new_page()
    console.watch(page)
    await front_end.show(page, write(front_end, "slide.ipynb", SHOW))
    await page.wait_for_selector(".livewidgets-on-canvas", state="attached")
    await page.wait_for_function(
        "() => document.querySelector('.livewidgets-canvas').drawn.frames > 60"
    )
    yield page
    console.forget(page)
    await context.close()


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_what_stays_is_what_would_be_drawn(shown: Page) -> None:
    found = await shown.evaluate(COMPARE, 12)
    # Of 200,000: where strokes meet, single pixels are rounded to another shade.
    assert found["worst"] <= 5
    assert found["moved"] >= 12, "the picture has been moved between"


# Where the ticks of the time axis are, and where they belong: the newest row is at the right
# edge, in the last of the columns. And how often ticks were moved while so much was drawn.
TICKS = """
async (frames) => {
  const figure = document.querySelector(".bqplot.figure");
  const canvas = figure.querySelector(".livewidgets-canvas");
  const plot = figure.querySelector(".plotarea_events").width.baseVal.value;
  const axis = [...figure.querySelectorAll(".axis")].find(
    (each) => Number(each.querySelector(".tick")?.__data__) > 1e9);
  let moves = 0;
  const observer = new MutationObserver((changes) => {
    moves += changes.some(({target}) => target.classList.contains("tick"));
  });
  observer.observe(axis, {attributes: true, attributeFilter: ["transform"], subtree: true});
  const start = canvas.drawn.frames;
  const off = [];
  while (canvas.drawn.frames < start + frames) {
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    for (const tick of axis.querySelectorAll(".tick")) {
      const place = tick.transform.baseVal.consolidate().matrix.e - 0.5;
      off.push(place - (plot - (canvas.drawn.newest - tick.__data__) * plot / 10));
    }
  }
  observer.disconnect();
  return {drawn: canvas.drawn.frames - start, moves, off};
}
"""


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
@pytest.mark.parametrize("shown", [1], indirect=True)
async def test_the_ticks_move_with_the_line_and_once_for_each_picture(shown: Page) -> None:
    found = await shown.evaluate(TICKS, 60)
    assert len(found["off"]) > 100
    # The newest row may be anywhere in its column, and ends one for a sample there.
    assert all(-3 <= each <= 3 for each in found["off"])
    # Once for each picture, and once more for new ticks: bqplot itself would twice for each.
    assert found["drawn"] / 2 <= found["moves"] <= 1.5 * found["drawn"]
