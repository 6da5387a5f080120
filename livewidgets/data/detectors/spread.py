"""Centre and spread that a few wild values do not move: median and MAD, and a baseline."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]

MAD_SCALE = 1.4826
"""Standard deviations in a median absolute deviation of normal data."""

MEAN_SCALE = 1.2533
"""Standard deviations in a mean absolute deviation of normal data."""

LEAST = 10
"""Values that a spread is estimated from at least."""

OUTLIER = 3.5
"""Robust standard deviations beyond which a value does not count towards a baseline."""

_CHUNK = 200_000  # numbers in the windows that are worked on at a time


class RollingSpread:
    """Median and spread of the `window` values before each value.

    The spread is 1.4826 × MAD; where more than half of the values are equal, and the MAD is
    zero therefore, 1.2533 × the mean absolute deviation (Iglewicz and Hoaglin, How to Detect
    and Handle Outliers, 1993). Any split into batches gives the same, to the bit.

    Args:
        window: How many values before.
    """

    def __init__(self, window: int) -> None:
        self._window = window
        self._before = np.empty(0)

    def before(self, value: Array) -> tuple[Array, Array]:
        """Median and spread of what was before each of these values, shape (rows,) each.

        NaN where fewer than ten values were before.
        """
        joined = np.concatenate((self._before, value))
        offset = len(self._before)
        centre, scale = np.full((2, len(value)), np.nan)
        full = min(max(self._window - offset, 0), len(value))  # values until windows are full
        for index in range(max(LEAST - offset, 0), full):
            centre[index : index + 1], scale[index : index + 1] = _spread(
                joined[None, : offset + index]
            )
        if full < len(value):
            first = offset + full - self._window
            windows = sliding_window_view(joined[first:-1], self._window)
            rows = max(1, _CHUNK // self._window)
            for start in range(0, len(windows), rows):
                at = slice(full + start, full + min(start + rows, len(windows)))
                centre[at], scale[at] = _spread(windows[start : start + rows])
        self._before = joined[-self._window :].copy()
        return centre, scale


def _spread(windows: Array) -> tuple[Array, Array]:
    centre = np.median(windows, axis=1)
    deviations = np.abs(windows - centre[:, None])
    scale = MAD_SCALE * np.median(deviations, axis=1)
    flat = np.flatnonzero(scale == 0.0)
    if len(flat):
        scale[flat] = MEAN_SCALE * deviations[flat].mean(axis=1)
    return centre, scale


def baseline(value: Array) -> tuple[float, float]:
    """Mean and standard deviation of values, outliers left out.

    Args:
        value: float64, shape (rows,), finite; at least one.

    Returns:
        The mean, and a standard deviation above zero (the least that float64 can tell from
        the mean, where all values are equal).
    """
    centre, scale = _spread(value[None, :])
    near = value[np.abs(value - centre[0]) <= OUTLIER * scale[0]]
    mean = float(near.mean())
    return mean, max(float(near.std()), 1e-9 * abs(mean), 1e-12)
