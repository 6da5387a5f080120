"""`python -m benchmarks.visitors`: several visitors of one dashboard at once.

What each of them sees of four channels at 1,000 rows/s, which the hub reads once for all of
their kernels, served by `livewidgets serve`, on the machine that also runs the sender and the
browser.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from benchmarks import busy
from benchmarks.browser import Browser, Page, chromium
from benchmarks.contestants import notebooks
from benchmarks.figures import Span, seen
from benchmarks.measure import PROBE, READY, sender
from benchmarks.meter import Meter
from benchmarks.workload import WORKLOADS
from tests.server.dashboards import serving

WIDTH = 700
WORKLOAD = WORKLOADS["W2"]

NOTEBOOK = """
from ipywidgets import VBox

import livewidgets as lw

rows = lw.shared(lw.connect("127.0.0.1", {port}))
VBox([lw.value(rows, "time", format="{{:.6f}}"), lw.line(rows, window={window})])
"""

SPAN_SHOWN = """(() => {
  const drawn = document.querySelector(".livewidgets-canvas")?.drawn;
  const first = drawn?.curves[0]?.[0]?.x[0];
  return first === undefined ? 0 : drawn.newest - first;
})()"""


def arguments(given: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.visitors", description=__doc__)
    parser.add_argument("--visitors", type=int, default=6, help="(default: 6)")
    parser.add_argument("--seconds", type=float, default=20.0, help="measured (default: 20)")
    parser.add_argument("--notebook", type=Path, help="with {port} and {window} in its cells")
    return parser.parse_args(given)


def source(notebook: Path | None, port: int) -> str:
    """The dashboard's code, for a sender at a port."""
    code = NOTEBOOK
    if notebook is not None:
        cells = json.loads(notebook.read_text())["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return code.format(port=port, window=WORKLOAD.window)


def shown(page: Page, address: str) -> tuple[float, float]:
    """Open a page; seconds until it shows a live chart, and seconds of data that it then shows.

    Raises:
        RuntimeError: It shows none.
    """
    start = time.monotonic()
    page.open(address)
    while time.monotonic() - start < READY:
        if page.evaluate("window.benchmark?.ready()") and (span := page.evaluate(SPAN_SHOWN)):
            return time.monotonic() - start, float(span)
        time.sleep(0.1)
    raise RuntimeError(f"{address} shows no live chart")


def connections(port: int) -> int:
    """How many are connected to a port of this machine."""
    here = psutil.net_connections("tcp")
    return sum(each.status == "ESTABLISHED" and each.laddr.port == port for each in here)


def measure(browser: Browser, options: argparse.Namespace, home: Path) -> bool:
    """Print what each visitor saw; whether all were served well."""
    scripts = [(PROBE / name).read_text() for name in ("bqplot.js", "probe.js")]
    with sender(WORKLOAD) as port, ExitStack() as open_pages:
        book = notebooks.write(source(options.notebook, port), home / "live.ipynb")
        server = open_pages.enter_context(serving(home / "server", notebooks=[book]))
        address = f"{server.url}/voila/render/live.ipynb"
        pages, arrivals = [], []
        for _ in range(options.visitors):
            page = open_pages.enter_context(browser.page(scripts, WIDTH))
            arrivals.append(shown(page, address))
            pages.append(page)
        time.sleep(3.0)
        readers = connections(port)
        meter = Meter(server.process.pid, browser.pid, int(server.url.rpartition(":")[2]))
        time.sleep(options.seconds)
        used = meter.stop()
        figures = [_figures(page, used.span) for page in pages]
    print(f"{options.visitors} visitors, {WORKLOAD}; the sender has {readers} connections\n")
    print("| visitor | chart after | showing at once | painted/s | age, median | age, p95 |")
    print("|---:|---:|---:|---:|---:|---:|")
    for number, ((after, span), (painted, median, late)) in enumerate(
        zip(arrivals, figures, strict=True)
    ):
        print(
            f"| {number + 1} | {after:.1f} s | {span:.1f} s | {painted:.1f} |"
            f" {median:.0f} ms | {late:.0f} ms |"
        )
    print(
        f"\nCPU: server and kernels {used.server.cpu:.2f} cores, browser {used.chromium.cpu:.2f},"
        f" others {used.others:.2f} ({used.busiest})"
    )
    if used.others > busy.WORTH_A_NOTE:
        print("The machine was busy with something else: the figures are worth little.")
    return all(painted >= 10 for painted, *_ in figures)


def _figures(page: Page, span: Span) -> tuple[float, float, float]:
    record: dict[str, Any] = page.evaluate("window.benchmark.record()")
    of_page = seen(record, span)
    return of_page.painted, of_page.age_p50, of_page.age_p95


def main() -> int:
    """Measure; returns the exit code."""
    options = arguments(sys.argv[1:])
    with TemporaryDirectory(prefix="visitors") as folder, chromium() as browser:
        return 0 if measure(browser, options, Path(folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
