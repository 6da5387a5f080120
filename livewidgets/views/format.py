"""Text for people: values, rates, counts, ages and sizes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from livewidgets.errors import ArgumentError
from livewidgets.views.template import Template
from livewidgets.views.text import MISSING, no_number, one_line, plain

NARROW_SPACE = "\u202f"
"""Stands between a number and its unit, and does not break."""

# Decimals by the number's decimal exponent: 4 digits that count, 5 or 6 from 1,000 on.
_DECIMALS = {-3: 6, -2: 5, -1: 4, 0: 3, 1: 2, 2: 1, 3: 1, 4: 1}
_LARGEST_PLAIN = 15
_LONGEST_INTEGER = 100
_MANTISSA_DECIMALS = 3


def formatter(
    format: str | Callable[[Any], str] | None = None, unit: str = ""
) -> Callable[[Any], str]:
    """A function that shows values as text: one line, at most 200 characters and the unit.

    Without a format, numbers get 4 to 6 significant digits (`21.53`, `1,234.5`, `1.2e-07`),
    integers thousands separators, booleans are `true` and `false`, and strings are as they
    are, with control characters escaped. NaN and None are `–`, infinity is `∞`.

    The function without a format remembers how many decimals were needed, so that the text
    does not change its width from 20.53 to 20.5: use one for each place, from one thread.

    Args:
        format: A template `{:.1f} °C` or `{value:.1f}`, a bare spec `.1f`, or a function of
            the value. A value that does not suit a template is shown as `str(value)`; one
            for which the function raises likewise, with the error behind it.
        unit: Put behind it, after a narrow no-break space.

    Raises:
        ArgumentError: The format cannot be used, or looks inside the value.
    """
    show: Callable[[Any], str]
    if format is None:
        show = _Sensible()
    elif isinstance(format, str):
        show = _templated(Template(format))
    elif callable(format):
        show = _called(format)
    else:
        raise ArgumentError(
            f"format is {format!r}; give a template such as '{{:.1f}} °C', a function, or None"
        )
    end = f"{NARROW_SPACE}{one_line(unit.strip())}" if unit.strip() else ""
    return lambda value: show(_python(value)) + end


def rate_text(rows_per_second: float) -> str:
    """A rate: `0.25 rows/s`, `12.3 rows/s`, `1.2 k rows/s`, `3.4 M rows/s`."""
    if not 0 <= rows_per_second < math.inf:
        return f"{MISSING} rows/s"
    if rows_per_second < 0.005:
        return "0 rows/s" if rows_per_second == 0 else "<0.01 rows/s"
    if rows_per_second < 0.995:
        return f"{rows_per_second:.2f} rows/s"
    return _scaled(rows_per_second, "rows/s", " ")


def count_text(n: int) -> str:
    """A count: `1,234`."""
    return f"{n:,}"


def age_text(seconds: float) -> str:
    """How long ago, in whole units that have passed: `0.2 s`, `3 s`, `2 min`, `1 h 5 min`."""
    if not math.isfinite(seconds):
        return MISSING
    tenths = math.floor(max(0.0, seconds) * 10 + 1e-6)  # 0.29999999 is meant to be 0.3
    if tenths < 10:
        return f"{tenths / 10:.1f} s"
    minutes, whole = divmod(tenths // 10, 60)
    if not minutes:
        return f"{whole} s"
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    days, hours = divmod(hours, 24)
    return _pair(days, "d", hours, "h") if days else _pair(hours, "h", minutes, "min")


def bytes_text(n: int) -> str:
    """A size in decimal units: `7 bytes`, `65.5 kB`, `1.2 MB`."""
    if n < 1_000:
        return "1 byte" if n == 1 else f"{n} bytes"
    return _scaled(n, "B", "")


def _scaled(number: float, unit: str, gap: str) -> str:
    prefixes = ["", *(each + gap for each in "kMGTPE")]
    place = 0
    while number >= 999.5 and place < len(prefixes) - 1:
        number /= 1_000
        place += 1
    text = f"{number:.1f}" if number < 99.95 else f"{number:,.0f}"
    return f"{text} {prefixes[place]}{unit}"


def _pair(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large:,} {large_unit}" + (f" {small} {small_unit}" if small else "")


def _python(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def _templated(template: Template) -> Callable[[Any], str]:
    def show(value: object) -> str:
        try:
            return one_line(template.fill(value))
        except Exception:  # a type's own __format__ may raise anything
            return plain(value)

    return show


def _called(function: Callable[[Any], str]) -> Callable[[Any], str]:
    def show(value: object) -> str:
        try:
            return plain(function(value))
        except Exception as error:
            # Shown, since nobody would look for it in a log.
            return one_line(f"{plain(value)} (format: {type(error).__name__}: {plain(error)})")

    return show


class _Sensible:
    """Shows a value as people would write it; remembers the decimals that were needed."""

    def __init__(self) -> None:
        self._decimals = 0
        self._mantissa_decimals = 0

    def __call__(self, value: object) -> str:
        sign = no_number(value)
        if sign is not None:
            return sign
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return f"{value:,}" if abs(value) < 10**_LONGEST_INTEGER else plain(value)
        return self._float(value) if isinstance(value, float) else plain(value)

    def _float(self, value: float) -> str:
        if value == 0:
            return f"{0:.{min(self._decimals, _DECIMALS[0])}f}"  # never -0
        exponent = int(f"{value:.3e}".partition("e")[2])  # of the rounded value: 9.9999 is 10
        if exponent < min(_DECIMALS) or exponent >= _LARGEST_PLAIN:
            needed = _needed(f"{value:.{_MANTISSA_DECIMALS}e}".partition("e")[0])
            self._mantissa_decimals = max(self._mantissa_decimals, needed)
            return f"{value:.{self._mantissa_decimals}e}"
        most = _DECIMALS.get(exponent, 0)
        self._decimals = max(self._decimals, _needed(f"{value:.{most}f}"))
        return f"{value:,.{min(self._decimals, most)}f}"


def _needed(number: str) -> int:
    return len(number.partition(".")[2].rstrip("0"))
