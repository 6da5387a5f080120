"""Reduction of a span of the past, as a zoom asks for it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from livewidgets.data.buckets import Buckets, Floats
from livewidgets.data.ring import Ring
from livewidgets.data.thinning import reduced


def reduce_span(
    ring: Ring, names: Sequence[str], start: float, end: float, width: float
) -> tuple[Floats, Floats]:
    """What `m4` would give of the ring's rows in whole buckets around a span, and of the row
    before them and the row after, so that a line goes on to both edges.

    Args:
        ring: Whose schema has the columns.
        names: The columns; numbers.
        start: Left end in seconds.
        end: Right end in seconds.
        width: The buckets' width in seconds.

    Returns:
        x and y, float64, both of shape (curves, m).
    """
    return span_buckets(ring, names, start, end, width).points(width)


def span_buckets(
    ring: Ring, names: Sequence[str], start: float, end: float, width: float, log: bool = False
) -> Buckets:
    """The buckets of the same rows.

    Args:
        ring, names, start, end, width: As `reduce_span` takes them.
        log: Whether they are drawn on a logarithmic axis.
    """
    left = math.floor(start / width) * width
    right = np.nextafter((math.floor(end / width) + 1) * width, -np.inf)
    look = ring.pieces(time=left, until=float(right), names=names, beside=1)
    return reduced(look.pieces.chunks() if look.pieces else (), names, width, log)
