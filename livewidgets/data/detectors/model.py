"""Models of `river` as detectors; anything that has `score_one` and `learn_one`."""

from __future__ import annotations

import copy
import inspect
import math
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from livewidgets.data.detectors.judged import Array, Judging, Scores
from livewidgets.data.detectors.robust import require_positive, require_rows
from livewidgets.errors import ArgumentError

_RENEWED = 25
"""Rows after which the learned threshold is worked out again."""


@dataclass(frozen=True, slots=True)
class Model:
    """An anomaly model of river (Montiel et al., JMLR 2021): scores a row, then learns of it.

    Args:
        model: The model, or a pipeline that ends in one; a copy of it works on each stream.
            One that takes a target (`GaussianScorer`) is given the value as that.
        column: Which column; None takes the first that holds numbers.
        threshold: The score from which on a row is an anomaly; None learns it: the
            `quantile` of the `window` scores before.
        quantile: Of the scores, above 0 and below 1.
        window: Rows whose scores are remembered, where the threshold is learned.
        learn: Rows before anything is an anomaly.

    Raises:
        ArgumentError: This is no such model, or an argument is out of its range.
    """

    model: Any
    column: str | None = None
    threshold: float | None = None
    quantile: float = 0.995
    window: int = 1_000
    learn: int = 100

    def __post_init__(self) -> None:
        if isinstance(self.model, type) or not all(
            callable(getattr(self.model, name, None)) for name in ("score_one", "learn_one")
        ):
            raise ArgumentError(
                f"{self.model!r} is no anomaly model: give one that is made, such as "
                "river.anomaly.HalfSpaceTrees(), with score_one and learn_one"
            )
        if self.threshold is not None:
            require_positive("threshold", self.threshold)
        if not 0 < self.quantile < 1:
            raise ArgumentError(f"quantile={self.quantile!r}: give a number above 0 and below 1")
        require_rows("window", self.window)
        require_rows("learn", self.learn)

    def begin(self) -> Judging:
        """The detector at work on one stream."""
        return Judging(self.column, _Model(self))


class _Model:
    def __init__(self, recipe: Model) -> None:
        self._recipe = recipe
        self._model = copy.deepcopy(recipe.model)
        self._supervised = "y" in inspect.signature(self._model.score_one).parameters
        self._scores: deque[float] = deque(maxlen=recipe.window)
        self._threshold = math.nan if recipe.threshold is None else recipe.threshold
        self._rows = 0

    def judge(self, time: Array, value: Array) -> Scores:
        judged = np.array([self._one(each) for each in value.tolist()]).reshape(-1, 2)
        score, threshold = judged[:, 0], judged[:, 1]
        name = type(self._recipe.model).__name__

        def why(row: int) -> str:
            return (
                f"{value[row]:.6g} has the score {score[row]:.4g} with {name} "
                f"(limit {threshold[row]:.4g})"
            )

        return Scores(score, threshold, score > threshold, why)

    def _one(self, value: float) -> tuple[float, float]:
        """Score and threshold of a value; both are of the rows before it."""
        score = self._score(value)
        recipe = self._recipe
        learned = self._rows >= recipe.learn
        if recipe.threshold is None:
            if learned and (self._rows - recipe.learn) % _RENEWED == 0:
                self._threshold = float(np.quantile(self._scores, recipe.quantile))
            if math.isfinite(score):
                self._scores.append(score)
        self._rows += 1
        return score, self._threshold if learned else math.nan

    def _score(self, value: float) -> float:
        features = {"value": value}
        if self._supervised:
            # It is the target that is judged; there is no other feature.
            score = self._model.score_one({}, value)
            self._model.learn_one({}, value)
        else:
            score = self._model.score_one(features)
            self._model.learn_one(features)
        return float(score)
