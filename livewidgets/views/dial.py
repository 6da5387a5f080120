"""A dial's geometry: arcs, ticks and a needle, as outlines on a plane.

The centre is (0, 0) and the arc's outer radius 1. The arc goes clockwise from lower left to
lower right, and is open below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

X_RANGE = (-1.28, 1.28)
Y_RANGE = (-0.86, 1.20)
"""What of the plane is shown: the arc, with room for the numbers around it."""

ASPECT = (X_RANGE[1] - X_RANGE[0]) / (Y_RANGE[1] - Y_RANGE[0])

START = math.radians(215.0)
SWEEP = math.radians(250.0)

INNER = 0.80
"""The arc's inner radius."""

TEXT = 1.16
"""The radius that numbers stand on."""

POINTS = 64
"""Points of an arc once around: enough that no corner is seen at 400 pixels."""

_GAP = 0.006  # of the sweep, between two zones

# The needle's half width where it is widest, where it begins, and where it ends.
_WIDTH, _TAIL, _TIP = 0.035, -0.12, 0.75


def part_of(value: float, low: float, high: float) -> float:
    """Where a value is between two limits: 0 to 1, for one outside the nearer end."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def place(part: float, radius: float) -> tuple[float, float]:
    """The point on the dial at a part of its sweep."""
    angle = START - SWEEP * part
    return radius * math.cos(angle), radius * math.sin(angle)


def arcs(parts: Sequence[tuple[float, float]]) -> tuple[Array, Array]:
    """Outlines of pieces of the arc.

    Args:
        parts: Where each begins and ends, as parts of the sweep.

    Returns:
        x and y, shape (pieces, points), closed.
    """
    outlines = [_arc(start, end) for start, end in parts]
    return np.array([x for x, _ in outlines]), np.array([y for _, y in outlines])


def needle(part: float) -> tuple[Array, Array]:
    """The outline of the needle at a part of the sweep; x and y, shape (1, points), closed."""
    angle = START - SWEEP * part
    along = np.array([_TAIL, 0.0, _TIP, 0.0, _TAIL])
    across = np.array([0.0, _WIDTH, 0.0, -_WIDTH, 0.0])
    x = along * math.cos(angle) - across * math.sin(angle)
    y = along * math.sin(angle) + across * math.cos(angle)
    return x[np.newaxis], y[np.newaxis]


def _arc(start: float, end: float) -> tuple[Array, Array]:
    gap = min(_GAP, (end - start) / 4) / 2
    begins = start + gap if start > 0.0 else start
    ends = end - gap if end < 1.0 else end
    angles = START - SWEEP * np.linspace(begins, ends, POINTS)
    turn = np.concatenate((angles, angles[::-1], angles[:1]))
    radius = np.concatenate((np.ones(POINTS), np.full(POINTS, INNER), np.ones(1)))
    return radius * np.cos(turn), radius * np.sin(turn)
