"""How exactly numbers have to arrive: by what can be seen of them on their axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

VISIBLE = 1e-6
"""The part of what an axis shows that a page may be off: a thousandth of a pixel."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What is seen of an array: its values from `low` to `high`.

    Where a value lies outside, only the way is seen that a line takes to it: it may be off by
    as small a part of its distance. On a logarithmic axis each value may be off by as small a
    part of itself. What is `exact` may not be off at all.
    """

    low: float
    high: float
    log: bool = False
    exact: bool = False

    def bases(self, tail: Floats) -> Floats:
        """What to send differences from: for each row its first finite value, or the end of
        the axis that is nearest to it.

        A difference of four bytes is off by at most 2^-24 of itself. From a base on the axis
        that is too little to be seen, wherever the value is. On a logarithmic axis the base
        is zero: what is above it arrives above it.
        """
        if self.log or not tail.size:
            return np.zeros(len(tail))
        finite = np.isfinite(tail)
        first = tail[np.arange(len(tail)), finite.argmax(axis=1)]
        return np.where(finite.any(axis=1), np.clip(first, self.low, self.high), 0.0)

    def allows(self, off: Floats, values: Floats) -> bool:
        """Whether nobody can see how far off values are.

        Args:
            off: How far, the worst of each column; shape (columns,).
            values: Shape (rows, columns).
        """
        worst = float(off.max(initial=0.0))
        if worst == 0.0:
            return True
        if self.exact:
            return False
        if not self.log and worst <= VISIBLE * (self.high - self.low):
            return True
        with np.errstate(invalid="ignore", over="ignore"):
            near = off <= VISIBLE * self._room(values)
        return bool((near | ~np.isfinite(values)).all())

    def _room(self, values: Floats) -> Floats:
        """What each value may be off a small part of."""
        if self.log:
            size = math.log(self.high) - math.log(self.low)
            return np.where(values > 0, values * min(1.0, size), np.inf)
        beyond = np.maximum(self.low - values, values - self.high)
        room: Floats = self.high - self.low + np.maximum(beyond, 0.0)
        return room


def axis_of(array: Floats) -> Axis:
    """The axis that an array fits on, where it is not known which it has."""
    finite = array[np.isfinite(array)]
    return Axis(float(finite.min()), float(finite.max())) if finite.size else Axis(0.0, 0.0)


def rounded(tail: Floats, bases: Floats) -> tuple[NDArray[np.float32], Floats]:
    """Values as differences of four bytes, and how far off the worst of each column is.

    Args:
        tail: Shape (rows, columns).
        bases: Shape (rows,).

    Returns:
        Shape (rows, columns), and (columns,); inf where a value does not arrive at all.
    """
    column = bases[:, np.newaxis]
    with np.errstate(over="ignore", invalid="ignore"):
        single = (tail - column).astype("<f4")
        arrives = column + single.astype(np.float64)
        off = np.abs(arrives - tail)
    # What is not finite has to arrive as it is; the difference of two such is no number.
    same = ~np.isfinite(tail) & ((arrives == tail) | (np.isnan(arrives) & np.isnan(tail)))
    off[same] = 0.0
    off[np.isnan(off)] = np.inf
    return single, off.max(axis=0, initial=0.0)
