"""`python -m benchmarks.killed`: how soon all is live again when the hub or a kernel is killed.

Two visitors of one dashboard with four channels at 1,000 rows/s. In turn the hub and the kernel
of one of them are killed with SIGKILL, which no process can answer: as a machine without memory
does. Measured is how long it takes until both pages show a row that was sent after that; a page
whose kernel is gone finds out by itself, and begins anew.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.browser import Browser, Page, chromium
from benchmarks.contestants import notebooks
from benchmarks.measure import PROBE, sender
from benchmarks.visitors import NOTEBOOK, WIDTH, WORKLOAD, shown
from livewidgets.hub.asking import status
from tests.browser.servers import Server
from tests.server.dashboards import serving

PATIENCE = 60.0
BETWEEN = 3.0  # seconds in which all run on undisturbed
KERNEL = 'JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId'
NEWEST = "Number(window.benchmarkReader?.label() ?? 0)"


def arguments(given: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed", description=__doc__)
    parser.add_argument("--times", type=int, default=10, help="of each (default: 10)")
    return parser.parse_args(given)


def kill_hub() -> None:
    """Kill the hub of this process's runtime folder."""
    standing = status()
    if standing is None:
        raise RuntimeError("there is no hub")
    os.kill(standing.pid, signal.SIGKILL)


def kill_kernel(server: Server, page: Page) -> None:
    """Kill the kernel of a page."""
    kernel = page.evaluate(KERNEL)
    for each in server.descendants():
        if kernel in " ".join(each.cmdline()):
            each.kill()
            return
    raise RuntimeError(f"there is no kernel {kernel}")


def live_again(page: Page, since: float) -> float:
    """Seconds from a time to when the page was seen to show a row that was sent after it."""
    while time.time() < since + PATIENCE:
        try:
            if float(page.evaluate(NEWEST)) > since:
                return time.time() - since
        except Exception:  # the page is being loaded anew
            pass
        time.sleep(0.02)
    raise RuntimeError(f"a page is not live {PATIENCE:.0f} s later")


def measure(browser: Browser, times: int, home: Path) -> dict[str, list[float]]:
    """Seconds until all pages were live again, by what was killed."""
    scripts = [(PROBE / name).read_text() for name in ("bqplot.js", "probe.js")]
    took: dict[str, list[float]] = {"the hub": [], "a kernel": []}
    with sender(WORKLOAD) as port, ExitStack() as stack:
        code = NOTEBOOK.format(port=port, window=WORKLOAD.window)
        book = notebooks.write(code, home / "live.ipynb")
        server = stack.enter_context(serving(home / "server", notebooks=[book]))
        address = f"{server.url}/voila/render/live.ipynb"
        first = stack.enter_context(browser.page(scripts, WIDTH))
        shown(first, address)
        for number in range(times):
            # A page whose kernel has ended twice takes its time with the third.
            with browser.page(scripts, WIDTH) as second:
                shown(second, address)
                for what, seconds in took.items():
                    time.sleep(BETWEEN)
                    if what == "the hub":
                        kill_hub()
                    else:
                        kill_kernel(server, second)
                    since = time.time()
                    seconds.append(max(live_again(page, since) for page in (first, second)))
            print(f"\r{number + 1} of {times} ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return took


def main() -> int:
    """Kill, wait and print; returns the exit code."""
    options = arguments(sys.argv[1:])
    with TemporaryDirectory(prefix="killed") as folder, chromium() as browser:
        os.environ["JUPYTER_RUNTIME_DIR"] = str(Path(folder) / "server" / "runtime")
        took = measure(browser, options.times, Path(folder))
    print("| killed | times | live again, median | at most |\n|---|---:|---:|---:|")
    for what, seconds in took.items():
        print(f"| {what} | {len(seconds)} | {np.median(seconds):.1f} s | {max(seconds):.1f} s |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
