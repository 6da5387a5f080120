"""`python -m benchmarks.visits`: what is left of many visits to a dashboard. Nothing should be.

Pages are opened in Chromium, seen to move, and closed; some by killing the browser. Afterwards
as many kernels, threads, sockets and files are to be there as after the first few.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.browser import Browser, chromium
from benchmarks.contestants import notebooks
from benchmarks.measure import PROBE, sender
from benchmarks.visitors import NOTEBOOK, WIDTH, WORKLOAD, connections, shown
from livewidgets_server.dashboards import KEPT
from tests.browser.servers import Server
from tests.server.dashboards import health, serving

AT_A_TIME = 4
WARM_UP = 4  # visits after which all that is made once has been made
SETTLED = 90.0  # seconds that kernels may take to end, beside those that they are kept


@dataclass(frozen=True, slots=True)
class Left:
    """What is there.

    Attributes:
        kernels: As the server says.
        processes: Below the server.
        threads, sockets, descriptors: Of the server.
        files: In the folders for temporary, connection and runtime files.
        readers: Connections to the sender.
    """

    kernels: int
    processes: int
    threads: int
    sockets: int
    descriptors: int
    files: int
    readers: int


def arguments(given: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.visits", description=__doc__)
    parser.add_argument("--visits", type=int, default=100, help="(default: 100)")
    parser.add_argument(
        "--killed", type=int, default=20, help="of these, end with their browser (default: 20)"
    )
    parser.add_argument(
        "--keep",
        type=float,
        default=KEPT,
        help=f"seconds that kernels are kept (default: {KEPT:.0f})",
    )
    return parser.parse_args(given)


def count(server: Server, home: Path, port: int) -> Left:
    """What is there now."""
    process = psutil.Process(server.process.pid)
    files = [*home.rglob("voila_*/*"), *home.glob("runtime/*"), *home.glob("tmp*")]
    return Left(
        kernels=int(health(server)["kernels"]),
        processes=len(server.descendants()),
        threads=process.num_threads(),
        sockets=sum(each.status == "ESTABLISHED" for each in process.net_connections()),
        descriptors=process.num_fds(),
        files=len(files),
        readers=connections(port),
    )


def settled(server: Server, home: Path, port: int, keep: float) -> Left:
    """What is there once every kernel has ended, or should have."""
    deadline = time.monotonic() + keep + SETTLED
    while time.monotonic() < deadline:
        left = count(server, home, port)
        if not (left.kernels or left.processes or left.readers or left.sockets):
            return left
        time.sleep(0.5)
    return count(server, home, port)


@contextmanager
def visitors(browser: Browser, address: str, number: int) -> Iterator[None]:
    """So many pages that all show a live chart."""
    scripts = [(PROBE / name).read_text() for name in ("bqplot.js", "probe.js")]
    if number == 0:
        yield
        return
    with browser.page(scripts, WIDTH) as page, visitors(browser, address, number - 1):
        shown(page, address)
        yield


def kill(browser: Browser) -> None:
    """As the system does when there is no memory left: no page says a word."""
    top = psutil.Process(browser.pid)
    for each in [top, *top.children(recursive=True)]:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue


def visit(address: str, number: int, killed: bool) -> None:
    """Open so many pages, see them move, and close them; or kill their browser."""
    try:
        with chromium() as browser, visitors(browser, address, number):
            if killed:
                kill(browser)
    except Exception:
        if not killed:
            raise


def main() -> int:
    """Visit, count and print; returns the exit code."""
    options = arguments(sys.argv[1:])
    with TemporaryDirectory(prefix="visits") as folder, sender(WORKLOAD) as port:
        code = NOTEBOOK.format(port=port, window=WORKLOAD.window)
        book = notebooks.write(code, Path(folder) / "live.ipynb")
        home = Path(folder) / "server"
        with serving(home, "--keep-kernels", str(options.keep), notebooks=[book]) as server:
            address = f"{server.url}/voila/render/live.ipynb"
            visit(address, WARM_UP, killed=False)
            before = settled(server, home, port, options.keep)
            for group, killed in (
                (options.visits - options.killed, False),
                (options.killed, True),
            ):
                for start in range(0, group, AT_A_TIME):
                    visit(address, min(AT_A_TIME, group - start), killed)
                    done = start + min(AT_A_TIME, group - start)
                    what = "killed" if killed else "closed"
                    print(f"\r{what}: {done} of {group} ", end="", file=sys.stderr, flush=True)
            print(file=sys.stderr)
            start_of_wait = time.monotonic()
            after = settled(server, home, port, options.keep)
            waited = time.monotonic() - start_of_wait
    print(
        f"{options.visits} visits, {options.killed} of them ended by killing the browser; kernels "
        f"are kept for {options.keep:.0f} s; all had ended {waited:.0f} s after the last\n"
    )
    print("| what | before | after |\n|---|---:|---:|")
    worse = False
    for name in Left.__dataclass_fields__:
        one, other = getattr(before, name), getattr(after, name)
        worse |= other > one
        print(f"| {name} | {one} | {other} |")
    return int(worse)


if __name__ == "__main__":
    sys.exit(main())
