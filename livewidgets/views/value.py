"""ValueView: the newest value of one column, as text or as it is."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from livewidgets.data.ring import Ring
from livewidgets.stream import Stream
from livewidgets.views.cleared import Cleared
from livewidgets.views.format import formatter
from livewidgets.views.seen import Seen
from livewidgets.views.view import Follows, Shown

NOTHING_YET = "–"


class ValueView:
    """The newest value of a column. Slot: `value` (one trait, named by `trait`).

    Args:
        stream: What to show.
        column: Which column; None takes the first one.
        format: A template such as "{:.1f} °C", a bare spec such as ".1f", or a function;
            None chooses one. Given `raw`, it must be None.
        unit: Put behind the number; None takes the column's own.
        trait: The trait that shows it.
        raw: Hand over the value itself, for widgets whose value is not text.
        markup: Whether the trait shows markup: text of the stream is then escaped.
    """

    curves = 0
    period = None

    def __init__(
        self,
        stream: Stream,
        column: str | None = None,
        *,
        format: str | Callable[[Any], str] | None = None,
        unit: str | None = None,
        trait: str = "value",
        raw: bool = False,
        markup: bool = False,
    ) -> None:
        self.follows = Follows(stream)
        self._cleared = Cleared()
        self._column = column
        self._format = format
        self._unit = unit
        self._trait = trait
        self._raw = raw
        self._markup = markup
        self._show: tuple[str, Callable[[Any], str]] | None = None
        formatter(format)  # a template that cannot be used is refused here, not later

    def clear(self) -> None:
        """Show nothing until another row comes; the stream keeps its rows."""
        stream = self.follows.stream
        self._cleared.clear(stream.ring)
        stream.touch()

    def seen(self, ring: Ring) -> Seen:
        """The newest row."""
        schema = ring.schema
        first = () if schema is None else schema.names[:1]
        names = tuple(first) if self._column is None else (self._column,)
        return Seen(names, first=self._cleared.rows(ring), last=1)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema = stream.schema
        newest = stream.ring.last(1)
        if schema is None or not len(newest) or self._cleared.hides(stream.ring):
            return {} if self._raw else {"value": {self._trait: NOTHING_YET}}
        name = schema.names[0] if self._column is None else self._column
        if name != "time":
            schema.require(name)
        value = newest.row(0)[name]
        if self._markup and isinstance(value, str):
            value = html.escape(value)
        if self._raw:
            return {"value": {self._trait: value}}
        return {"value": {self._trait: self._text(schema.units.get(name, ""))(value)}}

    def _text(self, known_unit: str) -> Callable[[Any], str]:
        unit = known_unit if self._unit is None else self._unit
        if isinstance(self._format, str) or callable(self._format):
            unit = self._unit or ""
        if self._show is None or self._show[0] != unit:
            self._show = (unit, formatter(self._format, unit))
        return self._show[1]
