"""A notebook of a dashboard with every kind of part, and how its pages are looked at."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page
from playwright.async_api import TimeoutError as StandsStill

from tests.browser import pages
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write

HELD = 20_000  # milliseconds that the page may take for anything

# All rows come at once and no more do.
SHOW = """
import math
import livewidgets as lw

def rows():
    for at in range(3000):
        time = 1_700_000_000.0 + at / 50
        yield {"time": time, "inlet": 21 + 3 * math.sin(at / 300), "outlet": 35.0 + at % 7,
               "<b>name</b>": "<img src=x onerror=document.title='broken'>"}

data = lw.stream(rows, name="boiler <i>7</i>", units={"inlet": "°C", "outlet": "°C"})
panel = lw.alerts(data, lw.above("inlet", 23, clear=22), lw.conditions.no_data("1h"))
wide = lw.line(data, title="Temperatures", tz="UTC", anomalies=lw.detectors.robust_z())
narrow = lw.line(data, "outlet", title="Outlet", tz="UTC", band=lw.rolling("10s"), y=(0, 50))
board = lw.dashboard(
    {
        "Overview": [
            "Water goes in\\x01\\x0b\\ufffe, and comes back <b>warmer</b>. " * 4,
            [(wide, 2), narrow],
            ["# Now", lw.value(data, "inlet"), lw.value(data, "<b>name</b>"), lw.status(data)],
        ],
        "Details": [
            [lw.stats(data), panel],
            [lw.line(data, "inlet", title="Inlet", tz="UTC"), ["# Beside", lw.value(data)]],
        ],
    },
    title="Heating <u>7</u>",
)
data.wait(rows=3000, timeout=60)
board
"""

WIDTHS = {360: 780, 1280: 900, 3840: 2160}  # and heights: a phone, a notebook, a wall

BOARD = ".livewidgets-board"
TABS = f"{BOARD} [role=tab]"
SIGHTLESS = ".lw-controls, .lw-spoken"  # lies over the figure, or is for ears

# What is cut off, lies outside of what it is in, or lies over what it stands beside.
FAULTS = f"""
() => {{
  const faults = [];
  const name = (each) => `${{each.className?.baseVal ?? each.className}} "${{
    each.textContent.slice(0, 30)}}"`;
  const seen = (each) => each.getClientRects().length > 0 && each.getBoundingClientRect().width > 0;
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${{page.scrollWidth}} wide`);
  const board = document.querySelector("{BOARD}");
  for (const each of board.querySelectorAll("*")) {{
    if (each.closest("svg, {SIGHTLESS}") || !seen(each)) continue;
    const box = each.getBoundingClientRect();
    const around = each.parentElement.getBoundingClientRect();
    // A table of numbers is scrolled where it has no room, by keyboard, too.
    const scrolled = each.closest("[tabindex='0']:not(.figure)");
    if (!scrolled && (box.left < around.left - 1 || box.right > around.right + 1))
      faults.push(`${{name(each)}} is outside`);
    const cut = getComputedStyle(each);
    if (each !== scrolled && cut.overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1)
      faults.push(`${{name(each)}} is cut off: ${{each.scrollWidth}} > ${{each.clientWidth}}`);
    if (each !== scrolled && cut.overflowY !== "visible" &&
        each.scrollHeight > each.clientHeight + 1)
      faults.push(`${{name(each)}} is cut off: ${{each.scrollHeight}} > ${{each.clientHeight}}`);
    const beside = each.nextElementSibling;
    if (each.matches(".jupyter-widgets") && beside?.matches(".jupyter-widgets") && seen(beside)) {{
      const next = beside.getBoundingClientRect();
      const meant = getComputedStyle(beside).marginTop.startsWith("-");  // a dial's number
      if (!meant && box.right > next.left + 1 && box.bottom > next.top + 1 &&
          next.right > box.left + 1)
        faults.push(`${{name(each)}} lies over ${{name(beside)}}`);
    }}
  }}
  for (const each of board.querySelectorAll(".bqplot.figure")) {{
    if (!seen(each)) continue;
    const around = each.getBoundingClientRect();
    for (const text of [...each.querySelectorAll("svg text")].filter(seen)) {{
      if (getComputedStyle(text).visibility === "hidden" || !text.textContent.trim()) continue;
      const box = text.getBoundingClientRect();
      if (box.left < around.left - 1 || box.right > around.right + 1 ||
          box.top < around.top - 1 || box.bottom > around.bottom + 1)
        faults.push(`"${{text.textContent}}" is outside of its figure`);
    }}
    for (const axis of each.querySelectorAll(".axis")) {{
      const across = axis.getAttribute("text-anchor") === "middle";
      const texts = [...axis.querySelectorAll(".tick text")].filter(seen)
        .map((text) => text.getBoundingClientRect())
        .map((box) => across ? [box.left, box.right] : [box.top, box.bottom])
        .sort((one, other) => one[0] - other[0]);
      if (!texts.length && across) faults.push("an axis without a label");
      texts.forEach(([start], nth) => {{
        if (nth && start < texts[nth - 1][1]) faults.push("labels of an axis overlap");
      }});
    }}
    const {{width, height}} = around;
    if (height < 250) continue;  // not a chart: a small line, a lane, bars
    if (!(width / height > 0.5 && width / height < 8))
      faults.push(`a figure of ${{width}} × ${{height}}`);
    const plot = each.querySelector(".plotarea_events").getBoundingClientRect();
    const keeps = Math.abs(plot.width / plot.height - 1.6) < 0.01;  // a map's aspect
    if (!keeps && (plot.width < 0.5 * width || Math.abs(plot.width - width) > 160))
      faults.push(`a plot of ${{plot.width}} in ${{width}}`);
  }}
  return faults;
}}
"""


async def show(front_end: FrontEnd, page: Page, console: Console, dark: bool = False) -> None:
    # bqplot draws the figure of a tab that is not seen yet, which has no size, before it knows.
    console.expect(r"<rect> attribute (width|height): A negative value is not valid")
    name = write(front_end, "board.ipynb", SHOW)
    if dark:
        await page.emulate_media(color_scheme="dark")
        await page.goto(f"{front_end.address(name)}?theme=dark")
        await pages.shows(page, pages.FIGURE)
    else:
        await front_end.show(page, name)
    await ready(page)


async def ready(page: Page) -> None:
    """Wait until both figures of the first tab have controls, and their rows are drawn."""
    await page.wait_for_function(
        """() => [...document.querySelectorAll(".livewidgets-canvas")].filter((each) =>
          each.getClientRects().length > 0 && each.drawn?.curves.length > 0).length >= 2
          && document.querySelectorAll(".livewidgets-controlled").length >= 2""",
        timeout=60_000,
    )


async def choose_tab(page: Page, nth: int) -> None:
    await page.locator(TABS).nth(nth).click()
    await page.wait_for_function(
        f"(nth) => document.querySelectorAll('{TABS}')[nth].ariaSelected === 'true'",
        arg=nth,
        timeout=HELD,
    )


async def no_faults(page: Page) -> None:
    """Wait until nothing is wrong with the layout; fails with what is."""
    figures = page.locator(f"{BOARD} .bqplot.figure")
    for nth in range(await figures.count()):
        if not await figures.nth(nth).evaluate("(it) => it.getClientRects().length"):
            continue  # in a tab that is not seen
        # bqplot lays a figure out when it is within sight.
        await figures.nth(nth).evaluate("(it) => it.scrollIntoView({block: 'center'})")
        await page.wait_for_function(
            """(figure) => { const {width} = figure.getBoundingClientRect();
              const plot = figure.querySelector(".plotarea_events").getBoundingClientRect();
              return plot.width > 0.25 * width && plot.width <= width; }""",
            arg=await figures.nth(nth).element_handle(),
            timeout=HELD,
        )
    try:
        await page.wait_for_function(f"() => ({FAULTS})().length === 0", timeout=HELD)
    except StandsStill:
        faults: Any = await page.evaluate(FAULTS)
        assert not faults, "\n".join(faults[:20])


async def says(page: Page, text: str) -> None:
    """Wait until a label of the dashboard has this text."""
    await page.wait_for_function(
        f"""(text) => [...document.querySelectorAll("{BOARD} .widget-label")]
          .some((each) => each.textContent === text)""",
        arg=text,
        timeout=HELD,
    )
