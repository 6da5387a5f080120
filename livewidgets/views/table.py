"""TableView: rows as a table, the newest ones or a page further back."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.stream import Stream
from livewidgets.views.format import count_text, formatter
from livewidgets.views.seen import Seen
from livewidgets.views.table_page import Page, TablePage
from livewidgets.views.text import one_line
from livewidgets.views.ticks import elapsed
from livewidgets.views.view import Follows, Shown

MOST_COLUMNS = 50
"""Columns that are shown where none are named; a page with more cannot be read."""

STYLE = """<style>
.livewidgets-table { overflow-x: auto; }
.livewidgets-table table { border-collapse: collapse; font-size: 13px; line-height: 1.7;
  color: var(--jp-ui-font-color1, currentColor); font-variant-numeric: tabular-nums; }
.livewidgets-table th, .livewidgets-table td { padding: 1px 10px; text-align: left;
  white-space: nowrap; border-bottom: 1px solid var(--jp-border-color2, #80808060); }
.livewidgets-table .number { text-align: right; }
.livewidgets-table thead th { font-weight: 600; font-size: 12px; }
.livewidgets-table .unit { font-weight: 400; }
.livewidgets-table tbody tr:last-child > * { border-bottom: none; }
</style>"""
"""Fixed markup; what comes from a stream is put into it escaped."""


class TableView:
    """Slots: `table` (value: HTML with what comes from the stream escaped), `follow`
    (description), `older` and `newer` (disabled), `said` (value: which rows these are).

    Args:
        stream: What to show.
        columns: Which columns; none: all, up to 50.
        page: Which rows.
        newest_first: Whether the newest row is on top.
        tz: The time zone of times; None is this machine's own.
    """

    curves = 0
    period = None
    pace = 0.25
    """Seconds: rows that change faster cannot be read."""

    def __init__(
        self,
        stream: Stream,
        columns: Sequence[str],
        page: TablePage,
        *,
        newest_first: bool = True,
        tz: tzinfo | None = None,
    ) -> None:
        self.follows = Follows(stream)
        self._columns = tuple(columns)
        self._page = page
        self._newest_first = newest_first
        self._tz = tz
        self._formats: dict[tuple[str, object], Callable[[Any], str]] = {}

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn at once."""
        return self._page.revision

    @property
    def paused(self) -> bool:
        """Whether it stays at its rows."""
        return not self._page.following

    def pause(self) -> None:
        """Stay at the rows that are shown."""
        stream = self.follows.stream
        self._page.pause(stream.ring)
        stream.touch()

    def resume(self) -> None:
        """Follow the newest rows again."""
        self._page.follow()
        self.follows.stream.touch()

    def clear(self) -> None:
        """Show only rows that come from now on; the stream keeps the others."""
        stream = self.follows.stream
        self._page.clear(stream.ring)
        stream.touch()

    def seen(self, ring: Ring) -> Seen:
        """The rows of the page."""
        if ring.schema is None:
            return Seen(())
        names = self._columns or tuple(ring.schema.names)[:MOST_COLUMNS]
        page = self._page.read(ring, names[:1])
        return Seen(names, first=page.start, stop=page.end)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, ring = stream.schema, stream.ring
        following = self._page.following
        follow = {"description": "Pause" if following else "Follow"}
        if schema is None or ring.newest is None or self._page.empty(ring):
            why = one_line(stream.status.sentence or "no rows yet")
            return {
                "table": {"value": self._markup(stream.name, "", "")},
                "follow": follow,
                "older": {"disabled": True},
                "newer": {"disabled": True},
                "said": {"value": why},
            }
        names = self._columns or tuple(schema.names)[:MOST_COLUMNS]
        for name in names:
            schema.require(name)
        page = self._page.read(ring, names)
        left_out = 0 if self._columns else len(schema.names) - len(names)
        return {
            "table": {
                "value": self._markup(
                    stream.name, self._head(schema, names), self._body(schema, names, page)
                )
            },
            "follow": follow,
            "older": {"disabled": page.start <= page.first},
            "newer": {"disabled": page.end >= page.total},
            "said": {
                "value": said_of_rows(
                    page.start, page.end, page.first, page.total, following, left_out
                )
            },
        }

    def _markup(self, name: str, head: str, body: str) -> str:
        label = html.escape(one_line(f"Rows of {name}"))
        inner = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        return (
            # What scrolls can be reached by keyboard.
            f'{STYLE}<div class="livewidgets-table" tabindex="0" role="region" '
            f'aria-label="{label}"><table aria-label="{label}">{inner}</table></div>'
        )

    def _head(self, schema: Schema, names: Sequence[str]) -> str:
        cells = ['<th scope="col">time</th>']
        for name in names:
            unit = schema.units.get(name, "").strip()
            more = f' <span class="unit">[{html.escape(one_line(unit))}]</span>' if unit else ""
            kind = ' class="number"' if schema.kinds[name].numeric else ""
            cells.append(f'<th scope="col"{kind}>{html.escape(one_line(name))}{more}</th>')
        return "".join(cells)

    def _body(self, schema: Schema, names: Sequence[str], page: Page) -> str:
        times = time_texts(page.rows.time.tolist(), self._tz)
        cells = [[f"<td>{html.escape(each)}</td>" for each in times]]
        for name in names:
            show = self._format(schema, name)
            kind = ' class="number"' if schema.kinds[name].numeric else ""
            values = page.rows[name].tolist()
            for each in values:  # so that all of them have as many decimals
                show(each)
            cells.append([f"<td{kind}>{html.escape(show(each))}</td>" for each in values])
        rows = [f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True)]
        return "".join(reversed(rows) if self._newest_first else rows)

    def _format(self, schema: Schema, name: str) -> Callable[[Any], str]:
        """One for each column and kind: it remembers how many decimals were needed."""
        key = (name, schema.kinds[name])
        if key not in self._formats:
            self._formats[key] = formatter()
        return self._formats[key]


def time_texts(times: Sequence[float], tz: tzinfo | None) -> list[str]:
    """Times as text: `12:34:56.250`, with the date where they are not all of one day; times
    from a sender's own zero as seconds, `12.250`."""
    if not times or any(elapsed(each) for each in times):
        return [f"{each:.3f}" for each in times]
    try:
        moments = [datetime.fromtimestamp(round(each, 3), tz) for each in times]
    except (ValueError, OverflowError, OSError):  # beyond the calendar
        return [f"{each:.3f}" for each in times]
    date = "%Y-%m-%d " if len({moment.date() for moment in moments}) > 1 else ""
    return [f"{each:{date}%H:%M:%S}.{each.microsecond // 1000:03}" for each in moments]


def said_of_rows(
    start: int, end: int, first: int, total: int, following: bool, left_out: int
) -> str:
    """Which rows are shown, as a sentence.

    Args:
        start: The sequence number of the first of them.
        end: That after the last.
        first: That of the oldest row that can be shown.
        total: How many rows there ever were.
        following: Whether they are the newest, as they come.
        left_out: How many columns are not shown.
    """
    parts = [
        "following" if following else "paused",
        f"rows {count_text(start + 1)} to {count_text(end)}, {count_text(total - first)} are kept",
        "" if following else f"{count_text(total - end)} newer",
        f"{count_text(left_out)} columns not shown" if left_out else "",
    ]
    return " · ".join(part for part in parts if part)
