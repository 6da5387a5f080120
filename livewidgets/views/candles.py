"""CandlesView: a price over time, as candles."""

from __future__ import annotations

from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.candles import Candles
from livewidgets.data.news import Newsreader
from livewidgets.stream import Stream
from livewidgets.views.format import formatter
from livewidgets.views.numbers import require_numbers
from livewidgets.views.time_axis import SHOWING, time_traits, waiting
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Follows, Shown, Traits

Floats = NDArray[np.float64]

MOST_CANDLES = 300

VOLUME_PART = 4
"""The greatest volume is this part of the plot high."""


class CandlesView:
    """First, greatest, least and last price of each `every` seconds, and the volume below.

    Slots: `candles` (x: the middle of each; y of shape (candles, 4): open, high, low, close;
    visible), `volume` (x, y, visible) and `volume_scale` where there is one, `x_scale`,
    `x_axis`, `y_scale`, `y_axis`, `figure` (fig_margin), `message`. Two candles left of the
    plot come first: bqplot takes the width of a candle from the least distance of two.

    Args:
        stream: What to show.
        price: The column of the prices.
        window: Seconds.
        every: Seconds of a candle.
        volume: The column of the amounts; None: none are shown.
        axis: Of the prices.
        tz: The zone of the time axis; None is the machine's own.
    """

    period = None
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
        self.follows = Follows(stream)
        self.window = window
        self._price, self._volume = price, volume
        self._every = every
        self._axis = axis or ValueAxis()
        self._tz = tz
        self._columns = (price, *(() if volume in (None, price) else (str(volume),)))
        self._source: Stream | None = None
        self._reader = Newsreader(())
        self._candles = Candles(price, volume, every)
        self._show = formatter()

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return waiting(stream)
        require_numbers(schema, self._columns, "a candle")
        if self._source is not stream:
            self._source = stream
            self._reader = Newsreader(self._columns, grain=self._every)
            self._candles = Candles(self._price, self._volume, self._every)
        every, candles = self._every, self._candles
        last = float(np.floor(newest / every)) + 1
        first = last - np.ceil(self.window / every)
        start, end = float(first * every), float(last * every)
        candles.update(self._reader.read(stream.ring, start), start)
        if not len(candles.number):
            hidden: Traits = {"visible": False}
            return {**waiting(stream), "candles": hidden, "volume": hidden}
        axis = self._axis.render(candles.prices, stream.ring, (self._price,), schema, newest)
        said = ""
        if self._volume is not None:
            unit = schema.units.get(self._volume, "")
            most = self._show(float(candles.volume.max()))
            said = f"below: {self._volume}, up to {most} {unit}".rstrip()
        return {
            **SHOWING,
            **axis,
            "candles": self._drawn(first),
            **(self._volumes() if self._volume is not None else {}),
            "x_scale": {"min": start, "max": end},
            "x_axis": time_traits(start, end, self._tz, said),
        }

    def _drawn(self, first: float) -> Traits:
        candles = self._candles
        outside = np.array([first - 2.5, first - 1.5])
        x = np.concatenate((outside, candles.number + 0.5)) * self._every
        y = np.concatenate((candles.prices[:1], candles.prices[:1], candles.prices))
        return {"x": x, "y": y, "visible": True}

    def _volumes(self) -> Shown:
        candles = self._candles
        left, right = candles.number * self._every, (candles.number + 1) * self._every
        gap = 0.125 * self._every  # a candle is three quarters of its span wide
        x = np.stack([left + gap, left + gap, right - gap, right - gap], axis=1).ravel()
        none = np.zeros(len(left))
        y = np.stack([none, candles.volume, candles.volume, none], axis=1).ravel()
        most = float(candles.volume.max())
        return {
            "volume": {"x": x, "y": y, "visible": True},
            "volume_scale": {"min": 0.0, "max": VOLUME_PART * most if most > 0 else 1.0},
        }
