"""ScatterView: one column over another, the newest point marked, older ones fading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.cells import NewestPoints
from livewidgets.data.news import Newsreader
from livewidgets.data.reduce import bucket_width
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.data.showable import showable
from livewidgets.stream import Stream
from livewidgets.views.autoscale import Autoscale
from livewidgets.views.colour_bar import TOP, bar_traits
from livewidgets.views.numbers import require_numbers
from livewidgets.views.steered import NO_ROWS, Steered
from livewidgets.views.time_axis import SHOWING, time_traits
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Shown, Traits
from livewidgets.views.words import listed, newest_words, sentence

Floats = NDArray[np.float64]

MOST_POINTS = 2_000
"""Points that are drawn at most; where there are more, cells are larger."""

MOST_ALIKE = 400
"""Points of one age and one shade at most, where there are shades: likewise."""

COARSER = 1.5
"""Cells become so many times as large, until the points are few enough."""

FEW, PATIENCE = MOST_POINTS // 5, 2.0
"""Points, and seconds for which they are so few at least, before cells are smaller again."""

MOST_READ = 100_000
"""Rows that are read at most where points have to be chosen anew."""

AGES, AGES_OF_SHADES = 5, 3
"""Groups of age, each fainter than the next; with colours there are fewer."""

SHADES = 8
"""Colours of points; neighbours can be told apart."""

DARKEST, LIGHTEST = 0.18, 0.82
"""The part of all shades that points have: others do not read on a dark or a light page."""

CELLS_UP = 150
"""Cells from the bottom to the top: of two pixels each where the plot is 300 pixels high."""

AFTER = 0.015
"""The part of the window that is shown after the newest point, so that its sign is whole."""

FAINTEST, FULL = 0.2, 0.95


@dataclass(frozen=True, slots=True)
class Points:
    """What is shown over what.

    Attributes:
        x: A column; "time" is the time.
        y: A column.
        color: A column that gives each point its colour; None: all have one.
        trail: Whether older points fade, and the newest is marked.
    """

    x: str
    y: str
    color: str | None = None
    trail: bool = True

    @property
    def ages(self) -> int:
        """How many groups of age there are."""
        if not self.trail:
            return 1
        return AGES if self.color is None else AGES_OF_SHADES

    @property
    def opacities(self) -> list[float]:
        """Of the groups of age, the oldest first."""
        if not self.trail:
            return [FULL]
        faintest = FAINTEST if self.color is None else 2 * FAINTEST
        return [float(each) for each in np.linspace(faintest, FULL, self.ages).round(3)]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        wanted = (self.x, self.y, *(() if self.color is None else (self.color,)))
        return tuple(dict.fromkeys(name for name in wanted if name != "time"))


class ScatterView(Steered):
    """Points of the last `window` seconds: of each cell and age the newest. Cells are of two
    pixels, or larger, so that there are 2,000 points at most. Only where x is the time can the
    picture itself be zoomed; else it shows the points of a span that was chosen in a figure
    that it is linked with.

    Slots: `points` (x, y of shape (groups, points), a row for each age and shade, the oldest
    first, filled up with points outside; visible), `newest` (x, y, visible), `x_scale` and
    `y_scale` (min, max), `x_axis` and `y_axis`, `figure` (fig_margin, controls, words),
    `message`, and with colours `bar_scale`, `bar_axis` (see `bar_traits`).

    Args:
        stream: What to show.
        points: What is shown over what.
        window: Seconds.
        x: The axis along the bottom; of no consequence where that is the time.
        y: The axis at the left.
        tz: The zone of a time axis; None is the machine's own.
    """

    curves = 1

    def __init__(
        self,
        stream: Stream,
        points: Points,
        *,
        window: float,
        x: ValueAxis | None = None,
        y: ValueAxis | None = None,
        tz: tzinfo | None = None,
    ) -> None:
        super().__init__(stream, window, tz=tz, moves=points.x == "time")
        self._of = points
        self._x = x or ValueAxis()
        self._y = y or ValueAxis()
        self._reader: Newsreader | None = None
        self._points = NewestPoints()
        self._cell = (0.0, 0.0)
        self._coarse = 1.0
        self._coarse_since = 0.0
        self._colours = Autoscale(padding=0.0)
        self._between = (0.0, 1.0)  # the values of the first and the last shade
        self._span = (0.0, 1.0)  # what is seen, in seconds

    @property
    def shown_columns(self) -> tuple[str, ...]:
        return self._of.columns

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            return self.idle(stream)
        require_numbers(schema, self._of.columns, "a scatter")
        ring = stream.ring
        if not self.moved(ring, columns):
            return self.still(stream)
        start, _ = self._span = self.limits(newest)
        self._take(stream, start)
        first = int(np.searchsorted(self._points.time, start))
        axes = self._axes(stream, schema, newest, first, columns)
        (left, right), (bottom, top) = (
            (axes[name]["min"], axes[name]["max"]) for name in ("x_scale", "y_scale")
        )
        cell = (
            bucket_width(right - left, max(1, columns // 2)),
            bucket_width(top - bottom, CELLS_UP),
        )
        smaller = cell[0] < self._cell[0] or cell[1] < self._cell[1]
        if smaller and self.viewport.following:
            self._reader = None  # what lay below others may be seen beside them now
            self._read(stream, start)
        self._cell = cell
        groups = self._thin()
        axes["figure"] = {
            **axes["figure"],
            **self.steering(ring),
            **self.said(newest, lambda: self._words(ring, schema)),
        }
        return {**SHOWING, **axes, **self._marks(groups, left - 10 * (right - left))}

    def _take(self, stream: Stream, start: float) -> None:
        """Have the points of what is seen, from its start on."""
        if self.viewport.following:
            if self.fresh(stream):
                self._reader = None
            self._read(stream, start)
            return
        self.forget()
        self._points, self._coarse = NewestPoints(), 1.0
        self._add(self.past(stream.ring, self._of.columns, *self._span).rows)

    def _words(self, ring: Ring, schema: Schema) -> str:
        start, end = self._span
        otherwise = self.emptied(ring) or NO_ROWS
        return sentence(
            (
                f"points of {listed((f'{self._of.y} over {self._of.x}',))}",
                newest_words(
                    *(ring, schema, self._of.columns),
                    *(max(start, self._cleared.start(ring)), end, otherwise),
                ),
            )
        )

    def _thin(self) -> list[NDArray[np.intp]]:
        """Choose the points that are drawn; gives those of each age and shade."""
        points, (width, height) = self._points, self._cell
        start, newest = self._span
        alike = MOST_POINTS if self._of.color is None else MOST_ALIKE
        age = (newest - start) / self._of.ages
        while True:
            points.thin(start, width * self._coarse, height * self._coarse, age)
            groups = self._groups()
            if len(points) <= MOST_POINTS and max(map(len, groups)) <= alike:
                break
            self._coarse *= COARSER
            self._coarse_since = newest
        if len(points) > FEW or not self._coarse_since <= newest:
            self._coarse_since = newest
        elif self._coarse > 1.0 and newest - self._coarse_since > PATIENCE:
            self._coarse /= COARSER
            self._coarse_since = newest
            self._reader = None  # see above
        return groups

    def _read(self, stream: Stream, start: float) -> None:
        if self._reader is None:
            self._reader = Newsreader(self._of.columns)
        news = self.news(self._reader, stream.ring, start)
        if news.void < np.inf:
            self._points.cut(news.void)
        self._add(news.rows)

    def _add(self, rows: Batch) -> None:
        rows = rows[-MOST_READ:] if len(rows) > MOST_READ else rows
        if len(rows):
            x, y = showable(rows[self._of.x]), showable(rows[self._of.y])
            value = x if self._of.color is None else showable(rows[self._of.color])
            self._points.add(rows.time, x, y, value)

    def _axes(
        self, stream: Stream, schema: Schema, newest: float, first: int, columns: int
    ) -> dict[str, Traits]:
        points, ring, zoomed = self._points, stream.ring, self.viewport.span is not None
        axes = dict(self._y.render(points.y[first:], ring, (self._of.y,), schema, newest, zoomed))
        if self._of.x == "time":
            start, end = self._span
            if not zoomed:
                window = self.viewport.window
                width = bucket_width(window, columns)
                steps = np.floor(end / width) + 1 + np.ceil(AFTER * window / width)
                start, end = float(steps * width) - window, float(steps * width)
            axes["x_scale"] = {"min": start, "max": end}
            axes["x_axis"] = time_traits(start, end, self.tz)
        else:
            across = self._x.render(points.x[first:], ring, (self._of.x,), schema, newest, zoomed)
            axes["x_scale"] = across["y_scale"]
            axes["x_axis"] = {k: v for k, v in across["y_axis"].items() if k != "label_offset"}
        if self._of.color is not None:
            shown = points.value[first:]
            shown = shown[np.isfinite(shown)]
            low, high = (float(shown.min()), float(shown.max())) if len(shown) else (None, None)
            self._between = self._colours.update(low, high, newest)
            margin = axes["figure"]["fig_margin"]
            axes["figure"] = {"fig_margin": {**margin, "top": TOP}}
            axes |= bar_traits(*self._between, self._of.color, schema.units.get(self._of.color, ""))
        return axes

    def _groups(self) -> list[NDArray[np.intp]]:
        """The places of the points of each age and shade, the oldest first."""
        count, (start, newest) = self._of.ages, self._span
        age = np.floor((newest - self._points.time) * (count / (newest - start))).astype(np.intp)
        group = count - 1 - np.clip(age, 0, count - 1)
        if self._of.color is not None:
            group = group * SHADES + self._shades()
            count *= SHADES
        return [np.flatnonzero(group == each) for each in range(count)]

    def _marks(self, groups: Sequence[NDArray[np.intp]], outside: float) -> Shown:
        points = self._points
        if not len(points):
            return {"points": {"visible": False}, "newest": {"visible": False}}
        x = np.full((len(groups), max(map(len, groups))), outside)
        y = np.full(x.shape, points.y[-1])
        for row, members in enumerate(groups):
            if len(members):
                x[row, -len(members) :] = points.x[members]
                y[row, -len(members) :] = points.y[members]
        # The last one: nothing lies over it.
        newest_point = {"x": points.x[-1:], "y": points.y[-1:], "visible": self._of.trail}
        return {"points": {"x": x, "y": y, "visible": True}, "newest": newest_point}

    def _shades(self) -> NDArray[np.intp]:
        low, high = self._between
        part = np.nan_to_num((self._points.value - low) / (high - low), nan=0.0)
        return np.clip(part * SHADES, 0, SHADES - 1).astype(np.intp)
