"""Number, gauge, text, table, timeline and map: known data in, what is drawn out."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

START = 1_700_000_000.0
MARKUP = "<img src=q>"

# All rows come at once and no more do. Times are UTC.
SHOW = f"""
import livewidgets as lw
from ipywidgets import VBox

MARKUP = {MARKUP!r}
def rows():
    for at in range(121):
        car = ["north", "south", MARKUP][at % 3]
        yield {{"time": {START} + at, MARKUP: 1.0, "temp": 20.0 + at / 2, "car": car,
               "lat": 52.5 + [0.05, -0.05, 0.0][at % 3], "lon": 13.4 + [0.1, -0.1, 0.0][at % 3],
               "state": "idle" if at < 60 else "running" if at < 100 else MARKUP,
               "said": "door opened" if at == 90 else MARKUP if at == 119 else ""}}

data = lw.stream(rows, units={{"temp": "°C"}}, name=MARKUP)
VBox([
    lw.number(data, "temp", format="{{:.1f}} °C"),
    lw.gauge(data, "temp", format="{{:.2f}} °C", zones={{"ok": (0, 70), MARKUP: (70, 100)}}),
    lw.text(data, "{{time:%H:%M:%S}} {{temp:.1f}} °C {{car}}", tz="UTC"),
    lw.table(data, "temp", "car", MARKUP, rows=5, tz="UTC"),
    lw.timeline(data, "state", events="said", window="2m", tz="UTC"),
    lw.map(data, by="car", value="temp"),
])
"""

HAS_LABEL = (
    "(text) => [...document.querySelectorAll('.widget-label')].some(e => e.textContent === text)"
)

# The curves of the figure that is nth on the page, as our canvas has drawn them, by mark.
CURVES = """
(nth) => {
  const figure = document.querySelectorAll(".bqplot.figure")[nth];
  const {drawn} = figure?.querySelector(".livewidgets-canvas") ?? {};
  return (drawn?.curves ?? []).map((mark) =>
    mark.map(({x, y}) => [[...x], [...y].map((v) => (Number.isFinite(v) ? v : null))]));
}
"""
TEXTS = "([nth, selector]) => [...document.querySelectorAll('.bqplot.figure')[nth]" + (
    ".querySelectorAll(selector)].map((each) => each.textContent)"
)
MAP = """
() => {
  const figure = document.querySelectorAll(".bqplot.figure")[3];
  const area = figure.querySelector(".plotarea_events");
  const size = [Number(area.getAttribute("width")), Number(area.getAttribute("height"))];
  const places = [...figure.querySelectorAll(".object_grp")].filter((e) => e.querySelector(".dot"))
    .map((each) => /translate\\(([^,]+),([^)]+)\\)/.exec(each.getAttribute("transform")))
    .map(([, x, y]) => [Number(x) / size[0], Number(y) / size[1]]);
  const fills = [...figure.querySelectorAll(".dot")].map((e) => getComputedStyle(e).fill);
  return {size, places, fills};
}
"""
NUMBER, GAUGE, TIMELINE, MAPS = range(4)


async def show(front_end: FrontEnd, page: Page) -> None:
    await front_end.show(page, write(front_end, "panels.ipynb", SHOW))
    await page.wait_for_function(HAS_LABEL, arg="80.0 °C", timeout=60_000)


async def drawn(page: Page, nth: int, condition: str) -> Any:
    """The curves of a figure, once they are as they have to be."""
    await page.wait_for_function(
        f"(nth) => {{ const marks = ({CURVES})(nth); return {condition}; }}",
        arg=nth,
        timeout=60_000,
    )
    return await page.evaluate(CURVES, nth)


async def has_text(page: Page, nth: int, selector: str, text: str) -> None:
    await page.wait_for_function(
        f"([nth, selector, text]) => ({TEXTS})([nth, selector]).includes(text)",
        arg=[nth, selector, text],
        timeout=60_000,
    )


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_known_rows_are_drawn_as_they_are(front_end: FrontEnd, page: Page) -> None:
    await show(front_end, page)
    for text in (
        "▲ +30.0 °C in 1 min",
        "22:15:20 80.0 °C north",
        f"◆ {MARKUP}",  # the gauge's zone
        "80.00 °C",
        "following · rows 117 to 121, 121 are kept",
    ):
        await page.wait_for_function(HAS_LABEL, arg=text, timeout=60_000)

    said = r"^3 places · temp \[°C\]: 79(\.0)? \(south\) to 80(\.0)? \(north\)$"
    await page.wait_for_function(
        "(said) => [...document.querySelectorAll('.widget-label')]"
        ".some((label) => new RegExp(said).test(label.textContent))",
        arg=said,
        timeout=60_000,
    )

    # The small line ends with the newest value.
    (spark,) = await drawn(page, NUMBER, "marks[0]?.[0]?.[1].at(-1) === 80")
    assert spark[0][1][0] == pytest.approx(49.5, abs=1.5)

    # The needle's tip is where 80 of 100 is on a sweep of 250 degrees from 215.
    marks = await drawn(page, GAUGE, "marks.some((mark) => mark[0]?.[0].length === 5)")
    x, y = next(mark[0] for mark in marks if len(mark[0][0]) == 5)
    tip = max(range(5), key=lambda at: math.hypot(x[at], y[at]))
    assert math.degrees(math.atan2(y[tip], x[tip])) == pytest.approx(215 - 0.8 * 250, abs=0.1)

    # Spans begin and end where the states do, and are named.
    marks = await drawn(page, TIMELINE, "marks[0]?.some((curve) => curve[0].length > 2)")
    spans = sorted((curve[0][0], curve[0][1]) for curve in marks[0] if curve[1][0] == 18)
    assert [end - START for _, end in spans[:2]] == pytest.approx([60.0, 100.0], abs=0.01)
    for text in ("idle", "running", "door opened", MARKUP):
        await has_text(page, TIMELINE, ".label", text)

    # Markers are where they belong on a map that keeps its aspect, of different colours.
    for text in ("north", "south", MARKUP):
        await has_text(page, MAPS, ".label", text)
    await has_text(page, MAPS, ".tick text", "13.4° E")
    there = await page.evaluate(MAP)
    assert there["size"][0] / there["size"][1] == pytest.approx(1.6, rel=0.01)
    (north, south, middle) = there["places"]
    assert middle == pytest.approx([0.5, 0.5], abs=0.01)
    assert north[0] - 0.5 == pytest.approx(0.5 - south[0], abs=0.01)
    assert 0 < north[1] < 0.5 < south[1] < 1
    assert len(set(there["fills"])) == 3

    # What comes from a stream is text, whatever it looks like.
    assert await page.locator('img[src="q"]').count() == 0
    rows = page.locator(".livewidgets-table tbody tr")
    assert await rows.nth(1).locator("td").all_inner_texts() == [
        "22:15:19.000",
        "79.5",
        MARKUP,
        "1",
    ]


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_a_table_is_paged_by_keyboard(front_end: FrontEnd, page: Page) -> None:
    await show(front_end, page)
    older = page.get_by_role("button", name="Older")
    await older.focus()
    await page.keyboard.press("Enter")
    said = "paused · rows 112 to 116, 121 are kept · 5 newer"
    await page.wait_for_function(HAS_LABEL, arg=said, timeout=60_000)
    first = page.locator(".livewidgets-table tbody tr").first
    assert (await first.locator("td").all_inner_texts())[:2] == ["22:15:15.000", "77.5"]
    await page.get_by_role("button", name="Follow").focus()
    await page.keyboard.press("Enter")
    await pages.shows(page, "button:has-text('Pause')")
