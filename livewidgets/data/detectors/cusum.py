"""CUSUM: the moment at which the mean has changed, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livewidgets.data.detectors.ewma import Learned
from livewidgets.data.detectors.judged import Array, Judging, Scores
from livewidgets.data.detectors.robust import require_positive, require_rows
from livewidgets.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Cusum:
    """Change points of the mean: cumulative sums of the deviations, upward and downward.

    Each change is one anomaly, at the row that made it certain; the reason says when it
    began. The rows after it are learned as the new state (Page 1954; two-sided, in standard
    deviations, reset after a signal).

    Args:
        column: Which column; None takes the first that holds numbers.
        slack: Half the shift to be found, in standard deviations; 0 or more.
        threshold: The sum that is a change, in standard deviations.
        learn: Rows from which mean and deviation are learned; outliers are left out.

    Raises:
        ArgumentError: An argument is out of its range.
    """

    column: str | None = None
    slack: float = 0.75
    threshold: float = 10.0
    learn: int = 50

    def __post_init__(self) -> None:
        if not self.slack >= 0:
            raise ArgumentError(f"slack={self.slack!r}: give a number of 0 or more")
        require_positive("threshold", self.threshold)
        require_rows("learn", self.learn)

    def begin(self) -> Judging:
        """The detector at work on one stream."""
        return Judging(self.column, _Cusum(self))


class _Sum:
    """A sum of deviations in one direction, and where it began to grow."""

    __slots__ = ("rows", "since", "total")

    def __init__(self) -> None:
        self.total, self.rows, self.since = 0.0, 0, 0.0

    def add(self, deviation: float, time: float) -> float:
        total = self.total + deviation
        if total <= 0.0:
            self.total, self.rows = 0.0, 0
            return 0.0
        if not self.rows:
            self.since = time
        self.rows += 1
        self.total = total
        return total


class _Cusum:
    def __init__(self, recipe: Cusum) -> None:
        self._recipe = recipe
        self._restart()

    def _restart(self) -> None:
        self._learned = Learned(self._recipe.learn)
        self._good: tuple[float, float] | None = None
        self._up, self._down = _Sum(), _Sum()

    def judge(self, time: Array, value: Array) -> Scores:
        score = np.full(len(value), np.nan)
        anomaly = np.zeros(len(value), np.bool_)
        reasons: dict[int, str] = {}
        row = 0
        while row < len(value):
            if self._good is None:
                taken, self._good = self._learned.take(value[row:])
                row += taken
                continue
            found, sums = self._sum(time[row:], value[row:])
            score[row : row + len(sums)] = sums
            row += len(sums)
            if found is not None:
                anomaly[row - 1] = True
                reasons[row - 1] = found
                self._restart()
        threshold = np.full(len(value), self._recipe.threshold)
        return Scores(score, threshold, anomaly, reasons.__getitem__)

    def _sum(self, time: Array, value: Array) -> tuple[str | None, list[float]]:
        """Sum up to the first change; says it, if there is one, and the greater sum of each row."""
        assert self._good is not None
        mean, std = self._good
        slack, threshold = self._recipe.slack, self._recipe.threshold
        sums = []
        for when, each in zip(time.tolist(), value.tolist(), strict=True):
            deviation = (each - mean) / std
            up = self._up.add(deviation - slack, when)
            down = self._down.add(-deviation - slack, when)
            sums.append(max(up, down))
            if sums[-1] > threshold:
                word, side = ("risen", self._up) if up >= down else ("fallen", self._down)
                shift = side.total / side.rows + slack
                return (
                    f"the mean has {word} from {mean:.6g} by about {shift * std:.3g}, "
                    f"since {side.rows} rows ({when - side.since:.3g} s): the sum of "
                    f"deviations is {sums[-1]:.3g} (limit {threshold:g})"
                ), sums
        return None, sums
