"""BarsView: the newest value of each category, or of each column, as bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.latest import MOST_KNOWN, LatestValues
from livewidgets.data.news import Newsreader
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.data.showable import showable
from livewidgets.stream import Stream
from livewidgets.views.axis import axis_traits
from livewidgets.views.format import count_text, formatter
from livewidgets.views.numbers import numeric_names, require_numbers
from livewidgets.views.seen import Seen, numbers_of
from livewidgets.views.steered import ALL, Steered
from livewidgets.views.text import plain
from livewidgets.views.ticks import Ticks
from livewidgets.views.time_axis import SHOWING
from livewidgets.views.value_axis import MARGIN, ValueAxis
from livewidgets.views.view import Shown, Traits
from livewidgets.views.words import MOST_NAMED, sentence

MOST_BARS = 30

BAR, LEAST_HEIGHT = 22, 200
"""Pixels: a bar with its text, and a figure with few of them."""

LONGEST_NAME, LONGEST_NUMBER = 24, 16
"""Characters that are shown beside a bar."""

CHARACTER, GAP = 7, 16
"""Pixels of a character, and beside it."""

NARROWEST = 64

THICK = 0.74
"""Of a bar, as a part of the distance of two."""

Floats = NDArray[np.float64]

Row = tuple[str, float, str]
"""What a bar is called, its value, and that as text."""


class BarsView(Steered):
    """A bar for each of at most 30 categories, with its name at the left and its value at the
    right. Those beyond are counted.

    Slots: `bars` (x, y, visible), `x_scale` and `x_axis` of the values, `y_scale` and `y_axis`
    of the names, `value_axis` (tick_values, tick_labels), `figure` (fig_margin, controls,
    words), `layout`
    (height), `message`. The bars lie at 0, -1, -2, ...: their outlines, with NaN between.

    Args:
        stream: What to show.
        columns: The values: with `by` one column, else any number; none is all numbers.
        by: The column that names the category; None shows columns.
        order: "seen", the first one uppermost, or "name".
        axis: Of the values.
        format: Of the numbers, as `formatter` takes it.
        grows: Whether the figure becomes higher with the number of bars.
    """

    curves = 0

    def __init__(
        self,
        stream: Stream,
        columns: Sequence[str] = (),
        *,
        by: str | None = None,
        order: str = "seen",
        axis: ValueAxis | None = None,
        format: str | Callable[[Any], str] | None = None,
        grows: bool = True,
    ) -> None:
        super().__init__(stream, ALL, moves=False)
        self._columns = tuple(columns)
        self._by = by
        self._order = order
        self._axis = axis or ValueAxis()
        self._format = format
        self._grows = grows
        self._texts: dict[Any, Callable[[Any], str]] = {}
        self._reader: Newsreader | None = None
        self._latest = LatestValues()
        self._chosen: tuple[Any, ...] = ()  # the categories that have a bar
        formatter(format)  # a template that cannot be used is refused here, not later

    @property
    def shown_columns(self) -> tuple[str, ...]:
        if self._by is not None:
            return (*self._columns, self._by)
        return numbers_of(self.follows.stream.schema, self._columns)[:MOST_BARS]

    def seen(self, ring: Ring) -> Seen:
        """The newest row, or that of each category that has a bar."""
        seen = super().seen(ring)
        if self._by is None:
            return replace(seen, last=1)
        return replace(seen, by=self._by, newest=dict.fromkeys(self._chosen, math.inf))

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            return self.idle(stream)
        require_numbers(schema, self._columns, "a bar")
        ring = stream.ring
        if not self.moved(ring):
            return self.still(stream)
        if self._cleared.hides(ring):
            return {**self.without(stream, self.emptied(ring)), "bars": {"visible": False}}
        if self._by is None:
            names = self._columns or numeric_names(schema, "a bar chart")
            rows, more = self._of_columns(stream, schema, names), max(0, len(names) - MOST_BARS)
        else:
            names = self._columns
            rows, more = self._of_categories(stream, schema, self._by)
        beyond = more and self._latest.beyond
        numbers = np.array([value for _, value, _ in rows])
        drawn = np.concatenate((numbers, [0.0]))
        known = names if len(names) == 1 else ()
        axis = self._axis.render(drawn, stream.ring, names, schema, newest)
        said = ""
        if more:
            at_least = "more than " if beyond else ""
            said = f"{at_least}{count_text(more)} more not shown"
        label = " · ".join(
            each for each in (axis["y_axis"]["label"] if known else "", said) if each
        )
        bars = self._bars(rows)
        shown = self.said(newest, lambda: _words(rows, label))
        return {
            **SHOWING,
            **bars,
            "figure": {**bars["figure"], **self.steering(ring), **shown},
            "x_scale": axis["y_scale"],
            "x_axis": {
                "tick_values": axis["y_axis"]["tick_values"],
                "tick_labels": axis["y_axis"]["tick_labels"],
                "label": label,
            },
        }

    def _bars(self, rows: Sequence[Row]) -> Shown:
        count = len(rows)
        places = tuple(float(-nth) if nth else 0.0 for nth in range(count))
        names = tuple(_cut(name, LONGEST_NAME) for name, _, _ in rows)
        texts = tuple(_cut(text, LONGEST_NUMBER) for _, _, text in rows)
        margin = {
            **MARGIN,
            "left": max(NARROWEST, _room(names)),
            "right": max(NARROWEST, _room(texts)),
        }
        height = max(LEAST_HEIGHT, MARGIN["top"] + MARGIN["bottom"] + BAR * count)
        shown: dict[str, dict[str, Any]] = {
            "bars": _outlines(np.array([value for _, value, _ in rows])),
            "y_scale": {"min": 0.5 - max(1, count), "max": 0.5},
            "y_axis": axis_traits(Ticks(places, names)),
            "value_axis": axis_traits(Ticks(places, texts)),
            "figure": {"fig_margin": margin},
        }
        if self._grows:
            shown["layout"] = {"height": f"{height}px"}
        return shown

    def _of_columns(self, stream: Stream, schema: Schema, names: Sequence[str]) -> list[Row]:
        row = stream.ring.last(1, [name for name in names if name != "time"])
        shown = []
        for name in names[:MOST_BARS]:
            value = float(showable(row[name])[-1])
            shown.append((plain(name), value, self._text(name, schema.units.get(name, ""), value)))
        return shown

    def _of_categories(self, stream: Stream, schema: Schema, by: str) -> tuple[list[Row], int]:
        schema.require(by)
        (column,) = self._columns
        if self.fresh(stream) or self._reader is None:
            self._latest = LatestValues()
            self._reader = Newsreader((column, by))
        rows = self.news(self._reader, stream.ring, -math.inf).rows
        if len(rows):
            self._latest.add(rows[by], showable(rows[column]))
        values, unit = self._latest.values, schema.units.get(column, "")
        if self._order == "name":
            chosen = sorted(values, key=plain)[:MOST_BARS]
        else:
            chosen = list(values)[:MOST_BARS]
        self._chosen = tuple(chosen)
        return [
            (plain(each), values[each], self._text(each, unit, values[each])) for each in chosen
        ], len(values) - len(chosen)

    def _text(self, key: Any, unit: str, value: float) -> str:
        show = self._texts.get(key)
        if show is None:
            if len(self._texts) > MOST_KNOWN:
                self._texts.clear()
            unit = unit if self._format is None else ""
            show = self._texts[key] = formatter(self._format, unit)
        return show(value)


def _outlines(values: Floats) -> Traits:
    """Bars from zero to each value, as closed outlines with a gap after each."""
    count = len(values)
    ends = np.nan_to_num(values, nan=0.0)
    zero, gap = np.zeros(count), np.full(count, np.nan)
    upper = THICK / 2 - np.arange(count)
    lower = upper - THICK
    x = np.stack([zero, ends, ends, zero, zero, gap], axis=1).ravel()[:-1]
    y = np.stack([upper, upper, lower, lower, upper, gap], axis=1).ravel()[:-1]
    return {"x": x, "y": y, "visible": True}


def _words(rows: Sequence[Row], label: str) -> str:
    """The values of the first few bars."""
    values = [f"{name} {text}" for name, _, text in rows[:MOST_NAMED]]
    more = f"and {len(rows) - len(values)} more" if len(rows) > len(values) else ""
    return sentence((f"bars of {label}" if label else "bars", ", ".join(values), more))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _room(texts: Sequence[str]) -> int:
    return GAP + CHARACTER * max((len(text) for text in texts), default=0)
