"""What a condition says of rows, and the levels that it says it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, unknown_name

Array = NDArray[np.float64]
Levels = NDArray[np.int8]


class Level(IntEnum):
    """How bad it is."""

    OK = 0
    WARNING = 1
    CRITICAL = 2

    @classmethod
    def given(cls, level: Level | str) -> Level:
        """The level that is meant by a level or a word, `warning` or `critical`.

        Raises:
            ArgumentError: It means none, or the level at which there is no alert.
        """
        words = {each.name.lower(): each for each in (cls.WARNING, cls.CRITICAL)}
        word = level.name.lower() if isinstance(level, Level) else str(level)
        if word not in words:
            raise ArgumentError(unknown_name("level", word, words))
        return words[word]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a condition says, moment by moment; each array is of shape (moments,).

    Rows of which nothing can be said (a missing value) are no moments.

    Attributes:
        time: float64, seconds, never descending.
        level: int8, the `Level` that the moment calls for.
        keep: int8, the highest level at which an alert that is raised already may stay: the
            hysteresis; never less than `level`.
        value: float64, what was judged; NaN where it is no number.
        why: Says why one moment, by its index, calls for a level, as a sentence.
    """

    time: Array
    level: Levels
    keep: Levels
    value: Array
    why: Callable[[int, int], str]


class Evaluator(Protocol):
    """A condition at work on one stream."""

    def judge(self, batch: Batch) -> Judgement:
        """Judge rows in the order in which they came; their times do not descend."""

    def silent(self, time: float) -> Judgement | None:
        """Judge the silence up to a time, in the stream's own time; None: nothing to say."""

    def next_silent(self) -> float | None:
        """When silence alone will change the judgement, in the stream's own time."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that can be drawn as a line across a chart."""

    level: Level
    value: float


class Condition(Protocol):
    """A recipe: what is judged, and how."""

    @property
    def text(self) -> str:
        """For people, as a phrase: `temp above 90`."""

    @property
    def column(self) -> str | None:
        """The column that it is about; None where that is no single one."""

    @property
    def limits(self) -> Sequence[Limit]:
        """The limits of the column's values."""

    def begin(self) -> Evaluator:
        """The condition at work on one stream."""


class Rows:
    """The part of an evaluator that has nothing to say of silence."""

    def silent(self, time: float) -> Judgement | None:
        """Nothing: this condition is about rows."""
        return None

    def next_silent(self) -> float | None:
        """Never."""
        return None
