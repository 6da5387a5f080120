"""What a map shows, in words."""

from __future__ import annotations

import math
from collections.abc import Callable

from livewidgets.data.schema import Schema
from livewidgets.views.markers import Marker, Markers
from livewidgets.views.text import one_line


def said_of_places(
    markers: Markers, value: str | None, schema: Schema, text: Callable[[float], str]
) -> str:
    """How many places there are, and which are lowest and highest.

    Args:
        markers: The places.
        value: The column of their values; None: they have none.
        schema: Knows its unit.
        text: Makes text of a number.
    """

    def one(marker: Marker) -> str:
        return f"{text(marker.value)} ({marker.name})" if marker.name else text(marker.value)

    shown = list(markers.shown.values())
    parts = [f"{len(shown):,} {'place' if len(shown) == 1 else 'places'}"]
    with_value = [each for each in shown if math.isfinite(each.value)]
    if value is not None and with_value:
        low = min(with_value, key=lambda each: each.value)
        high = max(with_value, key=lambda each: each.value)
        parts.append(f"{with_unit(value, schema)}: {one(low)} to {one(high)}")
    if markers.others:
        parts.append(f"{len(markers.others):,} more not shown")
    if markers.nowhere:
        parts.append(f"{markers.nowhere:,} rows without a place on earth")
    return " · ".join(parts)


def with_unit(column: str, schema: Schema) -> str:
    """A column's name, with its unit where that is known."""
    unit = schema.units.get(column, "").strip()
    return one_line(f"{column} [{unit}]" if unit else column)
