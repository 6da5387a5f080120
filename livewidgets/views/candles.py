"""CandlesView: a price over time, as candles."""

from __future__ import annotations

import math
from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.bins import ladder_step
from livewidgets.data.candles import Candles
from livewidgets.data.news import Newsreader
from livewidgets.data.schema import Kind, Schema
from livewidgets.stream import Stream
from livewidgets.views.control_bar import window_text
from livewidgets.views.format import count_text, formatter
from livewidgets.views.numbers import require_numbers
from livewidgets.views.steered import Steered
from livewidgets.views.text import one_line
from livewidgets.views.time_axis import SHOWING, time_traits
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Shown, Traits
from livewidgets.views.words import sentence, valued

Floats = NDArray[np.float64]

MOST_CANDLES = 300

VOLUME_PART = 4
"""The greatest volume is this part of the plot high."""


class CandlesView(Steered):
    """First, greatest, least and last price of each `every` seconds, and the volume below.
    Where a span is seen that has more than 300 of them, candles are wider.

    Slots: `candles` (x: the middle of each; y of shape (candles, 4): open, high, low, close;
    visible), `volume` (x, y, visible) and `volume_scale` where there is one, `x_scale`,
    `x_axis`, `y_scale`, `y_axis`, `figure` (fig_margin, controls, words), `message`. Two
    candles left of the plot come first: bqplot takes the width of a candle from the least
    distance of two.

    Args:
        stream: What to show.
        price: The column of the prices.
        window: Seconds.
        every: Seconds of a candle.
        volume: The column of the amounts; None: none are shown.
        axis: Of the prices.
        tz: The zone of the time axis; None is the machine's own.
    """

    curves = 1

    def __init__(
        self,
        stream: Stream,
        price: str,
        *,
        window: float,
        every: float,
        volume: str | None = None,
        axis: ValueAxis | None = None,
        tz: tzinfo | None = None,
    ) -> None:
        super().__init__(stream, window, tz=tz)
        self._price, self._volume = price, volume
        self._every = every
        self._axis = axis or ValueAxis()
        self._columns = (price, *(() if volume in (None, price) else (str(volume),)))
        self._reader = Newsreader(())
        self._live = self._candles = Candles(price, volume, every)
        self._show = formatter()

    @property
    def shown_columns(self) -> tuple[str, ...]:
        return self._columns

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            return self.idle(stream)
        require_numbers(schema, self._columns, "a candle")
        ring = stream.ring
        if not self.moved(ring):
            return self.still(stream, self._candles.width)
        every = self._width()
        start, end = self.ends(newest, every)
        if self.viewport.span is None:  # no candle is cut
            start = end - float(np.ceil(self.viewport.window / every)) * every
        first = float(np.floor(start / every))
        self._candles = candles = self._read(stream, every, first * every, end)
        scale = {"x_scale": {"min": start, "max": end}}
        if not len(candles.number):
            hidden: Traits = {"visible": False}
            return {
                **self.without(stream, self.emptied(ring), every),
                **scale,
                "x_axis": time_traits(start, end, self.tz),
                "candles": hidden,
                "volume": hidden,
            }
        zoomed = self.viewport.span is not None
        axis = dict(self._axis.render(candles.prices, ring, (self._price,), schema, newest, zoomed))
        said = ["" if every == self._every else f"candles of {window_text(every)}"]
        if self._volume is not None:
            unit = schema.units.get(self._volume, "")
            highest = float(candles.volume.max())
            whole = schema.kinds[self._volume] is Kind.INTEGER and math.isfinite(highest)
            most = count_text(int(highest)) if whole else self._show(highest)
            said.append(f"below: {self._volume}, up to {most} {unit}".rstrip())
        words = self.said(newest, lambda: self._words(schema, candles))
        return {
            **SHOWING,
            **axis,
            "figure": {**axis["figure"], **self.steering(ring, every), **words},
            "candles": self._marks(first),
            **(self._volumes() if self._volume is not None else {}),
            **scale,
            "x_axis": time_traits(start, end, self.tz, " · ".join(each for each in said if each)),
        }

    def _width(self) -> float:
        """Seconds of a candle: as was asked for, or so many times that as it takes."""
        span = self.viewport.span
        seen = self.viewport.window if span is None else span[1] - span[0]
        least = seen / (MOST_CANDLES * self._every)
        return self._every * (1.0 if least <= 1.0 else float(np.round(ladder_step(least))))

    def _read(self, stream: Stream, every: float, start: float, end: float) -> Candles:
        if not self.viewport.following:
            past = Candles(self._price, self._volume, every)
            past.update(self.past(stream.ring, self._columns, start, end), start)
            return past
        if self.fresh(stream, every):
            self._reader = Newsreader(self._columns, grain=every)
            self._live = Candles(self._price, self._volume, every)
        self._live.update(self.news(self._reader, stream.ring, start), start)
        return self._live

    def _words(self, schema: Schema, candles: Candles) -> str:
        opened, high, low, close = candles.prices[-1].tolist()
        how = "rose" if close > opened else "fell" if close < opened else "stayed"
        return sentence(
            (
                f"candles of {one_line(self._price)}, {window_text(candles.width)} each",
                f"in the last one it {how} to {valued(self._price, close, schema)}, "
                f"between {self._show(low)} and {self._show(high)}",
            )
        )

    def _marks(self, first: float) -> Traits:
        candles = self._candles
        outside = np.array([first - 2.5, first - 1.5])
        x = np.concatenate((outside, candles.number + 0.5)) * candles.width
        y = np.concatenate((candles.prices[:1], candles.prices[:1], candles.prices))
        return {"x": x, "y": y, "visible": True}

    def _volumes(self) -> Shown:
        candles = self._candles
        left, right = candles.number * candles.width, (candles.number + 1) * candles.width
        gap = 0.125 * candles.width  # a candle is three quarters of its span wide
        x = np.stack([left + gap, left + gap, right - gap, right - gap], axis=1).ravel()
        none = np.zeros(len(left))
        y = np.stack([none, candles.volume, candles.volume, none], axis=1).ravel()
        most = float(candles.volume.max())
        return {
            "volume": {"x": x, "y": y, "visible": True},
            "volume_scale": {"min": 0.0, "max": VOLUME_PART * most if most > 0 else 1.0},
        }
