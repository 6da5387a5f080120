"""Runs: how long each state lasted, at a cost that follows the new rows.

Changes that lie nearer together than a width are not told apart: there the state is SEVERAL.
So a lane never has more than two runs for each width, however often its state changes.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEVERAL = "…"
"""Stands for a time in which the state changed more than once."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which the state was one and the same; an empty state is none."""

    start: float
    end: float
    state: str


@dataclass(slots=True)
class _Run:
    start: float
    bucket: int
    state: str


class Runs:
    """The runs of one lane.

    Attributes:
        state: The newest state; empty where it is not known.

    Args:
        width: Seconds; changes that are nearer to each other are not told apart.
    """

    def __init__(self, width: float) -> None:
        self.state = ""
        self._width = width
        self._runs: deque[_Run] = deque()

    def add(self, changes: Iterable[tuple[float, str]]) -> None:
        """Take states over.

        Args:
            changes: Times in seconds, ascending, and the state from each of them on.
        """
        for time, state in changes:
            if state != self.state or not self._runs:
                self._settle(time)
                self._begin(time, state)
                self.state = state

    def trim(self, start: float) -> None:
        """Let go of runs that ended before a time."""
        runs = self._runs
        while len(runs) > 1 and runs[1].start <= start:
            runs.popleft()

    def spans(self, end: float) -> Iterator[Span]:
        """The runs in order; the last of them goes on until `end`."""
        runs = [(run.start, run.state) for run in self._runs]
        if self._runs and self._runs[-1].state == SEVERAL:
            settled = (self._runs[-1].bucket + 1) * self._width
            if settled < end:
                runs.append((settled, self.state))
        stops = [start for start, _ in runs[1:]]
        for (start, state), stop in zip(runs, [*stops, end], strict=False):
            if state and start < stop:
                yield Span(start, stop, state)

    def _settle(self, time: float) -> None:
        """After several changes one state may have lasted: it has a run from there on."""
        runs = self._runs
        if runs and runs[-1].state == SEVERAL:
            bucket = runs[-1].bucket + 1
            if bucket * self._width < time:
                runs.append(_Run(bucket * self._width, bucket, self.state))

    def _begin(self, time: float, state: str) -> None:
        runs, bucket = self._runs, math.floor(time / self._width)
        if not runs or runs[-1].bucket != bucket:
            runs.append(_Run(time, bucket, state))
            return
        runs[-1].state = SEVERAL
        if len(runs) > 1 and runs[-2].state == SEVERAL:
            runs.pop()
            runs[-1].bucket = bucket
