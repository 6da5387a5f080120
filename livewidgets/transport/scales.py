"""What a bqplot mark's scales show, as the wire has to know it."""

from __future__ import annotations

import math
from typing import Any

import bqplot

from livewidgets.transport.precision import Axis

EXACT = Axis(0.0, 0.0, exact=True)
"""Of an axis's ticks: the page looks up their labels by the numbers' own text. Of candles: the
page shows none unless each one's high and low are the very numbers that its others reach."""


def axis_on(widget: Any, trait: str) -> Axis | None:
    """What a trait of a mark is seen on; None where its scale has no limits of its own, or is
    none that we know. Reads raw values, as any thread may."""
    if isinstance(widget, bqplot.Axis) or (isinstance(widget, bqplot.OHLC) and trait == "y"):
        return EXACT
    scales = widget._trait_values.get("scales")
    scale: Any = scales.get(trait) if isinstance(scales, dict) else None
    log = isinstance(scale, bqplot.LogScale)
    if not (log or isinstance(scale, bqplot.LinearScale)):
        return None
    low, high = (scale._trait_values.get(name) for name in ("min", "max"))
    if not (_is_number(low) and _is_number(high)) or (log and low <= 0):
        return None
    return Axis(float(low), float(high), log) if low < high else None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
