"""EWMA control chart: small shifts of the mean, seen by a weighted mean of the last rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from livewidgets.data.detectors.judged import Array, Judging, Scores
from livewidgets.data.detectors.robust import require_positive, require_rows
from livewidgets.data.detectors.spread import baseline
from livewidgets.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Ewma:
    """An exponentially weighted mean that leaves its control limits.

    For small shifts and slow drifts away from a state that is known to be good: the first
    `learn` rows, or the mean and deviation that are given. It does not adapt: every row is an
    anomaly until the mean is back (Roberts 1959; Lucas and Saccucci 1990).

    Args:
        column: Which column; None takes the first that holds numbers.
        weight: Of the newest row in the mean; above 0, at most 1 (a Shewhart chart).
        threshold: Standard deviations of the weighted mean: the control limits.
        learn: Rows from which mean and deviation are learned; outliers are left out.
        mean: The mean in good state; learned if None.
        std: The standard deviation in good state, above 0; learned if None.

    Raises:
        ArgumentError: An argument is out of its range.
    """

    column: str | None = None
    weight: float = 0.2
    threshold: float = 4.0
    learn: int = 200
    mean: float | None = None
    std: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 1:
            raise ArgumentError(f"weight={self.weight!r}: give a number above 0, at most 1")
        require_positive("threshold", self.threshold)
        require_rows("learn", self.learn)
        if self.std is not None:
            require_positive("std", self.std)
        if (self.mean is None) != (self.std is None):
            raise ArgumentError("give both mean= and std=, or neither (they are learned then)")

    def begin(self) -> Judging:
        """The detector at work on one stream."""
        return Judging(self.column, _Ewma(self))


class _Ewma:
    def __init__(self, recipe: Ewma) -> None:
        self._recipe = recipe
        self._learned = Learned(recipe.learn)
        self._good: tuple[float, float] | None = None
        if recipe.mean is not None and recipe.std is not None:
            self._good = (recipe.mean, recipe.std)
        self._ewma = math.nan
        self._count = 0

    def judge(self, time: Array, value: Array) -> Scores:
        recipe = self._recipe
        ewma, score = np.full((2, len(value)), np.nan)
        start = 0
        if self._good is None:
            start, self._good = self._learned.take(value)
        if self._good is not None and start < len(value):
            mean, std = self._good
            ewma[start:] = self._means(value[start:], mean)
            count = self._count + np.arange(1, len(value) - start + 1)
            self._count += len(value) - start
            kept = (1.0 - recipe.weight) ** (2.0 * count)
            width = std * np.sqrt(recipe.weight / (2.0 - recipe.weight) * (1.0 - kept))
            score[start:] = np.abs(ewma[start:] - mean) / width
        good = self._good

        def why(row: int) -> str:
            assert good is not None  # nothing is unusual before
            side = "above" if ewma[row] > good[0] else "below"
            return (
                f"the weighted mean {ewma[row]:.6g} is {score[row]:.3g} of its standard "
                f"deviations {side} {good[0]:.6g} (limit {recipe.threshold:g})"
            )

        anomaly = score > recipe.threshold
        return Scores(score, np.full(len(value), recipe.threshold), anomaly, why)

    def _means(self, value: Array, mean: float) -> list[float]:
        """The weighted mean after each value."""
        # Row by row: a closed form would round otherwise with each split into batches, and
        # this takes 0.1 µs a row.
        weight, ewma = self._recipe.weight, self._ewma if self._count else mean
        means = []
        for each in value.tolist():
            ewma += weight * (each - ewma)
            means.append(ewma)
        self._ewma = ewma
        return means


class Learned:
    """Gathers the first rows, of which the good state is learned.

    Args:
        rows: How many.
    """

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._values: list[float] = []

    def take(self, value: Array) -> tuple[int, tuple[float, float] | None]:
        """Take what is still wanted of some values.

        Returns:
            How many were taken; mean and standard deviation if those were the last.
        """
        wanted = value[: self._rows - len(self._values)]
        self._values.extend(wanted.tolist())
        if len(self._values) < self._rows:
            return len(wanted), None
        good = baseline(np.array(self._values))
        self._values.clear()
        return len(wanted), good
