"""Rounding to the ladder 1, 2, 5 × 10^k, exactly.

Steps are fractions: sums of floating-point steps drift, and a limit or a tick that
is off by the last bit shows as a label such as 0.30000000000000004.
"""

from __future__ import annotations

import math
from fractions import Fraction

_DIGITS = (1, 2, 5)


def step_below(limit: Fraction) -> Fraction:
    """The largest step of the ladder that is not above `limit`, which is at least 1e-305."""
    return _rung(_index_below(limit))


def step_above(limit: Fraction) -> Fraction:
    """The smallest step of the ladder that is above `limit`, which is at least 1e-305."""
    return _rung(_index_below(limit) + 1)


def round_down(value: float, step: Fraction) -> float:
    """The largest multiple of `step` that is not above `value`, as the nearest float."""
    return float(count_down(value, step) * step)


def round_up(value: float, step: Fraction) -> float:
    """The smallest multiple of `step` that is not below `value`, as the nearest float."""
    return float(count_up(value, step) * step)


def count_down(value: float, step: Fraction) -> int:
    """Which multiple of `step` is the largest that is, as a float, not above `value`."""
    near = round(Fraction(value) / step)
    return near if float(near * step) <= value else near - 1


def count_up(value: float, step: Fraction) -> int:
    """Which multiple of `step` is the smallest that is, as a float, not below `value`.

    The float 0.3 is a little less than 3/10, but it is what 3/10 is written as: it counts
    as that.
    """
    near = round(Fraction(value) / step)
    return near if float(near * step) >= value else near + 1


def _index_below(limit: Fraction) -> int:
    index = 3 * (math.floor(math.log10(limit)) - 1)  # log10 may be off by one at a power
    while _rung(index + 1) <= limit:
        index += 1
    return index


def _rung(index: int) -> Fraction:
    exponent, place = divmod(index, len(_DIGITS))
    return _DIGITS[place] * Fraction(10) ** exponent
