"""Curves as bqplot can draw them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PLACEHOLDER = 1.0
"""The value of a curve that has none: it has a place on a logarithmic axis, too."""


def drawable(x: Array, y: Array) -> tuple[Array, Array]:
    """Curves as bqplot can draw them: with a defined last point, or with nothing at all.

    It puts a label at each curve's last point and complains where that is NaN. A curve
    that ends in NaN ends at its last number, which looks the same; one without any is a
    point far left of the picture. Curves without a point stay so.

    Args:
        x: Times, shape (curves, points).
        y: Values, of the same shape; what is not finite breaks the line.
    """
    if not y.size:
        return x, y
    ragged = np.flatnonzero(~np.isfinite(y[:, -1]))
    if not len(ragged):
        return x, y
    x, y = x.copy(), y.copy()
    for curve in ragged:
        numbers = np.flatnonzero(np.isfinite(y[curve]))
        if len(numbers):
            last = numbers[-1]
            x[curve, last:], y[curve, last:] = x[curve, last], y[curve, last]
        else:
            x[curve], y[curve] = 2 * x[curve, 0] - x[curve, -1] - 1e6, PLACEHOLDER
    return x, y
