"""A table of rows, in one call."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from livewidgets.app.columns import is_count, require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.errors import ArgumentError
from livewidgets.transport.table_panel import TablePanel, rows_table
from livewidgets.views.table import TableView
from livewidgets.views.table_page import TablePage

MOST_ROWS = 500


def table(
    source: Any,
    *columns: str,
    rows: int = 12,
    newest_first: bool = True,
    tz: str | tzinfo | None = None,
) -> TablePanel:
    """The newest rows as a table, with buttons to stay, and to go to older and newer ones.

    Args:
        source: A stream, or what `stream` takes.
        columns: Which columns; none given: all, up to 50.
        rows: How many rows, up to 500.
        newest_first: Whether the newest row is on top, or at the bottom.
        tz: The time zone ("Europe/Berlin"); None is this machine's own.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    require_names("table", *columns)
    if not is_count(rows, 1, MOST_ROWS):
        raise ArgumentError(f"rows={rows!r}: give a number from 1 to {MOST_ROWS}")
    zone = zone_of(tz)
    live = as_stream(source)
    require_known(live, columns)
    page = TablePage(rows)
    panel = TablePanel(rows_table(), page)
    view = TableView(live, columns, page, newest_first=newest_first, tz=zone)
    panel.picture = Picture(view, panel.slots, [panel], notice=("notice", "value", ""))
    return panel
