"""What a zoom costs the kernel: few and many rows in the ring, taken in turns.

Usage: python -m benchmarks.zoom [--rows 100000 10000000] [--columns 1 4] [--repeat 15]

Each zoom is another span, at a random place, with borders that fit nothing; its time is the
CPU time of the picture's `render`, which reads the ring anew. Rows are random walks, 10,000 a
second. Memory is what the ring's own arrays and zone maps have added to the process.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
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
WARM = 60
"""Pictures before the first zoom: they make the zone maps ahead, as those of a live one do."""


@dataclass(frozen=True)
class Case:
    """A stream with rows in it, and the part of its memory that they need.

    Attributes:
        stream: The stream.
        needed: Bytes that the columns and the times take.
        taken: Bytes that the process has grown by, with zone maps.
    """

    stream: Stream
    needed: int
    taken: int


def fill(rows: int, columns: int) -> Case:
    """A stream that has had a few rows more than it keeps."""
    before = psutil.Process().memory_info().rss
    stream, rng = lw.stream(keep=rows), np.random.default_rng(1)
    for at in range(0, rows + rows // 50, BATCH):
        moments = START + np.arange(at, at + BATCH) / RATE
        walks = {f"c{i}": rng.normal(size=BATCH).cumsum() for i in range(columns)}
        stream.ring.append(Batch(moments, walks))
    view = LineView(stream, None, window=60.0)
    for _ in range(WARM):
        view.render(PIXELS[0])
    grown = psutil.Process().memory_info().rss - before
    return Case(stream, rows * 8 * (columns + 1), grown)


def zoomed(stream: Stream, pixels: int, part: float, rng: np.random.Generator) -> float:
    """Milliseconds of CPU of one zoom to a part of what the ring holds."""
    oldest, newest = stream.ring.oldest, stream.ring.newest
    if oldest is None or newest is None:
        raise RuntimeError("the ring is empty")
    view = LineView(stream, None, window=60.0)
    view.pixels = pixels
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
    heads = " | ".join(f"{each:,} rows, ms | worst" for each in rows)
    lines = [f"| pixels | part | {heads} | ratio |", "|---:|---:|" + "---:|" * (2 * len(rows) + 1)]
    for pixels in PIXELS:
        for part in PARTS:
            spent: list[list[float]] = [[] for _ in cases]
            for _ in range(repeat):
                for case, into in zip(cases, spent, strict=True):
                    into.append(zoomed(case.stream, pixels, part, rng))
            middle = [median(each) for each in spent]
            cells = " | ".join(
                f"{mid:.1f} | {max(each):.1f}" for mid, each in zip(middle, spent, strict=True)
            )
            ratio = middle[-1] / middle[0]
            lines.append(f"| {pixels} | {part:.0%} | {cells} | {ratio:.1f} |")
    last = cases[-1]
    memory = (
        f"{rows[-1]:,} rows take {last.taken / 1e6:.0f} MB, "
        f"{last.taken / last.needed - 1:+.1%} beside what the columns need."
    )
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
