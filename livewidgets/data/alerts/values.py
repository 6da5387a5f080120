"""Conditions on a column's values: above, below, outside, rate of change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from livewidgets.data.alerts.judgement import Array, Judgement, Levels, Limit, Rows
from livewidgets.data.alerts.limits import Limits
from livewidgets.data.batch import Batch
from livewidgets.data.detectors.judged import numbers_of

_SLOTS = 1_000
"""Rows that are remembered for a rate of change: the first of each slot of its span."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a column, against limits on one side or on both.

    Attributes:
        column: Which column.
        sides: The limits; with two sides the worse one counts.
    """

    column: str
    sides: tuple[Limits, ...]

    @property
    def text(self) -> str:
        if len(self.sides) == 2:
            low, high = self.sides
            return f"{self.column} outside {low.first:g} to {high.first:g}"
        return f"{self.column} {self.sides[0].text}"

    @property
    def limits(self) -> tuple[Limit, ...]:
        return tuple(limit for side in self.sides for limit in side.drawn)

    def begin(self) -> _Values:
        return _Values(self)


class _Values(Rows):
    def __init__(self, recipe: Values) -> None:
        self._recipe = recipe

    def judge(self, batch: Batch) -> Judgement:
        value = numbers_of(batch, self._recipe.column)
        known = np.isfinite(value) | np.isinf(value)  # an infinity is beyond any limit
        name = self._recipe.column
        return against(
            self._recipe.sides,
            batch.time[known],
            value[known],
            lambda each: f"{name} {each:.6g} is",
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a column changes.

    Attributes:
        source: The column.
        side: Limits of the change per second.
        over: Seconds over which the change is taken.
    """

    source: str
    side: Limits
    over: float

    @property
    def text(self) -> str:
        return f"{self.source} per second, over {self.over:g} s, {self.side.text}"

    @property
    def column(self) -> str:
        return self.source

    @property
    def limits(self) -> tuple[Limit, ...]:
        return ()

    def begin(self) -> _Rate:
        return _Rate(self)


class _Rate(Rows):
    """From the newest remembered row that is `over` old; none yet: nothing is said.

    Of the rows before, the first of each thousandth of the span is remembered, by absolute
    time: memory is bounded, and batches make no difference.
    """

    def __init__(self, recipe: Rate) -> None:
        self._recipe = recipe
        self._time, self._value = np.empty(0), np.empty(0)

    def judge(self, batch: Batch) -> Judgement:
        value = numbers_of(batch, self._recipe.source)
        known = np.isfinite(value)
        time, value = batch.time[known], value[known]
        over = self._recipe.over
        slots = np.floor(np.concatenate((self._time[-1:], time)) / (over / _SLOTS))
        kept = np.ones(len(time), np.bool_)
        kept[len(time) - len(slots) + 1 :] = slots[1:] != slots[:-1]
        self._time = np.concatenate((self._time, time[kept]))
        self._value = np.concatenate((self._value, value[kept]))
        place = np.searchsorted(self._time, time - over, side="right") - 1
        old = place >= 0
        rate = (value[old] - self._value[place[old]]) / (time[old] - self._time[place[old]])
        if len(time):
            first = max(int(np.searchsorted(self._time, time[-1] - over, side="right")) - 1, 0)
            self._time, self._value = self._time[first:].copy(), self._value[first:].copy()
        name = self._recipe.source
        return against(
            (self._recipe.side,),
            time[old],
            rate,
            lambda each: f"{name} changes by {each:.4g} per second,",
        )


def against(
    sides: tuple[Limits, ...], time: Array, value: Array, subject: Callable[[float], str]
) -> Judgement:
    """Values against limits; of two sides the worse one counts."""
    judged = [side.judge(value) for side in sides]
    level, keep = judged[0]
    for other_level, other_keep in judged[1:]:
        level, keep = np.maximum(level, other_level), np.maximum(keep, other_keep)

    def why(moment: int, called: int) -> str:
        worst = _worst(sides, judged, moment)
        side = sides[worst]
        number = float(value[moment])
        if len(sides) == 2 and not called:
            return f"{subject(number)} back within {sides[0].first:g} to {sides[1].first:g}"
        return f"{subject(number)} {side.passed(number, called)}"

    return Judgement(time, level, keep, value, why)


def _worst(sides: tuple[Limits, ...], judged: list[tuple[Levels, Levels]], moment: int) -> int:
    return max(range(len(sides)), key=lambda side: int(judged[side][0][moment]))
