"""A picture that was saved with its notebook is there again, though nothing runs."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.sign import NotebookNotary
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, NewPage, write
from tests.browser.rest import rests
from tests.browser.sender import sender
from tests.browser.test_transport import READ_CURVES, SHOW, VALUE

ENDED = """
import time
deadline = time.time() + 20
while time.time() < deadline and numbers.running:
    time.sleep(0.05)
time.sleep(1.5)  # the last keyframe
"""

FIVE_HUNDRED = """
from ipywidgets import VBox
import livewidgets as lw

numbers = lw.stream({"value": float(n)} for n in range(500))
VBox([lw.value(numbers), lw.line(numbers, title="Five hundred")])
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Twenty rows a second of three channels."""
    with sender("--csv", "--channels", "3", "--rate", "20") as number:
        yield number


@pytest.mark.parametrize("front_end", ["notebook"], indirect=True)
async def test_an_executed_notebook_shows_its_last_picture(front_end: FrontEnd, page: Page) -> None:
    name = write(front_end, "executed.ipynb", FIVE_HUNDRED, ENDED)
    file = front_end.server.folder / name
    book = nbformat.read(file, as_version=4)
    await asyncio.to_thread(NotebookClient(book, timeout=60).execute)
    nbformat.write(book, file)
    # As `jupyter trust` does: widgets of somebody else's notebook are not shown.
    notary = NotebookNotary(data_dir=str(front_end.server.folder.parent / "data"))
    notary.sign(book)
    notary.store.close()
    await front_end.open(page, name)
    await pages.shows(page, pages.LINE)
    (curve,) = await page.evaluate(READ_CURVES)
    assert curve[-1][1] == 499.0
    assert await pages.label_text(page, VALUE) == "499"


@pytest.mark.usefixtures("saves_state")
@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_what_frames_brought_is_saved_by_the_page(
    front_end: FrontEnd, port: int, new_page: NewPage
) -> None:
    name = write(front_end, "kept.ipynb", SHOW.format(port=port), "numbers.stop()")
    page = await new_page()
    await front_end.open(page, name)
    await pages.run_cell(page, 0)
    await pages.line_moves(page, times=20)
    await pages.run_cell(page, 1)
    await pages.has_run(page, 1)
    await rests(page)
    last = await page.evaluate(READ_CURVES)
    text = await pages.label_text(page, VALUE)
    await front_end.save(page, name)

    # Under another name it has a kernel of its own, which knows nothing of the picture.
    folder = front_end.server.folder
    shutil.copy(folder / name, folder / "later.ipynb")
    later = await new_page()
    await front_end.open(later, "later.ipynb")
    await pages.shows(later, pages.LINE, count=3)
    assert await later.evaluate(READ_CURVES) == last
    assert await pages.label_text(later, VALUE) == text
