"""LineView: columns over a sliding window of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from livewidgets.data.reduce import Reducer, bucket_width
from livewidgets.data.schema import Schema
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.views.axis import axis_traits
from livewidgets.views.band import BandCurves, on_log_axis
from livewidgets.views.drawable import drawable
from livewidgets.views.ticks import Ticks, elapsed, number_ticks, time_ticks
from livewidgets.views.value_axis import ValueAxis, left_out_text
from livewidgets.views.view import Follows, Shown, Traits

TICK_ROOM = 5
"""Labels under the time axis at most: what fits a figure 400 pixels wide."""

BEFORE = 0.01
"""The part of the window that is drawn to its left: a line comes from where it was before,
and what is seen at the edge does not change when its beginning is let go."""


class LineView:
    """One curve per column over the last `window` seconds, ended by the newest row.

    Slots: `lines` (x, y of shape (curves, points); labels; visible), `x_scale` and `y_scale`
    (min, max), `x_axis` (tick_values, tick_labels, label), `y_axis` (the same, and
    label_offset), `figure` (fig_margin), and `band` where there is one (see `BandCurves`).

    Args:
        stream: What to show.
        columns: Which columns; None shows all that are numbers.
        window: The span of time, in seconds.
        y: The axis of the values; None is linear, and follows the data.
        tz: The time zone of the axis; None is the machine's own.
        band: The edges of a band around each curve, as `BandCurves` takes them.
    """

    period = None

    def __init__(
        self,
        stream: Stream,
        columns: Sequence[str] | None,
        *,
        window: float,
        y: ValueAxis | None = None,
        tz: tzinfo | None = None,
        band: Stream | None = None,
    ) -> None:
        self.follows = Follows(stream)
        self.window = window
        self._wanted = None if columns is None else tuple(columns)
        self._y = y or ValueAxis()
        self._tz = tz
        self.beside = () if band is None else (band,)
        self._band = None if band is None else BandCurves(band)
        self._reducer: Reducer | None = None

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
            self._reducer = Reducer(names, width, self._y.log)
        # The window's right edge moves in whole buckets, so that what is drawn keeps
        # its place within the pixels while it slides.
        end = (np.floor(newest / width) + 1) * width
        start = end - self.window
        x, y = self._reducer.update(stream.ring, start - max(width, BEFORE * self.window))
        if not x.shape[1]:
            return {}  # the rows have gone meanwhile: a rerun has emptied the ring
        band: dict[str, Traits] = {}
        inside = y.ravel()
        if self._band is not None:
            band["band"], edges = self._band.render(stream, names, width, float(start))
            inside = np.concatenate((inside, edges.ravel()))
        axis = self._y.render(inside, stream.ring, names, schema, newest)
        if self._band is not None and self._y.log:
            band["band"] = on_log_axis(band["band"], axis["y_scale"]["min"])
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
            "x_axis": self._x_axis(float(start), float(end), self._reducer.left_out),
            **axis,
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

    def _x_axis(self, start: float, end: float, left_out: int) -> Traits:
        span = end - start
        before, now, after = (
            self._ticks(start + shift, end + shift) for shift in (-span, 0.0, span)
        )
        # There is room under the time for what cannot be shown above it.
        said = ("time [s]" if elapsed(end) else "", left_out_text(left_out))
        label = " · ".join(each for each in said if each)
        return {**axis_traits(now, [before, after]), "label": label}

    def _ticks(self, start: float, end: float) -> Ticks:
        if elapsed(end):
            return number_ticks(start, end, TICK_ROOM)
        return time_ticks(start, end, self._tz, TICK_ROOM)
