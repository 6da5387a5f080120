"""Limits of a value axis beside the linear ones that follow the data: logarithmic, with one
end that stays, and those of the data themselves."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from livewidgets.data.showable import LARGEST, SMALLEST
from livewidgets.errors import ArgumentError
from livewidgets.views.autoscale import Autoscale, Limits
from livewidgets.views.rounding import step_above, step_below


class LogAutoscale:
    """Limits of a logarithmic axis that follow the data as those of `Autoscale` do, measured in
    powers of ten. They are 1, 2 or 5 × 10^k.

    Args:
        padding: The margin on either side, as a part of the data's span in powers of ten.
        shrink_after: Seconds; infinity is never.

    Raises:
        ArgumentError: An argument is out of its range.
    """

    def __init__(self, padding: float = 0.05, shrink_after: float = 5.0) -> None:
        self._exponents = Autoscale(padding, shrink_after)
        self._limits = (1.0, 10.0)

    def update(self, low: float | None, high: float | None, now: float) -> tuple[float, float]:
        """The limits for data between `low` and `high`, both of which they include.

        Values below 1e-300, and so zero and all below it, count as none. Without any value the
        limits stay as they are, or are (1, 10) where there was never one.
        """
        values = [each for each in (low, high) if each is not None and _number(each, SMALLEST)]
        if not values:
            self._exponents.update(None, None, now)
            return self._limits
        low, high = min(values), max(values)
        ends = self._exponents.update(math.log10(low), math.log10(high), now)
        # A power may come out on the wrong side of what it is a power of.
        bottom = min(low, 10.0 ** max(ends[0], -300.0))
        top = max(high, 10.0 ** min(ends[1], 300.0))
        self._limits = _rung_below(bottom), _rung_from(top)
        return self._limits


class HalfOpen:
    """Limits of which one stays and the other follows the data.

    Args:
        free: What the other one follows; linear or logarithmic.
        low: The lower limit; None is free.
        high: The upper limit; None is free.

    Raises:
        ArgumentError: Not just one of them is given, or not as a number.
    """

    def __init__(self, free: Limits, low: float | None = None, high: float | None = None) -> None:
        end = high if low is None else low
        if end is None or None not in (low, high) or not abs(end) <= LARGEST:
            raise ArgumentError(
                f"the limits ({low!r}, {high!r}) have no free end; give one number and one None"
            )
        self._free = free
        self._end = float(end)
        self._is_low = low is not None

    def update(self, low: float | None, high: float | None, now: float) -> tuple[float, float]:
        """The limits for data between `low` and `high`; what lies beyond the end that stays is
        not shown."""
        values = [each for each in (low, high) if each is not None and _number(each)]
        if not values:
            bottom, top = self._free.update(None, None, now)
        elif self._is_low:
            bottom, top = self._free.update(self._end, max(self._end, *values), now)
        else:
            bottom, top = self._free.update(min(self._end, *values), self._end, now)
        return self._above(top) if self._is_low else self._below(bottom)

    def _above(self, top: float) -> tuple[float, float]:
        if top - self._end < SMALLEST:
            top = self._end + max(1.0, abs(self._end))
        return self._end, top

    def _below(self, bottom: float) -> tuple[float, float]:
        if self._end - bottom < SMALLEST:
            # On a logarithmic axis there is room below, but none below zero.
            log = isinstance(self._free, LogAutoscale)
            bottom = self._end / 10 if log else self._end - max(1.0, abs(self._end))
        return bottom, self._end


class Exact:
    """Limits that are the least and the greatest value of the data, and no others.

    Args:
        fresh: Makes the limits for data without a span: `Autoscale` or `LogAutoscale`.
    """

    def __init__(self, fresh: Callable[[], Limits] = Autoscale) -> None:
        self._fresh = fresh

    def update(self, low: float | None, high: float | None, now: float) -> tuple[float, float]:
        """The least and the greatest; those of a new axis where they are one or none."""
        values = [each for each in (low, high) if each is not None and _number(each)]
        if len(values) < 2 or values[1] - values[0] < SMALLEST:
            return self._fresh().update(low, high, now)
        return values[0], values[1]


def _number(value: float, least: float = -LARGEST) -> bool:
    return least <= value <= LARGEST


def _rung_below(value: float) -> float:
    """The greatest 1, 2 or 5 × 10^k that is, as a float, not above a value."""
    above = float(step_above(Fraction(value)))
    return above if above <= value else float(step_below(Fraction(value)))


def _rung_from(value: float) -> float:
    """The least 1, 2 or 5 × 10^k that is, as a float, not below a value."""
    below = float(step_below(Fraction(value)))
    return below if below >= value else float(step_above(Fraction(value)))
