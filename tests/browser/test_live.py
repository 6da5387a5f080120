"""Streams in a real browser: what a person sees in JupyterLab, Notebook 7 and Voila."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd, NewPage, write
from tests.browser.sender import sender

VALUE, PILL, TEXT = 0, 1, 2  # the labels in the order in which SHOW displays them

SHOW = """
from ipywidgets import VBox
import livewidgets as lw

numbers = {make}
VBox([lw.value(numbers, format="{{:.3f}}"), lw.status(numbers), lw.line(numbers, window="20s")])
"""

IN_KERNELS = pytest.mark.parametrize("front_end", ["lab", "notebook"], indirect=True)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Twenty rows a second of three channels."""
    with sender("--csv", "--channels", "3", "--rate", "20") as number:
        yield number


async def test_label_and_line_move_on_two_pages_and_after_a_reload(
    front_end: FrontEnd, port: int, new_page: NewPage
) -> None:
    make = f'lw.connect("127.0.0.1", {port})'
    name = write(front_end, "tcp_pages.ipynb", SHOW.format(make=make))
    first = await new_page()
    await front_end.show(first, name)
    await pages.line_moves(first)
    await pages.label_moves(first, VALUE)
    assert await pages.label_text(first, PILL) == "● live"
    assert "rows/s" in (await pages.label_text(first, TEXT) or "")
    await front_end.save(first, name)

    second = await new_page()
    await front_end.open(second, name)
    await pages.line_moves(second)
    await pages.label_moves(second, VALUE)
    await pages.line_moves(first)

    await front_end.reload(first)
    await pages.line_moves(first)
    await pages.label_moves(first, VALUE)
    await pages.line_moves(second)
    for page in (first, second):
        curves = await page.locator(pages.LINE).count()
        assert curves >= 3


async def seen(page: Page, seconds: float) -> list[str]:
    """The values that the first label shows in a while, in order, each once."""
    values: list[str] = []
    for _ in range(int(seconds / 0.05)):
        text = await pages.label_text(page, VALUE)
        if text and text not in values:
            values.append(text)
        await asyncio.sleep(0.05)
    return values


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_visitors_of_voila_and_a_reload_show_the_same_data(
    front_end: FrontEnd, new_page: NewPage
) -> None:
    with sender("--csv", "--channels", "1", "--rate", "4") as port:
        name = write(
            front_end, "tcp_same.ipynb", SHOW.format(make=f'lw.connect("127.0.0.1", {port})')
        )
        visitors = [await new_page(), await new_page()]
        for page in visitors:
            await front_end.show(page, name)
            await pages.label_moves(page, VALUE)
        await front_end.reload(visitors[0])
        await pages.label_moves(visitors[0], VALUE, seconds=60)
        one, other = await asyncio.gather(*(seen(page, 5.0) for page in visitors))
    common = [value for value in one if value in other]
    assert len(common) >= 10, f"of {one} and {other} too few are the same"
    assert common == [value for value in other if value in one], "and in the same order"


@IN_KERNELS
async def test_pictures_go_on_while_a_cell_sleeps(
    front_end: FrontEnd, port: int, page: Page
) -> None:
    make = f'lw.connect("127.0.0.1", {port})'
    name = write(front_end, "tcp_sleep.ipynb", SHOW.format(make=make), "import time\ntime.sleep(5)")
    await front_end.open(page, name)
    await pages.run_cell(page, 0)
    await pages.shows(page, pages.FIGURE)
    await pages.label_moves(page, VALUE)
    await pages.run_cell(page, 1)
    await pages.line_moves(page, times=6, seconds=3)
    await pages.label_moves(page, VALUE, times=3, seconds=3)
    assert await pages.prompt(page, 1) == "[*]:", "the cell was still asleep"
    await pages.has_run(page, 1)
    await pages.line_moves(page, times=6, seconds=3)


ASYNC = """
import asyncio, math
async def wave():
    number = 0
    while True:
        yield math.sin((number := number + 1) / 10)
        await asyncio.sleep(0.05)
"""


