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
from livewidgets.views.ticks import Ticks, elapsed, number_ticks, time_ticks
from livewidgets.views.view import Follows, Shown

TICK_ROOM = 7
"""Labels that fit under an axis of ordinary width without touching."""

Y_TICKS = 6

CORNER = 0.04
"""The share of the y axis at its foot that has no label: the time's first one is there."""

Array = NDArray[np.float64]


class LineView:
    """One curve per column over the last `window` seconds, ended by the newest row.

    Slots: `lines` (x, y of shape (curves, points); labels; visible), `x_scale` and `y_scale`
    (min, max), `x_axis` (tick_values, tick_labels, label), `y_axis` (label).

    Args:
        stream: What to show.
        columns: Which columns; None shows all that are numbers.
        window: The span of time, in seconds.
        y: How the y limits are found.
        tz: The time zone of the axis; None is the machine's own.
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
    ) -> None:
        self.follows = Follows(stream)
        self.window = window
        self._wanted = None if columns is None else tuple(columns)
        self._y = y or Autoscale()
        self._tz = tz
        self._reducer: Reducer | None = None

    @property
    def curves(self) -> int:
        schema = self.follows.stream.schema
        return 0 if schema is None else len(self._wanted or schema.numeric)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return {}
        names = self._names(schema)
        if not names:
            return {}
        width = bucket_width(self.window, columns)
        if self._reducer is None or self._reducer.width != width or self._reducer.names != names:
            self._reducer = Reducer(names, width)
        # The window's right edge moves in whole buckets, so that what is drawn keeps
        # its place within the pixels while it slides.
        end = (np.floor(newest / width) + 1) * width
        start = end - self.window
        x, y = self._reducer.update(stream.ring, start)
        low, high = _limits(y)
        bottom, top = self._y.update(low, high, newest)
        ticks, label = self._ticks(float(start), float(end))
        return {
            "lines": {"x": x, "y": y, "labels": list(names), "visible": True},
            "x_scale": {"min": float(start), "max": float(end)},
            "y_scale": {"min": bottom, "max": top},
            "x_axis": {**axis_traits(ticks), "label": label},
            "y_axis": {
                **axis_traits(number_ticks(bottom + CORNER * (top - bottom), top, Y_TICKS)),
                "label": _axis_label(names, schema),
            },
        }

    def _names(self, schema: Schema) -> tuple[str, ...]:
        for name in self._wanted or ():
            if not schema.require(name).numeric:
                raise SchemaError(
                    f"column {name!r} holds text, which a line cannot show; "
                    "name a column of numbers"
                )
        return self._wanted or schema.numeric

    def _ticks(self, start: float, end: float) -> tuple[Ticks, str]:
        if elapsed(end):
            return number_ticks(start, end, TICK_ROOM), "time [s]"
        return time_ticks(start, end, self._tz, TICK_ROOM), ""


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
