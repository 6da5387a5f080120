"""TilesView: where things are, on a map of tiles that somebody may drag and zoom."""

from __future__ import annotations

import math
from collections.abc import Sequence

from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.stream import Stream
from livewidgets.views.autoscale import Autoscale
from livewidgets.views.cleared import Cleared
from livewidgets.views.format import formatter
from livewidgets.views.map_frame import Bounds, MapFrame
from livewidgets.views.map_legend import COLOURS, legend
from livewidgets.views.markers import Marker, Markers
from livewidgets.views.palette import line_colour
from livewidgets.views.said_of_places import said_of_places, with_unit
from livewidgets.views.seen import Seen
from livewidgets.views.text import one_line
from livewidgets.views.view import Follows, Shown, Traits

MOST_PLACES = 100
"""Things that have a marker: each is two widgets, and ten times the work of a point of bqplot."""

SMALL, LARGE = 6, 14
"""Pixels of a marker's radius at the least and at the greatest value."""

NO_VALUE = "#808080"

TILE = 256.0
"""Pixels of a tile; the world is one at zoom 0 (Web Mercator, EPSG:3857)."""

PLOT = (480.0, 340.0)
"""Pixels that the map is taken to have: what is in there is on any larger one."""

DEEPEST = 17
"""Of the zoom that it chooses by itself."""

AGAIN = (2, 10, 40)
"""The renderings after a move in which the middle is given again, by a nudge that nobody sees. A
map that is told its zoom while it still pans stops, and tells the kernel where that was."""

NUDGE = 1e-7
"""Degrees: a centimetre."""

POLE = 85.0511
"""Degrees of latitude where Web Mercator ends."""


class TilesView:
    """Slots: `map` (center, zoom), `marker0` … (location, radius, fill_color, stroke, fill),
    `popup0` … (value: text), `legend` (value: markup, in which text is escaped), `said` (value:
    text).

    The map is moved only when something leaves it or all have needed much less for some seconds:
    where somebody has dragged it in between, it stays.

    Args:
        stream: What to show.
        lat: The column of degrees north.
        lon: The column of degrees east.
        by: The column that tells things apart; None: there is one.
        value: The column that gives them their colours and sizes; None: all are alike.
    """

    curves = 0
    pace = 0.05

    def __init__(
        self, stream: Stream, lat: str, lon: str, *, by: str | None, value: str | None
    ) -> None:
        self.follows = Follows(stream)
        self._columns = (lat, lon, by, value)
        self._markers = Markers(*self._columns, most=MOST_PLACES)
        self._value = value
        self._frame = MapFrame()
        self._limits = Autoscale()
        self._text = formatter()
        self._cleared = Cleared()
        self._drawn = 0  # markers that are on the map
        self._place: Traits = {}  # where the map was put last
        self._given = 0  # in how many renderings since

    @property
    def period(self) -> float | None:
        """Seconds after which it is drawn though no rows come; None: not."""
        return 1.0 if self._place and self._given < AGAIN[-1] else None

    def clear(self) -> None:
        """Show only what comes from now on; the stream keeps its rows."""
        self._cleared.clear(self.follows.stream.ring)
        self._markers = Markers(*self._columns, most=MOST_PLACES)

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn, whatever its stream does."""
        return self._cleared.version

    def seen(self, ring: Ring) -> Seen:
        """The row of each marker."""
        return self._markers.seen

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return {"said": {"value": one_line(stream.status.sentence or "no rows yet")}}
        self._markers.update(stream.ring, self._cleared)
        places = list(self._markers.shown.values())
        shown: dict[str, Traits] = {
            "said": {"value": said_of_places(self._markers, self._value, schema, self._text)}
        }
        bounds = self._frame.update(*self._markers.positions(), newest)
        if bounds is not None:
            shown["map"] = self._put(middle_and_zoom(bounds))
        return {**shown, **self._places(places, schema, newest)}

    def _put(self, place: Traits) -> Traits:
        if place != self._place:
            self._place, self._given = place, 0
        self._given = min(self._given + 1, AGAIN[-1])
        nudges = sum(self._given >= each for each in AGAIN)
        lat, lon = place["center"]
        return {**place, "center": [lat, lon + nudges * NUDGE]}

    def _places(self, places: Sequence[Marker], schema: Schema, now: float) -> dict[str, Traits]:
        seen = [each.value for each in places if math.isfinite(each.value)]
        low, high = self._limits.update(min(seen, default=None), max(seen, default=None), now)
        shown: dict[str, Traits] = {}
        named = "" if self._value is None else with_unit(self._value, schema)
        for number, each in enumerate(places):
            part = (each.value - low) / (high - low) if math.isfinite(each.value) else None
            shown[f"marker{number}"] = {
                "location": [each.lat, each.lon],
                "stroke": True,
                "fill": True,
                **self._look(part),
            }
            value = self._text(each.value) if part is not None else "no value"
            parts = [each.name, f"{named}: {value}" if named else ""]
            shown[f"popup{number}"] = {"value": " · ".join(filter(None, parts))}
        for number in range(len(places), self._drawn):  # of those that are there no more
            shown[f"marker{number}"] = {"stroke": False, "fill": False}
            shown[f"popup{number}"] = {"value": ""}
        self._drawn = len(places)
        if self._value is not None:
            shown["legend"] = {"value": legend(named, low, high, formatter())}
        return shown

    def _look(self, part: float | None) -> Traits:
        if self._value is None:
            return {"radius": SMALL + 2, "fill_color": line_colour(0)}
        if part is None:
            return {"radius": SMALL, "fill_color": NO_VALUE}
        part = min(1.0, max(0.0, part))
        return {"radius": round(SMALL + part * (LARGE - SMALL)), "fill_color": colour(part)}


def colour(part: float) -> str:
    """That of the legend's bar, from 0 at its left to 1 at its right."""
    place = part * (len(COLOURS) - 1)
    first = min(int(place), len(COLOURS) - 2)
    pairs = zip(_channels(COLOURS[first]), _channels(COLOURS[first + 1]), strict=True)
    mixed = [round(a + (b - a) * (place - first)) for a, b in pairs]
    return "#" + "".join(f"{each:02x}" for each in mixed)


def middle_and_zoom(bounds: Bounds) -> Traits:
    """Where a map of tiles shows all of that: the middle of its picture, and the zoom."""
    top, bottom = _mercator(bounds.north), _mercator(bounds.south)
    wide = (bounds.east - bounds.west) / 360.0 * TILE
    high = max(top - bottom, 1e-9) * TILE  # beyond the poles of this map is one line
    room = min(PLOT[0] / wide, PLOT[1] / high)
    zoom = max(1, min(DEEPEST, math.floor(math.log2(room))))
    middle = math.degrees(math.atan(math.sinh((top + bottom) * math.pi)))
    return {"center": [middle, (bounds.west + bounds.east) / 2], "zoom": float(zoom)}


def _mercator(lat: float) -> float:
    """Northing on a world that is one high, from its middle (Web Mercator, EPSG:3857)."""
    lat = min(POLE, max(-POLE, lat))
    return math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
