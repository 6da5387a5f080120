"""Durations as people write them: `"60s"`, `"1.5m"`, `60`."""

from __future__ import annotations

import math
import re
from datetime import timedelta

from livewidgets.errors import ArgumentError

_SECONDS = {
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "m": 60.0,
    "min": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "h": 3_600.0,
    "hour": 3_600.0,
    "hours": 3_600.0,
    "d": 86_400.0,
    "day": 86_400.0,
    "days": 86_400.0,
}

_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)([a-z]+)")
_EXAMPLES = 'such as "500ms", "60s", "1.5m", "5min", "1h", "2d" or a number of seconds'


def seconds(value: str | float | timedelta) -> float:
    """Read a duration.

    Args:
        value: A number of seconds, a timedelta, or a number with a unit: ms, s (sec,
            second), m (min, minute), h (hour), d (day). Several add up: `"1h30m"`.

    Returns:
        Seconds; finite and more than zero.

    Raises:
        ArgumentError: It is no duration, or not more than zero.
    """
    if isinstance(value, timedelta):
        result = value.total_seconds()
    elif isinstance(value, str):
        result = _from_text(value)
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ArgumentError(f"{value!r} is not a duration; give one {_EXAMPLES}")
    else:
        result = _from_number(value)
    if not (math.isfinite(result) and result > 0):
        raise ArgumentError(f"a duration must be finite and more than zero, not {value!r}")
    return result


def _from_number(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _from_text(text: str) -> float:
    compact = "".join(text.split()).lower()
    parts = _PART.findall(compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise ArgumentError(f"{text!r} is not a duration; give one {_EXAMPLES}")
    unknown = [unit for _, unit in parts if unit not in _SECONDS]
    if unknown:
        raise ArgumentError(
            f"{unknown[0]!r} in {text!r} is not a unit of time; use ms, s, m, h or d"
        )
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)
