"""Markers: the newest position of each thing that moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.ring import Ring
from livewidgets.errors import SchemaError
from livewidgets.views.cleared import Cleared
from livewidgets.views.format import formatter
from livewidgets.views.seen import Seen
from livewidgets.views.text import one_line

MOST_MARKERS = 200
"""Things that are shown; those that come later are counted."""

MOST_OTHERS = 1_000


@dataclass(slots=True)
class Marker:
    """Where something was last, in degrees, and its value there."""

    name: str
    time: float
    lat: float
    lon: float
    value: float


class Markers:
    """Follows a ring, and reads each of its rows once.

    Attributes:
        shown: By key, in the order in which they came.
        others: Keys of those that are not shown.
        nowhere: Rows whose position is none on earth.

    Args:
        lat: The column of degrees north, -90 to 90.
        lon: The column of degrees east, -180 to 360.
        by: The column that tells things apart; None: there is one.
        value: The column of their values; None: they have none.
        most: Things that are shown.
    """

    def __init__(
        self, lat: str, lon: str, by: str | None, value: str | None, most: int = MOST_MARKERS
    ) -> None:
        self._most = most
        self._lat, self._lon, self._by, self._value = lat, lon, by, value
        self._ring: Ring | None = None
        self._revision = -1
        self._next = 0
        self._text = formatter()
        self._reset()

    def _reset(self) -> None:
        self.shown: dict[Any, Marker] = {}
        self.others: set[Any] = set()
        self.nowhere = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        wanted = (self._lat, self._lon, self._by, self._value)
        return tuple(dict.fromkeys(name for name in wanted if name))

    @property
    def seen(self) -> Seen:
        """The row of each thing that is shown."""
        newest = {key: each.time for key, each in list(self.shown.items())}
        if self._by is None:
            return Seen(self.names, end=newest.get(None, -math.inf), last=1)
        return Seen(self.names, by=self._by, newest=newest)

    def positions(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Degrees north, and degrees east from -180 to 180, of what is shown."""
        places = [(each.lat, each.lon) for each in self.shown.values()]
        lat, lon = np.array(places, dtype=np.float64).reshape(-1, 2).T
        return lat, lon

    def update(self, ring: Ring, cleared: Cleared | None = None) -> None:
        """Read what is new.

        Args:
            ring: The rows.
            cleared: Which rows are of no interest any more.

        Raises:
            SchemaError: There is no such column, or one that has to hold numbers holds text.
        """
        schema = ring.schema
        if schema is None:
            return
        for name in self.names:
            if not schema.require(name).numeric and name != self._by:
                raise SchemaError(
                    f"column {name!r} holds text, and a map needs numbers there; "
                    "name columns of degrees, such as lat='latitude'"
                )
        if ring is not self._ring:
            self._reset()
            self._ring, self._next, self._revision = ring, 0, ring.revision
        since = ring.changed_since(self._revision)
        first, least = (
            (0, -math.inf) if cleared is None else (cleared.rows(ring), cleared.start(ring))
        )
        look = ring.look(max(first, self._next), names=self.names)
        if look.revision != self._revision:  # late rows lie before those that are new
            look = ring.look(time=max(since, least), names=self.names)
            self._revision = look.revision
        rows = 0
        for time, columns in look.pieces or ():
            rows += len(time)
            self._read(time, columns)
        self._next = look.start + rows

    def _read(self, time: NDArray[np.float64], columns: dict[str, NDArray[Any]]) -> None:
        lat = columns[self._lat].astype(np.float64)
        lon = columns[self._lon].astype(np.float64)
        known = (np.abs(lat) <= 90.0) & (lon >= -180.0) & (lon <= 360.0)
        self.nowhere += int(len(known) - known.sum())
        rows = np.flatnonzero(known)
        if self._by is None:
            last = {None: int(rows[-1])} if len(rows) else {}
        else:
            # Of equal keys the last one stays.
            last = dict(zip(columns[self._by][rows].tolist(), rows.tolist(), strict=True))
        for key, row in last.items():
            self._put(key, float(time[row]), float(lat[row]), float(lon[row]), columns, row)

    def _put(
        self,
        key: Any,
        time: float,
        lat: float,
        lon: float,
        columns: dict[str, NDArray[Any]],
        row: int,
    ) -> None:
        value = math.nan if self._value is None else float(columns[self._value][row])
        old = self.shown.get(key)
        if old is not None and time < old.time:
            return
        if old is None and len(self.shown) >= self._most:
            if len(self.others) < MOST_OTHERS:
                self.others.add(key)
            return
        name = "" if key is None else one_line(key) if isinstance(key, str) else self._text(key)
        east = (lon + 180.0) % 360.0 - 180.0 if lon > 180.0 else lon
        self.shown[key] = Marker(name, time, lat, east, value)
