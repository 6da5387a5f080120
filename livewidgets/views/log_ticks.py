"""Ticks of a logarithmic axis: powers of ten, or 1, 2 and 5 times those where there is room."""

from __future__ import annotations

import math
from collections.abc import Sequence

from livewidgets.data.showable import LARGEST, SMALLEST
from livewidgets.views.ticks import MOST, Ticks, number_ticks

PLAIN = range(-6, 6)
"""Powers of ten that are written out; others are written as 1e+9."""


def log_ticks(start: float, end: float, room: int) -> Ticks:
    """Ticks at powers of ten, at every second or third of them and so on where there are many.

    Where all fit, there are ticks at 2 and 5 times those as well. A view within which no two of
    these lie has the round numbers that a linear axis has.

    Args:
        start: Lower end of the view, above zero.
        end: Upper end.
        room: How many labels fit: there are never more.
    """
    if not SMALLEST <= start <= end <= LARGEST:
        return Ticks()
    room = max(1, min(room, MOST))
    exponents = range(math.floor(math.log10(start)), math.ceil(math.log10(end)) + 1)
    fine = _within([(digit, each) for each in exponents for digit in (1, 2, 5)], start, end)
    if not 2 <= len(fine) <= room:
        step = 1
        fine = _within([(1, each) for each in exponents], start, end)
        while len(fine) > room:
            step += 1
            fine = _within([(1, each) for each in exponents if each % step == 0], start, end)
    if len(fine) < 2:
        return number_ticks(start, end, room)
    return Ticks(tuple(_value(*each) for each in fine), tuple(_label(*each) for each in fine))


def _within(ticks: Sequence[tuple[int, int]], start: float, end: float) -> list[tuple[int, int]]:
    return [each for each in ticks if start <= _value(*each) <= end]


def _value(digit: int, exponent: int) -> float:
    return float(f"{digit}e{exponent}")


def _label(digit: int, exponent: int) -> str:
    if exponent not in PLAIN:
        return f"{digit}e{exponent:+d}"
    return f"{digit}{'0' * exponent}" if exponent >= 0 else f"0.{'0' * (-exponent - 1)}{digit}"
