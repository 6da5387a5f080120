"""Scatter, bars, histogram, heat map and candles in a real browser: what is drawn of known rows."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

MARKUP = "<img src=x onerror=alert(1)>"

SHOW = """
from ipywidgets import VBox
import livewidgets as lw

MARKUP = "<img src=x onerror=alert(1)>"
START = 1_700_000_000.0

def rows():
    for at in range(100):
        who = ["pump", MARKUP][at % 2]
        yield {"time": START + at, "a": at % 10 + 0.5, "b": float(at), "who": who}

known = lw.stream(rows, time="time", units={"b": "<b>V</b>"}, name=MARKUP)
bands = lw.stream(
    [{"time": START + at, "low": at / 9, MARKUP: 1 - at / 9} for at in range(10)], time="time"
)
never = lw.listen(0, shared=False, name="nobody")
VBox([
    lw.scatter(known, "a", "b", window="20s", xlim=(0, 10), ylim=(0, 100)),
    lw.scatter(known, "time", "b", color="a", window="100s"),
    lw.bars(known, "b", by="who"),
    lw.histogram(known, "a", bins=10, window="200s"),
    lw.heatmap(bands, window="10s", limits=(0, 1)),
    lw.candles(known, "b", window="100s", every="10s", volume="a"),
    lw.scatter(lw.stream(rows, time="time"), "a", "bb"),
    lw.bars(never),
])
"""

# Of a figure: its texts, the curves that are on its canvas, its candles, and the pixels of
# its picture (not of its colour bar, which is the first).
_SHOWN = """
async (nth) => {
  const figure = document.querySelectorAll(".bqplot.figure")[nth];
  const texts = [...figure.querySelectorAll("text")]
    .filter((each) => each.textContent.trim() && getComputedStyle(each).display !== "none")
    .map((each) => each.textContent.trim());
  const canvas = figure.querySelector(".livewidgets-canvas");
  const curves = (canvas?.drawn.curves ?? []).flat()
    .map(({x, y}) => [...x].map((each, at) => [each, y[at]]));
  const ink = canvas?.width
    ? [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]
        .filter((value, at) => at % 4 === 3 && value > 0).length
    : 0;
  const candles = [...figure.querySelectorAll(".stick")].map((each) => [
    each.getAttribute("transform"),
    each.querySelector(".stick_body").getAttribute("d"),
    getComputedStyle(each.querySelector(".stick_body")).fill,
  ]);
  const images = [...figure.querySelectorAll("image")].map((each) => each.getAttribute("href"));
  const read = async (href) => {
    const image = new Image();
    image.src = href;
    await image.decode();
    const board = document.createElement("canvas");
    board.width = image.naturalWidth;
    board.height = image.naturalHeight;
    const context = board.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, board.width, board.height);
    const row = (at) => [...Array(board.width).keys()].map((column) =>
      [...data.slice(4 * (at * board.width + column), 4 * (at * board.width + column) + 4)]);
    return [...Array(board.height).keys()].map(row);
  };
  return { texts, curves, ink, candles, pictures: await Promise.all(images.map(read)) };
}
"""


async def shown(page: Page, nth: int) -> Any:
    return await page.evaluate(_SHOWN, nth)


def points(drawn: Any, right: float = 1e18, left: float = -1e18) -> set[tuple[float, float]]:
    """All points of all curves that lie between two places, rounded."""
    found = {(x, y) for curve in drawn["curves"] for x, y in curve if None not in (x, y)}
    return {(round(x, 3), round(y, 3)) for x, y in found if left <= x <= right}


SETTLED = """
() => {
  const figures = [...document.querySelectorAll(".bqplot.figure")];
  // A message may stand in several lines, each a text of its own.
  const text = (nth) => [...(figures[nth]?.querySelectorAll("text") ?? [])]
    .map((each) => each.textContent.trim()).filter(Boolean).join(" ");
  const drawn = (nth) => figures[nth]?.querySelector(".livewidgets-canvas")?.drawn;
  return figures.length === 8
    && text(2).includes("98\u202f") && text(2).includes("99\u202f")
    && text(3).includes("n = 100") && text(3).includes("mean 5") && text(5).includes("up to")
    && figures[4].querySelectorAll("image").length === 2
    && figures[5].querySelectorAll(".stick").length === 12
    && text(6).includes("no column") && text(7).includes("no sender yet")
    && [0, 1, 2, 3, 5].every((nth) => (drawn(nth)?.curves ?? []).length > 0);
}
"""


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_each_picture_draws_what_the_rows_are(front_end: FrontEnd, page: Page) -> None:
    await page.set_viewport_size({"width": 1280, "height": 3400})
    await front_end.show(page, write(front_end, "marks.ipynb", SHOW))
    await page.wait_for_function(SETTLED, timeout=pages.SHOWN * 1000)
    scatter, coloured, bars, histogram, heat, candles, wrong, never = [
        await shown(page, nth) for nth in range(8)
    ]
    start = 1_700_000_000.0

    newest = {(at % 10 + 0.5, float(at)) for at in range(79, 100)}
    assert points(scatter, left=0.0) == newest
    assert [[9.5, 99.0]] in scatter["curves"], "the newest point has a mark of its own"
    assert scatter["ink"] > 500

    assert points(coloured, left=start) == {(start + at, float(at)) for at in range(100)}
    (bar,) = coloured["pictures"]
    assert len({tuple(pixel) for pixel in bar[0]}) == 8

    assert points(bars) >= {(98.0, 0.37), (99.0, -0.63)}
    assert bars["ink"] > 5_000
    assert {"pump", f"{MARKUP[:23]}…"} <= set(bars["texts"])
    assert {text.split("\u202f")[0] for text in bars["texts"]} >= {"98", "99"}

    assert points(histogram) >= {(float(edge), 10.0) for edge in range(10)}
    assert any(curve[0][0] == pytest.approx(5.0) for curve in histogram["curves"])
    assert {"mean 5", "median ≈ 5"} <= set(histogram["texts"])

    (image,) = [each for each in heat["pictures"] if len(each) == 2]
    lowest, highest = (68, 1, 84, 255), (253, 231, 37, 255)
    seen = [[tuple(pixel) for pixel in row] for row in image]
    first = next(at for at, pixel in enumerate(seen[0]) if pixel[3])
    assert seen[1][first] == seen[0][-1] == lowest
    assert seen[1][-1] == seen[0][first] == highest, "the first column is the lower one"
    assert {"0.2", "0.4", "0.6", "0.8"} <= set(heat["texts"]), "numbers at the colour bar"

    fills = {fill for _, _, fill in candles["candles"][2:]}
    assert len(candles["candles"]) == 2 + 10
    assert fills == {"none"}, "all rose, and are hollow"
    left = [float(place[len("translate(") :].split(",")[0]) for place, *_ in candles["candles"][2:]]
    assert left == sorted(left)
    assert points(candles) >= {(start + 10 * each + 1.25, 50.0) for each in range(10)}

    assert any("no column 'bb'; did you mean 'b'" in text for text in wrong["texts"])
    assert "no sender yet" in " ".join(never["texts"])  # in lines that fit a narrow place
    # What comes from a stream is text, whatever it looks like.
    assert any(MARKUP in text for text in scatter["texts"]), "the stream's name, as a title"
    assert any("<b>V</b>" in text for text in scatter["texts"]), "a unit"
    assert any(text.startswith(MARKUP[:10]) for text in heat["texts"]), "a column's name"
    assert await page.locator(".bqplot.figure img, .bqplot.figure b").count() == 0
