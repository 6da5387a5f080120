"""Candles: first, greatest, least and last price of each span of time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.news import News
from livewidgets.data.showable import showable

Floats = NDArray[np.float64]


class Candles:
    """Ticks as candles, which begin at multiples of their width.

    Each tick is read once; where one comes late, its candle and those after it are made anew.

    Attributes:
        number: Which candles there are: their start in widths, shape (candles,), ascending.
        prices: Open, high, low, close; shape (candles, 4).
        volume: The sum of each, shape (candles,).

    Args:
        price: The column of the prices; what is no number is left out.
        volume: The column of the amounts; None: there is none.
        width: Of a candle, in seconds.
    """

    def __init__(self, price: str, volume: str | None, width: float) -> None:
        self._price = price
        self._volume = volume
        self.width = width
        self.number: Floats = np.empty(0)
        self.prices: Floats = np.empty((0, 4))
        self.volume: Floats = np.empty(0)

    def update(self, news: News, start: float) -> None:
        """Take over what is new, and let go of candles that begin before a time.

        Args:
            news: Of the ring, with the candles' width as its grain.
            start: Seconds, a multiple of the width.
        """
        first = int(np.searchsorted(self.number, np.round(start / self.width)))
        stop = int(np.searchsorted(self.number, np.round(news.void / self.width)))
        self._take(slice(first, max(first, stop)))
        rows = news.rows
        if len(rows):
            price = showable(rows[self._price])
            amount = np.zeros(len(rows)) if self._volume is None else showable(rows[self._volume])
            good = np.isfinite(price)
            if good.any():
                self._add(rows.time[good], price[good], np.nan_to_num(amount[good], nan=0.0))

    def _add(self, time: Floats, price: Floats, amount: Floats) -> None:
        number = np.floor(time / self.width)
        starts = np.concatenate(([0], np.flatnonzero(np.diff(number)) + 1))
        ends = np.append(starts[1:], len(number)) - 1
        prices = np.stack(
            [
                price[starts],
                np.maximum.reduceat(price, starts),
                np.minimum.reduceat(price, starts),
                price[ends],
            ],
            axis=1,
        )
        volume = np.add.reduceat(amount, starts)
        number = number[starts]
        if len(self.number) and number[0] == self.number[-1]:  # which goes on
            before = self.prices[-1]
            prices[0, 0] = before[0]
            prices[0, 1] = max(prices[0, 1], before[1])
            prices[0, 2] = min(prices[0, 2], before[2])
            volume[0] += self.volume[-1]
            self._take(slice(0, -1))
        self.number = np.concatenate((self.number, number))
        self.prices = np.concatenate((self.prices, prices))
        self.volume = np.concatenate((self.volume, volume))

    def _take(self, part: slice) -> None:
        self.number, self.prices = self.number[part], self.prices[part]
        self.volume = self.volume[part]
