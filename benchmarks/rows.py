"""Reading the rows, for the contestants that have no way in of their own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.workload import Task

HOST = "127.0.0.1"
CHUNK = 1 << 18
NOTED_EVERY = 0.5  # seconds

Array = NDArray[np.float64]


class RowParser:
    """CSV lines of numbers alone, under a header: what one writes who knows the sender.

    Args:
        columns: Fields in a row.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._rest = b""
        self._headed = False

    def feed(self, data: bytes) -> Array:
        """The rows that are now whole: float64, shape (rows, columns)."""
        whole, newline, rest = data.rpartition(b"\n")
        if not newline:
            self._rest += data
            return np.empty((0, self._columns))
        whole, self._rest = self._rest + whole, rest
        if not self._headed:
            self._headed = True
            whole = whole.partition(b"\n")[2]
        text = whole.replace(b"\n", b",").decode("ascii")
        return np.fromstring(text, sep=",").reshape(-1, self._columns)


class Reader:
    """Reads the task's rows in a thread, and notes how many have come.

    Attributes:
        received: Rows so far.

    Args:
        task: Where from.
    """

    def __init__(self, task: Task) -> None:
        self.received = 0
        self._task = task
        self._lock = threading.Lock()
        self._new: list[Array] = []
        threading.Thread(target=self._read, daemon=True).start()
        note_received(task, lambda: self.received)

    def take(self) -> Array:
        """The rows since the last call: float64, shape (rows, 1 + channels)."""
        with self._lock:
            new, self._new = self._new, []
        return np.concatenate([np.empty((0, 1 + self._task.workload.channels)), *new])

    def _read(self) -> None:
        parser = RowParser(1 + self._task.workload.channels)
        with socket.create_connection((HOST, self._task.port)) as connection:
            while data := connection.recv(CHUNK):
                rows = parser.feed(data)
                with self._lock:
                    self._new.append(rows)
                    self.received += len(rows)


def note_received(task: Task, received: Callable[[], int]) -> None:
    """Append time and rows so far to the task's file, twice a second, from a thread."""

    def note() -> None:
        with Path(task.counts).open("a") as file:
            while True:
                file.write(f"{time.time():.6f},{received()}\n")
                file.flush()
                time.sleep(NOTED_EVERY)

    threading.Thread(target=note, daemon=True).start()
