"""The boxes of a dashboard: rows, columns, grids, tabs and texts, of stock widgets.

Widths follow from layout traits alone: parts stand side by side while each has room, and wrap
where the page is narrow; on a wide one figures become higher, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import bqplot
import ipywidgets

from livewidgets.transport.figure import Widget
from livewidgets.views.arrangement import Column, Grid, Place, Row, Spot, Tabs, Words
from livewidgets.views.board_text import BOARD_CLASS, title_markup, words_markup

GAP = "16px"

ROOM = 280
"""Pixels that a part wants at least, before another row is begun."""

USUAL_HEIGHT = "320px"
"""Of a figure that nobody gave a height: on a wide page it is more."""

MARGIN = 2
"""Pixels that a stock widget has around it."""

SHORT = 40
"""Characters of a text that is as wide as it is beside others."""

ASPECT, HIGHEST = 25, 55
"""A figure's height in hundredths of its share of the page's width, and of the page's height
at most."""


class Boxes:
    """The boxes that were made for an arrangement, and what they hold.

    Attributes:
        whole: The outermost.
        tabs: Those that have sheets, in order.

    Args:
        place: The arrangement.
        pictures: The widgets by name; they stay their owners'.
    """

    def __init__(self, place: Place, pictures: Mapping[str, Widget]) -> None:
        self._made: list[Widget] = []
        self._pictures = pictures
        self.tabs: list[Any] = []
        self.whole = self._widget(place, 1.0)

    def close(self) -> None:
        """Close the boxes, and none of the pictures."""
        for box in self._made:
            parts = [box.layout, getattr(box, "style", None)]
            box.close()
            for part in parts:
                if isinstance(part, ipywidgets.Widget):
                    part.close()
        self._made = []

    def _widget(self, place: Place, share: float) -> Widget:
        """The widget of a place that has this share of the page's width."""
        if isinstance(place, Spot):
            widget = self._pictures[place.name]
            _fit(widget, share)
            return widget
        if isinstance(place, Words):
            words = self._keep(_words(words_markup(place.text)))
            words.layout.flex = "0 1 auto"
            return words
        if isinstance(place, Tabs):
            return self._tabs(place, share)
        if isinstance(place, Grid):
            return self._grid(place, share)
        if isinstance(place, Row):
            return self._row(place, share)
        return self._column(place, share)

    def _column(self, place: Column, share: float) -> Widget:
        parts = [self._widget(each, share) for each in place.parts]
        layout = ipywidgets.Layout(width="100%", min_width="0", grid_gap="12px", margin="0")
        return self._keep(ipywidgets.VBox(parts, layout=layout))

    def _row(self, place: Row, share: float) -> Widget:
        grows = [each.weight or (1.0 if self._grows(each) else 0.0) for each in place.parts]
        total = sum(grows) or 1.0
        exact = all(grows)  # else what keeps its own width takes some of it
        widest = max(grows) / total or 1.0  # all figures of a row are as high as this one
        parts = []
        for each, weight in zip(place.parts, grows, strict=True):
            part = widest if isinstance(each, Spot) else weight / total or 1.0
            widget = self._widget(each, share * part)
            layout = widget.layout
            if weight:
                gaps = f"{GAP} * {len(grows) - 1}"
                basis = f"calc((100% - {gaps}) * {weight / total:.6f})" if exact else f"{ROOM}px"
                layout.flex = f"{weight:g} 1 {basis}"
                layout.min_width, layout.width = f"min({ROOM}px, 100%)", "auto"
                layout.margin = "0"
            parts.append(widget)
        layout = ipywidgets.Layout(
            flex_flow="row wrap",
            align_items="center",
            grid_gap=f"8px {GAP}",
            width="100%",
            margin="0",
        )
        return self._keep(ipywidgets.HBox(parts, layout=layout))

    def _grid(self, place: Grid, share: float) -> Widget:
        parts = [self._widget(each, share / place.columns) for each in place.parts]
        for widget in parts:
            widget.layout.min_width = "0"
        fewest = f"(100% - {GAP} * {place.columns - 1}) / {place.columns}"
        narrowest = f"max(min({ROOM}px, 100%), calc({fewest} - 0.1px))"
        layout = ipywidgets.Layout(
            grid_template_columns=f"repeat(auto-fill, minmax({narrowest}, 1fr))",
            grid_gap=GAP,
            align_items="flex-start",
            width="100%",
            margin="0",
        )
        return self._keep(ipywidgets.GridBox(parts, layout=layout))

    def _tabs(self, place: Tabs, share: float) -> Widget:
        sheets = [self._widget(each.content, share) for each in place.sheets]
        for sheet in sheets:
            sheet.layout.padding = "8px 0 0"
        layout = ipywidgets.Layout(width="100%", min_width="0", margin="0")
        made = ipywidgets.Tab(sheets, layout=layout)
        made.titles = tuple(each.title for each in place.sheets)
        self.tabs.append(made)
        return self._keep(made)

    def _grows(self, place: Place) -> bool:
        """Whether it takes what width there is; else it is as wide as what it holds."""
        if isinstance(place, Words):
            return len(place.text) > SHORT
        if not isinstance(place, Spot):
            return True
        widget = self._pictures[place.name]
        return isinstance(widget, bqplot.Figure) or widget.layout.width == "100%"

    def _keep(self, widget: Widget) -> Widget:
        self._made.append(widget)
        return widget


def heading(title: str) -> Widget:
    """The style of a dashboard and its title."""
    made = _words(title_markup(title))
    if not title:
        made.layout.display = "none"
    return made


def mark_as_board(board: Widget) -> None:
    """Have the style of a dashboard hold for what is in a box."""
    board.add_class(BOARD_CLASS)


def _words(markup: str) -> Widget:
    layout = ipywidgets.Layout(width="auto", height="auto", min_width="0", margin="0")
    return ipywidgets.HTML(markup, layout=layout)


def _fit(widget: Widget, share: float) -> None:
    """Let a widget be no wider than its place, and a figure as high as suits its width."""
    layout = widget.layout
    if isinstance(widget, bqplot.Figure):
        layout.min_width = f"min({ROOM}px, 100%)"
        if layout.height == USUAL_HEIGHT:
            wide = f"min({ASPECT * share:.2f}vw, {HIGHEST}vh)"
            layout.height = f"max({USUAL_HEIGHT}, {wide})"
    elif layout.max_width is None:
        layout.max_width = f"calc(100% - {2 * MARGIN}px)"


def flattened(widgets: Sequence[Widget]) -> list[Widget]:
    """Widgets, and those within them, from the outermost."""
    found: list[Widget] = []
    pending = list(widgets)
    while pending:
        widget = pending.pop(0)
        found.append(widget)
        pending[:0] = getattr(widget, "children", ())
    return found


def is_figure(widget: Widget) -> bool:
    """Whether it is one of bqplot's, and so of ours."""
    return isinstance(widget, bqplot.Figure)
