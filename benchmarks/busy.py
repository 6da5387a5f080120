"""What else the machine did meanwhile."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass

import psutil

from benchmarks.cpu import Times, times, tree

WORTH_A_NOTE = 0.2
"""Cores that others used, from which on a run carries a note."""


@dataclass(frozen=True, slots=True)
class Moment:
    """CPU seconds up to one moment: the machine's, and ours with all that we started."""

    machine: float
    ours: Times
    others: Times
    names: dict[int, str]


def moment() -> Moment:
    """Now."""
    ours = tree(os.getpid())
    mine = {process.pid for process in ours}
    others = [process for process in psutil.process_iter(["name"]) if process.pid not in mine]
    names = {process.pid: str(process.info["name"]) for process in others}
    return Moment(_machine(), times(ours), times(others), names)


def others(before: Moment, after: Moment, seconds: float) -> tuple[float, str]:
    """Cores that everything else used in the time between, and what used most of them."""
    cores = (after.machine - before.machine - after.ours.since(before.ours)) / seconds
    use: dict[str, float] = defaultdict(float)
    for pid, spent in after.others.by_pid.items():
        use[after.names[pid]] += spent - before.others.by_pid.get(pid, 0.0)
    return max(0.0, cores), max(use, key=lambda name: use[name], default="")


def _machine() -> float:
    spent = psutil.cpu_times()
    # What the host took away counts: it was not ours.
    idle = spent.idle + getattr(spent, "iowait", 0.0)
    counted_twice = getattr(spent, "guest", 0.0) + getattr(spent, "guest_nice", 0.0)
    return float(sum(spent) - idle - counted_twice)
