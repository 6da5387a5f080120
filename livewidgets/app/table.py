"""A table of rows, in one call."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any, Literal, overload

from livewidgets.app.columns import is_count, require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.errors import ArgumentError
from livewidgets.transport.grid_panel import GridPanel
from livewidgets.transport.table_panel import TablePanel, rows_table
from livewidgets.views.grid import GridView
from livewidgets.views.table import TableView
from livewidgets.views.table_page import TablePage

MOST_ROWS = 500

MOST_IN_GRID = 100
"""Rows of a grid that are seen at once: it paints each cell by itself."""


@overload
def table(
    source: Any,
    *columns: str,
    rows: int = 12,
    newest_first: bool = True,
    tz: str | tzinfo | None = None,
    grid: Literal[False] = False,
) -> TablePanel: ...
@overload
def table(
    source: Any,
    *columns: str,
    rows: int = 12,
    newest_first: Literal[True] = True,
    tz: str | tzinfo | None = None,
    grid: Literal[True],
) -> GridPanel: ...
def table(
    source: Any,
    *columns: str,
    rows: int = 12,
    newest_first: bool = True,
    tz: str | tzinfo | None = None,
    grid: bool = False,
) -> TablePanel | GridPanel:
    """The newest rows as a table, with buttons to stay, and to go to older and newer ones.

    As a `grid` it is scrolled instead, through all rows that the stream keeps: it follows while
    the newest are seen, and what one scrolls back to stands still.

    Args:
        source: A stream, or what `stream` takes.
        columns: Which columns; none given: all, up to 50.
        rows: How many rows are seen at once, up to 500; up to 100 of a grid.
        newest_first: Whether the newest row is on top, or at the bottom.
        tz: The time zone ("Europe/Berlin"); None is this machine's own.
        grid: Whether it is a grid (by ipydatagrid, the extra `grid`); the newest row is on top.

    Raises:
        ArgumentError: An argument cannot be used.
        MissingExtra: `grid` needs ipydatagrid.
        SchemaError: The stream has rows, and no such column.
    """
    require_names("table", *columns)
    most = MOST_IN_GRID if grid else MOST_ROWS
    if not is_count(rows, 1, most):
        raise ArgumentError(f"rows={rows!r}: give a number from 1 to {most}")
    if grid and not newest_first:
        raise ArgumentError("a grid has its newest row on top; leave newest_first= out")
    zone = zone_of(tz)
    live = as_stream(source)
    require_known(live, columns)
    if grid:
        made = GridPanel(rows)
        seen = GridView(live, columns, rows, tz=zone)
        made.grid.asked = seen.asked
        made.picture = Picture(seen, made.slots, [made], notice=("notice", "value", ""))
        return made
    page = TablePage(rows)
    panel = TablePanel(rows_table(), page)
    view = TableView(live, columns, page, newest_first=newest_first, tz=zone)
    panel.picture = Picture(view, panel.slots, [panel], notice=("notice", "value", ""))
    return panel
