"""The numbers at a colour bar."""

from __future__ import annotations

from livewidgets.views.axis import axis_traits
from livewidgets.views.text import one_line
from livewidgets.views.ticks import number_ticks
from livewidgets.views.view import Shown

ROOM = 6
"""Numbers at most."""

TOP = 112
"""Pixels above a plot with a colour bar: for the title, the numbers, and the bar."""


def bar_traits(low: float, high: float, name: str, unit: str = "") -> Shown:
    """What a colour bar says of the values between two limits.

    Slots: `bar_scale` (min, max), `bar_axis` (tick_values, tick_labels, label).

    Args:
        low: The value of the first colour.
        high: The value of the last.
        name: What is shown.
        unit: Of the values; may be empty.
    """
    ticks = number_ticks(low, high, ROOM)
    said = f"{one_line(name)} [{one_line(unit)}]" if unit and name else one_line(name or unit)
    return {
        "bar_scale": {"min": low, "max": high},
        "bar_axis": {**axis_traits(ticks), "label": said},
    }
