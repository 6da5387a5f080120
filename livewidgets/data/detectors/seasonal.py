"""Seasonal residual: values that are unusual for their time of day, week or cycle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from livewidgets.data.detectors.judged import Array, Judging, Scores, ratio
from livewidgets.data.detectors.robust import require_positive, require_rows
from livewidgets.data.detectors.spread import RollingSpread
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError

MOST_BINS = 10_000

CLIP = 3.0
"""Typical residuals beyond which a value pulls at the profile no harder."""

_SCALE_GAIN = 0.02


@dataclass(frozen=True, slots=True)
class Seasonal:
    """Values far from what is usual at their place in the season.

    A profile of the season is learned from the rows: `bins` points, joined by straight
    lines, each moved towards the values beside it (as seasonal exponential smoothing moves
    them, Winters 1960; by least mean squares on the two points beside a value). What is
    judged is the residual, by the robust z-score of the residuals before it.

    Nothing is judged in the first season. A season begins at multiples of the period since
    1970-01-01 UTC: a "1d" does not follow summer time.

    Args:
        period: How long a season is: "1d", "90s".
        column: Which column; None takes the first that holds numbers.
        bins: Points of the profile; 2 to 10,000.
        seasons: Over how many seasons the profile is averaged; 1 or more.
        threshold: Robust standard deviations of the residual that are an anomaly.
        window: How many residuals before a row its residual is compared with; 10 or more.

    Raises:
        ArgumentError: An argument is out of its range.
    """

    period: str | float | timedelta
    column: str | None = None
    bins: int = 48
    seasons: float = 4.0
    threshold: float = 6.0
    window: int = 200

    def __post_init__(self) -> None:
        seconds(self.period)
        if isinstance(self.bins, bool) or not 2 <= self.bins <= MOST_BINS:
            raise ArgumentError(f"bins={self.bins!r}: give a number from 2 to {MOST_BINS:,}")
        if not self.seasons >= 1:
            raise ArgumentError(f"seasons={self.seasons!r}: give a number of 1 or more")
        require_positive("threshold", self.threshold)
        require_rows("window", self.window)

    def begin(self) -> Judging:
        """The detector at work on one stream."""
        return Judging(self.column, _Seasonal(self))


class _Seasonal:
    def __init__(self, recipe: Seasonal) -> None:
        self._recipe = recipe
        self._period = seconds(recipe.period)
        self._profile = [0.0] * recipe.bins
        self._weights = [0.0] * recipe.bins  # rows that a point was learned from, by nearness
        self._gain = 0.0  # of one row, once the profile is known
        self._first: float | None = None
        self._rows = 0  # of the first season
        self._typical = 0.0  # residual
        self._rolling = RollingSpread(recipe.window)

    def judge(self, time: Array, value: Array) -> Scores:
        recipe = self._recipe
        residual = self._residuals(time, value)
        known = np.isfinite(residual)
        centre, scale = np.full((2, len(value)), np.nan)
        centre[known], scale[known] = self._rolling.before(residual[known])
        score = ratio(np.abs(residual - centre), scale)

        def why(row: int) -> str:
            side = "above" if residual[row] > 0 else "below"
            return (
                f"{value[row]:.6g} is {abs(residual[row]):.3g} {side} the "
                f"{value[row] - residual[row]:.6g} that is usual at this time of the season, "
                f"{score[row]:.3g} robust standard deviations (limit {recipe.threshold:g})"
            )

        threshold = np.full(len(value), recipe.threshold)
        return Scores(score, threshold, score > recipe.threshold, why)

    def _residuals(self, time: Array, value: Array) -> Array:
        place = np.mod(time / self._period, 1.0) * self._recipe.bins
        left = np.floor(place)
        parts = zip(
            time.tolist(),
            value.tolist(),
            (left.astype(np.int64) % self._recipe.bins).tolist(),
            (place - left).tolist(),
            strict=True,
        )
        return np.array([self._residual(*each) for each in parts], dtype=np.float64)

    def _residual(self, time: float, value: float, left: int, nearness: float) -> float:
        """What a value differs from the profile by, NaN in the first season; and learn of it."""
        profile, weights = self._profile, self._weights
        right = (left + 1) % self._recipe.bins
        if self._first is None:
            self._first = time
        learning = time - self._first < self._period
        unknown = learning or min(weights[left], weights[right]) <= 0.0
        residual = value - (1.0 - nearness) * profile[left] - nearness * profile[right]
        pull = residual
        if not unknown:
            typical = self._typical or abs(residual)
            pull = min(max(residual, -CLIP * typical), CLIP * typical)
            self._typical = typical + _SCALE_GAIN * (abs(pull) - typical)
        if learning:
            self._rows += 1
        for point, near in ((left, 1.0 - nearness), (right, nearness)):
            if unknown:  # the weighted mean of what is beside the point
                weights[point] += near
                if weights[point] > 0.0:
                    profile[point] += near / weights[point] * (value - profile[point])
            else:
                rows = max(1.0, self._rows / self._recipe.bins) * self._recipe.seasons
                profile[point] += min(1.0, near / rows) * pull
        return math.nan if unknown else residual
