"""The harness itself, on a notebook of plain bqplot: what it says moves, moves."""

from __future__ import annotations

from urllib.parse import urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.async_api import Page, Route
from playwright.async_api import TimeoutError as StandsStill

from tests.browser import pages
from tests.browser.console_noise import Console, is_noise
from tests.browser.pages import FrontEnd, NewPage

NAME = "plain.ipynb"
DRAW = """
import contextvars, itertools, threading, time
import bqplot, ipywidgets, numpy as np

x = np.linspace(0, 10, 50)
scales = {"x": bqplot.LinearScale(), "y": bqplot.LinearScale(min=-1, max=1)}
line = bqplot.Lines(x=x, y=np.sin(x), scales=scales)
label = ipywidgets.Label("0")
still = ipywidgets.Label("still")

def move():
    for n in itertools.count(1):
        label.value = str(n)
        line.y = np.sin(x + n / 5)
        time.sleep(0.1)

threading.Thread(target=contextvars.Context().run, args=(move,), daemon=True).start()
ipywidgets.VBox([bqplot.Figure(marks=[line]), label, still])
"""


@pytest.fixture
def notebook(front_end: FrontEnd) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = new_notebook(cells=[new_code_cell(DRAW)], metadata={"kernelspec": kernel})
    (front_end.server.folder / NAME).write_text(nbformat.writes(book))
    return NAME


async def test_two_pages_and_a_reload_are_seen_to_move(
    front_end: FrontEnd, notebook: str, new_page: NewPage
) -> None:
    first = await new_page()
    await front_end.show(first, notebook)
    await pages.line_moves(first)
    seen = [int(text) for text in await pages.label_moves(first)]
    assert seen == sorted(set(seen))
    await front_end.save(first, notebook)

    second = await new_page()
    await front_end.open(second, notebook)
    await pages.line_moves(second)
    await pages.line_moves(first)

    await front_end.reload(first)
    await pages.line_moves(first)
    with pytest.raises(StandsStill):
        await pages.label_moves(first, nth=1, seconds=1)


async def test_what_a_page_reports_is_recorded(page: Page, console: Console) -> None:
    async def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/lost":
            await route.abort("failed")
        else:
            await route.fulfill(status={"/": 200, "/missing": 404}.get(path, 204))

    await page.route("**/*", answer)
    await page.goto("http://livewidgets.test/")
    async with (
        page.expect_event("pageerror"),
        page.expect_event("requestfailed"),
        page.expect_console_message(lambda message: "404" in message.text),
    ):
        await page.evaluate(
            "console.error('said'); setTimeout(() => { throw Error('thrown') });"
            "fetch('/missing'); fetch('/lost').catch(() => {})"
        )
    sorts = {report.split(":")[0] for report in console.unexpected()}
    assert sorts == {"console error", "page error", "request failed", "response 404"}
    said = [report for report in console.unexpected() if "said" in report]
    assert len(said) == 1
    console.expect("^console error: said")
    assert said[0] not in console.unexpected()
    console.reports.clear()  # or the fixture fails this test, as it should any other


@pytest.mark.parametrize(
    "report",
    [
        "console error: TypeError: x is undefined (http://127.0.0.1:8866/voila/render/a.ipynb)",
        "page error: Cannot read properties of undefined (reading 'x') at /static/notebook/a.js",
        "response 404: http://127.0.0.1:8866/nbextensions/bqplot/index.js",
    ],
)
def test_what_could_be_ours_is_no_noise(report: str) -> None:
    assert not is_noise(report)
