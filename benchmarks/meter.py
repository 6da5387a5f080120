"""What both sides use of the machine, between two moments."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks import busy, cpu, tcp
from benchmarks.figures import Span


@dataclass(frozen=True, slots=True)
class Side:
    """The server's processes, or Chromium's.

    Attributes:
        cpu: Cores.
        memory: Megabytes at the end that are theirs alone.
        growth: Megabytes more than at the start.
    """

    cpu: float
    memory: float
    growth: float


@dataclass(frozen=True, slots=True)
class Used:
    """What was used in a span of time.

    Attributes:
        span: When.
        server, chromium: By each side.
        total: Bytes per second from the server's port to its clients; None if unknown.
        others: Cores that everything else on the machine used.
        busiest: What used most of those.
    """

    span: Span
    server: Side
    chromium: Side
    total: float | None
    others: float
    busiest: str


class Meter:
    """Starts when it is made.

    Args:
        server: The process that the server's others descend from.
        chromium: The same of Chromium.
        port: The server's.
    """

    def __init__(self, server: int, chromium: int, port: int) -> None:
        self._pids = server, chromium
        self._port = port
        trees = [cpu.tree(pid) for pid in self._pids]
        self._memory = [cpu.memory(each) for each in trees]  # takes long, so first
        self._machine = busy.moment()
        self._sent = tcp.sent(port)
        self._times = [cpu.times(each) for each in trees]
        self._start = time.time()

    def stop(self) -> Used:
        """Give what was used since."""
        trees = [cpu.tree(pid) for pid in self._pids]
        span = Span(self._start, time.time())
        times = [cpu.times(each) for each in trees]
        total = tcp.passed(self._sent, tcp.sent(self._port))
        cores, busiest = busy.others(self._machine, busy.moment(), span.seconds)
        memory = [cpu.memory(each) for each in trees]
        server, chromium = (
            Side(
                cpu=times[at].since(self._times[at]) / span.seconds,
                memory=memory[at],
                growth=memory[at] - self._memory[at],
            )
            for at in (0, 1)
        )
        per_second = None if total is None else total / span.seconds
        return Used(span, server, chromium, per_second, cores, busiest)
