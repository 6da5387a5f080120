"""CPU time and memory of trees of processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psutil

MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Times:
    """CPU seconds by process, at one moment."""

    by_pid: dict[int, float]

    def since(self, before: Times) -> float:
        """CPU seconds that passed; what a process used before it ended is not counted."""
        return sum(
            max(0.0, seconds - before.by_pid.get(pid, 0.0)) for pid, seconds in self.by_pid.items()
        )


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it; none if it is gone."""
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def times(processes: Iterable[psutil.Process]) -> Times:
    """What each has used so far, in user and system mode."""
    used = {}
    for process in processes:
        try:
            spent = process.cpu_times()
        except psutil.Error:
            continue
        used[process.pid] = spent.user + spent.system
    return Times(used)


def memory(processes: Iterable[psutil.Process]) -> float:
    """Megabytes that belong to these processes alone (unique set size), all together.

    Where the system does not tell, shared memory counts too (resident set size).
    """
    size = 0.0
    for process in processes:
        try:
            size += process.memory_full_info().uss
        except psutil.AccessDenied:
            size += process.memory_info().rss
        except psutil.Error:
            continue
    return size / MEGABYTE
