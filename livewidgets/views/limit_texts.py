"""LimitTextView: where the numbers of limits stand, so that none lies on another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from livewidgets.data.alerts.judgement import Limit
from livewidgets.stream import Stream
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Follows, Shown

LINE = 0.08
"""The part of the plot's height that a number takes: 18 pixels of a plot of 232."""

COLUMN = 0.12
"""The part of the plot's width by which numbers step aside for each other."""

MOST_COLUMNS = 5
"""Beyond that they lie on each other: limits so near cannot be told apart anyway."""


class LimitTextView:
    """Numbers beside the limits that they belong to, at the right edge of the plot, or left of
    another that would lie there. Slot: `limit_texts` (x, from 0 to 1).

    Args:
        stream: What the line shows: with its rows the limits of the axis change.
        limits: Whose numbers they are.
        axis: That they are on; it is asked for the limits that it shows.
    """

    curves = 0
    period = None

    def __init__(self, stream: Stream, limits: Sequence[Limit], axis: ValueAxis) -> None:
        self.follows = Follows(stream)
        self._values = [limit.value for limit in limits]
        self._axis = axis

    def render(self, columns: int) -> Shown:
        if self._axis.shown is None:
            return {}
        bottom, top = self._axis.shown
        heights = [_height(value, bottom, top, self._axis.log) for value in self._values]
        return {"limit_texts": {"x": 1.0 - COLUMN * np.array(_columns(heights))}}


def _height(value: float, bottom: float, top: float, log: bool) -> float:
    if log:
        value, bottom, top = math.log(value), math.log(bottom), math.log(top)
    return (value - bottom) / (top - bottom)


def _columns(heights: Sequence[float]) -> list[int]:
    """For each text the first column, from the right, in which it has room."""
    places = [0] * len(heights)
    last = [-math.inf] * MOST_COLUMNS  # the height of the topmost text in each column
    for text in sorted(range(len(heights)), key=heights.__getitem__):
        room = (place for place in range(MOST_COLUMNS) if heights[text] - last[place] >= LINE)
        places[text] = next(room, 0)
        last[places[text]] = heights[text]
    return places
