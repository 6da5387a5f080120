"""NumberView: the newest number of a column, its trend, and a small line of how it came there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from livewidgets.data.reduce import Reducer, bucket_width
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.views.autoscale import Autoscale
from livewidgets.views.cleared import Cleared
from livewidgets.views.curves import curve_traits
from livewidgets.views.format import age_text, formatter
from livewidgets.views.seen import Seen, numbers_of
from livewidgets.views.text import MISSING, one_line
from livewidgets.views.view import Follows, Shown, Traits

SPARK_COLUMNS = 120
"""Pixel columns of the small line: what it has at most, however wide the page is."""

LOOK_BACK = 64
"""Rows that are looked at for a number, where the one that is compared with is none."""

UP, DOWN, SAME = "▲", "▼", "●"


class NumberView:
    """Slots: `name`, `value`, `trend` (value: text), and with a small line `spark` (as a curve),
    `x_scale` and `y_scale` (min, max), `figure` (words).

    Args:
        stream: What to show.
        column: Which column; None takes the first that holds numbers.
        compare: The number is compared with that of so many seconds before; the small line
            shows as many.
        format: A template, a spec, or a function of the value; None chooses one.
        unit: Put behind the number; None takes the column's own.
        title: Above it; None is the column's name.
        sparkline: Whether there is a small line.
    """

    period = None
    pace = 0.1
    """Seconds: numbers that change faster cannot be read."""

    def __init__(
        self,
        stream: Stream,
        column: str | None,
        *,
        compare: float,
        format: str | Callable[[Any], str] | None = None,
        unit: str | None = None,
        title: str | None = None,
        sparkline: bool = True,
    ) -> None:
        self.follows = Follows(stream)
        self._cleared = Cleared()
        self.curves = int(sparkline)
        self._column = column
        self._compare = compare
        self._text = NumberText(format, unit)
        self._change = NumberText(format, unit)
        self._title = title
        self._sparkline = sparkline
        self._reducer: Reducer | None = None
        self._limits = Autoscale()

    def clear(self) -> None:
        """Show nothing until another row comes; the stream keeps its rows."""
        stream = self.follows.stream
        self._cleared.clear(stream.ring)
        stream.touch()

    def seen(self, ring: Ring) -> Seen:
        """The newest row, or those of the small line."""
        names = numbers_of(ring.schema, () if self._column is None else (self._column,), 1)
        first = self._cleared.rows(ring)
        if not self._sparkline:
            return Seen(names, first=first, last=1)
        return Seen(names, self._cleared.start(ring), first=first, back=self._compare)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self._cleared.hides(stream.ring):
            nothing = one_line(stream.status.sentence or "no rows yet")
            return {
                "name": {"value": self._title or self._column or ""},
                "value": {"value": MISSING},
                "trend": {"value": nothing},
                **({"spark": {"visible": False}} if self._sparkline else {}),
            }
        name = number_column(schema, self._column, "a number")
        number = float(stream.ring.last(1, [name])[name][0])
        unit = schema.units.get(name, "")
        return {
            "name": {"value": one_line(name if self._title is None else self._title)},
            "value": {"value": self._text(number, unit)},
            "trend": {"value": self._trend(stream.ring, name, number, newest, unit)},
            **(self._spark(stream.ring, name, newest, columns) if self._sparkline else {}),
        }

    def _trend(self, ring: Ring, name: str, number: float, newest: float, unit: str) -> str:
        then, least = newest - self._compare, self._cleared.start(ring)
        before = _number_at(ring, name, then) if then >= least else None
        span = age_text(self._compare)
        if before is None:  # the ring does not go back as far
            if ring.rows < 2:
                return f"no rows of {span} ago"
            oldest = ring.oldest
            start = max(least, newest if oldest is None else oldest)
            before, span = _number_at(ring, name, start), age_text(newest - start)
        if before is None or not math.isfinite(number):
            return f"{MISSING} in {span}"
        change = number - before
        sign, glyph = ("+", UP) if change > 0 else ("−", DOWN) if change < 0 else ("", SAME)
        return f"{glyph} {sign}{self._change(abs(change), unit)} in {span}"

    def _spark(self, ring: Ring, name: str, newest: float, columns: int) -> dict[str, Traits]:
        width = bucket_width(self._compare, min(columns, SPARK_COLUMNS))
        if self._reducer is None or self._reducer.width != width or self._reducer.names != (name,):
            self._reducer = Reducer((name,), width)
        end = (math.floor(newest / width) + 1) * width
        start = end - self._compare
        x, y = self._reducer.update(ring, start)
        kept = (x >= self._cleared.start(ring)).all(axis=0)
        x, y = x[:, kept], y[:, kept]
        seen = y[np.isfinite(y)]
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (None, None)
        bottom, top = self._limits.update(low, high, newest)
        traits = curve_traits(x, y, [name])
        del traits["labels"], traits["display_legend"]
        return {
            "spark": traits,
            "figure": {"words": f"{one_line(name)} in the last {age_text(self._compare)}"},
            "x_scale": {"min": start, "max": end},
            "y_scale": {"min": bottom, "max": top},
        }


class NumberText:
    """Makes text of numbers of a column, whose unit may become known later.

    Args:
        format: A template, a spec, or a function of the value; None chooses one.
        unit: Put behind the number; None takes the one that is given with each.

    Raises:
        ArgumentError: The format cannot be used.
    """

    def __init__(self, format: str | Callable[[Any], str] | None, unit: str | None) -> None:
        self._format = format
        self._unit = unit
        self._show = formatter(format, unit or "")
        self._shown = unit or ""

    def __call__(self, number: float, known_unit: str) -> str:
        """The number with its unit; the column's own only where no format says it."""
        if self._unit is None and self._format is None and known_unit != self._shown:
            self._shown, self._show = known_unit, formatter(None, known_unit)
        return self._show(number)


def number_column(schema: Schema, wanted: str | None, what: str) -> str:
    """The column that is meant: the one that is wanted, else the first that holds numbers.

    Args:
        schema: The columns that there are.
        wanted: The name that was given.
        what: What shows it, for the message.

    Raises:
        SchemaError: There is no such column, or it holds text.
    """
    if wanted is None:
        if not schema.numeric:
            texts = ", ".join(repr(name) for name in schema.names)
            raise SchemaError(
                f"no column holds numbers ({texts} hold text), and {what} shows one; "
                "look at the delimiter, or name the columns' kinds"
            )
        return schema.numeric[0]
    if not schema.require(wanted).numeric:
        raise SchemaError(
            f"column {wanted!r} holds text, which {what} cannot show; name a column of numbers"
        )
    return wanted


def _number_at(ring: Ring, name: str, time: float) -> float | None:
    """The last number at a time or shortly before it; None where there is no row so old."""
    rows = ring.pieces(time=time, until=time, names=(name,), beside=LOOK_BACK).rows
    past = rows[name][rows.time <= time].astype(np.float64) if len(rows) else np.empty(0)
    if not len(past):
        return None
    numbers = past[np.isfinite(past)]
    return float(numbers[-1]) if len(numbers) else None
