"""A gauge, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from livewidgets.app.columns import is_count, require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.errors import ArgumentError
from livewidgets.transport.gauge_dial import gauge_dial
from livewidgets.transport.panel import Panel
from livewidgets.views.format import formatter
from livewidgets.views.gauge import GaugeView
from livewidgets.views.gauge_zones import limits_of, zones_of

SMALLEST, LARGEST = 120, 1_000


def gauge(
    source: Any,
    column: str | None = None,
    *,
    limits: tuple[float, float] = (0.0, 100.0),
    zones: Mapping[str, tuple[float, float]] | None = None,
    unit: str | None = None,
    format: str | Callable[[Any], str] | None = None,
    title: str | None = None,
    size: int = 220,
) -> Panel:
    """The newest number of a column, on a dial.

    Args:
        source: A stream, or what `stream` takes.
        column: Which column; None takes the first that holds numbers.
        limits: The ends of the dial. A number outside is shown at the end, and it is said.
        zones: (low, high) by name, `{"ok": (0, 70), "warn": (70, 90), "critical": (90, 100)}`;
            the name of the one that the number is in is written below it.
        unit: Put behind the number; None takes the column's own.
        format: A template ("{:.1f} °C"), a spec (".1f"), or a function of the value.
        title: Above the dial; None is the column's name.
        size: The dial's width in pixels, 120 to 1,000.

    Raises:
        ArgumentError: An argument cannot be used, or two zones overlap.
        SchemaError: The stream has rows, and no such column.
    """
    require_names("gauge", column)
    formatter(format)
    ends = limits_of(limits)
    parts = zones_of(zones, ends)
    if not is_count(size, SMALLEST, LARGEST):
        raise ArgumentError(f"size={size!r}: give pixels, {SMALLEST} to {LARGEST}")
    live = as_stream(source)
    require_known(live, (column,))
    view = GaugeView(
        live, column, limits=ends, zones=parts, format=format, unit=unit, title=title, size=size
    )
    panel, slots = gauge_dial(ends, parts, size)
    panel.picture = Picture(view, slots, [panel], notice=("notice", "value", ""))
    return panel
