"""A grid of rows that is scrolled, with what goes back to the newest ones."""

from __future__ import annotations

from typing import Any

import ipywidgets

from livewidgets.errors import MissingExtra
from livewidgets.transport.panel import Panel, button, notice_label, text_label


class GridPanel(Panel):
    """A grid of all rows that the stream keeps, the newest on top.

    Args:
        rows: How many of them are seen at once.

    Raises:
        MissingExtra: ipydatagrid is not installed.
    """

    def __init__(self, rows: int) -> None:
        try:
            from livewidgets.transport.live_grid import STYLE, LiveGrid
        except ImportError:
            raise MissingExtra("ipydatagrid", "grid", "a table as a grid") from None
        self.grid = LiveGrid(rows)
        follow = button("Pause", "Stay at these rows, or go back to the newest ones")
        said, notice = text_label(font_variant="tabular-nums"), notice_label()
        follow.on_click(lambda _: self.resume() if self.paused else self.pause())
        self.slots: dict[str, Any] = {
            "grid": self.grid,
            "room": self.grid.layout,
            "follow": follow,
            "said": said,
            "notice": notice,
        }
        bar = ipywidgets.HBox(
            [follow, said],
            layout=ipywidgets.Layout(
                flex_flow="row wrap", align_items="center", grid_gap="0 4px", overflow="hidden"
            ),
        )
        style = ipywidgets.HTML(STYLE, layout=ipywidgets.Layout(display="none"))
        super().__init__([bar, self.grid, notice, style], flex="1 1 auto")
