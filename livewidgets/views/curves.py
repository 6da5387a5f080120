"""Curves as the traits of a bqplot mark."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from livewidgets.views.drawable import drawable
from livewidgets.views.view import Traits

Array = NDArray[np.float64]


def curve_traits(x: Array, y: Array, names: Sequence[str]) -> Traits:
    """Traits of the mark that shows curves; it is hidden where there is no sample."""
    legend = {"labels": list(names), "display_legend": True}
    if not x.shape[1]:
        return {**legend, "visible": False}  # bqplot takes an empty path away for good
    x, y = drawable(x, y)
    return {**legend, "x": x, "y": y, "visible": True}


def curve_labels(
    names: Sequence[str], hidden: Collection[str], units: Mapping[str, str]
) -> list[str]:
    """What a legend calls curves: with their units where these differ, since the axis cannot
    say them then."""
    several = len({units.get(name, "") for name in names}) > 1
    labels = []
    for name in names:
        unit = units.get(name, "") if several else ""
        label = f"{name} [{unit}]" if unit else name
        labels.append(f"{label} (hidden)" if name in hidden else label)
    return labels


def values_within(x: Array, y: Array, start: float, end: float) -> Array:
    """The values within a span; all of them where it lies between two samples."""
    inside = y[(x >= start) & (x <= end)]
    return inside if len(inside) else y.ravel()
