"""MapView: where things are, coloured by a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.stream import Stream
from livewidgets.views.autoscale import Autoscale
from livewidgets.views.axis import axis_traits
from livewidgets.views.format import formatter
from livewidgets.views.label_rows import GAP, text_width
from livewidgets.views.map_frame import ASPECT, LAND_FROM, Bounds, MapFrame, graticule, scale_bar
from livewidgets.views.map_legend import legend
from livewidgets.views.markers import Marker, Markers
from livewidgets.views.said_of_places import said_of_places, with_unit
from livewidgets.views.seen import Seen
from livewidgets.views.steered import ALL, Steered
from livewidgets.views.view import Shown, Traits

PLOT = 300.0
"""Pixels that the map is taken to be wide: names that do not touch there never do."""

LONGEST_NAME = 24
LINE = 14.0
MARK = 9.0
"""Pixels of a line of text, and from a marker's middle to its name."""


_NO_NAMES: Traits = {"x": np.zeros(0), "y": np.zeros(0), "text": np.zeros(0, dtype=np.str_)}


class MapView(Steered):
    """Slots: `markers` (x, y, color, visible), `names` (x, y, text), `x_scale`, `y_scale` and
    `colours` (min, max), `x_axis` and `y_axis` (tick_values, tick_labels), `legend` (value: markup,
    in which text is escaped), `bar` (x, y, visible), `bar_text` (x, y, text), `land` (visible),
    `figure` (controls, words), `said` (value: text).

    Args:
        stream: What to show.
        lat: The column of degrees north.
        lon: The column of degrees east.
        by: The column that tells things apart; None: there is one.
        value: The column that gives them their colours; None: all have one colour.
    """

    curves = 0
    busy_pace = 0.05

    def __init__(
        self, stream: Stream, lat: str, lon: str, *, by: str | None, value: str | None
    ) -> None:
        super().__init__(stream, ALL, moves=False)
        self._columns = (lat, lon, by, value)
        self._markers = Markers(*self._columns)
        self._value = value
        self._frame = MapFrame()
        self._limits = Autoscale()
        self._text = formatter()

    def seen(self, ring: Ring) -> Seen:
        """The row of each marker."""
        cleared = self._cleared
        return replace(self._markers.seen, start=cleared.start(ring), first=cleared.rows(ring))

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            figure = self.idle(stream)["figure"]
            return {"said": {"value": figure["words"]}, "figure": figure}
        ring = stream.ring
        if not self.moved(ring):
            return self.still(stream)
        if self.fresh():
            self._markers = Markers(*self._columns)
        self._markers.update(ring, self._cleared)
        shown = list(self._markers.shown.values())
        lat, lon = self._markers.positions()
        bounds = self._frame.update(lat, lon, newest)
        words = said_of_places(self._markers, self._value, schema, self._text)
        figure = {**self.steering(ring), **self.said(newest, lambda: f"map; {words}")}
        said: dict[str, Traits] = {"said": {"value": words}, "figure": figure}
        if bounds is None or not shown:
            return {**said, "markers": {"visible": False}, "names": _NO_NAMES}
        return {
            **self._colours(shown, schema, lat, lon, newest),
            "names": _names(shown, bounds),
            **_map(bounds),
            **said,
        }

    def _colours(
        self,
        shown: Sequence[Marker],
        schema: Schema,
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
        now: float,
    ) -> dict[str, Traits]:
        marks: Traits = {"x": lon, "y": lat, "visible": bool(shown)}
        if self._value is None:
            return {"markers": marks}
        values = np.array([each.value for each in shown], dtype=np.float64)
        seen = values[np.isfinite(values)]
        low, high = self._limits.update(
            float(seen.min()) if len(seen) else None, float(seen.max()) if len(seen) else None, now
        )
        return {
            "markers": {**marks, "color": values},
            "colours": {"min": low, "mid": (low + high) / 2, "max": high},
            "legend": {"value": legend(with_unit(self._value, schema), low, high, formatter())},
        }


def _names(shown: Sequence[Marker], bounds: Bounds) -> Traits:
    """Names beside markers, of those that come first where two would touch."""
    width, height = bounds.east - bounds.west, bounds.north - bounds.south
    taken: list[tuple[float, float, float]] = []  # left, right and middle in pixels
    found = []
    for each in shown:
        name = each.name if len(each.name) <= LONGEST_NAME else f"{each.name[:LONGEST_NAME]}…"
        x = (each.lon - bounds.west) / width * PLOT + MARK
        y = (each.lat - bounds.south) / height * PLOT / ASPECT
        right = x + text_width(name)
        touches = right > PLOT or any(
            x < other + GAP and left < right + GAP and abs(y - middle) < LINE
            for left, other, middle in taken
        )
        if name and not touches:
            taken.append((x, right, y))
            found.append((each.lon, each.lat, name))
    return {
        "x": np.array([lon for lon, _, _ in found], dtype=np.float64),
        "y": np.array([lat for _, lat, _ in found], dtype=np.float64),
        "text": np.array([name for _, _, name in found], dtype=np.str_),
    }


def _map(bounds: Bounds) -> dict[str, Traits]:
    east, north = graticule(bounds)
    x, y, text = scale_bar(bounds)
    return {
        "x_scale": {"min": bounds.west, "max": bounds.east},
        "y_scale": {"min": bounds.south, "max": bounds.north},
        "x_axis": axis_traits(east),
        "y_axis": axis_traits(north),
        "bar": {"x": x[np.newaxis], "y": y[np.newaxis], "visible": True},
        "bar_text": {"x": x[:1], "y": y[:1], "text": np.array([text], dtype=np.str_)},
        "land": {"visible": bounds.north - bounds.south >= LAND_FROM},
    }
