"""The sender: rows over TCP to all who connect, in a process of its own.

Usage: python -m benchmarks.sender WORKLOAD PORT

The newest row of each write carries the time at which it is written. Rows of a slow rate
come at irregular moments, lest their phase against somebody's timer decide a latency.
Who connects is first sent a window full of rows of the past, so that no contestant is
measured while its window fills.
"""

from __future__ import annotations

import asyncio
import sys
import time

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import WORKLOADS, Workload

HOST = "127.0.0.1"

BUNCH = 0.005
"""Seconds from one write to the next where rows come faster than that."""

IRREGULAR_FROM = 0.05  # seconds between rows
IRREGULARITY = 0.25  # of the interval, to both sides

MOST_BUFFERED = 256 << 20
"""Bytes that wait for one who does not read; then he is disconnected."""

Array = NDArray[np.float64]


class Rows:
    """Made-up readings: slow sines with noise, each channel at a level of its own.

    Args:
        workload: How many channels, how fast.
    """

    def __init__(self, workload: Workload) -> None:
        self._channel = np.arange(workload.channels)
        self._random = np.random.default_rng(1)
        self._row = "%.6f" + ",%.3f" * workload.channels + "\n"
        self.header = ",".join(["t", *workload.columns]).encode() + b"\n"

    def text(self, times: Array) -> bytes:
        """Rows of these times (seconds since 1970) as CSV lines."""
        turn = 2 * np.pi * times[:, None] / (7.0 + 2 * self._channel)
        noise = 0.1 * self._random.standard_normal((len(times), len(self._channel)))
        table = np.column_stack((times, 20 + 2 * self._channel + np.sin(turn) + noise))
        return ((self._row * len(table)) % tuple(table.ravel().tolist())).encode()


class Sender:
    """Serves a workload.

    Args:
        workload: What is sent.
    """

    def __init__(self, workload: Workload) -> None:
        self._workload = workload
        self._rows = Rows(workload)
        self._random = np.random.default_rng(2)
        self._writers: set[asyncio.StreamWriter] = set()
        self._newest = time.time()

    async def run(self, port: int) -> None:
        """Serve until cancelled."""
        async with await asyncio.start_server(self._greet, HOST, port):
            interval = 1 / self._workload.rate
            start, made = time.monotonic(), 0
            due = self._moment(made, interval)
            while True:
                await asyncio.sleep(max(BUNCH, start + due - time.monotonic()))
                passed, count = time.monotonic() - start, 0
                while due <= passed:
                    made, count = made + 1, count + 1
                    due = self._moment(made, interval)
                if count:
                    self._send(count)

    def _moment(self, number: int, interval: float) -> float:
        shift = self._random.uniform(-1, 1) * IRREGULARITY if interval >= IRREGULAR_FROM else 0.0
        return (number + 1 + shift) * interval

    def _send(self, count: int) -> None:
        last, self._newest = self._newest, time.time()
        data = self._rows.text(np.linspace(last, self._newest, count + 1)[1:])
        for writer in list(self._writers):
            writer.write(data)
            if writer.transport.get_write_buffer_size() > MOST_BUFFERED:
                writer.transport.abort()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        past = self._newest - np.arange(self._workload.rows, 0, -1) / self._workload.rate
        writer.write(self._rows.header + self._rows.text(past))
        self._writers.add(writer)
        try:
            await reader.read()  # ends when he leaves
        except OSError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


def main() -> None:
    name, port = sys.argv[1:]
    asyncio.run(Sender(WORKLOADS[name]).run(int(port)))


if __name__ == "__main__":
    main()
