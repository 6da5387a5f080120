"""A guard against a server side that takes the machine's memory for what nobody reads."""

from __future__ import annotations

import threading
from types import TracebackType

import psutil

from benchmarks.cpu import tree

MOST_MEMORY = psutil.virtual_memory().total / 3
"""Bytes that a server's processes may hold; the rest of the machine is needed."""

LOOKS_EVERY = 1.0  # seconds


class Guard:
    """While its block runs: kills a tree of processes that holds more than MOST_MEMORY.

    Attributes:
        tripped: Whether it did.

    Args:
        pid: Of the process that the others descend from.
    """

    def __init__(self, pid: int) -> None:
        self.tripped = False
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Guard:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOKS_EVERY):
            processes = tree(self._pid)
            if sum(map(_resident, processes)) > MOST_MEMORY:
                self.tripped = True
                for process in reversed(processes):
                    if process.is_running():
                        process.kill()
                return


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss)
    except psutil.Error:
        return 0.0
