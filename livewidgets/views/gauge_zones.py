"""The zones of a gauge: parts of its range that have a name, a colour and a sign."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from livewidgets.data.showable import LARGEST, SMALLEST
from livewidgets.errors import ArgumentError

MOST_ZONES = 12

_OK, _WARNING, _CRITICAL = ("#00875f", "●"), ("#a87600", "▲"), ("#d0263a", "✕")

_KNOWN = {
    **dict.fromkeys(("ok", "good", "normal"), _OK),
    **dict.fromkeys(("warn", "warning", "busy", "high"), _WARNING),
    **dict.fromkeys(("critical", "alarm", "danger", "full"), _CRITICAL),
}
"""Colours of at least 3:1 on white and on dark, and signs, so that none is told by colour alone."""

_SIGN = "◆"

_OTHERS = ("#0072b2", "#8e5ea2", "#6b7280", "#b0567a")
"""For zones of other names: such as are taken for none of those."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a gauge's range: `low` <= value < `high`; the highest has its end, too."""

    name: str
    low: float
    high: float
    colour: str
    sign: str


def limits_of(limits: Any) -> tuple[float, float]:
    """The ends of a gauge.

    Raises:
        ArgumentError: They are not two numbers, the lower one first.
    """
    pair = _pair(limits)
    if pair is None:
        raise ArgumentError(
            f"limits={limits!r}: give the ends of the gauge as (low, high), the lower one first"
        )
    return pair


def zones_of(zones: Any, limits: tuple[float, float]) -> tuple[Zone, ...]:
    """The zones that are meant, in order of their place.

    Args:
        zones: (low, high) by name, as in `{"ok": (0, 70), "critical": (90, 100)}`; None: none.
        limits: The ends of the gauge; zones are cut there.

    Raises:
        ArgumentError: This is no such mapping, or two zones overlap.
    """
    if zones is None:
        return ()
    wrong = (
        f"zones={zones!r}: give (low, high) by name, as in "
        '{"ok": (0, 70), "warn": (70, 90), "critical": (90, 100)}'
    )
    if not isinstance(zones, Mapping) or not zones or len(zones) > MOST_ZONES:
        raise ArgumentError(wrong)
    made = []
    for number, (name, ends) in enumerate(zones.items()):
        pair = _pair(ends)
        if not isinstance(name, str) or not name.strip() or pair is None:
            raise ArgumentError(wrong)
        colour, sign = _KNOWN.get(name.lower(), (_OTHERS[number % len(_OTHERS)], _SIGN))
        low, high = max(pair[0], limits[0]), min(pair[1], limits[1])
        if low < high:
            made.append(Zone(name, low, high, colour, sign))
    made.sort(key=lambda zone: zone.low)
    for one, other in itertools.pairwise(made):
        if other.low < one.high:
            raise ArgumentError(
                f"the zones {one.name!r} and {other.name!r} overlap: {one.name!r} ends at "
                f"{one.high:g}, and {other.name!r} begins at {other.low:g}"
            )
    return tuple(made)


def zone_at(zones: tuple[Zone, ...], value: float, limits: tuple[float, float]) -> Zone | None:
    """The zone that a value is in; one outside the limits is in the zone at that end."""
    held = min(max(value, limits[0]), limits[1])
    for zone in reversed(zones):
        if zone.low <= held <= zone.high:
            return zone
    return None


def _pair(given: Any) -> tuple[float, float] | None:
    try:
        low, high = (float(each) for each in given)
    except (TypeError, ValueError):
        return None
    if not (math.isfinite(low) and math.isfinite(high)) or isinstance(given, str):
        return None
    fits = max(abs(low), abs(high)) <= LARGEST and high - low >= SMALLEST
    return (low, high) if fits else None
