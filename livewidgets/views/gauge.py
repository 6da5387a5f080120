"""GaugeView: the newest number of a column on a dial."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from livewidgets.data.ring import Ring
from livewidgets.stream import Stream
from livewidgets.views.cleared import Cleared
from livewidgets.views.dial import needle, part_of
from livewidgets.views.gauge_zones import Zone, zone_at
from livewidgets.views.number import NumberText, number_column
from livewidgets.views.seen import Seen, numbers_of
from livewidgets.views.text import MISSING, one_line
from livewidgets.views.view import Follows, Shown
from livewidgets.views.words import Said

OPENING = 0.48
"""Between the ends of the arc, as a part of the dial's width."""

CHARACTER = 0.64
"""The width of a bold digit, as a part of its size."""

SMALLEST, LARGEST = 10, 0.1
"""Of the number: pixels, and as a part of the dial's width."""


class GaugeView:
    """Slots: `name` and `value` (value: text), `size` (font_size, so that the number has room
    between the ends of the arc), `needle` (x and y of shape (1, points), visible),
    `dial` (words), and `zone` (value: which zone it is in, or that it is outside the limits).

    Args:
        stream: What to show.
        column: Which column; None takes the first that holds numbers.
        limits: The ends of the dial.
        zones: In order of their place.
        format: A template, a spec, or a function of the value; None chooses one.
        unit: Put behind the number; None takes the column's own.
        title: Above the dial; None is the column's name.
        size: The dial's width in pixels.
    """

    curves = 0
    pace = 0.05

    def __init__(
        self,
        stream: Stream,
        column: str | None,
        *,
        limits: tuple[float, float],
        zones: tuple[Zone, ...] = (),
        format: str | Callable[[Any], str] | None = None,
        unit: str | None = None,
        title: str | None = None,
        size: int = 220,
    ) -> None:
        self.follows = Follows(stream)
        self._cleared = Cleared()
        self._column = column
        self._limits = limits
        self._zones = zones
        self._text = NumberText(format, unit)
        self._ends = NumberText(format, unit)
        self._title = title
        self._size = size
        self._words = Said()

    @property
    def period(self) -> float | None:
        """Seconds after which it changes by itself: what is said of it."""
        return self._words.period

    def clear(self) -> None:
        """Show nothing until another row comes; the stream keeps its rows."""
        stream = self.follows.stream
        self._cleared.clear(stream.ring)
        stream.touch()

    def seen(self, ring: Ring) -> Seen:
        """The newest row."""
        names = numbers_of(ring.schema, () if self._column is None else (self._column,), 1)
        return Seen(names, first=self._cleared.rows(ring), last=1)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema = stream.schema
        ring = stream.ring
        newest, total = ring.newest, ring.total
        if schema is None or newest is None or self._cleared.hides(ring):
            why = one_line(stream.status.sentence or "no rows yet")
            self._words.forget()
            return {
                "name": {"value": self._title or self._column or ""},
                "value": {"value": MISSING},
                "needle": {"visible": False},
                "zone": {"value": why},
                "dial": {"words": why},
            }
        name = number_column(schema, self._column, "a gauge")
        number = float(stream.ring.last(1, [name])[name][0])
        unit = schema.units.get(name, "")
        text = self._text(number, unit)
        room = OPENING * self._size / (CHARACTER * max(1, len(text)))
        shown: dict[str, dict[str, Any]] = {
            "name": {"value": one_line(name if self._title is None else self._title)},
            "value": {"value": text},
            "size": {"font_size": f"{max(SMALLEST, min(LARGEST * self._size, room)):.0f}px"},
            "zone": {"value": self._said(number, unit)},
            "dial": self._words.traits(
                *(stream, (newest, total), self._cleared.version),
                lambda: self._told(text, unit),
            ),
            "needle": {"visible": False},
        }
        if not math.isnan(number):
            x, y = needle(part_of(number, *self._limits))
            shown["needle"] = {"x": x, "y": y, "visible": True}
        return shown

    def _told(self, text: str, unit: str) -> str:
        low, high = (self._ends(each, unit) for each in self._limits)
        return f"dial from {low} to {high}, at {text}"

    def _said(self, number: float, unit: str) -> str:
        """The zone's name, and on which side of the dial a number is that is not on it."""
        if math.isnan(number):
            return "no number"
        low, high = self._limits
        zone = zone_at(self._zones, number, self._limits)
        said = [] if zone is None else [f"{zone.sign} {one_line(zone.name)}"]
        if number > high:
            said.append(f"above {self._ends(high, unit)}")
        elif number < low:
            said.append(f"below {self._ends(low, unit)}")
        return " · ".join(said)
