"""Where a map of tiles is: its middle and its zoom, and whether a page shows it there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from livewidgets.views.map_frame import Bounds

TILE = 256.0
"""Pixels of a tile; the world is one at zoom 0 (Web Mercator, EPSG:3857)."""

PLOT = (480.0, 340.0)
"""Pixels that the map is taken to have: what is in there is on any larger one."""

DEEPEST = 17
"""Of the zoom that it chooses by itself."""

POLE = 85.0511
"""Degrees of latitude where Web Mercator ends."""

OFF = 16.0
"""Pixels that a map may be off: each time that a page changes its size, it is rounded."""


@dataclass(frozen=True, slots=True)
class Place:
    """The middle, in degrees, and the zoom: a whole number."""

    lat: float
    lon: float
    zoom: int


@dataclass(frozen=True, slots=True)
class Extent:
    """What a page shows of the world: degrees, and pixels of all the world at its zoom."""

    west: float
    east: float
    left: float
    right: float
    top: float
    bottom: float

    def shows(self, place: Place) -> bool:
        """Whether it is there; a map without a size, which nobody sees, is anywhere."""
        if self.east <= self.west or self.right <= self.left:
            return True
        world = (self.right - self.left) / (self.east - self.west) * 360.0
        x = (place.lon / 360.0 + 0.5) * world
        y = (0.5 - northing(place.lat)) * world
        return (
            abs(math.log2(world / TILE) - place.zoom) < 0.1
            and abs((self.left + self.right) / 2 - x) < OFF
            and abs((self.top + self.bottom) / 2 - y) < OFF
        )


def place_of(center: Sequence[float], zoom: float) -> Place:
    """The place that a map's traits tell."""
    return Place(center[0], center[1], round(zoom))


def place_for(bounds: Bounds) -> Place:
    """Where a map of tiles shows all of that: the middle of its picture, and the zoom."""
    top, bottom = northing(bounds.north), northing(bounds.south)
    wide = (bounds.east - bounds.west) / 360.0 * TILE
    high = max(top - bottom, 1e-9) * TILE  # beyond the poles of this map is one line
    room = min(PLOT[0] / wide, PLOT[1] / high)
    zoom = max(1, min(DEEPEST, math.floor(math.log2(room))))
    middle = math.degrees(math.atan(math.sinh((top + bottom) * math.pi)))
    return Place(middle, (bounds.west + bounds.east) / 2, zoom)


def northing(lat: float) -> float:
    """On a world that is one high, from its middle (Web Mercator, EPSG:3857)."""
    lat = min(POLE, max(-POLE, lat))
    return math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
