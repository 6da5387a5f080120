"""What decoding a workload's rows costs by itself: no picture, no store, no waiting.

Usage: python -m benchmarks.decoding PORT SECONDS COLUMNS

Prints JSON: the share of a core that livewidgets' decoder takes, and that the parser of the
other contestants takes, both fed with the same pieces as they come from the sender.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks.rows import CHUNK, HOST, RowParser
from benchmarks.workload import Workload
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines

SKIPPED = 2.0  # seconds: the window of the past, and what is done only once


def measure(port: int, seconds: float, columns: int) -> dict[str, float]:
    """Shares of a core, by decoder."""
    ours = Decoder(Lines(65_536, on_reject=_refuse), CsvFormat().parser(_refuse))
    theirs = RowParser(columns)
    feeds: dict[str, Callable[[bytes], object]] = {
        "livewidgets": lambda data: ours.feed(data, 0.0),
        "others": theirs.feed,
    }
    spent = dict.fromkeys(feeds, 0.0)
    with socket.create_connection((HOST, port)) as connection:
        start = time.monotonic() + SKIPPED
        while time.monotonic() < start + seconds:
            data = connection.recv(CHUNK)
            counts = time.monotonic() >= start
            for name, feed in feeds.items():
                before = time.thread_time()
                feed(data)
                spent[name] += (time.thread_time() - before) * counts
    return {name: total / seconds for name, total in spent.items()}


def of(workload: Workload, port: int, seconds: float) -> dict[str, float]:
    """Measure it in a process of its own, against a sender that runs."""
    command = [sys.executable, "-m", "benchmarks.decoding"]
    command += [str(port), str(seconds), str(1 + workload.channels)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    shares: dict[str, float] = json.loads(done.stdout)
    return shares


def _refuse(reject: object) -> None:
    raise ValueError(f"the sender's row was rejected: {reject}")


def main() -> None:
    port, seconds, columns = sys.argv[1:]
    print(json.dumps(measure(int(port), float(seconds), int(columns))))


if __name__ == "__main__":
    main()
