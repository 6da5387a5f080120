"""GridView: the rows that a stream keeps as a grid that pages scroll through, as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.stream import Stream
from livewidgets.views.format import count_text, formatter
from livewidgets.views.grid_place import GridPlace, Place
from livewidgets.views.seen import Seen
from livewidgets.views.table import MOST_COLUMNS, said_of_rows, time_texts
from livewidgets.views.table_page import rows_between
from livewidgets.views.text import one_line
from livewidgets.views.view import Follows, Shown, Traits

MOST_ASKED = 500
"""Rows that a page is given at once; it sees fewer."""

AHEAD = 24
"""Rows behind those that are seen, which pages have before they scroll to them."""

AGAIN = 3
"""How often the newest rows are sent again after pages were made to begin anew: what comes while
a page does so goes to its old rows."""

GONE = "no longer kept"

CHARACTER, PADDING, ICON = 7.4, 18, 18
"""Pixels: of a digit, beside a text, and of the icon that the grid draws in its head."""

NARROWEST, NARROWEST_TEXT, WIDEST = 64, 96, 320

BESIDE = 28
"""Pixels of a scroll bar and of what is around the grid."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head.

    Attributes:
        text: What it says.
        numeric: Whether numbers are below it.
        width: Pixels.
    """

    text: str
    numeric: bool
    width: int


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands at some places of a grid.

    Attributes:
        first: The first place.
        last: The last place.
        columns: The texts of each column, that of the times first; fewer than places where there
            are no more rows.
        stale: Other places, of which nothing is known any more.
        again: What tells cells apart that are to be sent again.
    """

    first: int
    last: int
    columns: tuple[tuple[str, ...], ...]
    stale: tuple[tuple[int, int], ...] = ()
    again: int = 0


