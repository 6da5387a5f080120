"""A page that is asked for more than it can draw: fewer frames, not later ones."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd
from tests.browser.sender import sender

COLUMNS = 32
SECONDS = 20.0

# Sent blindly, as many columns lagged by 7 s, and the lag rose. The bound leaves room for
# a machine that is busy with something else; what was measured is in docs/limits.md.
LATEST = 3.0

SHOW = """
from ipywidgets import VBox
import livewidgets as lw

wide = lw.connect("127.0.0.1", {port})
VBox([lw.status(wide), lw.line(wide, window="60s", tz="UTC")])
"""

# The time of the newest point that is drawn: its pixel, by the time axis's own labels.
NEWEST = """
() => {
  const ticks = [...document.querySelectorAll(".bqplot .tick")]
    .map((tick) => [tick.textContent, tick.getAttribute("transform")])
    .filter(([text]) => /^\\d\\d:\\d\\d:\\d\\d$/.test(text))
    .map(([text, place]) => [
      text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0),
      Number(/translate\\(([-\\d.]+)/.exec(place)[1]),
    ]);
  const shape = document.querySelector(".bqplot path.line").getAttribute("d") || "";
  if (ticks.length < 2 || !shape.includes("L")) return null;
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const pixel = parseFloat(shape.slice(shape.lastIndexOf("L") + 1));
  return first[0] + ((pixel - first[1]) * (last[0] - first[0])) / (last[1] - first[1]);
}
"""


async def age(page: Page) -> float | None:
    """How old the newest point on the page is, in seconds."""
    newest = await page.evaluate(NEWEST)
    now = datetime.now(UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if newest is None:
        return None
    # Read off pixels, it may be some hundredths of a second off, to either side.
    return ((now - midnight).total_seconds() - float(newest) + 43_200) % 86_400 - 43_200


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_many_wide_lines_do_not_lag(front_end: FrontEnd, page: Page) -> None:
    with sender("--csv", "--channels", str(COLUMNS), "--rate", "1000") as port:
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        book = new_notebook(
            cells=[new_code_cell(SHOW.format(port=port))], metadata={"kernelspec": kernel}
        )
        (front_end.server.folder / "wide.ipynb").write_text(nbformat.writes(book))
        await front_end.show(page, "wide.ipynb")
        await pages.line_moves(page)
        ages: list[float] = []
        for _ in range(int(SECONDS / 0.5)):
            await asyncio.sleep(0.5)
            now = await age(page)
            if now is not None:
                ages.append(now)
        await pages.line_moves(page)
    assert len(ages) >= 20, "the page shows too little to tell"
    assert max(ages[len(ages) // 2 :]) <= LATEST, ages
