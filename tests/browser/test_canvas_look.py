"""Lines on our canvas look as bqplot's own: the same page, drawn by either."""

from __future__ import annotations

import base64
from typing import TypedDict

import pytest
from playwright.async_api import Browser, Page

from tests.browser import pages
from tests.browser.conftest import RESULTS
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write
from tests.browser.rest import rests

ROWS = """
import math, time
import bqplot, numpy as np
from ipywidgets import Layout, VBox
import livewidgets as lw

def rows():
    start = time.time()
    for number in range(-280, 60):
        if number > 0:
            time.sleep(0.05)
        a = math.nan if 100 < number % 200 < 120 else 50 + 30 * math.sin(number / 7)
        b, c = 20 + number % 20, 1000 / (number + 300)
        yield {"time": start + number / 20, "a": a, "b": b, "c": c}

data = lw.stream(rows)
"""

STYLES = {
    "plain": {},
    "many": {"line_style": "dashed", "stroke_width": 4, "opacities": [0.3, 0.6, 1.0]},
    "dotted": {"line_style": "dotted", "colors": ["var(--jp-ui-font-color1, navy)"]},
    "dash_dotted": {"line_style": "dash_dotted"},
    "circles": {
        "curves_subset": [1, 2],
        "marker": "circle",
        "marker_size": 20,
        "opacities": [0.5, 1.0, 1.0],
    },
    "crosses": {"curves_subset": [1, 2], "marker": "cross", "marker_size": 40, "stroke_width": 0.5},
    "between": {"fill": "between", "fill_opacities": [0.2, 0.4, 0.6], "fill_colors": ["red"] * 3},
    "bottom": {"fill": "bottom", "fill_opacities": [0.2] * 3, "interpolation": "step-after"},
    "top": {"fill": "top", "fill_opacities": [0.2] * 3},
    "inside": {"fill": "inside", "fill_opacities": [0.2] * 3},
    "after": {"interpolation": "step-after"},
    "before": {"interpolation": "step-before"},
    "subset": {"curves_subset": [0, 2]},
    "labels": {"labels_visibility": "label", "labels": ["one", "two", "three"]},
    "hidden": {"visible": False},
}

SHOW = f"""
styles = {STYLES!r}
def styled(style):
    figure = lw.line(data, window="15s", height="200px")
    lines = figure.marks[0]
    for name, value in style.items():
        setattr(lines, name, value)
    return figure

def own(x, y):
    lines = bqplot.Lines(x=np.array([1.0, 2.0]), y=np.array([1.0, 2.0]), scales={{"x": x, "y": y}})
    if isinstance(x, bqplot.DateScale):
        lines.x = np.array([0, 1], dtype="datetime64[ms]")
    lw.bind(lines, data, x="time", y="c", window="15s")
    axes = [bqplot.Axis(scale=x), bqplot.Axis(scale=y, orientation="vertical")]
    return bqplot.Figure(marks=[lines], axes=axes, layout=Layout(height="200px", width="100%"))

linear, log = bqplot.LinearScale, bqplot.LogScale
owns = [
    own(linear(), log(min=1.0, max=100.0)),
    own(bqplot.DateScale(), linear()),
    own(linear(reverse=True), linear()),
]
VBox([styled(each) for each in styles.values()] + owns)
"""

NAMES = [*STYLES, "logarithmic", "dates", "reversed"]

ON_CANVAS = "() => document.querySelectorAll('.livewidgets-on-canvas').length"

REFRESH = """
() => {
  for (const figure of document.querySelectorAll(".bqplot.figure")) {
    figure.dispatchEvent(new PointerEvent("pointermove"));
  }
}
"""

SWAP = """
() => {
  for (const mark of document.querySelectorAll(".livewidgets-on-canvas")) {
    mark.classList.remove("livewidgets-on-canvas");
  }
  for (const canvas of document.querySelectorAll(".livewidgets-canvas")) {
    canvas.style.display = "none";
  }
}
"""

# Where the figures are, in the picture's own pixels.
PLACES = """
() => [...document.querySelectorAll(".bqplot.figure")].map((figure) => {
  const {left, top, width, height} = figure.getBoundingClientRect();
  return [left, top, width, height].map((each) => Math.round(each * window.devicePixelRatio));
})
"""

COMPARE = """
async ([pictures, places]) => {
  const [ours, theirs] = await Promise.all(pictures.map(async (each) => {
    const response = await fetch(`data:image/png;base64,${each}`);
    const image = await createImageBitmap(await response.blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d", {willReadFrequently: true});
    context.drawImage(image, 0, 0);
    return context;
  }));
  return places.map((place) => {
    const one = ours.getImageData(...place).data;
    const other = theirs.getImageData(...place).data;
    let differ = 0, inked = 0, total = 0;
    for (let at = 0; at < one.length; at += 4) {
      let off = 0, ink = 0;
      for (const channel of [at, at + 1, at + 2]) {
        off = Math.max(off, Math.abs(one[channel] - other[channel]));
        ink = Math.max(ink, 255 - one[channel]);
      }
      differ += off > 64;
      inked += ink > 64;
      total += off;
    }
    return {differ, inked, mean: (4 * total) / one.length};
  });
}
"""


class Difference(TypedDict):
    """How two pictures differ: pixels that are far off, pixels with ink, mean difference."""

    differ: int
    inked: int
    mean: float


async def shot(page: Page, name: str) -> str:
    """A picture of the page, which is kept as well: somebody may want to look."""
    RESULTS.mkdir(exist_ok=True)
    return base64.b64encode(await page.screenshot(path=RESULTS / f"{name}.png")).decode()


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
@pytest.mark.parametrize("ratio", [1.5])
async def test_each_style_looks_as_bqplot_draws_it(
    front_end: FrontEnd, browser: Browser, console: Console, ratio: float
) -> None:
    height = 260 + 210 * len(NAMES)
    context = await browser.new_context(
        viewport={"width": 800, "height": height}, device_scale_factor=ratio
    )
    page = await context.new_page()
    console.watch(page)
    console.expect("attribute transform")  # bqplot puts texts and markers where there is no number
    try:
        name = write(front_end, "look.ipynb", ROWS, SHOW)
        await front_end.show(page, name)
        await pages.shows(page, pages.FIGURE, count=len(NAMES))
        await page.wait_for_function(f"() => ({ON_CANVAS})() === {len(NAMES)}", timeout=30_000)
        await rests(page)  # the stream has ended
        # Another size, so that a line is where it belongs and not a part of a pixel beside.
        await page.set_viewport_size({"width": 790, "height": height})
        await rests(page)
        await page.evaluate(REFRESH)
        await rests(page)
        ours = await shot(page, "look-ours")
        await page.evaluate(SWAP)
        theirs = await shot(page, "look-theirs")
        places = await page.evaluate(PLACES)
        found: list[Difference] = await page.evaluate(COMPARE, [[ours, theirs], places])
    finally:
        console.forget(page)
        await context.close()
    assert len(found) == len(NAMES)
    by_name = dict(zip(NAMES, found, strict=True))
    empty = [each for each, got in by_name.items() if got["inked"] < 500]
    assert set(empty) <= {"hidden"}
    off = {
        each: got
        for each, got in by_name.items()
        if got["differ"] > 0.01 * got["inked"] + 5 or got["mean"] > 1.0
    }
    assert off == {}
