"""The transport in a real browser: frames instead of states, and what pages say to them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.browser import pages
from tests.browser.pages import FrontEnd, NewPage, write
from tests.browser.sender import sender
from tests.browser.wire import Traffic

VALUE = 0

SHOW = """
from ipywidgets import VBox
import livewidgets as lw

numbers = lw.connect("127.0.0.1", {port})
figure = lw.line(numbers, window="20s")
label = lw.value(numbers, format="{{:.3f}}")
VBox([label, lw.status(numbers), figure])
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Twenty rows a second of three channels."""
    with sender("--csv", "--channels", "3", "--rate", "20") as number:
        yield number


async def test_frames_take_the_place_of_states(
    front_end: FrontEnd, port: int, new_page: NewPage
) -> None:
    name = write(front_end, "frames.ipynb", SHOW.format(port=port))
    page = await new_page()
    traffic = Traffic().watch(page)
    await front_end.show(page, name)
    await pages.line_moves(page)
    assert traffic.said[0] == "hello"
    assert traffic.snapshots >= 1
    await asyncio.sleep(1)
    traffic.clear()
    await pages.label_moves(page, VALUE, times=20)
    await pages.line_moves(page, times=20)
    assert traffic.frames >= 15
    assert traffic.states == traffic.snapshots == 0
    assert set(traffic.said) == {"ack"}
    assert len(traffic.said) <= traffic.frames / 2
