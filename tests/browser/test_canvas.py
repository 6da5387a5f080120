"""Lines on our canvas: where they are drawn, and what they fall back to."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route

from tests.browser import pages
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write
from tests.browser.sender import sender

SHOW = """
import bqplot
import livewidgets as lw

numbers = lw.connect("127.0.0.1", {port})
figure = lw.line(numbers, window="20s")
figure.marks[0].tooltip = bqplot.Tooltip(fields=["name"])
figure
"""

CANVAS = ".bqplot.figure > .livewidgets-canvas"
ON_CANVAS = ".bqplot .livewidgets-on-canvas"
PATH = pages.LINE

IN_LAB = pytest.mark.parametrize("front_end", ["lab"], indirect=True)
IN_VOILA = pytest.mark.parametrize("front_end", ["voila"], indirect=True)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Twenty rows a second of three channels."""
    with sender("--csv", "--channels", "3", "--rate", "20") as number:
        yield number


@pytest_asyncio.fixture(loop_scope="session")
async def shown(front_end: FrontEnd, port: int, page: Page) -> Page:
    """A page with a figure whose lines are on a canvas."""
    await front_end.show(page, write(front_end, "canvas.ipynb", SHOW.format(port=port)))
    await pages.line_moves(page)
    await page.wait_for_selector(ON_CANVAS, state="attached")
    return page


async def drawn(page: Page, nth: int = 0) -> int:
    """How often a canvas has been drawn."""
    return int(await page.locator(CANVAS).nth(nth).evaluate("(canvas) => canvas.drawn.frames"))


async def inked(page: Page, nth: int = 0) -> int:
    """How many of a canvas's pixels are not empty."""
    count = """(canvas) => {
      const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((each, at) => at % 4 === 3 && each).length;
    }"""
    return int(await page.locator(CANVAS).nth(nth).evaluate(count))


# Both boxes agree, the canvas has a pixel for each of the screen's, and the figure is as wide
# as the window lets it be.
OVER_THE_PLOT = """
() => {
  const [canvas, plot, figure] = [".livewidgets-canvas", ".plotarea_events", ".bqplot.figure"]
    .map((each) => document.querySelector(each));
  const [ours, theirs, all] = [canvas, plot, figure].map((each) => each.getBoundingClientRect());
  const near = (one, other) => Math.abs(one - other) <= 1;
  return ["left", "top", "width", "height"].every((each) => near(ours[each], theirs[each]))
    && near(canvas.width, theirs.width) && near(canvas.height, theirs.height)
    && all.width <= window.innerWidth && all.width > 0.8 * window.innerWidth;
}
"""


@IN_VOILA
async def test_the_canvas_lies_over_the_plot_also_when_that_is_resized(shown: Page) -> None:
    for width in (1280, 901, 640):
        await shown.set_viewport_size({"width": width, "height": 700})
        await shown.wait_for_function(OVER_THE_PLOT, timeout=20_000)
        before = await drawn(shown)
        await pages.line_moves(shown)
        assert await drawn(shown) > before
        assert await inked(shown) > 100


@IN_VOILA
async def test_the_path_is_left_alone_until_somebody_can_need_it(shown: Page) -> None:
    await asyncio.sleep(1)
    before = await shown.locator(PATH).first.get_attribute("d")
    await pages.line_moves(shown, times=30)
    assert await shown.locator(PATH).first.get_attribute("d") == before
    await shown.locator(pages.FIGURE).hover()
    changed = "([path, before]) => document.querySelector(path).getAttribute('d') !== before"
    await shown.wait_for_function(changed, arg=[PATH, before], timeout=5000)


@IN_VOILA
async def test_a_tooltip_names_the_curve_under_the_pointer(shown: Page) -> None:
    figure = shown.locator(pages.FIGURE)
    names = set()
    for _ in range(20):
        await figure.hover(position={"x": 300, "y": 100})
        await asyncio.sleep(0.3)
        place = await shown.locator(PATH).first.evaluate(
            """(path) => {
              const at = path.getPointAtLength(0.9 * path.getTotalLength());
              const on = at.matrixTransform(path.getScreenCTM());
              return [on.x, on.y];
            }"""
        )
        await shown.mouse.move(*place)
        await asyncio.sleep(0.1)
        shows = shown.locator(".bqplot_mark_tooltip:visible")
        if await shows.count():
            names.add((await shows.first.inner_text()).split()[-1])
        if names:
            break
    assert names <= {"c0", "c1", "c2"}
    assert names


