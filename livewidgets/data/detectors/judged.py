"""What all detectors have in common: the column that is judged, and the rows that come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.errors import SchemaError

Array = NDArray[np.float64]

LARGEST_SCORE = 1e9
"""Stands for a deviation where there was never any: an infinite score breaks a chart's line."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a method says of some values, each array of shape (rows,).

    Attributes:
        score: How unusual each is; NaN while the method is still learning.
        threshold: The score from which on it is an anomaly.
        anomaly: Whether it is one.
        why: Says it of one row, by its index, as a sentence.
    """

    score: Array
    threshold: Array
    anomaly: NDArray[np.bool_]
    why: Callable[[int], str]


class Method(Protocol):
    """A detector at work on one stream: remembers what it needs of the rows before."""

    def judge(self, time: Array, value: Array) -> Scores:
        """Score rows in the order in which they came.

        Args:
            time: float64, shape (rows,), seconds.
            value: float64, shape (rows,), all of them finite.
        """


class Judging:
    """The step of a detector: implements `livewidgets.data.transform.Step`.

    Rows whose value is missing (NaN) or infinite are passed on without a score, and the
    method does not see them.

    Args:
        column: Which column is judged; None takes the first that holds numbers.
        method: How.
    """

    def __init__(self, column: str | None, method: Method) -> None:
        self._column = column
        self._method = method

    def feed(self, batch: Batch) -> Batch | None:
        """Judge rows.

        Returns:
            As many rows with the same times: `value`, `score` and `threshold` (float64),
            `anomaly` (bool) and `reason` (str; empty where there is none).

        Raises:
            SchemaError: There is no such column, or it holds no numbers.
        """
        if not len(batch):
            return None
        value = numbers_of(batch, self._column)
        known = np.isfinite(value)
        scores = self._method.judge(batch.time[known], value[known])
        score, threshold = np.full((2, len(batch)), np.nan)
        anomaly = np.zeros(len(batch), np.bool_)
        reason = np.full(len(batch), "", dtype=object)
        score[known], threshold[known] = scores.score, scores.threshold
        anomaly[known] = scores.anomaly
        places = np.flatnonzero(known)
        for index in np.flatnonzero(scores.anomaly):
            reason[places[index]] = scores.why(int(index))
        columns = {
            "value": value,
            "score": score,
            "threshold": threshold,
            "anomaly": anomaly,
            "reason": reason,
        }
        return Batch(batch.time, columns)


def numbers_of(batch: Batch, column: str | None) -> Array:
    """A column as float64, shape (rows,); None takes the first that holds numbers.

    Raises:
        SchemaError: There is no such column, or it holds no numbers.
    """
    schema = batch.schema
    if column is None:
        if not schema.numeric:
            raise SchemaError("no column holds numbers, and there is nothing to judge")
        column = schema.numeric[0]
    if column == "time":
        return batch.time
    if not schema.require(column).numeric:
        raise SchemaError(f"column {column!r} holds text, which cannot be judged as a number")
    return batch.columns[column].astype(np.float64)


def ratio(deviation: Array, scale: Array) -> Array:
    """Deviations in units of a scale; where that is zero, any deviation is beyond all measure."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        score = np.where(deviation == 0.0, 0.0, deviation / scale)
    return np.where(np.isnan(scale), np.nan, np.minimum(score, LARGEST_SCORE))
