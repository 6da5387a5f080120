"""What the buttons of a dashboard hand to the page that pressed one."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest

import livewidgets as lw
from livewidgets.app import downloads
from livewidgets.app.downloads import download_buttons
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport import download_button
from livewidgets.transport.closing import close_tree
from livewidgets.transport.download_button import CLASS, NAMED, DownloadButton, File

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("boiler")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock, units={"temp": "°C"})
    yield made
    lw.stop_all()
    await made.aclose()
    await clock.advance(0.0)


async def feed(source: ScriptedSource, clock: VirtualClock, rows: int = 100) -> None:
    for number in range(rows):
        source.row(START + number, temp=number, load=0.5 * number, secret=42.0)
    await clock.advance(1.0)


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


async def test_a_bar_has_buttons_for_the_rows_the_page_and_a_picture(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "REST", 0.0)
    figure = lw.line(stream, "temp", window="1h")
    board = lw.dashboard(figure, title="Boiler: 7/8")
    stream.start()
    await feed(source, clock)
    bar = next(each for each in board.children if hasattr(each, "slots"))
    buttons = [each for each in bar.children if isinstance(each, DownloadButton)]
    said = [pressed(each) for each in buttons]
    assert [(each["name"], each["picture"]) for each, _ in said] == [
        ("Boiler-7-8.csv", False),
        ("Boiler-7-8.html", False),
        ("Boiler-7-8.html", True),
    ]
    assert len(rows_of(said[0][1])) == 100
    assert b"<title>Boiler: 7/8</title>" in said[1][1]
    board.close()
    assert buttons[0].comm is None
    close_tree(figure)


def pressed(button: Any) -> tuple[dict[str, Any], bytes]:
    """What a press sends to the page."""
    sent: list[tuple[dict[str, Any], bytes]] = []
    button.send = lambda content, buffers=None: sent.append((content, (buffers or [b""])[0]))
    button.click()
    (message,) = sent
    return message


async def test_one_file_at_a_time_and_a_second_between(clock: VirtualClock) -> None:
    buttons = download_buttons("Boiler", (), lambda: b"page", clock)
    rows, whole, picture = buttons
    assert pressed(whole)[1] == b"page"
    for each in buttons:
        assert "less than a second ago" in pressed(each)[0]["why"]
    await clock.advance(0.9)
    assert "less than a second ago" in pressed(picture)[0]["why"]
    await clock.advance(0.1)
    assert pressed(picture)[1] == b"page", "what was refused counts not"
    await clock.advance(1.0)
    assert "no picture shows a row" in pressed(rows)[0]["why"]
    assert "less than a second ago" in pressed(rows)[0]["why"], "what failed counts, too"
    close_tree(*buttons)


def test_no_file_is_made_while_another_one_is(clock: VirtualClock) -> None:
    def page() -> bytes:
        assert "is being made" in pressed(buttons[0])[0]["why"]
        return b"page"

    buttons = download_buttons("Boiler", (), page, clock)
    assert pressed(buttons[1])[1] == b"page"
    close_tree(*buttons)


def test_it_is_not_seen_where_nobody_could_save() -> None:
    button = DownloadButton("Save", "", lambda: File("a.csv", "text/csv", b"1"))
    assert button.layout.display == "none"
    assert button._dom_classes == (CLASS, f"{NAMED}{button.model_id}")
    assert pressed(button)[1] == b"1"
    close_tree(button)


def test_a_file_that_is_too_large_or_cannot_be_made_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(download_button, "MOST_BYTES", 2_000_000)
    large = DownloadButton("Save", "", lambda: File("a.csv", "text/csv", bytes(3_000_000)))
    message, data = pressed(large)
    assert message["why"].startswith("a.csv would have 3 MB, and 2 go to a page at most.")
    assert data == b""

    def broken() -> File:
        raise ZeroDivisionError("by nobody")

    wrong = DownloadButton("Save", "", broken)
    assert pressed(wrong)[0] == {"type": "no file", "why": "ZeroDivisionError: by nobody"}
    assert "a file cannot be made" in caplog.text
    close_tree(large, wrong)