@IN_KERNELS
async def test_pictures_on_the_kernels_own_loop_go_on_while_a_cell_awaits(
    front_end: FrontEnd, page: Page
) -> None:
    make = 'lw.stream(wave(), runner="asyncio")'
    show = ASYNC + SHOW.format(make=make)
    name = write(front_end, "asyncio.ipynb", show, "await asyncio.sleep(5)")
    await front_end.open(page, name)
    await pages.run_cell(page, 0)
    await pages.shows(page, pages.FIGURE)
    await pages.run_cell(page, 1)
    await pages.line_moves(page, times=6, seconds=3)
    assert await pages.prompt(page, 1) == "[*]:", "the cell was still awaiting"
    await pages.label_moves(page, VALUE, times=3, seconds=3)


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_a_cell_runs_again_and_a_figure_elsewhere_goes_on(
    front_end: FrontEnd, port: int, page: Page
) -> None:
    name = write(
        front_end,
        "again.ipynb",
        f'import livewidgets as lw\nnumbers = lw.connect("127.0.0.1", {port})',
        "lw.line(numbers)",
        "lw.streams()",
    )
    await front_end.open(page, name)
    await front_end.run_all(page)
    await pages.shows(page, pages.FIGURE)
    await pages.line_moves(page)
    for _ in range(3):
        await pages.run_cell(page, 0)
        await pages.line_moves(page, times=5)
    await pages.run_cell(page, 2)
    await pages.has_run(page, 2)
    text = await pages.cell(page, 2).locator(".jp-OutputArea-output").inner_text()
    assert text.count("<Stream") == 1


@pytest.mark.parametrize("front_end", ["lab"], indirect=True)
async def test_a_restarted_kernel_begins_anew(front_end: FrontEnd, port: int, page: Page) -> None:
    make = f'lw.connect("127.0.0.1", {port})'
    name = write(front_end, "restart.ipynb", SHOW.format(make=make))
    await front_end.show(page, name)
    await pages.line_moves(page)
    await pages.restart_kernel(page)
    await front_end.ready(page)
    await front_end.run_all(page)
    await pages.shows(page, pages.FIGURE)
    await pages.line_moves(page)


MARKUP = """
import livewidgets as lw
from ipywidgets import HTML, Label, Text, VBox

def rows():
    import itertools, time
    for number in itertools.count():
        yield {"n": number, "name": f"<img src=x onerror='window.hurt=1'><b>{number}</b>"}
        time.sleep(0.1)

texts = lw.stream(rows())
mine = Text()
lw.bind(mine, texts, "name")
VBox([lw.value(texts, "name"), lw.status(texts), mine, lw.line(texts)])
"""


async def test_markup_in_data_is_shown_as_text(front_end: FrontEnd, page: Page) -> None:
    name = write(front_end, "markup.ipynb", MARKUP)
    await front_end.show(page, name)
    texts = await pages.label_moves(page, VALUE)
    assert all(text.startswith("<img src=x onerror=") for text in texts)
    assert await page.locator(".widget-label img, .widget-label b").count() == 0
    assert await page.evaluate("window.hurt") is None


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_a_sender_without_newlines_is_said_so_and_can_be_read_by_pauses(
    front_end: FrontEnd, page: Page
) -> None:
    with sender("--no-newline", "--rate", "2") as port:
        lines, pauses = (
            f'lw.connect("127.0.0.1", {port}{how})' for how in ("", ', framing="pause"')
        )
        code = (
            "from ipywidgets import VBox\nimport livewidgets as lw\n"
            f"by_line, by_pause = {lines}, {pauses}\n"
            "VBox([lw.status(by_line), lw.value(by_pause), lw.status(by_pause), lw.line(by_pause)])"
        )
        name = write(front_end, "pauses.ipynb", code)
        await front_end.show(page, name)
        await page.wait_for_function(
            """() => [...document.querySelectorAll(".widget-label")]
                .some((label) => /\\d+ bytes, no newline for \\d+ s/.test(label.textContent))"""
        )
        values = await pages.label_moves(page, 2)
        assert all(float(value) == int(float(value)) for value in values)
