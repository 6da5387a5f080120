"""What a zoom costs the kernel: few and many rows in the ring, taken in turns.

Usage: python -m benchmarks.zoom [--rows 100000 10000000] [--columns 1 4] [--repeat 15]

Each zoom is another span, at a random place, with borders that fit nothing; its time is the
CPU time of the picture's `render`, which reads the ring anew. Rows are random walks, 10,000 a
second. Memory is what the process has grown by since before the ring was filled: when it was
full, after all zooms, and at most while they were made.
"""

from __future__ import annotations

import argparse
import re
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import numpy as np
import psutil

import livewidgets as lw
from livewidgets.data.batch import Batch
from livewidgets.stream import Stream
from livewidgets.views.line import LineView

START, RATE = 1.7e9, 10_000.0
PARTS = (1.0, 0.85, 0.6, 0.3, 0.1, 0.01)
PIXELS = (950, 1900)
BATCH = 100_000
PEAK = Path("/proc/self/clear_refs")
WARM = 60
"""Pictures before the first zoom: they make the zone maps ahead, as those of a live one do."""


@dataclass(frozen=True)
class Case:
    """A stream with rows in it, and the part of the process's memory that they need.

    Attributes:
        stream: The stream.
        view: A picture of it.
        needed: Bytes that the columns and the times take.
        before: Bytes of the process before it was filled.
        filled: Bytes of the process when it was.
    """

    stream: Stream
    view: LineView
    needed: int
    before: int
    filled: int

    def memory(self) -> str:
        """The process's growth since before it was filled, as it is written below the table."""
        after = resident()
        stages = [("filled", self.filled), ("after the zooms", after)]
        most = peak()
        if most is not None:
            stages.append(("at most while they were made", max(most, after)))
        said = ", ".join(f"{name} {self._beyond(size)}" for name, size in stages)
        return (
            f"Memory beyond the {self.needed / 1e6:.0f} MB that the last ring's rows need: {said}."
        )

    def _beyond(self, size: int) -> str:
        return f"{(size - self.before) / self.needed - 1:+.1%}"


def resident() -> int:
    """Bytes of memory that the process has by now."""
    return int(psutil.Process().memory_info().rss)


def peak() -> int | None:
    """The most bytes that it had since `forget_peak`; None where that is not known."""
    if not PEAK.exists():
        return None
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return None if found is None else 1024 * int(found[1])


def forget_peak() -> None:
    """Have the most that it had be what it has by now (proc_pid_clear_refs(5))."""
    if PEAK.exists():
        PEAK.write_text("5")


def fill(rows: int, columns: int) -> Case:
    """A stream that has had a few rows more than it keeps."""
    before = resident()
    stream, rng = lw.stream(keep=rows), np.random.default_rng(1)
    for at in range(0, rows + rows // 50, BATCH):
        moments = START + np.arange(at, at + BATCH) / RATE
        walks = {f"c{i}": rng.normal(size=BATCH).cumsum() for i in range(columns)}
        stream.ring.append(Batch(moments, walks))
    view = LineView(stream, None, window=60.0)
    for _ in range(WARM):
        view.render(PIXELS[0])
    return Case(stream, view, rows * 8 * (columns + 1), before, resident())


def zoomed(case: Case, pixels: int, part: float, rng: np.random.Generator) -> float:
    """Milliseconds of CPU of one zoom to a part of what the ring holds."""
    oldest, newest = case.stream.ring.oldest, case.stream.ring.newest
    if oldest is None or newest is None:
        raise RuntimeError("the ring is empty")
    view = case.view
    view.pixels = pixels
    view.viewport.live()
    view.render(pixels)
    span = (newest - oldest) * part * (1 - 0.003 * rng.random())
    left = oldest + (newest - oldest - span) * rng.random()
    view.viewport.zoom(left, left + span)
    before = time.process_time()
    view.render(pixels)
    return 1e3 * (time.process_time() - before)


def table(rows: list[int], columns: int, repeat: int) -> str:
    """A table of medians and the worst, by the part of the ring and the width of the plot."""
    cases = [fill(each, columns) for each in rows]
    rng = np.random.default_rng(7)
    forget_peak()
    heads = " | ".join(f"{each:,} rows, ms | worst" for each in rows)
    lines = [f"| pixels | part | {heads} | ratio |", "|---:|---:|" + "---:|" * (2 * len(rows) + 1)]
    for pixels in PIXELS:
        for part in PARTS:
            spent: list[list[float]] = [[] for _ in cases]
            for _ in range(repeat):
                for case, into in zip(cases, spent, strict=True):
                    into.append(zoomed(case, pixels, part, rng))
            middle = [median(each) for each in spent]
            cells = " | ".join(
                f"{mid:.1f} | {max(each):.1f}" for mid, each in zip(middle, spent, strict=True)
            )
            ratio = middle[-1] / middle[0]
            lines.append(f"| {pixels} | {part:.0%} | {cells} | {ratio:.1f} |")
    memory = cases[-1].memory()
    for case in cases:
        case.stream.stop()
    return "\n\n".join([f"### {columns} columns", "\n".join(lines), memory]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--columns", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--repeat", type=int, default=15, help="zooms of each (default: 15)")
    given = parser.parse_args()
    # A process for each: what one has let go of would not be new memory for the next.
    spawn = get_context("spawn")
    for columns in given.columns:
        with ProcessPoolExecutor(1, mp_context=spawn) as process:
            print(process.submit(table, given.rows, columns, given.repeat).result(), flush=True)


if __name__ == "__main__":
    main()
