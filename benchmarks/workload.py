"""Workloads: what is sent, and how much of it is shown."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

REFRESH = 20.0
"""Updates per second that are asked for of contestants that have to be told."""

TASK_VARIABLE = "LIVEWIDGETS_BENCHMARK_TASK"


@dataclass(frozen=True, slots=True)
class Workload:
    """Rows `t,c0,c1,...` at a steady rate, of which the last `window` seconds are shown.

    Attributes:
        name: W1, W2, W3.
        channels: Values in a row beside the time.
        rate: Rows per second.
        window: Seconds that the chart shows.
    """

    name: str
    channels: int
    rate: float
    window: float

    @property
    def columns(self) -> list[str]:
        """The names of the channels."""
        return [f"c{each}" for each in range(self.channels)]

    @property
    def rows(self) -> int:
        """Rows in a full window."""
        return round(self.rate * self.window)

    def __str__(self) -> str:
        channels = "1 channel" if self.channels == 1 else f"{self.channels} channels"
        return f"{self.name}: {channels}, {self.rate:,.0f} rows/s, {self.window:.0f} s window"


WORKLOADS = {
    each.name: each
    for each in (
        Workload("W1", 1, 10.0, 60.0),
        Workload("W2", 4, 1_000.0, 10.0),
        Workload("W3", 8, 10_000.0, 10.0),
    )
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a contestant is told, in its environment.

    Attributes:
        workload: What is sent.
        port: Where the sender listens, on 127.0.0.1.
        counts: The file in which it notes the rows that it has received.
    """

    workload: Workload
    port: int
    counts: str

    @property
    def environment(self) -> dict[str, str]:
        """The variable that carries it to another process."""
        return {TASK_VARIABLE: json.dumps(asdict(self))}

    @staticmethod
    def from_environment() -> Task:
        """The task of this process."""
        told = json.loads(os.environ[TASK_VARIABLE])
        return Task(Workload(**told["workload"]), int(told["port"]), str(told["counts"]))