@IN_LAB
async def test_an_exported_picture_has_the_lines_as_they_are(
    front_end: FrontEnd, port: int, page: Page, tmp_path: Path
) -> None:
    name = write(
        front_end, "export.ipynb", SHOW.format(port=port), "figure.save_svg('picture.svg')"
    )
    await front_end.open(page, name)
    await pages.run_cell(page, 0)
    await pages.line_moves(page, times=20)
    old = await page.locator(PATH).first.get_attribute("d")
    async with page.expect_download() as download:
        await pages.run_cell(page, 1)
    file = tmp_path / "picture.svg"
    await (await download.value).save_as(file)
    picture = file.read_text()
    assert "livewidgets-on-canvas" not in re.sub(r"<style.*?</style>", "", picture, flags=re.S)
    paths = re.findall(r'<path class="line"[^>]* d="([^"]+)"', picture)
    paths += re.findall(r'<path [^>]*class="line"[^>]* d="([^"]+)"', picture)
    assert len(paths) >= 3
    assert old not in paths, "they are made anew for it"
    assert await page.locator(ON_CANVAS).count() == 1, "and go out of sight again"


@IN_LAB
async def test_a_second_view_of_an_output_is_drawn_too(shown: Page) -> None:
    await shown.locator(pages.FIGURE).hover()
    await (
        pages.cell(shown, 0)
        .locator(".jp-OutputArea-output")
        .click(button="right", position={"x": 20, "y": 20})
    )
    await shown.click('.lm-Menu-itemLabel:text-is("Create New View for Cell Output")')
    await pages.shows(shown, CANVAS, count=2)
    for nth in range(2):
        before = await drawn(shown, nth)
        await pages.line_moves(shown, 6 * nth)  # three curves, and three in the legend
        assert await drawn(shown, nth) > before
        assert await inked(shown, nth) > 100
    await shown.click(".jp-LinkedOutputView", button="middle", force=True)


@IN_LAB
async def test_a_theme_that_changes_reaches_the_lines(
    front_end: FrontEnd, port: int, page: Page
) -> None:
    colour = "figure.marks[0].colors = ['var(--jp-ui-font-color1)'] * 3\nfigure"
    name = write(front_end, "theme.ipynb", SHOW.format(port=port) + "\n" + colour)
    await front_end.show(page, name)
    await pages.line_moves(page)
    lightness = """(canvas) => {
      const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0, count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] > 128) { sum += data[at]; count += 1; }
      }
      return count ? sum / count : -1;
    }"""
    for theme, low, high in [("JupyterLab Dark", 150, 256), ("JupyterLab Light", 0, 100)]:
        await page.evaluate(
            "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
            theme,
        )
        deadline = time.monotonic() + 15
        while not low <= (got := await page.locator(CANVAS).evaluate(lightness)) < high:
            assert time.monotonic() < deadline, f"{theme}: {got}"
            await asyncio.sleep(0.2)


@IN_VOILA
async def test_another_version_of_bqplot_draws_its_own_lines(
    front_end: FrontEnd, port: int, page: Page, console: Console
) -> None:
    async def newer(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.text()
        await route.fulfill(response=answer, body=body.replace('"0.6.1"', '"0.6.9"'))

    await page.route(re.compile(r"labextensions/bqplot/static/.*\.js"), newer)
    await front_end.show(page, write(front_end, "newer.ipynb", SHOW.format(port=port)))
    await pages.moves(page, PATH, attribute="d", times=10)
    assert await page.locator(CANVAS).count() == 0
    assert await page.locator(ON_CANVAS).count() == 0


@IN_VOILA
async def test_when_drawing_fails_bqplot_draws_and_it_is_said_once(
    shown: Page, console: Console
) -> None:
    console.expect("our canvas fails")
    said: list[Any] = []
    shown.on("console", lambda each: said.append(each.text))
    await shown.evaluate(
        """() => {
          CanvasRenderingContext2D.prototype.stroke = () => { throw new Error("out of ink"); };
        }"""
    )
    await pages.moves(shown, PATH, attribute="d", times=10)
    assert await shown.locator(ON_CANVAS).count() == 0
    assert await shown.locator(CANVAS).count() == 0
    assert [each for each in said if "livewidgets" in each] == [
        "livewidgets: lines are drawn as bqplot draws them, for our canvas fails: Error: out of ink"
    ]
