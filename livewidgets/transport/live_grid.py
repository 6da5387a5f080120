"""LiveGrid: ipydatagrid's grid for streams, filled from a ring instead of a frame of pandas.

It leans on what the page's half (ipydatagrid 1.4) does: it asks for the rows it shows with a
`data-request`, takes any `data-reply`, asked for or not, and keeps what it was given, by place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import ipydatagrid
import pandas as pd
from traitlets import Any as Anything
from traitlets import observe

from livewidgets.errors import LiveWidgetsError
from livewidgets.views.grid import Cells, Head

Asked = Callable[[str, int, int], Cells | None]
"""Told that a page shows these places, gives what stands there."""

KEY = "livewidgets-place"
"""Tells rows apart; the page does not show it."""

WAIT = 60
"""Milliseconds without a scroll after which the page asks."""

ROW = 20
"""Pixels that a row is high, and the head."""

FRAME = 6
"""Pixels above and below the grid."""

STYLE = """<style>
.livewidgets-grid .lm-ScrollBar, .livewidgets-grid .lm-DataGrid-scrollCorner,
.livewidgets-grid .lm-ScrollBar-track, .livewidgets-grid .lm-ScrollBar-button {
  background-color: var(--jp-layout-color2, #80808030); border-color: transparent; }
.livewidgets-grid .lm-ScrollBar-thumb {
  background: var(--jp-layout-color4, #808080); border: none; border-radius: 3px; }
</style>"""
"""The grid's scroll bars are light on a dark page, too."""


def _by_message(value: Any, _: Any) -> Any:
    return value


class LiveGrid(ipydatagrid.StreamingDataGrid):  # type: ignore[misc]
    """Shows rows that it is given as text; sends no more of them than pages see.

    Args:
        rows: How many of them are seen at once.
    """

    # Written by the pump. They are no state: `send_state` makes messages of them.
    heads = Anything(((), 0)).tag(to_json=_by_message)
    count = Anything(0).tag(to_json=_by_message)
    cells = Anything().tag(to_json=_by_message)

    def __init__(self, rows: int) -> None:
        self.asked: Asked = lambda page, first, last: None
        self._fields: dict[str, Any] = {}
        super().__init__(
            pd.DataFrame({" ": []}),  # the page cannot show one without a column
            index_name="time",
            debounce_delay=WAIT,
            base_row_size=ROW,
            base_column_header_size=ROW,
            base_row_header_size=110,
        )
        self.layout.height = f"{(rows + 1) * ROW + FRAME}px"
        self.add_class("livewidgets-grid")
        self.layout.width, self.layout.min_width = "100%", "0"
        self._aligned = {
            numeric: ipydatagrid.TextRenderer(horizontal_alignment="right" if numeric else "left")
            for numeric in (False, True)
        }
        self.renderers = {"time": self._aligned[False], "other": self._aligned[True]}

    def send_state(self, key: Any = None) -> None:
        names = {key} if isinstance(key, str) else set(key or ())
        if not names & {"heads", "count", "cells"}:
            super().send_state(key)
            return
        state = names - {"heads", "count", "cells"}
        if "heads" in names:
            state |= self._head()
        if "count" in names:
            self._trait_values["_row_count"] = self.count
            state.add("_row_count")
        if state:
            super().send_state(state)
        if "cells" in names:
            self._give(self.cells)

    def _head(self) -> set[str]:
        """Columns as the page has them: by keys of our own, so that names may be anything."""
        heads: tuple[Head, ...] = self.heads[0]
        keys = [f"c{number}" for number in range(len(heads))]
        # The page begins anew, at its first row, where what it is told differs from before.
        key = f"{KEY}-{self.heads[1]}"
        texts = [*(each.text for each in heads), key]
        schema = {
            "fields": [{"name": each, "type": "string"} for each in texts],
            "primaryKey": [texts[0], key],
            "primaryKeyUuid": key,
        }
        fields = [{each: None} for each in (*keys, "place")]
        self._fields = {"schema": schema, "fields": fields}
        # Columns without rows: the page counts those of the first.
        data = pd.DataFrame({each: [] for each in (*keys, "place")})
        pairs = list(zip(keys, heads, strict=True))
        self._trait_values |= {
            "_data": {"data": data, **self._fields},
            "column_widths": {key: head.width for key, head in pairs[1:]},
            "renderers": {key: self._aligned[head.numeric] for key, head in pairs},
            "base_row_header_size": heads[0].width if heads else 110,
        }
        return {"_data", "column_widths", "renderers", "base_row_header_size"}

    def _give(self, cells: Cells) -> None:
        for first, last in cells.stale:
            self._reply(first, last, [[] for _ in cells.columns])
        if cells.columns:
            self._reply(cells.first, cells.last, cells.columns)

    def _reply(self, first: int, last: int, columns: Collection[Collection[str]]) -> None:
        data = {f"c{number}": list(texts) for number, texts in enumerate(columns)}
        data["place"] = []
        self.send(
            {
                "event_type": "data-reply",
                "value": {"data": data, **self._fields},
                "r1": first,
                "r2": last,
                "c1": 0,
                "c2": len(columns) - 2,
            }
        )

    def _handle_msg(self, msg: dict[str, Any]) -> None:
        said = msg["content"]["data"]
        content = said.get("content")
        if said.get("method") == "custom" and isinstance(content, dict):
            if content.get("type") == "data-request":
                # Each page has a session of its own with the kernel.
                self._request(str(msg.get("header", {}).get("session")), content)
                return
            if content.get("type") == "unique-values-request":
                self._no_values(content.get("column"))
                return
        super()._handle_msg(msg)

    def _request(self, page: str, content: dict[str, Any]) -> None:
        first, last = content.get("r1"), content.get("r2")
        if type(first) is not int or type(last) is not int:
            return
        try:
            cells = self.asked(page, first, last)
        except LiveWidgetsError:  # the picture says it
            return
        if cells is not None:
            self._give(cells)

    def _no_values(self, column: Any) -> None:
        """Rows that come and go are not filtered: there is nothing to choose from."""
        value: dict[str, Any] = {"data": {str(column)[:200]: []}}
        self.send({"event_type": "unique-values-reply", "column": column, "value": value})

    @observe("_transforms")
    def _on_transforms_changed(self, change: Any) -> None:
        """Rows that come and go are not sorted or filtered."""
        if change["new"]:
            self.set_trait("_transforms", [])