class GridView:
    """Slots: `grid` (heads: of each column, that of the times first, and the turn; count: how
    many rows there are; cells: the newest), `room` (max_width), `follow` (description), `said`
    (value: which rows these are).

    Args:
        stream: What to show.
        columns: Which columns; none: all, up to 50.
        rows: How many rows a page is taken to show before it has told.
        tz: The time zone of times; None is this machine's own.
    """

    curves = 0
    pace = 0.5
    """Seconds. The grid paints each cell by itself, through a canvas as large as it is."""

    def __init__(
        self, stream: Stream, columns: Sequence[str], rows: int, *, tz: tzinfo | None = None
    ) -> None:
        self.follows = Follows(stream)
        self._columns = tuple(columns)
        self._rows = rows
        self._tz = tz
        self._place = GridPlace()
        self._formats: dict[tuple[str, object], Callable[[Any], str]] = {}
        self._heads: tuple[tuple[Head, ...], int] = ((), 0)
        self._made_of: object = None
        self._again = 0

    @property
    def period(self) -> float | None:
        """Seconds after which it is drawn though no rows come; None: not."""
        return self.pace if self._again else None

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn at once."""
        return self._place.revision

    @property
    def paused(self) -> bool:
        """Whether it stays at its rows."""
        return not self._place.following

    def pause(self) -> None:
        """Stay at the rows that are shown; pages can still scroll."""
        self._place.pause()
        self.follows.stream.touch()

    def resume(self) -> None:
        """Go back to the newest rows, and follow them."""
        self._place.follow()
        self.follows.stream.touch()

    def clear(self) -> None:
        """Show only rows that come from now on; the stream keeps the others."""
        stream = self.follows.stream
        self._place.clear(stream.ring)
        stream.touch()

    def seen(self, ring: Ring) -> Seen:
        """The rows that a page has told last that it shows."""
        if ring.schema is None:
            return Seen(())
        place = self._place.now(ring)
        first, stop = self._between(place)
        return Seen(self._names(ring.schema), first=first, stop=stop)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, ring = stream.schema, stream.ring
        place = self._place.move(ring)
        follow = {"description": "Pause" if place.following else "Follow"}
        if schema is None or ring.newest is None or place.count == 0:
            why = one_line(stream.status.sentence or "no rows yet")
            if self.paused and place.total:
                why = f"paused · {count_text(place.total - place.end)} newer"
            self._heads = (self._heads[0], place.turn)
            empty: Traits = {"heads": self._heads} if self._heads[0] else {}
            return {"grid": {"count": 0, **empty}, "follow": follow, "said": {"value": why}}
        names = self._names(schema)
        for name in names:
            schema.require(name)
        grid: Traits = {"count": place.count}
        shown: dict[str, Traits] = {}
        last = max(self._rows, (place.seen or (0, 0))[1]) + AHEAD
        made_of = (names, tuple(schema.units.items()), tuple(schema.kinds.items()))
        if place.following or made_of != self._made_of:
            cells = self._cells(ring, place, 0, min(last, MOST_ASKED) - 1)
            if (made_of, place.turn) != (self._made_of, self._heads[1]):
                heads = self._heads[0]
                if made_of != self._made_of:
                    heads = self._make_heads(schema, names, cells)
                self._made_of, self._heads, self._again = made_of, (heads, place.turn), AGAIN
            elif self._again:
                self._again -= 1
            grid["cells"] = Cells(cells.first, cells.last, cells.columns, place.stale, self._again)
            shown["room"] = {
                "max_width": f"{sum(each.width for each in self._heads[0]) + BESIDE}px"
            }
        grid["heads"] = self._heads
        left_out = 0 if self._columns else len(schema.names) - len(names)
        first, end = self._between(place)
        said = said_of_rows(first, end, place.first, place.total, place.following, left_out)
        return {**shown, "grid": grid, "follow": follow, "said": {"value": said}}

    def asked(self, page: str, first: int, last: int) -> Cells | None:
        """What a page is to be given that shows these places now; None: nothing.

        Raises:
            SchemaError: The stream has no such column.
        """
        stream = self.follows.stream
        ring, before = stream.ring, self._place.revision
        if not 0 <= first <= last:
            return None
        place = self._place.ask(page, first, min(last, first + MOST_ASKED - 1), ring)
        if self._place.revision != before:
            stream.touch()
        if place is None or first >= place.count or not self._heads[0]:
            return None
        # What lies on both sides is there when it is scrolled to.
        first = max(0, first - AHEAD)
        cells = self._cells(ring, place, first, min(last + AHEAD, first + MOST_ASKED - 1))
        self._place.gave(cells.first, cells.last)
        return cells

    def _names(self, schema: Schema) -> tuple[str, ...]:
        return self._columns or tuple(schema.names)[:MOST_COLUMNS]

    def _between(self, place: Place) -> tuple[int, int]:
        """The sequence numbers of the rows that are seen: the first, and that after the last."""
        top, bottom = place.seen or (0, self._rows - 1)
        if place.following:
            top, bottom = 0, bottom - top
        return max(place.first, place.end - bottom - 1), max(place.first, place.end - top)

    def _cells(self, ring: Ring, place: Place, first: int, last: int) -> Cells:
        schema = ring.schema
        last = min(last, place.count - 1)
        if schema is None or last < first:
            return Cells(first, last, ())
        names = self._names(schema)
        rows, _ = rows_between(ring, place.end - last - 1, place.end - first, names)
        newest = ring.newest
        times = time_texts([*rows.time.tolist(), *([] if newest is None else [newest])], self._tz)
        columns = [times[: len(rows.time)]]
        for name in names:
            show, values = self._format(schema, name), rows[name].tolist()
            for each in values:  # so that all of them have as many decimals
                show(each)
            columns.append([show(each) for each in values])
        gone = last + 1 - first - len(rows.time)  # rows that have left the ring meanwhile
        for number, texts in enumerate(columns):
            texts.reverse()
            texts.extend([GONE if number == 0 else ""] * gone)
        return Cells(first, last, tuple(map(tuple, columns)))

    def _make_heads(self, schema: Schema, names: Sequence[str], cells: Cells) -> tuple[Head, ...]:
        heads, used = [], set()
        for number, name in enumerate(("time", *names)):
            unit = schema.units.get(name, "").strip() if number else ""
            text = one_line(f"{name} [{unit}]" if unit else name)
            while text in used:
                text += " "
            used.add(text)
            longest = max(map(len, cells.columns[number]), default=0)
            width = max(len(text) * CHARACTER + ICON, longest * CHARACTER) + PADDING
            numeric = bool(number) and schema.kinds[name].numeric
            least = NARROWEST if numeric else NARROWEST_TEXT  # texts differ more in length
            heads.append(Head(text, numeric, round(min(WIDEST, max(least, width)))))
        return tuple(heads)

    def _format(self, schema: Schema, name: str) -> Callable[[Any], str]:
        """One for each column and kind: it remembers how many decimals were needed."""
        return self._formats.setdefault((name, schema.kinds[name]), formatter())
