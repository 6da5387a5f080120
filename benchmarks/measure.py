"""One run: a sender, one contestant's server, one page, and what they did meanwhile."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np

from benchmarks import busy
from benchmarks.browser import Browser, Page
from benchmarks.contestants import ROOT, Contestant
from benchmarks.figures import Seen, Span, seen
from benchmarks.guard import MOST_MEMORY, Guard
from benchmarks.meter import Meter, Used
from benchmarks.workload import Task, Workload
from tests.browser.servers import Server
from tests.ports import free_port

PROBE = Path(__file__).resolve().parent / "probe"
PLOT_WIDTH = 950
READY = 90.0  # seconds until a page shows a label and a chart
DRIFT = 0.002  # seconds between the page's clock and the machine's, worth a note


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a run is made.

    Attributes:
        warm_up: Seconds from the page's being there to the measurement.
        seconds: How long that is.
        say: Told what goes on now, and about how many seconds it takes.
    """

    warm_up: float
    seconds: float
    say: Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one run.

    Attributes:
        contestant, workload: Names.
        seen: What the page showed and was sent.
        used: What that took.
        received: Rows per second that the contestant read.
        plot_width: CSS pixels, of the area in which the curves are.
        notes: What may have disturbed it.
    """

    contestant: str
    workload: str
    seen: Seen
    used: Used
    received: float
    plot_width: float
    notes: tuple[str, ...]


def run(
    browser: Browser,
    contestant: Contestant,
    workload: Workload,
    conditions: Conditions,
    picture: Path,
) -> Run:
    """Measure one contestant under one workload.

    Args:
        browser: Where its page is opened.
        contestant: Whom.
        workload: What it is sent.
        conditions: How.
        picture: Where what the page shows at the end is saved, as PNG.

    Raises:
        RuntimeError: Its server did not start, or its page showed nothing.
    """
    with TemporaryDirectory(prefix="bench") as folder, ExitStack() as sending:
        port = sending.enter_context(sender(workload))
        task = Task(workload, port, str(Path(folder) / "counts.csv"))
        home = Path(folder) / "home"
        home.mkdir()
        conditions.say("starts", 8.0)
        server = contestant.start(task, home)
        scripts = [(PROBE / name).read_text() for name in (contestant.reader, "probe.js")]
        try:
            with (
                browser.page(scripts, width=PLOT_WIDTH + contestant.beside) as page,
                Guard(server.process.pid) as guard,
            ):
                page.open(server.url + contestant.path)
                await_shown(page, picture)
                width = fit(page)
                used = _use(server, browser, conditions)
                sending.close()  # a page that is behind with its work can answer then
                record = page.evaluate("window.benchmark.record()")
                page.screenshot(picture)
        finally:
            server.stop()
        return Run(
            contestant=contestant.name,
            workload=workload.name,
            seen=seen(record, used.span),
            used=used,
            received=_received(Path(task.counts), used.span),
            plot_width=width,
            notes=tuple(_notes(used, record["drift"], width, guard.tripped)),
        )


def _use(server: Server, browser: Browser, conditions: Conditions) -> Used:
    conditions.say("warms up", conditions.warm_up)
    time.sleep(conditions.warm_up)
    conditions.say("is measured", conditions.seconds)
    meter = Meter(server.process.pid, browser.pid, urlsplit(server.url).port or 0)
    time.sleep(conditions.seconds)
    return meter.stop()


@contextmanager
def sender(workload: Workload) -> Iterator[int]:
    """Serve a workload while the block runs; gives the port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.sender", workload.name, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        _await_listening(process, port)
        yield port
    finally:
        process.kill()
        process.wait()


def _await_listening(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the sender does not listen at port {port}")


def await_shown(page: Page, picture: Path) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        if page.evaluate("window.benchmark?.ready()"):
            return
        time.sleep(0.25)
    page.screenshot(picture)
    raise RuntimeError(f"the page shows no live label and chart; see {picture}")


def fit(page: Page) -> float:
    """Make the viewport so wide that the plot has the wanted width; gives what it has."""
    for _ in range(4):
        width = float(page.evaluate("window.benchmark.width()") or 0.0)
        if abs(width - PLOT_WIDTH) < 1:
            return width
        page.resize(page.width + round(PLOT_WIDTH - width))
        time.sleep(1.0)
    return float(page.evaluate("window.benchmark.width()") or 0.0)


def _received(counts: Path, span: Span) -> float:
    """Rows per second between the first and the last note within the span."""
    noted = span.of(np.loadtxt(counts, delimiter=",", ndmin=2))
    if len(noted) < 2:
        return float("nan")
    return float((noted[-1, 1] - noted[0, 1]) / (noted[-1, 0] - noted[0, 0]))


def _notes(used: Used, drift: float, width: float, killed: bool) -> Iterator[str]:
    if killed:
        yield f"its server's processes held more than {MOST_MEMORY / 1e9:.0f} GB and were killed"
    if used.others > busy.WORTH_A_NOTE:
        yield (
            f"the machine was busy with something else: {used.others:.2f} cores, "
            f"mostly {used.busiest}"
        )
    if abs(drift) > DRIFT:
        yield f"the page's clock is {1000 * drift:.1f} ms from the machine's"
    if abs(width - PLOT_WIDTH) > 2:
        yield f"the plot is {width:.0f} pixels wide"
