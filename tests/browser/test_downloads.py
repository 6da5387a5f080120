"""What somebody who looks at a dashboard saves: the very file, read back."""

from __future__ import annotations

import base64
import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.boards import show
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, write
from tests.browser.servers import start_voila

SAID = ".livewidgets-download-said"
REST = 1.1
MARKUP = "<img src=x onerror=document.title='broken'>"
START = 1_700_000_000.0

# How wide and high a PNG is, and how many colours it has.
LOOK = """
async (data) => {
  const picture = await createImageBitmap(
    await (await fetch(`data:image/png;base64,${data}`)).blob());
  const {width, height} = picture;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(picture, 0, 0);
  const pixels = context.getImageData(0, 0, width, height).data;
  return [width, height, new Set(new Uint32Array(pixels.buffer)).size];
}
"""

LARGE = """
import numpy as np
import livewidgets as lw

def rows():
    yield {"time": 1_700_000_000.0 + np.arange(400_000) / 1e4,
           **{name: np.arange(400_000.0) for name in "abc"}}

data = lw.stream(rows)
data.wait(rows=400_000, timeout=60)
lw.dashboard(lw.line(data, window="10m"), title="Large")
"""


async def press(page: Page, name: str) -> Path:
    """Save something by keyboard; the file."""
    button = page.get_by_role("button", name=name)
    await button.wait_for(timeout=pages.SHOWN * 1000)
    await page.wait_for_timeout(REST * 1000)  # the kernel wants a second between two files
    async with page.expect_download(timeout=pages.SHOWN * 1000) as saved:
        await button.focus()
        await page.keyboard.press("Enter")
    file = await saved.value
    assert await page.locator(SAID).inner_text() == f"Saved {file.suggested_filename}"
    assert await page.locator(SAID).get_attribute("role") == "status"
    path = await file.path()
    return path.rename(path.with_name(file.suggested_filename))


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_what_is_seen_is_saved_by_whoever_sees_it(
    front_end: FrontEnd, page: Page, console: Console
) -> None:
    await show(front_end, page, console)

    saved = await press(page, "Save CSV")
    assert saved.name == "Heating-u-7-u.csv"
    rows = list(csv.DictReader(io.StringIO(saved.read_text())))
    assert list(rows[0]) == ["time", "inlet [°C]", "outlet [°C]", "<b>name</b>"]
    # Of what is shown as a value, the newest alone.
    assert [row["<b>name</b>"] for row in rows[-2:]] == ["", MARKUP]
    assert len(rows) == 3000
    assert float(rows[-1]["time"]) == START + 2999 / 50
    assert float(rows[-1]["outlet [°C]"]) == 35.0 + 2999 % 7

    text = (await press(page, "Save page")).read_text()
    assert "<h1>Heating &lt;u&gt;7&lt;/u&gt;</h1>" in text
    assert len(re.findall(r"<svg", text)) >= 2
    assert "<script" not in text

    picture = await press(page, "Save PNG")
    assert picture.suffix == ".png"
    look: Any = await page.evaluate(LOOK, base64.b64encode(picture.read_bytes()).decode())
    width, height, colours = look
    assert width >= 640
    assert height >= 640
    assert colours > 20, "letters have edges, and curves have colours"


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_what_is_too_large_is_refused_in_a_sentence(front_end: FrontEnd, page: Page) -> None:
    await front_end.open(page, write(front_end, "large.ipynb", LARGE))
    button = page.get_by_role("button", name="Save CSV")
    await button.wait_for(timeout=pages.SHOWN * 1000)
    await button.click()
    said = page.locator(SAID, has_text="1,600,000 numbers are seen, and 1,000,000 go into a file")
    await said.wait_for(timeout=pages.SHOWN * 1000)


async def test_without_the_extension_nothing_offers_what_it_cannot_do(
    page: Page, console: Console, tmp_path: Path
) -> None:
    # The widget manager says that it does not know the transport's model.
    console.expect("livewidgets")
    console.expect("Could not instantiate widget")
    server = start_voila(tmp_path / "home", disabled=["livewidgets"])
    try:
        plain = FrontEnd("voila", server)
        await plain.open(page, write(plain, "large.ipynb", LARGE))
        await page.get_by_role("button", name="Pause all").wait_for(timeout=pages.SHOWN * 1000)
        buttons = page.locator(".livewidgets-download")
        assert await buttons.count() == 3
        assert [await buttons.nth(number).is_visible() for number in range(3)] == [False] * 3
    finally:
        server.stop()
