"""A notebook of two linked figures whose rows do not move, and how its pages are asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

START = 1_700_000_000.0
RATE, SECONDS, SPIKE = 500, 100, 30_000
HELD = 15_000  # milliseconds that the page may take for anything

# All rows come at once and no more do: what is seen moves by the controls alone.
SHOW = f"""
import math
import livewidgets as lw

def rows():
    for at in range({RATE * SECONDS}):
        value = 9.0 if at == {SPIKE} else math.sin(at / 700)
        yield {{"time": {START} + at / {RATE}, "value": value, "load": 50.0 + at % 7}}

data = lw.stream(rows, units={{"value": "V"}})
figure = lw.line(data, "value", window="100s", height="300px", title="Controlled", tz="UTC")
other = lw.line(data, "load", window="80s", height="200px")
data.wait(rows={RATE * SECONDS}, timeout=60)
lw.dashboard(figure, other)
"""

FIGURES = ".livewidgets-controlled"
SEEN = "(nth) => document.querySelectorAll('.lw-controls')[nth]?.seen() ?? null"

# The samples of a figure's first curve that are within what is seen.
SAMPLES = """
(nth) => {
  const {start, end} = document.querySelectorAll(".lw-controls")[nth].seen();
  const canvas = document.querySelectorAll(".livewidgets-canvas")[nth];
  const {x, y} = canvas.drawn.curves[0][0];
  const at = [...x.keys()].filter((each) => x[each] >= start && x[each] <= end);
  return at.map((each) => [x[each], y[each]]);
}
"""


def value(at: int) -> float:
    return 9.0 if at == SPIKE else float(np.sin(at / 700))


async def show(front_end: FrontEnd, page: Page) -> None:
    await front_end.show(page, write(front_end, "controls.ipynb", SHOW))
    await ready(page)


async def ready(page: Page) -> None:
    """Wait until both figures have controls, and all rows are drawn."""
    await pages.shows(page, FIGURES, 2)
    await page.wait_for_function(
        f"() => [0, 1].every((nth) => Math.abs(({SEEN})(nth)?.end - {START + SECONDS}) < 1"
        " && document.querySelectorAll('.livewidgets-canvas')[nth]?.drawn.curves.length)",
        timeout=60_000,
    )


async def seen(page: Page, nth: int = 0) -> tuple[float, float]:
    span: Any = await page.evaluate(SEEN, nth)
    return float(span["start"]), float(span["end"])


async def settles(page: Page, condition: str, nth: int = 0) -> tuple[float, float]:
    """Wait until what is seen (`start`, `end`) is so, and give it."""
    await page.wait_for_function(
        f"(nth) => {{ const {{start, end}} = ({SEEN})(nth); return {condition}; }}",
        arg=nth,
        timeout=HELD,
    )
    return await seen(page, nth)


async def plot(page: Page, nth: int = 0) -> dict[str, float]:
    box: Any = await page.locator(".plotarea_events").nth(nth).bounding_box()
    return {name: float(size) for name, size in box.items()}


async def place(page: Page, time: float) -> tuple[float, float]:
    """Where a time is on the page, in the first figure."""
    (start, end), at = await seen(page), await plot(page)
    part = (time - start) / (end - start)
    return at["x"] + part * at["width"], at["y"] + at["height"] / 2


async def has_samples(page: Page, low: int, high: int) -> None:
    """Wait until every row of these numbers is drawn, and compare them all."""
    await page.wait_for_function(
        f"(rows) => ({SAMPLES})(0).length === rows", arg=high - low, timeout=HELD
    )
    drawn = await page.evaluate(SAMPLES, 0)
    rows = range(low, high)
    assert [x for x, _ in drawn] == pytest.approx([START + at / RATE for at in rows], abs=1e-5)
    assert [y for _, y in drawn] == pytest.approx([value(at) for at in rows], abs=1e-4)
