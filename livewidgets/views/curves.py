"""Curves as the traits of a bqplot mark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from livewidgets.views.view import Traits

Array = NDArray[np.float64]


def curve_traits(x: Array, y: Array, names: Sequence[str]) -> Traits:
    """Traits of the mark that shows curves; it is hidden where there is no sample."""
    legend = {"labels": list(names), "display_legend": True}
    if not x.shape[1]:
        return {**legend, "visible": False}  # bqplot takes an empty path away for good
    x, y = drawable(x, y)
    return {**legend, "x": x, "y": y, "visible": True}


def values_within(x: Array, y: Array, start: float, end: float) -> Array:
    """The values within a span; all of them where it lies between two samples."""
    inside = y[(x >= start) & (x <= end)]
    return inside if len(inside) else y.ravel()


def drawable(x: Array, y: Array) -> tuple[Array, Array]:
    """Curves as bqplot can draw them: with a defined last point, or with nothing at all.

    It puts a label at each curve's last point and complains where that is NaN. A curve
    that ends in NaN ends at its last number, which looks the same; one without any is a
    point far left of the picture.

    Args:
        x: Times, shape (curves, points).
        y: Values, of the same shape; what is not finite breaks the line.
    """
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
            x[curve], y[curve] = 2 * x[curve, 0] - x[curve, -1] - 1e6, 0.0
    return x, y
