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
from livewidgets.views.format import formatter
from livewidgets.views.numbers import numeric_names, require_numbers
from livewidgets.views.seen import numbers_of
from livewidgets.views.shades import levels, picture
from livewidgets.views.steered import Steered
from livewidgets.views.text import plain
from livewidgets.views.ticks import Ticks
from livewidgets.views.time_axis import SHOWING, time_traits
from livewidgets.views.value_axis import MARGIN, ValueAxis
from livewidgets.views.view import Shown
from livewidgets.views.words import listed, sentence

MOST_BUCKETS, MOST_CHANNELS = 400, 256
"""Of the window, and of the columns: what a picture resolves at most."""

NAMES, LONGEST_NAME = 8, 14
"""Names at the left, and their characters, at most."""

CHARACTER, GAP = 7, 16
"""Pixels of a character, and beside it."""

IMAGES = ("even", "odd")
"""The slots that hold the picture by turns: a mark shows what it is given anew."""


class HeatmapView(Steered):
    """Columns over the last `window` seconds, the first one lowest, in colours.

    Time is cut into at most 400 buckets, the columns into at most 256 channels. The picture
    covers the plot, and moves by whole buckets; of a span that was chosen, it covers all
    buckets that have a part in it.

    Slots: `even` and `odd` (value: a data URL), `image` (image: which of the two, x: its ends as
    parts of the plot, visible), `x_scale`, `x_axis`, `y_scale`, `y_axis`, `figure` (fig_margin,
    controls, words), `bar_scale`, `bar_axis`, `message`.

    Args:
        stream: What to show.
        columns: Which columns; none: all that are numbers.
        window: Seconds.
        greatest: Whether a bucket shows its greatest value, or else the mean.
        colours: The axis of the values.
        tz: The zone of the time axis; None is the machine's own.
    """

    curves = 0
    busy_pace = 0.1
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
        super().__init__(stream, window, tz=tz)
        self._wanted = tuple(columns)
        self._greatest = greatest
        self._colours = colours or ValueAxis()
        self._grid: TimeGrid | None = None
        self._width = 0.0
        self._reader = Newsreader(())
        self._show = formatter()
        self._image = 0
        self._shown: bytes | None = None

    @property
    def shown_columns(self) -> tuple[str, ...]:
        return numbers_of(self.follows.stream.schema, self._wanted)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            return self.idle(stream)
        require_numbers(schema, self._wanted, "a heat map")
        names = self._wanted or numeric_names(schema, "a heat map")
        ring, span = stream.ring, self.viewport.span
        if not self.moved(ring, names, columns):
            return self.still(stream, self._width)
        seen = self.viewport.window if span is None else span[1] - span[0]
        self._width = width = bucket_width(seen, max(1, min(MOST_BUCKETS, columns)))
        if span is None:
            last = int(np.floor(self.at(newest) / width))
            begin = last + 1 - int(np.ceil(seen / width))
            start, end = begin * width, (last + 1) * width
        else:
            start, end = span
            begin, last = int(np.floor(start / width)), int(np.ceil(end / width)) - 1
        count = last + 1 - begin
        grid = self._read(stream, names, width, begin * width, (last + 1) * width)
        values = grid.filled(begin, count)
        across = np.array([begin * width, (last + 1) * width])
        only = names if len(names) == 1 else ()
        axis = self._colours.render(grid.values, ring, only, schema, newest, span is not None)
        low, high = axis["y_scale"]["min"], axis["y_scale"]["max"]
        named = self._names(grid)
        left = max(MARGIN["left"], GAP + CHARACTER * max(map(len, named.labels)))
        return {
            **SHOWING,
            **self._picture(picture(levels(values[::-1], low, high))),
            "image": {
                "image": self._image,
                "x": (across - start) / (end - start),
                "visible": True,
            },
            "x_scale": {"min": start, "max": end},
            "x_axis": time_traits(start, end, self.tz),
            "y_scale": {"min": -0.5, "max": grid.channels - 0.5},
            "y_axis": axis_traits(named),
            "figure": {
                "fig_margin": {**MARGIN, "top": TOP, "left": left},
                **self.steering(ring, width),
                **self.said(newest, lambda: self._words(schema, grid, self.emptied(ring))),
            },
            "bar_scale": axis["y_scale"],
            "bar_axis": {
                "tick_labels": axis["y_axis"]["tick_labels"],
                "tick_values": axis["y_axis"]["tick_values"],
                "label": _unit(schema, names),
            },
        }

    def _read(
        self, stream: Stream, names: tuple[str, ...], width: float, start: float, end: float
    ) -> TimeGrid:
        if not self.viewport.following:
            past = TimeGrid(names, MOST_CHANNELS, width, self._greatest)
            past.update(self.past(stream.ring, names, start, end), start)
            return past
        if self.fresh(stream, names, width) or self._grid is None:
            self._grid = TimeGrid(names, MOST_CHANNELS, width, self._greatest)
            self._reader = Newsreader(names, grain=width)
        self._grid.update(self.news(self._reader, stream.ring, start), start)
        return self._grid

    def _words(self, schema: Schema, grid: TimeGrid, otherwise: str) -> str:
        """Which columns they are, and where the greatest value is at the right end."""
        newest = grid.values[:, -1:].ravel()
        peak, when = otherwise, "now" if self.viewport.following else "at the end"
        if np.isfinite(newest).any():
            at = int(np.nanargmax(newest))
            name = grid.names[int(at * len(grid.names) / grid.channels)]
            peak = f"{when} the greatest value is {self._show(float(newest[at]))} in {plain(name)}"
        unit = _unit(schema, grid.names)
        return sentence((f"heat map of {listed(grid.names)} {unit}".rstrip(), peak))

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
