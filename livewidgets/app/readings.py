"""Readings: made-up measurements of some slow thing, as rows of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 20.0
"""About what the first channel measures: a temperature in °C."""

_STEP = 1.5  # from one channel's level to the next
_SWING = 3.0
_PERIOD = 40.0  # of the first channel's sine, in seconds; each further one is slower
_SLOWER = 13.0
_NOISE = 0.15
_SPIKE = 6.0
_UNPACED = 1e-3  # between rows that have no rate, in seconds


class Readings:
    """Channels that swing slowly about levels of their own, with noise.

    The same seed gives the same values, however they are asked for.

    Args:
        channels: How many.
        rate: Rows per second, for how fast the swing is; 0 is 1,000.
        seed: None is another one each time.
        spikes: Seconds from one value that is far off to the next, about; None: there is none.
    """

    def __init__(
        self, channels: int, rate: float, seed: int | None = None, spikes: float | None = None
    ) -> None:
        self._random = np.random.default_rng(seed)
        self._fates = np.random.default_rng(seed)  # of their own: the noise stays as it is
        number = np.arange(channels)
        self._level = LEVEL + _STEP * number
        self._period = _PERIOD + _SLOWER * number
        self._phase = self._random.uniform(0, 2 * np.pi, channels)
        self._interval = 1 / rate if rate else _UNPACED
        self._made = 0
        self._spiky = 0.0 if spikes is None else min(1.0, self._interval / spikes)

    def next(self, rows: int) -> NDArray[np.float64]:
        """The next values: float64, shape (rows, channels)."""
        at = (self._made + np.arange(rows)) * self._interval
        self._made += rows
        turn = 2 * np.pi * at[:, None] / self._period + self._phase
        noise = self._random.standard_normal((rows, len(self._level)))
        values = self._level + _SWING * np.sin(turn) + _NOISE * noise
        odd = self._fates.random((rows, 2))
        channel = (odd[:, 1] * len(self._level)).astype(int)
        values[np.arange(rows), channel] += _SPIKE * (odd[:, 0] < self._spiky)
        return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class RowFormat:
    """How a row is written.

    Attributes:
        csv: `t,c0,c1,...` with a header and the time, instead of a number alone.
        newline: Whether a row ends with one; without, numbers are whole and only joined,
            as a first attempt with sockets writes them: `str(n).encode()`.
        channels: Values in a row; 1 where it is not CSV.
    """

    csv: bool = False
    newline: bool = True
    channels: int = 1

    @property
    def header(self) -> bytes:
        """What a connection begins with."""
        if not self.csv:
            return b""
        return ",".join(["t", *(f"c{each}" for each in range(self.channels))]).encode() + b"\n"

    def rows(self, times: NDArray[np.float64], values: NDArray[np.float64]) -> bytes:
        """Rows as bytes.

        Args:
            times: float64, shape (rows,), seconds since 1970-01-01 UTC.
            values: float64, shape (rows, channels).
        """
        if self.csv:
            row = "%.6f" + ",%.3f" * self.channels + "\n"
            table = np.column_stack((times, values))
        else:
            row = "%.3f\n" if self.newline else "%.0f"
            table = values[:, :1]
        return ((row * len(table)) % tuple(table.ravel().tolist())).encode()
