"""Chromium without a window, told what to do over its DevTools protocol.

Not by Playwright: that watches the network of every page, and so has each WebSocket message
encoded, sent to it and parsed, at the cost of the very processes that are measured.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from websockets.sync.client import ClientConnection, connect

ARGUMENTS = [
    "--headless",
    "--remote-debugging-port=0",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]
READY = 30.0
ANSWERS = 180.0  # seconds: a page that is behind with its work answers late
HEIGHT = 800


class Browser:
    """A running Chromium.

    Attributes:
        pid: Of the process that all its others descend from.

    Args:
        socket: To its DevTools.
        pid: See above.
    """

    def __init__(self, socket: ClientConnection, pid: int) -> None:
        self.pid = pid
        self._socket = socket
        self._numbers = itertools.count(1)

    @property
    def version(self) -> str:
        """As in `Chrome/156.0.1.2`."""
        return str(self.call("Browser.getVersion")["product"])

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol; returns its result.

        Raises:
            RuntimeError: It failed; says what Chromium said.
        """
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        self._socket.send(json.dumps(message))
        while (answer := json.loads(self._socket.recv(timeout=ANSWERS))).get("id") != number:
            pass  # an event
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    @contextmanager
    def page(self, scripts: list[str], width: int) -> Iterator[Page]:
        """A page of a visitor of its own, in which scripts run before the page's own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"])
        page.call("Page.enable")
        for script in scripts:
            page.call("Page.addScriptToEvaluateOnNewDocument", source=script)
        page.resize(width)
        try:
            yield page
        finally:
            self.call("Target.disposeBrowserContext", browserContextId=context)


class Page:
    """One page.

    Args:
        browser: Whose it is.
        session: Its own, of the protocol.
    """

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self.width = 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol on this page."""
        return self._browser.call(method, self._session, **parameters)

    def resize(self, width: int) -> None:
        """Set the width of the viewport, in CSS pixels; the device's are the same."""
        self.width = width
        size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def open(self, address: str) -> None:
        """Go there; does not wait."""
        self.call("Page.navigate", url=address)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; waits for a page that is busy.

        Raises:
            RuntimeError: It threw.
        """
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def screenshot(self, path: Path) -> None:
        """Save what it shows as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; ends it afterwards.

    Raises:
        RuntimeError: There is none, or it does not start.
    """
    executable = shutil.which("chromium")
    if executable is None:
        raise RuntimeError("there is no chromium on the PATH; run: make setup")
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with TemporaryDirectory(prefix="bench", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [executable, *arguments, f"--user-data-dir={folder}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            address = _address(process, Path(folder) / "DevToolsActivePort")
            with connect(address, max_size=None, compression=None, ping_interval=None) as socket:
                yield Browser(socket, process.pid)
        finally:
            below = psutil.Process(process.pid).children(recursive=True)
            process.terminate()
            process.wait()
            _, left = psutil.wait_procs(below, timeout=5)
            for each in left:
                each.kill()
            psutil.wait_procs(left)


def _address(process: subprocess.Popen[bytes], file: Path) -> str:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline and process.poll() is None:
        if file.exists() and len(lines := file.read_text().splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise RuntimeError("chromium does not start")
