"""Robust z-score: how far a value is from the median of those before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livewidgets.data.detectors.judged import Array, Judging, Scores, ratio
from livewidgets.data.detectors.spread import LEAST, RollingSpread
from livewidgets.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class RobustZ:
    """Values far from the median of the last rows, in units of their median absolute deviation.

    For spikes. A level that changes is unusual until half of the window is new. The score of
    a row depends on the rows before it alone (Iglewicz and Hoaglin, 1993).

    Args:
        column: Which column; None takes the first that holds numbers.
        window: How many rows before a row it is compared with; 10 or more.
        threshold: Robust standard deviations from which on a value is an anomaly.
        floor: A deviation that is no more than this, in the column's unit, never is one.

    Raises:
        ArgumentError: An argument is out of its range.
    """

    column: str | None = None
    window: int = 100
    threshold: float = 5.0
    floor: float = 0.0

    def __post_init__(self) -> None:
        require_rows("window", self.window)
        require_positive("threshold", self.threshold)
        if not self.floor >= 0:
            raise ArgumentError(f"floor={self.floor!r}: give a deviation of 0 or more")

    def begin(self) -> Judging:
        """The detector at work on one stream."""
        return Judging(self.column, _RobustZ(self))


class _RobustZ:
    def __init__(self, recipe: RobustZ) -> None:
        self._recipe = recipe
        self._rolling = RollingSpread(recipe.window)

    def judge(self, time: Array, value: Array) -> Scores:
        recipe = self._recipe
        centre, scale = self._rolling.before(value)
        deviation = np.abs(value - centre)
        score = ratio(deviation, scale)
        anomaly = (score > recipe.threshold) & (deviation > recipe.floor)

        def why(row: int) -> str:
            side = "above" if value[row] > centre[row] else "below"
            return (
                f"{value[row]:.6g} is {score[row]:.3g} robust standard deviations {side} "
                f"the median {centre[row]:.6g} of the rows before (limit {recipe.threshold:g})"
            )

        return Scores(score, np.full(len(value), recipe.threshold), anomaly, why)


def require_rows(name: str, rows: object) -> None:
    """Check a number of rows to learn from.

    Raises:
        ArgumentError: It is none, or fewer than a spread can be told from.
    """
    if isinstance(rows, bool) or not isinstance(rows, int) or rows < LEAST:
        raise ArgumentError(f"{name}={rows!r}: give a number of rows, {LEAST} or more")


def require_positive(name: str, number: object) -> None:
    """Check a number that must be more than zero.

    Raises:
        ArgumentError: It is not.
    """
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not number > 0:
        raise ArgumentError(f"{name}={number!r}: give a number above 0")
