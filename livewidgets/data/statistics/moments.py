"""Moments: count, mean, variance, minimum and maximum that can be merged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moments:
    """Of several columns, side by side. All arrays have shape (columns,).

    Merged as by Chan, Golub and LeVeque (1983) and Pébay (2008). Means are kept as
    differences to a number of the column's own size, so that a large offset costs nothing.

    Attributes:
        count: Samples; what was NaN is none.
        zero: What the mean is measured from.
        off: The mean, from there.
        squares: The sum of squared deviations from the mean.
        min: NaN where there is no sample; as are `max`, `mean` and `std`.
        max: The largest sample.
    """

    count: Floats
    zero: Floats
    off: Floats
    squares: Floats
    min: Floats
    max: Floats

    @classmethod
    def of(cls, values: Floats) -> Moments:
        """Of samples, shape (columns, n); NaN is none."""
        columns, rows = values.shape
        if not rows:
            zeros, nothing = np.zeros(columns), np.full(columns, np.nan)
            return cls(zeros, zeros, zeros, zeros, nothing, nothing)
        finite = ~np.isnan(values)
        count = finite.sum(axis=1).astype(np.float64)
        some = np.maximum(count, 1.0)
        first = np.take_along_axis(values, finite.argmax(axis=1)[:, np.newaxis], axis=1)
        zero = np.where(np.isnan(first), 0.0, first)
        off = np.where(finite, values - zero, 0.0)
        mean = off.sum(axis=1) / some
        around = np.where(finite, off - mean[:, np.newaxis], 0.0)
        # What rounding has left of their sum is taken off again.
        squares = np.square(around).sum(axis=1) - around.sum(axis=1) ** 2 / some
        none = count == 0
        low = np.where(finite, values, np.inf).min(axis=1)
        high = np.where(finite, values, -np.inf).max(axis=1)
        return cls(
            count,
            zero[:, 0],
            mean,
            squares,
            np.where(none, np.nan, low),
            np.where(none, np.nan, high),
        )

    def merge(self, other: Moments) -> Moments:
        """Of the samples of both."""
        zero = np.where(self.count > 0, self.zero, other.zero)
        count = self.count + other.count
        share = other.count / np.maximum(count, 1.0)
        mine = np.where(self.count > 0, self.off, 0.0)
        apart = np.where(other.count > 0, (other.zero - zero) + other.off - mine, 0.0)
        return Moments(
            count,
            zero,
            mine + apart * share,
            self.squares + other.squares + apart * apart * self.count * share,
            np.fmin(self.min, other.min),
            np.fmax(self.max, other.max),
        )

    @property
    def mean(self) -> Floats:
        """The mean."""
        return np.where(self.count > 0, self.zero + self.off, np.nan)

    @property
    def variance(self) -> Floats:
        """Of a sample (n - 1); NaN for fewer than two."""
        spread = np.maximum(self.squares, 0.0) / np.maximum(self.count - 1, 1.0)
        return np.where(self.count > 1, spread, np.nan)

    @property
    def std(self) -> Floats:
        """Of a sample (n - 1); NaN for fewer than two."""
        return np.sqrt(self.variance)
