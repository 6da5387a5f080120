"""A page that has come to rest: nothing is drawn on its canvases any more."""

from __future__ import annotations

import asyncio
import time

from playwright.async_api import Page

_FRAMES = """
() => [...document.querySelectorAll(".livewidgets-canvas")]
  .map(({drawn}) => drawn?.frames ?? 0)
"""


async def rests(page: Page, seconds: float = 30.0) -> None:
    """Wait until nothing has been drawn on the page's canvases for a second and a half."""
    deadline = time.monotonic() + seconds
    before, since = await page.evaluate(_FRAMES), time.monotonic()
    while time.monotonic() < since + 1.5:
        assert time.monotonic() < deadline, "it goes on drawing"
        await asyncio.sleep(0.1)
        now = await page.evaluate(_FRAMES)
        if now != before:
            before, since = now, time.monotonic()
