"""Memory of kernel and page over a long run of one workload.

Usage: python -m benchmarks.endurance [--minutes 30] [--workload W2] [--output FILE]

Prints how many megabytes are the server side's own and how many the page's, minute by minute,
and how much both have grown since the ring was full. The page's garbage is collected before
each look, so that what is left is what is held.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import cpu
from benchmarks.browser import Browser, Page, chromium
from benchmarks.contestants import CONTESTANTS
from benchmarks.measure import PLOT_WIDTH, PROBE, READY, sender
from benchmarks.workload import WORKLOADS, Task

MEGABYTE = 1e6
LOOKS = 30  # of a run, evenly spread


@dataclass(frozen=True, slots=True)
class Look:
    """One look.

    Attributes:
        minutes: Since the page was there.
        server: Megabytes that the server's processes have to themselves, the kernel's too.
        chromium: The same of all of Chromium's.
        page: Megabytes on the page's JavaScript heap, arrays' memory included.
        nodes: Elements and texts of the page, and all else that its documents hold.
        listeners: Event listeners of the page.
    """

    minutes: float
    server: float
    chromium: float
    page: float
    nodes: int
    listeners: int


def watch(
    browser: Browser, workload: str, minutes: float, say: Callable[[str, float], None]
) -> list[Look]:
    """Show a workload for so many minutes, and look at it from time to time.

    Raises:
        RuntimeError: The page shows nothing.
    """
    contestant, task_of = CONTESTANTS["livewidgets"], WORKLOADS[workload]
    with TemporaryDirectory(prefix="bench") as folder, sender(task_of) as port:
        home = Path(folder) / "home"
        home.mkdir()
        task = Task(task_of, port, str(Path(folder) / "counts.csv"))
        server = contestant.start(task, home)
        # Not the script that notes every frame: what it has noted grows, too.
        scripts = [(PROBE / contestant.reader).read_text()]
        try:
            with browser.page(scripts, width=PLOT_WIDTH + contestant.beside) as page:
                page.open(server.url + contestant.path)
                _await_drawn(page)
                looks, start = [], time.monotonic()
                for nth in range(LOOKS + 1):
                    due = start + 60 * minutes * nth / LOOKS
                    wait = max(0.0, due - time.monotonic())
                    say(f"minute {(due - start) / 60:.1f}", wait)
                    time.sleep(wait)
                    looks.append(_look(browser, page, server.process.pid, start))
                return looks
        finally:
            server.stop()


def _await_drawn(page: Page) -> None:
    deadline = time.monotonic() + READY
    while not page.evaluate("window.benchmarkReader.chart()"):
        if time.monotonic() > deadline:
            raise RuntimeError("the page shows no live chart")
        time.sleep(0.25)


def _look(browser: Browser, page: Page, server: int, start: float) -> Look:
    page.call("HeapProfiler.collectGarbage")
    page.call("Performance.enable")
    told = page.call("Performance.getMetrics")["metrics"]
    metrics = {each["name"]: each["value"] for each in told}
    heap = page.call("Runtime.getHeapUsage")
    return Look(
        minutes=(time.monotonic() - start) / 60,
        server=cpu.memory(cpu.tree(server)),
        chromium=cpu.memory(cpu.tree(browser.pid)),
        page=(heap["usedSize"] + heap.get("backingStorageSize", 0)) / MEGABYTE,
        nodes=int(metrics["Nodes"]),
        listeners=int(metrics["JSEventListeners"]),
    )


def markdown(looks: list[Look], workload: str) -> str:
    """A table of six looks, and the growth over the second half."""
    shown = [looks[round(nth * (len(looks) - 1) / 5)] for nth in range(6)]
    lines = [
        f"| {each.minutes:.1f} | {each.server:.0f} | {each.page:.1f} | {each.chromium:.0f} | "
        f"{each.nodes:,} | {each.listeners:,} |"
        for each in shown
    ]
    middle, last = looks[len(looks) // 2], looks[-1]
    head = (
        "| minutes | MB server side | MB page's heap | MB Chromium | nodes | listeners |\n"
        "| ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    grown = (
        f"Over the second half the server side grew by {last.server - middle.server:+.1f} MB, "
        f"the page's heap by {last.page - middle.page:+.2f} MB."
    )
    title = f"### {workload} for {last.minutes:.0f} minutes"
    return "\n\n".join([title, "\n".join([head, *lines]), grown]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=30.0, help="(default: 30)")
    parser.add_argument("--workload", choices=WORKLOADS, default="W2", help="(default: W2)")
    parser.add_argument("--output", type=Path, help="a file for all looks, as JSON")
    given = parser.parse_args()
    with chromium() as browser:
        looks = watch(browser, given.workload, given.minutes, lambda *_: None)
    print(markdown(looks, given.workload))
    if given.output is not None:
        given.output.write_text(json.dumps([asdict(each) for each in looks], indent=1))


if __name__ == "__main__":
    main()
