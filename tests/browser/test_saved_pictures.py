"""Every picture is there again with its data: in a saved notebook, and in a page made of one."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import nbformat
import pytest
import pytest_asyncio
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook
from playwright.async_api import Page, ViewportSize

from tests.browser import all_pictures, pages
from tests.browser.console_noise import Console
from tests.browser.html_manager import fetch_manager, take_scripts_from_here
from tests.browser.pages import FrontEnd, NewPage, write
from tests.browser.picture_data import FIGURES, comes_true, they_are_all_there, words
from tests.browser.rest import rests
from tests.test_exports import PICTURES

SHOW = "from ipywidgets import VBox\nVBox(list(pictures.values()))"
CELLS = (
    all_pictures.cell(),
    SHOW,
    """
import time
deadline = time.time() + 60
while time.time() < deadline:
    if pictures["status"].children[0].value.endswith("ended"):
        break
    time.sleep(0.05)
time.sleep(2)  # the last keyframe
print(*sorted(pictures))
""",
)
# Lab makes what is far below only when it is seen.
HIGH: ViewportSize = {"width": 1280, "height": 5000}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def book() -> NotebookNode:
    """The executed notebook, with the states of its widgets."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [new_code_cell(cell.strip()) for cell in CELLS]
    made: NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    await asyncio.to_thread(NotebookClient(made, timeout=120).execute)
    shown = made.cells[-1].outputs[0]["text"].split()
    assert shown == sorted(PICTURES), "a new picture belongs into all_pictures.py"
    return made


async def test_a_page_that_nbconvert_made_has_all_their_data(
    book: NotebookNode, page: Page, console: Console, tmp_path: Path
) -> None:
    # MathJax and icons would come from the net; the transport is no widget that is seen.
    console.expect(r"mathjax|ERR_FILE_NOT_FOUND|ERR_FAILED")
    console.expect(r"Script error for \"livewidgets\"|npm/livewidgets@")
    html, _ = HTMLExporter().from_notebook_node(book)
    file = tmp_path / "converted.html"
    file.write_text(html)
    manager = await asyncio.to_thread(fetch_manager, tmp_path)
    missed = await take_scripts_from_here(page, manager)
    await page.goto(file.as_uri())
    await they_are_all_there(page)
    assert not [each for each in missed if "mathjax" not in each and "/livewidgets@" not in each]


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_lab_shows_them_from_the_saved_notebook(
    front_end: FrontEnd, book: NotebookNode, page: Page
) -> None:
    file = front_end.server.folder / "all.ipynb"
    nbformat.write(book, file)
    # As `jupyter trust` does: widgets of somebody else's notebook are not shown.
    notary = NotebookNotary(data_dir=str(front_end.server.folder.parent / "data"))
    notary.sign(book)
    notary.store.close()
    await page.set_viewport_size(HIGH)
    await front_end.open(page, file.name)
    await they_are_all_there(page)


@pytest.mark.usefixtures("saves_state")
@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_what_frames_brought_of_them_is_saved_by_the_page(
    front_end: FrontEnd, new_page: NewPage
) -> None:
    name = write(front_end, "brought.ipynb", *CELLS)
    page = await new_page()
    await page.set_viewport_size(HIGH)
    await front_end.open(page, name)
    await front_end.run_all(page)
    await pages.shows(page, pages.FIGURE, count=len(FIGURES))
    await pages.has_run(page, len(CELLS) - 1)
    await comes_true(lambda: words(page))
    await rests(page)
    await front_end.save(page, name)

    # Under another name it has a kernel of its own, which knows nothing of the pictures.
    folder = front_end.server.folder
    shutil.copy(folder / name, folder / "afterwards.ipynb")
    later = await new_page()
    await later.set_viewport_size(HIGH)
    await front_end.open(later, "afterwards.ipynb")
    await they_are_all_there(later)
