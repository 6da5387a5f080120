"""Precision, recall and delay of alarms.

What counts is where an alarm begins: one that rings already tells nobody anything new.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.labelled import Series

TOGETHER = 10
"""Rows: flags no further apart are one alarm."""


@dataclass
class Verdict:
    """What became of the alarms of a detector on several series.

    Attributes:
        alarms: How many there were.
        right: How many of them began in an event.
        hits: For each event, or for each label of each person, whether it was found.
        delays: Rows from the beginning of each found event to the first alarm in it.
        rows: How many were judged.
        seconds: Processor time for that.
    """

    alarms: int = 0
    right: int = 0
    hits: list[float] = field(default_factory=list)
    delays: list[int] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        return self.right / self.alarms if self.alarms else math.nan

    @property
    def recall(self) -> float:
        return sum(self.hits) / len(self.hits) if self.hits else math.nan

    @property
    def delay(self) -> float:
        return statistics.median(self.delays) if self.delays else math.nan

    def add(self, series: Series, flags: NDArray[np.bool_], seconds: float) -> None:
        """Take what a detector said of each row of a series."""
        alarms = _beginnings(np.flatnonzero(flags))
        self.alarms += len(alarms)
        self.right += sum(
            any(first <= alarm <= last for first, last in series.events) for alarm in alarms
        )
        if series.votes:  # the mean over people, so that one with many labels counts as one
            shares = [
                sum(_first(alarms, event) is not None for event in vote) / len(vote)
                for vote in series.votes
                if vote
            ]
            self.hits.append(sum(shares) / len(shares))
        for event in series.events:
            first = _first(alarms, event)
            if not series.votes:
                self.hits.append(float(first is not None))
            if first is not None:
                self.delays.append(first - event[0])
        self.rows += len(flags)
        self.seconds += seconds


def _beginnings(rows: NDArray[np.int64]) -> list[int]:
    """The first rows of alarms, of all rows that are flagged."""
    if not len(rows):
        return []
    return [int(rows[0]), *rows[1:][np.diff(rows) > TOGETHER].tolist()]


def _first(alarms: list[int], event: tuple[int, int]) -> int | None:
    return next((alarm for alarm in alarms if event[0] <= alarm <= event[1]), None)
