"""What is drawn on a figure, read off the traits of its stock marks and axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bqplot
import numpy as np
from numpy.typing import NDArray

from livewidgets.transport.plot import USUAL, pixels
from livewidgets.views.axis import javascript_number
from livewidgets.views.svg import Area, Axis, Chart, Points, Stroke

Floats = NDArray[np.float64]
Shape = Stroke | Area | Points

HOLLOW = 0.5
"""The opacity of a point that is a ring in the page."""

MOST_OUTSIDE = 3.0
"""Plots that a shape may reach beyond the one that is seen: SVG draws no huge numbers."""


def drawn(figure: Any) -> Chart:
    """A figure as a chart: its lines, bands and points; other marks are named as left out."""
    shapes: list[Shape] = []
    left_out: list[str] = []
    for mark in figure.marks:
        if not mark.visible:
            continue
        try:
            if isinstance(mark, bqplot.Lines):
                shapes += _lines(mark)
            elif isinstance(mark, bqplot.Scatter):
                shapes += _points(mark)
            elif not isinstance(mark, bqplot.Label):
                left_out.append(type(mark).__name__)
        except (TypeError, ValueError):  # words or what else is no number
            left_out.append(type(mark).__name__)
    axes: dict[str, Any] = {}
    for each in figure.axes:
        if isinstance(each, bqplot.Axis):
            axes.setdefault(each.orientation, each)
    return Chart(
        title=figure.title,
        x=_axis(axes.get("horizontal")),
        y=_axis(axes.get("vertical")),
        shapes=shapes,
        left_out=tuple(dict.fromkeys(left_out)),
        height=pixels(figure.layout.height) or USUAL,
        width=pixels(figure.layout.width),
    )


def _lines(mark: Any) -> Iterator[Shape]:
    y = np.atleast_2d(_numbers(mark.y))
    x = np.broadcast_to(np.atleast_2d(_numbers(mark.x)), y.shape)
    across, up = _along(mark.scales["x"], x), _along(mark.scales["y"], y)
    fills: Any = list(mark.fill_colors) or list(mark.colors)
    for nth in range(len(y)):
        opacity = _nth(mark.fill_opacities, nth, 1.0)
        fill = _nth(fills, nth, "#808080")
        if mark.fill == "between" and nth % 2 == 0 and nth + 1 < len(y) and opacity:
            yield _between(across[nth], up[nth], up[nth + 1], fill, opacity)
        elif mark.fill == "bottom" and opacity:
            x, top = _stepped(mark.interpolation, across[nth], up[nth])
            yield _between(x, np.zeros_like(top), top, fill, opacity)
        elif mark.fill == "inside" and opacity:
            yield Area(across[nth], up[nth], fill, opacity)
    for nth in range(len(y)):
        opacity = _nth(mark.opacities, nth, 1.0)
        colour = _nth(mark.colors, nth, "#808080")
        if mark.marker and opacity:
            yield Points(across[nth], up[nth], colour, _radius(mark.marker_size), opacity)
        if opacity and mark.stroke_width:
            yield Stroke(
                *_stepped(mark.interpolation, across[nth], up[nth]),
                colour,
                _nth(mark.labels, nth, "") if mark.display_legend else "",
                opacity,
                mark.line_style != "solid",
                mark.stroke_width,
            )


def _between(x: Floats, low: Floats, high: Floats, colour: str, opacity: float) -> Area:
    there = np.isfinite(low) & np.isfinite(high)
    x, low, high = x[there], low[there], high[there]
    outline = np.concatenate((x, x[::-1])), np.concatenate((low, high[::-1]))
    return Area(*outline, colour, opacity)


def _points(mark: Any) -> Iterator[Shape]:
    x, y = _numbers(mark.x), _numbers(mark.y)
    across, up = _along(mark.scales["x"], x), _along(mark.scales["y"], y)
    radius = _radius(mark.default_size)
    opacity = 1.0 if mark.fill else HOLLOW
    yield Points(across, up, _nth(mark.colors, 0, "#808080"), radius, opacity)


def _stepped(how: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The points of a line that goes in steps, where it does."""
    if how == "step-after":
        return np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    if how == "step-before":
        return np.repeat(x, 2)[:-1], np.repeat(y, 2)[1:]
    return x, y


def _radius(size: float) -> float:
    """Pixels, of a marker of so many square pixels."""
    return max(1.5, float(np.sqrt(size / np.pi)))


def _axis(axis: Any) -> Axis:
    if axis is None or axis.tick_values is None:
        return Axis()
    values = np.atleast_1d(_numbers(axis.tick_values))
    names = axis.tick_labels or {}
    places = _along(axis.scale, values).tolist()
    ticks = [
        (place, str(names.get(javascript_number(value), f"{value:g}")))
        for place, value in zip(places, values.tolist(), strict=True)
        if 0.0 <= place <= 1.0
    ]
    return Axis(axis.label or "", ticks)


def _along(scale: Any, values: Floats) -> Floats:
    """Places on an axis, 0 to 1 for what is seen; NaN for what has none."""
    low, high = getattr(scale, "min", None), getattr(scale, "max", None)
    low = float(np.nanmin(values)) if low is None else float(low)
    high = float(np.nanmax(values)) if high is None else float(high)
    if isinstance(scale, bqplot.LogScale):
        values = np.log10(np.where(values > 0, values, np.nan))
        low, high = np.log10(low), np.log10(high)
    places = (values - low) / ((high - low) or 1.0)
    return np.asarray(np.clip(places, -MOST_OUTSIDE, 1 + MOST_OUTSIDE), dtype=np.float64)


def _numbers(values: Any) -> Floats:
    array = np.asarray(values)
    if array.dtype.kind == "M":
        array = array.astype("datetime64[us]").astype(np.float64) / 1e6
    return array.astype(np.float64)


def _nth(values: Any, nth: int, otherwise: Any) -> Any:
    """One of several that are used in turn."""
    return values[nth % len(values)] if len(values) else otherwise
