"""`bind` on a sample of marks and widgets, read back from the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.pages import FrontEnd, write

MARKUP = "<img src=q>"

# All rows come at once and no more do.
SHOW = f"""
import bqplot
import ipywidgets
import livewidgets as lw

def rows():
    for at in range(3):
        yield {{"time": 1_700_000_000.0 + at, "a": 1.0 + at, "b": 4.0 - at, "size": 10.0 + at,
               "name": ["x", "y", {MARKUP!r}][at], "colour": ["#ff0000", "#00ff00", "#0000ff"][at],
               "shape": "square", "on": at != 2, "width": 2.5 + at}}

data = lw.stream(rows)
def scales(x=bqplot.LinearScale, **more):
    return {{"x": x(), "y": bqplot.LinearScale(min=0.0, max=5.0), **more}}

def figure(mark):
    return bqplot.Figure(marks=[mark], layout=ipywidgets.Layout(height="160px"))

colours = bqplot.ColorScale(colors=["#000000", "#ffffff"], min=1.0, max=3.0)
dots = bqplot.Scatter(x=[0.0], y=[0.0], scales=scales(color=colours, size=bqplot.LinearScale()))
lw.bind(dots, data, x="a", y="b", color="a", names="name", size="size", marker="shape",
        stroke_width="width")
texts = bqplot.Label(x=[0.0], y=[0.0], text=["-"], scales=scales())
lw.bind(texts, data, x="a", y="b", text="name", colors="colour")
bars = bqplot.Bars(x=["-"], y=[0.0], scales=scales(bqplot.OrdinalScale))
lw.bind(bars, data, x="name", y="a", colors="colour")
pie = bqplot.Pie(sizes=[1.0], radius=40, inner_radius=10)
lw.bind(pie, data, sizes="a", labels="name", colors="colour", radius="size")
dated = bqplot.Lines(x=[0.0], y=[0.0], scales=scales(bqplot.DateScale), labels=["-"])
lw.bind(dated, data, x="time", y=("a", "b"), stroke_width="width", visible="on")

box, mode = ipywidgets.Checkbox(value=True), ipywidgets.Dropdown(options=["x", "y", {MARKUP!r}])
day, bar = ipywidgets.DatePicker(), ipywidgets.FloatProgress(max=5.0)
lw.bind(box, data, "on")
lw.bind(mode, data, "name")
lw.bind(day, data, "time")
lw.bind(bar, data, "a")
lw.bind(bar.style, data, "colour", trait="bar_color")
ipywidgets.VBox([*map(figure, (dots, texts, bars, pie, dated)), box, mode, day, bar])
"""

READ = """
() => {
  const figures = [...document.querySelectorAll(".bqplot.figure")];
  const all = (nth, selector) => [...figures[nth].querySelectorAll(selector)];
  const fill = (each) => getComputedStyle(each).fill;
  return {
    dots: all(0, ".dot").map(fill),
    names: all(0, ".dot_text").map((each) => each.textContent),
    stroke: all(0, ".dot").map((each) => getComputedStyle(each).strokeWidth),
    texts: all(1, ".label").map((each) => each.textContent),
    coloured: all(1, ".label").map(fill),
    bars: all(2, ".bar").map(fill),
    slices: all(3, ".slice").map(fill),
    labels: all(3, ".pie_label").map((each) => each.textContent),
    box: document.querySelector(".widget-checkbox input").checked,
    mode: document.querySelector(".widget-dropdown select").value,
    day: document.querySelector(".widget-datepicker input").value,
  };
}
"""
RED, GREEN, BLUE = "rgb(255, 0, 0)", "rgb(0, 255, 0)", "rgb(0, 0, 255)"


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_what_is_bound_is_what_the_page_shows(front_end: FrontEnd, page: Page) -> None:
    await front_end.show(page, write(front_end, "bound.ipynb", SHOW))
    await page.wait_for_function(
        f"() => {{ const read = ({READ})();"
        " return read.texts.length === 3 && read.bars.length === 3 && read.slices.length === 3"
        " && read.names.length === 3 && !read.box; }",
        timeout=60_000,
    )
    await page.wait_for_function(
        f"() => ({READ})().stroke.every((each) => each === '4.5px')", timeout=60_000
    )
    read: Any = await page.evaluate(READ)
    assert read["names"] == ["x", "y", MARKUP]
    assert read["dots"] == ["rgb(0, 0, 0)", "rgb(128, 128, 128)", "rgb(255, 255, 255)"]
    assert read["texts"] == ["x", "y", MARKUP]
    assert read["coloured"] == [RED, GREEN, BLUE]
    assert read["slices"] == [RED, GREEN, BLUE]
    assert read["labels"] == ["x", "y", MARKUP]
    assert read["mode"] == MARKUP
    assert read["day"].startswith("2023-11-1")
    assert await page.locator('img[src="q"]').count() == 0
