"""The contestants: how each is started, and how a page of it is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import notebooks
from benchmarks.workload import Task
from tests.browser.servers import Server, start
from tests.ports import free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One of those that are compared.

    Attributes:
        name: What it is called, in tables and on the command line.
        about: What it is, as a phrase.
        reader: The script in `probe/` that reads its page.
        path: Of its page, below the server's address.
        beside: Pixels that its page is wider than the chart's plot, about.
        start: Starts its server, in an empty directory.
    """

    name: str
    about: str
    reader: str
    path: str
    beside: int
    start: Callable[[Task, Path], Server]


def _livewidgets(task: Task, home: Path) -> Server:
    return _dashboard(
        notebooks.livewidgets(task), ["livewidgets.app.cli", "serve", "."], task, home
    )


def _livewidgets_60(task: Task, home: Path) -> Server:
    source = notebooks.livewidgets(task, refresh=60)
    return _dashboard(source, ["livewidgets.app.cli", "serve", "."], task, home)


def _naive(task: Task, home: Path) -> Server:
    return _dashboard(notebooks.naive(task), ["voila"], task, home)


def _dashboard(source: str, module: list[str], task: Task, home: Path) -> Server:
    notebook = notebooks.write(source, home / "live.ipynb")
    port = free_port()
    command = [sys.executable, "-m", *module, "--no-browser", f"--port={port}"]
    extra = task.environment | {"PYTHONPATH": str(ROOT)}
    return start("voila", command, "/", home=home, notebooks=[notebook], port=port, extra=extra)


def _panel(task: Task, home: Path) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "panel", "serve", str(HERE / "panel_app.py")]
    command += [f"--port={port}", "--address=127.0.0.1"]
    extra = task.environment | {"PYTHONPATH": str(ROOT)}
    return start("panel", command, "/", home=home, port=port, extra=extra)


def _canvas(task: Task, home: Path) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.contestants.canvas_server", str(port)]
    extra = task.environment | {"PYTHONPATH": str(ROOT)}
    return start("canvas", command, "/", home=home, port=port, extra=extra)


CONTESTANTS = {
    each.name: each
    for each in (
        Contestant(
            "livewidgets",
            "lw.connect, lw.line and lw.value in `livewidgets serve`",
            "bqplot.js",
            "/voila/render/live.ipynb",
            126,
            _livewidgets,
        ),
        Contestant(
            "livewidgets-60",
            "the same, asked for 60 pictures a second",
            "bqplot.js",
            "/voila/render/live.ipynb",
            126,
            _livewidgets_60,
        ),
        Contestant(
            "canvas",
            "hand-written: one asyncio process, a WebSocket, one page with a canvas, no framework",
            "canvas.js",
            "/",
            112,
            _canvas,
        ),
        Contestant(
            "panel",
            "Panel and Bokeh, `stream()` with rollover from a periodic callback",
            "panel.js",
            "/panel_app",
            40,
            _panel,
        ),
        Contestant(
            "naive",
            "bqplot in Voila, whole arrays assigned under `hold_sync` from a thread",
            "bqplot.js",
            "/voila/render/live.ipynb",
            126,
            _naive,
        ),
    )
}
