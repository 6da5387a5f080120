"""A big number with its trend, in one call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from livewidgets.app.columns import require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.data.duration import seconds
from livewidgets.transport.number_panel import number_panel
from livewidgets.transport.panel import Panel
from livewidgets.views.format import formatter
from livewidgets.views.number import NumberView


def number(
    source: Any,
    column: str | None = None,
    *,
    unit: str | None = None,
    format: str | Callable[[Any], str] | None = None,
    compare: str | float | timedelta = "1m",
    sparkline: bool = True,
    title: str | None = None,
) -> Panel:
    """The newest number of a column, big, with its trend and a small line.

    Args:
        source: A stream, or what `stream` takes.
        column: Which column; None takes the first that holds numbers.
        unit: Put behind the number; None takes the column's own.
        format: A template ("{:.1f} °C"), a spec (".1f"), or a function of the value; the
            difference is written by it, too.
        compare: How long ago the value was that it is compared with; the small line shows
            as much.
        sparkline: Whether there is a small line.
        title: Above the number; None is the column's name.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    require_names("number", column)
    formatter(format)
    span = seconds(compare)
    live = as_stream(source)
    require_known(live, (column,))
    view = NumberView(
        live,
        column,
        compare=span,
        format=format,
        unit=unit,
        title=title,
        sparkline=sparkline,
    )
    panel, slots = number_panel(sparkline)
    panel.picture = Picture(view, slots, [panel], notice=("notice", "value", ""))
    return panel
