"""Exponentially weighted mean and deviation, for samples at any intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.statistics.columnwise import Columnwise, Floats, Results, first_number
from livewidgets.data.statistics.sums import Numbers, onward

_FORGOTTEN = 40.0  # time constants after which a weight is below a double's last digit
_SPAN = 300.0  # time constants that one scale covers: exp(300) is far from overflowing


@dataclass(frozen=True)
class Ewm(Columnwise):
    """`mean` and `std`, in which a sample of age a has the weight exp(-a / time constant).

    The mean is sum(w x) / sum(w), the deviation sqrt(sum(w (x - mean)²) / sum(w)), with
    weighted sums of squared deviations as by West (1979). The weights follow the samples'
    times, so that uneven intervals are as they should be (Müller, 1991).

    Attributes:
        tau: The time constant in seconds.
        k: Half the width of the band, in standard deviations.
        columns: Which columns; None: all that are numbers.
    """

    tau: float
    k: float = 2.0
    columns: tuple[str, ...] | None = None
    UNITS: ClassVar[Mapping[str, str]] = {}

    def online(self, columns: int) -> EwmMoments:
        return EwmMoments(self.tau, columns)

    def suffixes(self) -> tuple[str, ...]:
        return ("mean", "std")

    def edges(self, results: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        """The band's lower and upper edge, from a column's results by suffix."""
        return results["mean"] - self.k * results["std"], results["mean"] + self.k * results["std"]

    def __str__(self) -> str:
        return f"exponentially weighted over {self.tau:g} s"


class EwmMoments:
    """`Ewm` at work: sums are kept at the scale of a past moment, so that old ones stay as
    they are and new weights grow; after 300 time constants the scale moves on.

    Args:
        tau: The time constant in seconds.
        columns: How many.
    """

    def __init__(self, tau: float, columns: int) -> None:
        one = (columns, 1)
        self._tau = tau
        self._newest: float | None = None
        self._age = 0.0  # of the scale, in time constants
        self._zero = np.full(one, np.nan)
        # Sums of weights, of weighted samples from `zero` on, and of their squares.
        self._weight, self._sum, self._squares = np.zeros(one), np.zeros(one), np.zeros(one)
        self._mean = np.zeros(one)  # from `zero` on

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows; there is a result for each."""
        self._zero = first_number(self._zero, values)
        before = time[0] if self._newest is None else self._newest
        self._newest = float(time[-1])
        steps = np.minimum(np.diff(time, prepend=before) / self._tau, _FORGOTTEN)
        means, stds, row = [], [], 0
        while row < len(time):
            ages = steps[row:].copy()
            ages[0] += self._age
            ages = np.cumsum(ages)
            count = int(np.searchsorted(ages, _SPAN, "right"))
            if not count:
                self._rescale()
                continue
            mean, std = self._one_scale(ages[:count], values[:, row : row + count])
            means.append(mean)
            stds.append(std)
            row += count
        return slice(None), {
            "mean": np.concatenate(means, axis=1),
            "std": np.concatenate(stds, axis=1),
        }

    def _one_scale(self, ages: Floats, values: Floats) -> tuple[Floats, Floats]:
        there = Numbers.of(values)
        off = there.or_else(values - self._zero, 0.0)
        weights = there.or_else(np.exp(ages), 0.0)
        weight = onward(np.broadcast_to(weights, off.shape).copy(), self._weight)
        total = onward(weights * off, self._sum)
        mean = total / np.where(weight == 0.0, 1.0, weight)
        earlier = np.concatenate((self._mean, mean[:, :-1]), axis=1)
        squares = weights * (off - earlier) * (off - mean)
        squares = onward(np.maximum(squares, 0.0, out=squares), self._squares)
        self._age = float(ages[-1])
        self._weight, self._sum, self._squares = weight[:, -1:], total[:, -1:], squares[:, -1:]
        self._mean = mean[:, -1:]
        known = np.where(weight == 0.0, np.nan, weight)
        return self._zero + mean + 0.0 * known, np.sqrt(squares / known)

    def _rescale(self) -> None:
        """Move the scale to the newest row, and what is measured from to the mean."""
        shrink = np.exp(-self._age)
        tiny = np.finfo(np.float64).tiny  # a mean stays, however long nothing has come
        self._weight = np.where(self._weight > 0, np.maximum(self._weight * shrink, tiny), 0.0)
        self._squares = self._squares * shrink
        self._zero, self._sum = self._zero + self._mean, np.zeros_like(self._sum)
        self._mean = np.zeros_like(self._mean)
        self._age = 0.0
