"""What a picture costs: browser time and bytes per frame, by rate, window and number of lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.browser import Browser
from benchmarks.cases import CASES, GROUPS, Case
from benchmarks.contestants import CONTESTANTS, ROOT, notebooks
from benchmarks.figures import seen
from benchmarks.measure import PLOT_WIDTH, PROBE, Conditions, await_shown, fit
from benchmarks.meter import Meter
from benchmarks.report import number
from tests.browser.servers import Server, start
from tests.ports import free_port

HEADINGS = {
    "rate": "Rows per second (4 lines, 10 s window)",
    "window": "Seconds of the window (4 lines, 1,000 rows/s)",
    "lines": "Lines (1,000 rows/s, 10 s window)",
    "dense": "16 lines of 50,000 samples, as many frames as a screen shows asked for",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a case.

    Attributes:
        case: Which.
        painted: Frames per second that were painted.
        browser: Milliseconds of CPU of all of Chromium, per painted frame.
        size: Bytes in the page's WebSocket messages, with their envelopes, per painted frame.
        server: Cores that the server side used, making the rows included.
        others: Cores that everything else on the machine used.
    """

    case: Case
    painted: float
    browser: float
    size: float
    server: float
    others: float


def measure(
    browser: Browser,
    groups: Iterable[str],
    repeat: int,
    conditions: Conditions,
    begin: Callable[[str], None],
    folder: Path,
) -> tuple[list[Cost], list[str]]:
    """Every case in turn, then again; gives what could be measured, and why the rest could not.

    Args:
        browser: Where the pages are opened.
        groups: Which cases.
        repeat: How often.
        conditions: Warm-up and length.
        begin: Told the name of each run.
        folder: Where a picture of each page is saved.
    """
    costs, failures = [], []
    for _ in range(repeat):
        for case in selected(groups):
            begin(case.name)
            try:
                costs.append(_run(browser, case, conditions, folder / f"{case.name}.png"))
            except (RuntimeError, TimeoutError, OSError) as error:
                failures.append(f"{case.name} could not be measured: {error}")
    return costs, failures


def selected(groups: Iterable[str]) -> list[Case]:
    """The cases of these groups; one that is in two groups twice."""
    wanted = set(groups)
    return [case for case in CASES if case.group in wanted]


def _run(browser: Browser, case: Case, conditions: Conditions, picture: Path) -> Cost:
    contestant = CONTESTANTS["livewidgets"]
    scripts = [(PROBE / name).read_text() for name in (contestant.reader, "probe.js")]
    with TemporaryDirectory(prefix="bench") as home:
        conditions.say("starts", 8.0)
        notebook = notebooks.write(case.cell, Path(home) / "live.ipynb")
        server = serve(notebook, Path(home))
        try:
            with browser.page(scripts, width=PLOT_WIDTH + contestant.beside) as page:
                page.open(server.url + contestant.path)
                await_shown(page, picture)
                fit(page)
                conditions.say("warms up", conditions.warm_up)
                time.sleep(conditions.warm_up)
                conditions.say("is measured", conditions.seconds)
                meter = Meter(server.process.pid, browser.pid, urlsplit(server.url).port or 0)
                time.sleep(conditions.seconds)
                used = meter.stop()
                what = seen(page.evaluate("window.benchmark.record()"), used.span)
                page.screenshot(picture)
        finally:
            server.stop()
    frames = what.painted or float("nan")
    return Cost(
        case=case,
        painted=what.painted,
        browser=1000 * used.chromium.cpu / frames,
        size=what.websocket / frames,
        server=used.server.cpu,
        others=used.others,
    )


def serve(notebook: Path, home: Path) -> Server:
    """Serve a notebook as `livewidgets serve` does, from a folder of its own below `home`."""
    inside = home / "home"
    inside.mkdir()
    port = free_port()
    command = [sys.executable, "-m", "livewidgets.app.cli", "serve", ".", "--no-browser"]
    command.append(f"--port={port}")
    extra = {"PYTHONPATH": str(ROOT)}
    return start("voila", command, "/", home=inside, notebooks=[notebook], port=port, extra=extra)


def medians(costs: Sequence[Cost], case: Case) -> dict[str, float] | None:
    """The medians of a case's runs; None where there is none."""
    runs = [each for each in costs if each.case == case]
    if not runs:
        return None
    names = ("painted", "browser", "size", "server", "others")
    return {name: median(getattr(each, name) for each in runs) for name in names}


def markdown(costs: Sequence[Cost]) -> str:
    """A table for each group."""
    parts = ["### One picture, by what it shows"]
    for group in GROUPS:
        rows = [
            f"| {number(case.varied)} | {case.refresh:.0f} | {number(m['painted'])} | "
            f"{m['browser']:.1f} | {m['size']:,.0f} | {m['server']:.2f} | {m['others']:.2f} |"
            for case in selected([group])
            if (m := medians(costs, case)) is not None
        ]
        if rows:
            head = (
                "| | asked /s | painted /s | Chromium ms CPU/frame | B/frame | "
                "CPU server | CPU of others |\n"
                "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
            )
            parts += [f"{HEADINGS[group]}:", "\n".join([head, *rows])]
    return "\n\n".join(parts) + "\n"
