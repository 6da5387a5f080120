"""Take the pictures that notebooks/index.ipynb shows, in a real browser.

Usage: python scripts/thumbnails.py [NAME ...]     (without names: all notebooks)

Serves notebooks/ on loopback, with a sender beside it, opens each page, waits until it has
moved for a while, scrolls to its first widget, and writes notebooks/thumbnails/NAME.png.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
FOLDER = NOTEBOOKS / "thumbnails"
WIDTH, HEIGHT = 960, 600
"""Of the page, in CSS pixels."""

SCALES = (0.5, 0.3)
"""How much smaller its picture is: the first that makes a file small enough."""

LARGEST = 60_000  # bytes

MOVING = 15.0  # seconds: the chart has something to show by then
PATIENCE = 90_000  # milliseconds, for a kernel to start
INDEX = "index"

TOP = """
() => [...document.querySelectorAll(".jupyter-widgets")]
  .find((each) => each.offsetHeight > 0)
  .scrollIntoView({ block: "start" })
"""


async def take(names: Sequence[str]) -> None:
    """Take the pictures of these notebooks."""
    with served() as address:
        async with async_playwright() as playwright:
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=arguments
            )
            for name in names:
                for scale in SCALES:
                    if await take_one(browser, address, name, scale) <= LARGEST:
                        break
            await browser.close()


async def take_one(browser: Browser, address: str, name: str, scale: float) -> int:
    """Take one picture; gives the size of its file, in bytes."""
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=scale
    )
    page = await context.new_page()
    await page.goto(f"{address}/voila/render/{name}.ipynb")
    await page.wait_for_selector(".bqplot.figure", timeout=PATIENCE)
    await asyncio.sleep(MOVING)
    await page.evaluate(TOP)
    await asyncio.sleep(1.0)
    target = FOLDER / f"{name}.png"
    await page.screenshot(path=target)
    await context.close()
    size = target.stat().st_size
    print(f"{target.relative_to(NOTEBOOKS)}: {size / 1000:.0f} kB")
    return size


@contextmanager
def served() -> Iterator[str]:
    """The address at which notebooks/ is served, while the block runs."""
    port, data = _free_port(), _free_port()
    command = [sys.executable, "-m", "livewidgets.app.cli"]
    with tempfile.TemporaryDirectory(prefix="lw") as runtime:
        environment = {
            **os.environ,
            "LIVEWIDGETS_SENDER": f"127.0.0.1:{data}",
            "JUPYTER_RUNTIME_DIR": runtime,
        }
        send = f"send --csv --channels 3 --rate 20 --seed 1 --port {data}".split()
        serve = f"serve {NOTEBOOKS} --port {port} --no-browser".split()
        processes = [subprocess.Popen([*command, *each], env=environment) for each in (send, serve)]
        try:
            _await_answer(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=30)


def _await_answer(port: int) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers at port {port}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def main(names: Sequence[str]) -> int:
    """Take the pictures of these, or of all notebooks; returns the exit code."""
    every = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb") if path.stem != INDEX)
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(take(names or every))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
