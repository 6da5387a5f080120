"""Outlines of land from a topology, as one curve with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def outlines(topology: Mapping[str, Any]) -> tuple[Array, Array]:
    """Coasts as longitudes and latitudes; NaN in the latitude ends one.

    Args:
        topology: TopoJSON (Bostock, Metcalf 2013) with an object `land`, a MultiPolygon whose
            arcs are quantised and delta-encoded.

    Returns:
        x and y in degrees, both of shape (points,).
    """
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    arcs = [
        np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + shift
        for arc in topology["arcs"]
    ]
    rings = [
        _ring(ring, arcs) for polygon in topology["objects"]["land"]["arcs"] for ring in polygon
    ]
    ended = [np.vstack((ring, [[ring[-1, 0], np.nan]])) for ring in rings]
    points = np.vstack(ended)[:-1]  # bqplot wants a last point that is one
    return points[:, 0].copy(), points[:, 1].copy()


def _ring(numbers: Sequence[int], arcs: Sequence[Array]) -> Array:
    """An arc with a number below zero is that of its complement, backwards."""
    parts = [arcs[~number][::-1] if number < 0 else arcs[number] for number in numbers]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])
