"""Rows per second that are read on one core from CSV and from binary, beside numpy and pyarrow.

Usage: python -m benchmarks.ingest [--rows 200000] [--channels 8] [--repeat 5]

All are given the same bytes: livewidgets' decoder piece by piece, as a socket would, with every
row checked and what is wrong in it counted; the others all at once, with the types known.
Binary is float64 rows as they lie in memory: arrays of 1,000 rows, as `push` takes them and as a
reader of one's own yields them, into named columns with a time each.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from benchmarks.rows import CHUNK, RowParser
from benchmarks.sender import Rows
from benchmarks.workload import Workload
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines
from livewidgets.data.records import Records

START = 1.7e9


def measure(rows: int, channels: int, repeat: int) -> dict[str, float]:
    """Rows per second of CPU time by reader, each the median of some runs, taken in turns."""
    made = Rows(Workload("ingest", channels, 1_000.0, 1.0))
    body = made.text(START + np.arange(rows) / 1_000.0)
    data = made.header + body
    names = data.partition(b"\n")[0].decode().split(",")
    raw = np.loadtxt(io.BytesIO(data), delimiter=",", skiprows=1).tobytes()
    readers: dict[str, Callable[[], int]] = {
        "livewidgets, in pieces of 64 KiB": lambda: _ours(data, 1 << 16),
        "livewidgets, in pieces of 256 KiB": lambda: _ours(data, CHUNK),
        "numpy.fromstring of all, numbers alone": lambda: len(RowParser(len(names)).feed(data)),
        "numpy.loadtxt of all": lambda: len(
            np.loadtxt(io.BytesIO(data), delimiter=",", skiprows=1)
        ),
        "pyarrow.csv of all, one thread": lambda: _arrow(data),
        "binary: livewidgets, arrays of 1,000 rows": lambda: _binary(raw, names),
        "binary: numpy.frombuffer of all, into columns": lambda: _frombuffer(raw, len(names)),
    }
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(repeat):
        for name, read in readers.items():
            before = time.process_time()
            if (got := read()) != rows:
                raise RuntimeError(f"{name} has read {got} of {rows} rows")
            spent[name].append(time.process_time() - before)
    return {name: rows / median(each) for name, each in spent.items()}


def _ours(data: bytes, piece: int) -> int:
    decoder = Decoder(Lines(65_536, on_reject=_refuse), CsvFormat().parser(_refuse))
    count = 0
    for at in range(0, len(data), piece):
        batch = decoder.feed(data[at : at + piece], 0.0)
        count += 0 if batch is None else len(batch)
    return count


def _arrow(data: bytes) -> int:
    from pyarrow import csv

    options = csv.ReadOptions(use_threads=False)
    return int(csv.read_csv(io.BytesIO(data), read_options=options).num_rows)


def _binary(raw: bytes, names: list[str]) -> int:
    records, piece, count = Records(names), 8 * len(names) * 1000, 0
    for at in range(0, len(raw), piece):
        rows = np.frombuffer(raw[at : at + piece]).reshape(-1, len(names))
        batch = records.batch([rows], [0.0], _refuse)
        count += 0 if batch is None else len(batch)
    return count


def _frombuffer(raw: bytes, columns: int) -> int:
    return int(np.frombuffer(raw).reshape(-1, columns).T.copy().shape[1])


def _refuse(reject: object) -> None:
    raise ValueError(f"a row was rejected: {reject}")


def markdown(rates: dict[str, float], channels: int) -> str:
    """A table."""
    lines = [
        f"| {name} | {rate:,.0f} | {rate * (1 + channels) / 1e6:.1f} |"
        for name, rate in rates.items()
    ]
    head = "| reader | rows/s of CPU | million fields/s |\n| --- | ---: | ---: |"
    title = f"### A time and {channels} numbers, on one core: CSV where not said otherwise"
    return "\n\n".join([title, "\n".join([head, *lines])]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=200_000, help="in all (default: 200,000)")
    parser.add_argument("--channels", type=int, default=8, help="beside the time (default: 8)")
    parser.add_argument("--repeat", type=int, default=5, help="of each (default: 5)")
    given = parser.parse_args()
    print(markdown(measure(given.rows, given.channels, given.repeat), given.channels))


if __name__ == "__main__":
    main()
