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
from livewidgets.views.map_frame import MapFrame
from livewidgets.views.map_legend import COLOURS, legend
from livewidgets.views.markers import Marker, Markers
from livewidgets.views.palette import line_colour
from livewidgets.views.said_of_places import said_of_places, with_unit
from livewidgets.views.seen import Seen
from livewidgets.views.text import one_line
from livewidgets.views.tiles_place import Extent, Place, place_for
from livewidgets.views.view import Follows, Shown, Traits

MOST_PLACES = 100
"""Things that have a marker: each is two widgets, and ten times the work of a point of bqplot."""

SMALL, LARGE = 6, 14
"""Pixels of a marker's radius at the least and at the greatest value."""

NO_VALUE = "#808080"

THIN, THICK = 1, 4
"""Pixels of a marker's outline, and of that of the one which is chosen."""

NONE_CHOSEN = "none chosen"

OPAQUE = 0.9
"""A marker, so that tiles are seen through it a little."""

NUDGES = 1_000
"""After so many givings anew the first nudge comes again."""

ZOOM_NUDGE, NUDGE = 1e-7, 1e-9
"""What makes another value of the same zoom (which maps round), place or opacity. A nudge of all
is under a tenth of a pixel."""

_NOBODY = object()


class TilesView:
    """Slots: `map` (center, zoom), `marker0` … (location, radius, fill_color, stroke, fill,
    weight), `popup0` … (value: text), `chosen` (value: text), `legend` (value: markup, in which
    text is escaped), `said` (value: text).

    The map is moved only when something leaves it or all have needed much less for some seconds:
    where somebody has dragged it in between, it stays.

    ipyleaflet reads a map's and a marker's traits when it makes their views, and listens for
    changes some steps later: a change that comes in between is on no map, ever. So what may have
    been missed is given `anew` once a page tells what it shows, which it does when it listens:
    as another value of the same, since equal ones are no change. With each place comes another
    zoom, too: then ipyleaflet puts the map there at once. A middle by itself it pans to, and
    tells the kernel where that ended, which undoes what the kernel says meanwhile.

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
        self._drawn = 0  # markers that are or were on the map
        self._place: Place | None = None  # where the map was put last
        self._moves = 0
        self._anew = 0
        self._steps = 0
        self._chosen: object = _NOBODY

    @property
    def period(self) -> float | None:
        """It changes with its rows alone."""
        return None

    def clear(self) -> None:
        """Show only what comes from now on; the stream keeps its rows."""
        self._cleared.clear(self.follows.stream.ring)
        self._markers = Markers(*self._columns, most=MOST_PLACES)

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn, whatever its stream does."""
        return self._cleared.version, self._anew, self._steps

    def step(self, by: int) -> None:
        """Choose the next thing, or with -1 the one before, in the order in which they came;
        from any thread."""
        keys = list(self._markers.shown)
        if not keys:
            return
        at = keys.index(self._chosen) if self._chosen in keys else min(-by, 0)
        self._chosen = keys[(at + by) % len(keys)]
        self._steps += 1
        self.follows.stream.touch()

    def anew(self, place: Place, extent: Extent) -> None:
        """A page tells what it shows of the world, and listens; from any thread.

        Args:
            place: Where the map is to be: where it was put or dragged last.
            extent: What the page shows.
        """
        if not extent.shows(place):
            self._moves += 1
        self._anew += 1
        self.follows.stream.touch()

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
            shown["map"] = self._put(place_for(bounds))
        return {**shown, **self._places(places, schema, newest)}

    def _put(self, place: Place) -> Traits:
        if place != self._place:
            self._place = place
            self._moves += 1
        nudge = (self._moves % NUDGES + 1) * ZOOM_NUDGE
        return {"center": [place.lat, place.lon], "zoom": place.zoom + nudge}

    def _places(self, places: Sequence[Marker], schema: Schema, now: float) -> dict[str, Traits]:
        seen = [each.value for each in places if math.isfinite(each.value)]
        low, high = self._limits.update(min(seen, default=None), max(seen, default=None), now)
        shown: dict[str, Traits] = {}
        named = "" if self._value is None else with_unit(self._value, schema)
        nudge = self._anew % NUDGES * NUDGE
        keys, chosen = list(self._markers.shown), self._chosen
        shown["chosen"] = {"value": NONE_CHOSEN}
        for number, each in enumerate(places):
            part = (each.value - low) / (high - low) if math.isfinite(each.value) else None
            shown[f"marker{number}"] = {
                "location": [each.lat + nudge, each.lon],
                "stroke": True,
                "fill": True,
                "fill_opacity": OPAQUE + nudge,
                "weight": THICK if keys[number] == chosen else THIN,
                **self._look(part),
            }
            value = self._text(each.value) if part is not None else "no value"
            parts = [each.name, f"{named}: {value}" if named else ""]
            shown[f"popup{number}"] = {"value": " · ".join(filter(None, parts))}
            if keys[number] == chosen:
                said = [f"{number + 1} of {len(places)}", *parts]
                shown["chosen"] = {"value": " · ".join(filter(None, said))}
        self._drawn = max(self._drawn, len(places))
        for number in range(len(places), self._drawn):  # of those that are there no more
            hidden = {"stroke": False, "fill": False, "fill_opacity": OPAQUE + nudge}
            shown[f"marker{number}"] = hidden
            shown[f"popup{number}"] = {"value": ""}
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


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
