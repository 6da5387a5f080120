"""What the hub costs: one sender of 4 channels at 1,000 rows/s, and N readers without a browser.

    python -m benchmarks.hub --readers 1 10 100 --seconds 10

The first line is the hub without a reader: what reading, decoding and keeping cost, which is
paid once however many read. The readers are the kernels' own, all in this process, with a
sink that keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from livewidgets.app.described import describe
from livewidgets.clock import SYSTEM
from livewidgets.data.batch import Batch, Reject
from livewidgets.errors import SourceError
from livewidgets.hub.asking import status, stop
from livewidgets.hub.attached import AttachedSource
from livewidgets.hub.wire import Standing
from livewidgets.sources.source import State

RATE, CHANNELS, PORT = 1000, 4, 45_454
HISTORY = 60_000  # rows: a minute


class Count:
    """A sink that counts rows."""

    def __init__(self) -> None:
        self.rows = self.lost = 0

    def put(self, batch: Batch) -> None:
        self.rows += len(batch)

    def reject(self, reject: Reject) -> None:
        raise SourceError(f"the sender's rows are right: {reject}")

    def dropped(self, rows: int) -> None:
        self.lost += rows

    def report(self, state: State, sentence: str = "") -> None:
        pass

    def pending(self, held: int) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: CPU in seconds per second, rows per second, memory in MB."""

    readers: int
    cpu: float
    decoded: float
    read: float
    lost: int
    memory: float


async def measure(readers: int, seconds: float) -> Line:
    """Let so many read for so long, after they have all had the history."""
    description = describe(
        "listen", {"port": PORT, "host": "127.0.0.1"}, {"columns": ["t", "a", "b", "c", "d"]}
    )
    source = [
        AttachedSource(description, None, rows=HISTORY, seconds=None, called="benchmark", key=None)
        for _ in range(readers)
    ]
    sinks = [Count() for _ in source]
    tasks = [
        asyncio.create_task(each.read(sink, SYSTEM))
        for each, sink in zip(source, sinks, strict=True)
    ]
    await SYSTEM.sleep(2.0)
    before, rows_before = await _standing(), [sink.rows for sink in sinks]
    began = SYSTEM.monotonic()
    await SYSTEM.sleep(seconds)
    after, rows = await _standing(), [sink.rows for sink in sinks]
    took = SYSTEM.monotonic() - began
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    least = min((now - then for now, then in zip(rows, rows_before, strict=True)), default=0)
    return Line(
        readers,
        (after.cpu - before.cpu) / took,
        (after.streams[0].rows - before.streams[0].rows) / took,
        least / took,
        sum(sink.lost for sink in sinks),
        after.memory / 1e6,
    )


async def _standing() -> Standing:
    found = await asyncio.to_thread(status)
    if found is None or not found.streams:
        raise SourceError("the hub has ended")
    return found


async def run(counts: Sequence[int], seconds: float) -> list[Line]:
    """Measure the hub without a reader, and with each number of readers."""
    await measure_start()
    return [await measure(count, seconds) for count in (0, *counts)]


async def measure_start() -> None:
    """Have one reader start the hub, and go when the sender is there and warm."""
    description = describe(
        "listen", {"port": PORT, "host": "127.0.0.1"}, {"columns": ["t", "a", "b", "c", "d"]}
    )
    first, sink = (
        AttachedSource(description, None, rows=HISTORY, seconds=None, called="first", key=None),
        Count(),
    )
    task = asyncio.create_task(first.read(sink, SYSTEM))
    while sink.rows < 3 * RATE:
        await SYSTEM.sleep(0.1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def table(lines: Sequence[Line]) -> str:
    """The measurements as a Markdown table."""
    alone = lines[0].cpu
    rows = [
        "| readers | hub, % of a core | per reader | rows/s decoded | rows/s each | lost | MB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for line in lines:
        each = f"{100 * (line.cpu - alone) / line.readers:.2f}" if line.readers else "-"
        rows.append(
            f"| {line.readers} | {100 * line.cpu:.1f} | {each} | {line.decoded:,.0f} | "
            f"{line.read:,.0f} | {line.lost:,} | {line.memory:.0f} |"
        )
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hub", description=__doc__)
    parser.add_argument("--readers", type=int, nargs="+", default=[1, 2, 5, 10, 20, 50, 100])
    parser.add_argument("--seconds", type=float, default=10.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lwbench") as home:
        os.environ["JUPYTER_RUNTIME_DIR"] = home
        send = f"send --csv --channels {CHANNELS} --rate {RATE} --port {PORT}".split()
        sender = subprocess.Popen([sys.executable, "-m", "livewidgets.app.cli", *send])
        try:
            print(table(asyncio.run(run(args.readers, args.seconds))))
        finally:
            sender.terminate()
            sender.wait()
            stop()


if __name__ == "__main__":
    main()
