"""A table with what pages through it; buttons are buttons, so that the keyboard works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets

from livewidgets.stream import Stream
from livewidgets.transport.panel import Panel, button, notice_label, text_label
from livewidgets.views.table_page import TablePage


class TablePanel(Panel):
    """A table of rows: it follows the newest, or stays at a page.

    Args:
        table: What shows the rows.
        page: Which rows those are.
    """

    def __init__(self, table: ipywidgets.Widget, page: TablePage) -> None:
        self._page = page
        follow = button("Pause", "Stay at these rows, or follow the newest ones again")
        older = button("Older", "Older rows")
        newer = button("Newer", "Newer rows")
        said, notice = text_label(font_variant="tabular-nums"), notice_label()
        follow.on_click(lambda _: self.pause() if page.following else self.resume())
        older.on_click(lambda _: self.older())
        newer.on_click(lambda _: self.newer())
        self.slots: dict[str, Any] = {
            "table": table,
            "follow": follow,
            "older": older,
            "newer": newer,
            "said": said,
            "notice": notice,
        }
        bar = ipywidgets.HBox(
            [follow, older, newer, said],
            layout=ipywidgets.Layout(
                flex_flow="row wrap", align_items="center", grid_gap="0 4px", overflow="hidden"
            ),
        )
        super().__init__([bar, table, notice], flex="1 1 auto")

    def older(self) -> None:
        """Go back by a page; it follows no more."""
        self._move(lambda stream: self._page.older(stream.ring))

    def newer(self) -> None:
        """Go forth by a page."""
        self._move(lambda stream: self._page.newer(stream.ring))

    def _move(self, move: Callable[[Stream], None]) -> None:
        stream = self.stream
        move(stream)
        stream.touch()


def rows_table() -> ipywidgets.HTML:
    """What shows rows as markup of a `TableView`, in which text is escaped."""
    return ipywidgets.HTML(layout=ipywidgets.Layout(width="100%", margin="0", min_width="0"))
