"""MapFrame: what part of the world a map shows, and its graticule.

An equirectangular projection whose standard parallel goes through the middle: there a
kilometre to the north is as long as one to the east, on a plot of a fixed aspect.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from livewidgets.views.rounding import step_below
from livewidgets.views.ticks import Ticks, number_ticks

Array = NDArray[np.float64]

ASPECT = 1.6
"""The plot's width by its height."""

PADDING = 0.15
"""Beside the data, as a part of their span."""

SMALLEST = 0.004
"""Degrees of latitude that are shown at least: 440 metres."""

KILOMETRES = 111.195
"""Of a degree of latitude, on a sphere of the earth's mean radius, 6,371 km."""

WORLD = (-180.0, 180.0, -58.0, 84.0)
"""West, east, south and north, where the data are all over it."""

USED = 0.4
SHRINK_AFTER = 5.0
"""It shows less when the data have used less than this part of it for so many seconds."""

LAND_FROM = 8.0
"""Degrees of latitude from which on coasts are drawn: on a smaller map theirs are too coarse."""

X_ROOM, Y_ROOM = 5, 5
"""Labels beside the map at most."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Degrees."""

    west: float
    east: float
    south: float
    north: float

    @property
    def parallel(self) -> float:
        """How long a degree of longitude is drawn, by a degree of latitude."""
        return (self.north - self.south) / (self.east - self.west) * ASPECT


class MapFrame:
    """Follows positions without jitter: it grows at once, and shrinks after some seconds."""

    def __init__(self) -> None:
        self.bounds: Bounds | None = None
        self._since: float | None = None

    def update(self, lat: Array, lon: Array, now: float) -> Bounds | None:
        """What is shown, so that all positions are on it; None before the first.

        Args:
            lat: Degrees north.
            lon: Degrees east, from -180 to 180.
            now: The time in seconds, from any zero.
        """
        if len(lat):
            seen = (float(lon.min()), float(lon.max()), float(lat.min()), float(lat.max()))
            held = self.bounds
            if held is None or not _within(seen, held):
                self.bounds, self._since = fitted(*seen), None
            elif not _small(seen, held):
                self._since = None
            elif self._since is None or now < self._since:
                self._since = now
            elif now - self._since >= SHRINK_AFTER:
                self.bounds, self._since = fitted(*seen), None
        return self.bounds


def fitted(west: float, east: float, south: float, north: float) -> Bounds:
    """A map of the plot's aspect with all that is given on it, and some room around it."""
    middle = (west + east) / 2, (south + north) / 2
    narrow = max(0.1, math.cos(math.radians(middle[1])))
    room = 1 + 2 * PADDING
    height = max(SMALLEST, (north - south) * room, (east - west) * room * narrow / ASPECT)
    width = height * ASPECT / narrow
    if width >= WORLD[1] - WORLD[0] or height >= WORLD[3] - WORLD[2]:
        return Bounds(WORLD[0], WORLD[1], min(WORLD[2], south), max(WORLD[3], north))
    return Bounds(
        middle[0] - width / 2, middle[0] + width / 2, middle[1] - height / 2, middle[1] + height / 2
    )


def graticule(bounds: Bounds) -> tuple[Ticks, Ticks]:
    """Round longitudes and latitudes, with labels such as `13.4° E`."""
    east = number_ticks(bounds.west, bounds.east, X_ROOM)
    north = number_ticks(bounds.south, bounds.north, Y_ROOM)
    return _degrees(east, "E", "W"), _degrees(north, "N", "S")


def scale_bar(bounds: Bounds) -> tuple[Array, Array, str]:
    """A bar of a round length at the map's lower left: longitudes, latitudes, and how long it
    is there; at most a quarter of the map's width."""
    width, height = bounds.east - bounds.west, bounds.north - bounds.south
    lat = bounds.south + 0.06 * height
    degree = KILOMETRES * max(0.02, math.cos(math.radians(lat)))
    length = float(step_below(Fraction(0.25 * width * degree)))
    start = bounds.west + 0.03 * width
    text = f"{length:,.0f} km" if length >= 1 else f"{length * 1000:,.0f} m"
    return np.array([start, start + length / degree]), np.array([lat, lat]), text


def _within(seen: tuple[float, float, float, float], held: Bounds) -> bool:
    west, east, south, north = seen
    return held.west <= west and east <= held.east and held.south <= south and north <= held.north


def _small(seen: tuple[float, float, float, float], held: Bounds) -> bool:
    west, east, south, north = seen
    wide = (east - west) < USED * (held.east - held.west)
    high = (north - south) < USED * (held.north - held.south)
    return wide and high and fitted(*seen) != held and held.north - held.south > SMALLEST * 1.5


def _degrees(ticks: Ticks, positive: str, negative: str) -> Ticks:
    decimals = max((len(label.partition(".")[2]) for label in ticks.labels), default=0)
    labels = tuple(
        f"{abs(value):.{decimals}f}°" + (f" {positive if value > 0 else negative}" if value else "")
        for value in ticks.values
    )
    return Ticks(ticks.values, labels)
