"""Linking: figures that have one time axis and one crosshair; the figures of a dashboard do."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakValueDictionary

from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.transport.controlled import LiveFigure
from livewidgets.transport.figure import Box, Widget, column_of, is_widget, row_of
from livewidgets.views.viewport import Viewport

_named: WeakValueDictionary[str, Viewport] = WeakValueDictionary()
_lock = threading.Lock()


def dashboard(*rows: Widget | Sequence[Widget]) -> Box:
    """Pictures in rows, one below the other; the figures among them are linked.

    Linked figures have one time axis (window, zoom, pause) and one crosshair. One that was
    made with `link=False`, or with a name for `link`, is left as it is.

    Args:
        rows: Each a widget, or several that stand side by side. A list of rows will do, too.

    Raises:
        ArgumentError: Something in it is no widget.
    """
    if len(rows) == 1 and isinstance(rows[0], (list, tuple)):
        only = rows[0]
        if all(isinstance(each, (list, tuple)) for each in only):
            rows = tuple(only)
    lines = [list(row) if isinstance(row, (list, tuple)) else [row] for row in rows]
    for widget in (widget for line in lines for widget in line):
        if not is_widget(widget):
            raise ArgumentError(
                f"{widget!r} is no widget; give pictures, or lists of those that stand side by side"
            )
    figures = [
        widget
        for line in lines
        for widget in line
        if isinstance(widget, LiveFigure) and widget.linked is None
    ]
    if len(figures) > 1:
        figures[0].link(*figures[1:])
    parts = [line[0] if len(line) == 1 else row_of(line) for line in lines]
    board = column_of(parts)
    _Boxes(board, [part for part, line in zip(parts, lines, strict=True) if len(line) > 1])
    return board


class _Boxes:
    """The boxes of a dashboard, until its cell runs again or it is closed."""

    def __init__(self, board: Box, inner: Sequence[Box]) -> None:
        self._boxes = (board, *inner)
        board.observe(self._comm_changed, "comm")
        REGISTRY.own(self)

    def stop(self) -> None:
        """Close them; the pictures in them are closed by those who made them."""
        REGISTRY.disown(self)
        self._boxes[0].unobserve(self._comm_changed, "comm")
        for box in self._boxes:
            layout = box.layout
            box.close()
            layout.close()

    def _comm_changed(self, change: Mapping[str, Any]) -> None:
        if change["new"] is None:
            self.stop()


def require_link(link: Any) -> None:
    """Check what `line` was given.

    Raises:
        ArgumentError: It is neither a name nor False nor None.
    """
    if not (link is None or link is False or (isinstance(link, str) and link)):
        raise ArgumentError(f"link={link!r}: give a name that linked figures share, or False")


def link_figure(figure: LiveFigure, link: str | bool | None) -> None:
    """Link a new figure with those of the same name; theirs is the window."""
    if link is None:
        return
    figure.linked = bool(link)
    if isinstance(link, str):
        with _lock:
            viewport = _named.setdefault(link, figure.viewport)
        if viewport is not figure.viewport:
            figure.look_through(viewport)
