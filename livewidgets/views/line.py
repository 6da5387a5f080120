"""LineView: columns over a sliding window of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.reduce import Reducer, bucket_width
from livewidgets.data.schema import Schema
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.views.autoscale import Autoscale, Fixed
from livewidgets.views.axis import axis_traits
from livewidgets.views.band import BandCurves
from livewidgets.views.ticks import Ticks, elapsed, number_ticks, time_ticks
from livewidgets.views.view import Follows, Shown, Traits

TICK_ROOM = 5
"""Labels under the time axis at most: what fits a figure 400 pixels wide."""

Y_TICKS = 6

CORNER = 0.04
"""The share of the y axis at its foot that has no label: the time's first one is there."""

MARGIN = {"top": 48, "bottom": 40, "left": 64, "right": 32}
"""Pixels around the plot; `left` at least."""

LABEL_EDGE, TITLE, DIGIT = 16, 8, 8
"""Pixels left of the y axis's title, between it and the labels, and for a digit of them."""

BEFORE = 0.01
"""The part of the window that is drawn to its left: a line comes from where it was before,
and what is seen at the edge does not change when its beginning is let go."""

SLACK = 0.9
"""The part of its time that must have passed before the next picture: timers are late."""

Array = NDArray[np.float64]


class LineView:
    """One curve per column over the last `window` seconds, ended by the newest row.

    Slots: `lines` (x, y of shape (curves, points); labels; visible), `x_scale` and `y_scale`
    (min, max), `x_axis` (tick_values, tick_labels, label), `y_axis` (the same, and
    label_offset), `figure` (fig_margin), and `band` where there is one (see `BandCurves`).

    Args:
        stream: What to show.
        columns: Which columns; None shows all that are numbers.
        window: The span of time, in seconds.
        y: How the y limits are found.
        tz: The time zone of the axis; None is the machine's own.
        band: The edges of a band around each curve, as `BandCurves` takes them.
        refresh: Pictures a second that are asked for; None takes the usual number.
    """

    period = None

    def __init__(
        self,
        stream: Stream,
        columns: Sequence[str] | None,
        *,
        window: float,
        y: Autoscale | Fixed | None = None,
        tz: tzinfo | None = None,
        band: Stream | None = None,
        refresh: float | None = None,
    ) -> None:
        self.refresh = refresh
        self.pace = 0.0 if refresh is None else SLACK / refresh
        self.follows = Follows(stream)
        self.window = window
        self._wanted = None if columns is None else tuple(columns)
        self._y = y or Autoscale()
        self._tz = tz
        self.beside = () if band is None else (band,)
        self._band = None if band is None else BandCurves(band)
        self._reducer: Reducer | None = None
        self._y_ticks = Ticks((), ())

    @property
    def curves(self) -> int:
        schema = self.follows.stream.schema
        each = 1 if self._band is None else 3
        return 0 if schema is None else each * len(self._wanted or schema.numeric)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return {}
        names = self._names(schema)
        width = bucket_width(self.window, columns)
        if self._reducer is None or self._reducer.width != width or self._reducer.names != names:
            self._reducer = Reducer(names, width)
        # The window's right edge moves in whole buckets, so that what is drawn keeps
        # its place within the pixels while it slides.
        end = (np.floor(newest / width) + 1) * width
        start = end - self.window
        x, y = self._reducer.update(stream.ring, start - max(width, BEFORE * self.window))
        band: dict[str, Traits] = {}
        inside = y.ravel()
        if self._band is not None:
            band["band"], edges = self._band.render(stream, names, width, float(start))
            inside = np.concatenate((inside, edges.ravel()))
        low, high = _limits(inside)
        bottom, top = self._y.update(low, high, newest)
        before, self._y_ticks = self._y_ticks, _y_ticks(bottom, top)
        left = _left_margin(self._y_ticks.labels)
        x, y = drawable(x, y)
        return {
            **band,
            "lines": {
                "x": x,
                "y": y,
                "labels": list(names),
                "visible": True,
                "display_legend": True,
            },
            "x_scale": {"min": float(start), "max": float(end)},
            "y_scale": {"min": bottom, "max": top},
            "x_axis": self._x_axis(float(start), float(end)),
            "y_axis": {
                **axis_traits(self._y_ticks, [before]),
                "label": _axis_label(names, schema),
                "label_offset": f"{left - LABEL_EDGE}px",
            },
            "figure": {"fig_margin": {**MARGIN, "left": left}},
        }

    def _names(self, schema: Schema) -> tuple[str, ...]:
        for name in self._wanted or ():
            if not schema.require(name).numeric:
                raise SchemaError(
                    f"column {name!r} holds text, which a line cannot show; "
                    "name a column of numbers"
                )
        if not (self._wanted or schema.numeric):
            texts = ", ".join(repr(name) for name in schema.names)
            raise SchemaError(
                f"no column holds numbers ({texts} hold text), and a line shows numbers; "
                "look at the delimiter, or name the columns' kinds"
            )
        return self._wanted or schema.numeric

    def _x_axis(self, start: float, end: float) -> Traits:
        span = end - start
        before, now, after = (
            self._ticks(start + shift, end + shift) for shift in (-span, 0.0, span)
        )
        label = "time [s]" if elapsed(end) else ""
        return {**axis_traits(now, [before, after]), "label": label}

    def _ticks(self, start: float, end: float) -> Ticks:
        if elapsed(end):
            return number_ticks(start, end, TICK_ROOM)
        return time_ticks(start, end, self._tz, TICK_ROOM)


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


def _y_ticks(bottom: float, top: float) -> Ticks:
    return number_ticks(bottom + CORNER * (top - bottom), top, Y_TICKS)


def _left_margin(labels: Sequence[str]) -> int:
    """Pixels for the longest label and the axis's title beside it."""
    longest = max((len(label) for label in labels), default=0)
    return max(MARGIN["left"], LABEL_EDGE + TITLE + DIGIT * longest)


def _limits(y: Array) -> tuple[float | None, float | None]:
    finite = y[np.isfinite(y)]
    if not len(finite):
        return None, None
    return float(finite.min()), float(finite.max())


def _axis_label(names: Sequence[str], schema: Schema) -> str:
    units = {schema.units.get(name, "") for name in names}
    unit = units.pop() if len(units) == 1 else ""
    name = names[0] if len(names) == 1 else ""
    return f"{name} [{unit}]" if name and unit else name or unit
