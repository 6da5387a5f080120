"""ValueAxis: limits, ticks and label of the axis that values are on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.extent import Extent
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.data.showable import SMALLEST
from livewidgets.errors import ArgumentError
from livewidgets.views.autoscale import Autoscale, Fixed, Limits
from livewidgets.views.axis import axis_traits
from livewidgets.views.format import count_text
from livewidgets.views.log_ticks import log_ticks
from livewidgets.views.ticks import Ticks, number_ticks
from livewidgets.views.view import Shown
from livewidgets.views.y_limits import Exact, HalfOpen, LogAutoscale

ROOM = 6
"""Labels at most."""

CORNER = 0.04
"""The share of the axis at its foot that has no label: the time's first one is there."""

MARGIN = {"top": 48, "bottom": 40, "left": 64, "right": 32}
"""Pixels around the plot; `left` at least."""

LABEL_EDGE, TITLE, DIGIT = 16, 8, 8
"""Pixels left of the axis's title, between it and the labels, and for a digit of them."""

Array = NDArray[np.float64]
Pair = tuple[float | None, float | None]
Given = Pair | str | None


class ValueAxis:
    """The axis that values are on. Slots: `y_scale` (min, max), `y_axis` (tick_values,
    tick_labels, label, label_offset), `figure` (fig_margin).

    Attributes:
        log: Whether it is logarithmic: it shows no zero and nothing below.
        shown: The limits that it had last; None before the first.
        given: What they were asked to be.

    Args:
        limits: (low, high), one of them None to follow the data; None: both follow the data in
            view; "data": the least and the greatest value of all rows so far.
        log: See above.

    Raises:
        ArgumentError: The limits cannot be used.
    """

    def __init__(self, limits: Given = None, log: bool = False) -> None:
        self.log = log
        self.shown: tuple[float, float] | None = None
        self.give(limits)
        self._extent: Extent | None = None
        self._ticks = Ticks()

    def give(self, limits: Given) -> None:
        """Have these limits from now on.

        Raises:
            ArgumentError: The limits cannot be used.
        """
        self._limits = _limits_of(limits, self.log)
        self._exact = limits == "data"
        self._zoomed: Limits | None = None
        self.given = limits

    def render(
        self,
        drawn: Array,
        ring: Ring,
        names: Sequence[str],
        schema: Schema,
        now: float,
        zoomed: bool = False,
    ) -> Shown:
        """The traits of its slots.

        Args:
            drawn: The values that are drawn, of any shape.
            ring: Of which they are.
            names: The columns.
            schema: The ring's.
            now: The time in seconds, from any zero.
            zoomed: Whether a span is seen that was chosen: its limits follow at once, without
                the patience for what goes by.
        """
        low, high = self._span_of(drawn, ring, names)
        bottom, top = self.shown = self._limits_for(zoomed).update(low, high, now)
        before, self._ticks = self._ticks, self._ticks_between(bottom, top)
        left = _left_margin(self._ticks.labels)
        return {
            "y_scale": {"min": bottom, "max": top},
            "y_axis": {
                **axis_traits(self._ticks, [before]),
                "label": _label(names, schema),
                "label_offset": f"{left - LABEL_EDGE}px",
            },
            "figure": {"fig_margin": {**MARGIN, "left": left}},
        }

    def _limits_for(self, zoomed: bool) -> Limits:
        if not zoomed:
            self._zoomed = None
            return self._limits
        self._zoomed = self._zoomed or _limits_of(self.given, self.log, shrink_after=0.0)
        return self._zoomed

    def _span_of(self, drawn: Array, ring: Ring, names: Sequence[str]) -> Pair:
        if self._exact:
            if self._extent is None or self._extent.names != tuple(names):
                self._extent = Extent(names, self.log)
            return self._extent.update(ring)
        shown = drawn[drawn >= SMALLEST] if self.log else drawn[np.isfinite(drawn)]
        return (float(shown.min()), float(shown.max())) if len(shown) else (None, None)

    def _ticks_between(self, bottom: float, top: float) -> Ticks:
        if self.log:
            # Not by their quotient: it may be beyond all numbers.
            foot = (1 - CORNER) * math.log10(bottom) + CORNER * math.log10(top)
            return log_ticks(max(bottom, 10**foot), top, ROOM)
        return number_ticks(bottom + CORNER * (top - bottom), top, ROOM)


def _limits_of(limits: Given, log: bool, shrink_after: float = 5.0) -> Limits:
    fresh = partial(LogAutoscale if log else Autoscale, shrink_after=shrink_after)
    if limits is None:
        return fresh()
    if limits == "data":
        return Exact(fresh)
    wrong = ArgumentError(
        f"y={limits!r}: give the limits as (low, high), the lower one first, None for one that "
        'follows the data, or "data"'
    )
    if isinstance(limits, str):
        raise wrong
    try:
        low, high = (None if each is None else float(each) for each in limits)
    except (TypeError, ValueError):
        raise wrong from None
    if log and not all(each is None or each >= SMALLEST for each in (low, high)):
        raise ArgumentError(
            f"y={limits!r}: a logarithmic axis has no zero and nothing below; give limits above "
            "zero, or None for one that follows the data"
        )
    try:
        if low is not None and high is not None:
            return Fixed(low, high)
        return fresh() if low is None and high is None else HalfOpen(fresh(), low, high)
    except ArgumentError:
        raise wrong from None


def _left_margin(labels: Sequence[str]) -> int:
    """Pixels for the longest label and the axis's title beside it."""
    longest = max((len(label) for label in labels), default=0)
    return max(MARGIN["left"], LABEL_EDGE + TITLE + DIGIT * longest)


def left_out_text(count: int) -> str:
    """What is said of numbers that a logarithmic axis does not show; empty if there are none."""
    values = "value" if count == 1 else "values"
    return f"{count_text(count)} {values} ≤ 0 not shown" if count else ""


def _label(names: Sequence[str], schema: Schema) -> str:
    units = {schema.units.get(name, "") for name in names}
    unit = units.pop() if len(units) == 1 else ""
    name = names[0] if len(names) == 1 else ""
    return f"{name} [{unit}]" if name and unit else name or unit
