"""A page that is asked for more than it can draw: fewer frames, not later ones."""

from __future__ import annotations

import asyncio
import statistics
import time

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

NEWEST = "() => document.querySelector('.livewidgets-canvas')?.drawn.newest"


async def age(page: Page) -> float | None:
    """How old the newest point on the page is, in seconds."""
    newest = await page.evaluate(NEWEST)
    return None if newest is None else time.time() - float(newest)


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
    assert statistics.median(ages[len(ages) // 2 :]) <= LATEST, ages
