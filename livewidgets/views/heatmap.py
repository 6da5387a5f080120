"""HeatmapView: many columns over time, their values as colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from livewidgets.data.news import Newsreader
from livewidgets.data.reduce import bucket_width
from livewidgets.data.schema import Schema
from livewidgets.data.time_grid import TimeGrid
from livewidgets.stream import Stream
from livewidgets.views.axis import axis_traits
from livewidgets.views.colour_bar import TOP
from livewidgets.views.numbers import numeric_names, require_numbers
from livewidgets.views.shades import levels, picture
from livewidgets.views.text import plain
from livewidgets.views.ticks import Ticks
from livewidgets.views.time_axis import SHOWING, time_traits, waiting
from livewidgets.views.value_axis import MARGIN, ValueAxis
from livewidgets.views.view import Follows, Shown

MOST_BUCKETS, MOST_CHANNELS = 400, 256
"""Of the window, and of the columns: what a picture resolves at most."""

NAMES, LONGEST_NAME = 8, 14
"""Names at the left, and their characters, at most."""

CHARACTER, GAP = 7, 16
"""Pixels of a character, and beside it."""

IMAGES = ("even", "odd")
"""The slots that hold the picture by turns: a mark shows what it is given anew."""


class HeatmapView:
    """Columns over the last `window` seconds, the first one lowest, in colours.

    Time is cut into at most 400 buckets, the columns into at most 256 channels. The picture
    covers the plot, and moves by whole buckets.

    Slots: `even` and `odd` (value: a data URL), `image` (image: which of the two, visible),
    `x_scale`, `x_axis`, `y_scale`, `y_axis`, `figure` (fig_margin), `bar_scale`, `bar_axis`,
    `message`.

    Args:
        stream: What to show.
        columns: Which columns; none: all that are numbers.
        window: Seconds.
        greatest: Whether a bucket shows its greatest value, or else the mean.
        colours: The axis of the values.
        tz: The zone of the time axis; None is the machine's own.
    """

    period = None
    curves = 0
    pace = 0.1
    """Seconds: what a page has to decode ten times a second."""

    def __init__(
        self,
        stream: Stream,
        columns: Sequence[str] = (),
        *,
        window: float,
        greatest: bool = False,
        colours: ValueAxis | None = None,
        tz: tzinfo | None = None,
    ) -> None:
        self.follows = Follows(stream)
        self.window = window
        self._wanted = tuple(columns)
        self._greatest = greatest
        self._colours = colours or ValueAxis()
        self._tz = tz
        self._source: Stream | None = None
        self._grid: TimeGrid | None = None
        self._reader = Newsreader(())
        self._image = 0
        self._shown: bytes | None = None

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return waiting(stream)
        require_numbers(schema, self._wanted, "a heat map")
        names = self._wanted or numeric_names(schema, "a heat map")
        width = bucket_width(self.window, max(1, min(MOST_BUCKETS, columns)))
        grid = self._grid
        if grid is None or self._source is not stream or (grid.names, grid.width) != (names, width):
            self._source = stream
            self._grid = grid = TimeGrid(names, MOST_CHANNELS, width, self._greatest)
            self._reader = Newsreader(names, grain=width)
        last = int(np.floor(newest / width))
        count = int(np.ceil(self.window / width))
        begin = last + 1 - count
        start, end = begin * width, (last + 1) * width
        grid.update(self._reader.read(stream.ring, start), start)
        values = grid.filled(begin, count)
        axis = self._colours.render(
            grid.values, stream.ring, names if len(names) == 1 else (), schema, newest
        )
        low, high = axis["y_scale"]["min"], axis["y_scale"]["max"]
        named = self._names(grid)
        left = max(MARGIN["left"], GAP + CHARACTER * max(map(len, named.labels)))
        return {
            **SHOWING,
            **self._picture(picture(levels(values[::-1], low, high))),
            "image": {"image": self._image, "visible": True},
            "x_scale": {"min": start, "max": end},
            "x_axis": time_traits(start, end, self._tz),
            "y_scale": {"min": -0.5, "max": grid.channels - 0.5},
            "y_axis": axis_traits(named),
            "figure": {"fig_margin": {**MARGIN, "top": TOP, "left": left}},
            "bar_scale": axis["y_scale"],
            "bar_axis": {
                "tick_labels": axis["y_axis"]["tick_labels"],
                "tick_values": axis["y_axis"]["tick_values"],
                "label": _unit(schema, names),
            },
        }

    def _picture(self, value: bytes) -> Shown:
        """Put a new picture into the slot that is not shown, and show that."""
        if value == self._shown:
            return {}
        self._shown = value
        self._image = 1 - self._image
        return {IMAGES[self._image]: {"value": value}}

    def _names(self, grid: TimeGrid) -> Ticks:
        """Names of some channels: each of the columns that it begins with."""
        every = next(
            step
            for step in (digit * 10**power for power in range(6) for digit in (1, 2, 5))
            if step * NAMES >= grid.channels
        )
        chosen = range(0, grid.channels, every)
        per = len(grid.names) / grid.channels
        labels = (_cut(plain(grid.names[int(each * per)])) for each in chosen)
        return Ticks(tuple(float(each) for each in chosen), tuple(labels))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _unit(schema: Schema, names: Sequence[str]) -> str:
    """The unit, if it is that of all columns, with the name of one that is alone."""
    units = {schema.units.get(name, "") for name in names}
    unit = units.pop() if len(units) == 1 else ""
    if len(names) == 1:
        return f"{plain(names[0])} [{plain(unit)}]" if unit else plain(names[0])
    return f"[{plain(unit)}]" if unit else ""
