"""A dial: stock marks on two scales of one length, with its number in the opening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.controlled import WordedFigure
from livewidgets.transport.panel import Panel, notice_label, text_label
from livewidgets.views.dial import ASPECT, TEXT, X_RANGE, Y_RANGE, arcs, needle, part_of, place
from livewidgets.views.format import formatter
from livewidgets.views.gauge_zones import Zone

TEXT_COLOUR = "var(--jp-ui-font-color1, #808080)"
QUIET_COLOUR = "var(--jp-ui-font-color2, #808080)"
TRACK = "#80808059"
"""Under what has no zone; shows on white and on dark."""

NEAREST = 0.07
"""Numbers that are nearer than this part of the sweep would lie on each other."""

LONGEST = 7
"""Characters of a number beside the arc."""

NUMBER_AT = 0.12
NUMBER_HALF = 18
"""The number's middle is at this part of the dial's height, from below: under the needle's
tip, between the ends of the arc. It is twice so many pixels high."""


def gauge_dial(
    limits: tuple[float, float], zones: Sequence[Zone], size: int
) -> tuple[Panel, dict[str, Any]]:
    """A panel for a `GaugeView`, and its slots.

    Args:
        limits: The ends of the dial.
        zones: In order of their place.
        size: The dial's width in pixels.
    """
    height = round(size / ASPECT)
    scales = {
        "x": bqplot.LinearScale(min=X_RANGE[0], max=X_RANGE[1], allow_padding=False),
        "y": bqplot.LinearScale(min=Y_RANGE[0], max=Y_RANGE[1], allow_padding=False),
    }
    hand = _hand(scales, part_of(limits[0], *limits))
    figure = WordedFigure(
        marks=[*_arcs(scales, limits, zones), _numbers(scales, limits, zones), hand, _hub(scales)],
        fig_margin={"top": 0, "bottom": 0, "left": 0, "right": 0},
        min_aspect_ratio=ASPECT,
        max_aspect_ratio=ASPECT,
        background_style={"fill": "none"},
        animation_duration=0,
        display_toolbar=False,
        layout=ipywidgets.Layout(
            width=f"{size}px", height=f"{height}px", min_width="0", margin="0", flex="0 0 auto"
        ),
    )
    name = text_label(font_weight="500")
    value = ipywidgets.Label(
        "–",
        layout=ipywidgets.Layout(
            flex="0 0 auto",
            height="auto",
            padding="4px 0",
            margin=f"-{round(NUMBER_AT * height) + NUMBER_HALF}px 0 0",
        ),
    )
    value.style.font_size = f"{max(13, round(0.1 * size))}px"
    value.style.font_weight = "600"
    value.style.font_variant = "tabular-nums"
    zone, notice = text_label(font_weight="500"), notice_label()
    panel = Panel([name, figure, value, zone, notice], align_items="center", flex="0 1 auto")
    slots = {
        "name": name,
        "dial": figure,
        "needle": hand,
        "value": value,
        "size": value.style,
        "zone": zone,
        "notice": notice,
    }
    return panel, slots


def _arcs(scales: dict[str, Any], limits: tuple[float, float], zones: Sequence[Zone]) -> list[Any]:
    """The whole arc where there are no zones, else the zones, and what is between them."""
    pieces, colours, reached = [], [], limits[0]
    for zone in zones:
        if zone.low > reached:
            pieces.append((reached, zone.low))
            colours.append(TRACK)
        pieces.append((zone.low, zone.high))
        colours.append(zone.colour)
        reached = zone.high
    if reached < limits[1]:
        pieces.append((reached, limits[1]))
        colours.append(TRACK)
    x, y = arcs([(part_of(low, *limits), part_of(high, *limits)) for low, high in pieces])
    return [
        bqplot.Lines(
            x=x,
            y=y,
            scales=scales,
            fill="inside",
            colors=colours,
            fill_colors=colours,
            stroke_width=0.0,
            display_legend=False,
        )
    ]


def _numbers(
    scales: dict[str, Any], limits: tuple[float, float], zones: Sequence[Zone]
) -> bqplot.Label:
    """The limits and the borders of the zones, where they do not lie on each other."""
    show = formatter()
    low, high = limits
    shown = {0.0: low, 1.0: high}
    for value in sorted({end for zone in zones for end in (zone.low, zone.high)}):
        part = part_of(value, low, high)
        if all(abs(part - other) >= NEAREST for other in shown):
            shown[part] = value
    places = [place(part, TEXT) for part in shown]
    return bqplot.Label(
        x=np.array([x for x, _ in places]),
        y=np.array([y for _, y in places]),
        text=[_short(show(value), value) for value in shown.values()],
        scales=scales,
        colors=[QUIET_COLOUR],
        align="middle",
        default_size=11,
        font_weight="normal",
    )


def _short(text: str, value: float) -> str:
    """A number as there is room for it beside the arc."""
    return text if len(text) <= LONGEST else f"{value:.4g}"


def _hand(scales: dict[str, Any], part: float) -> bqplot.Lines:
    x, y = needle(part)
    return bqplot.Lines(
        x=x,
        y=y,
        visible=False,
        scales=scales,
        fill="inside",
        colors=[TEXT_COLOUR],
        fill_colors=[TEXT_COLOUR],
        stroke_width=1.0,
        display_legend=False,
    )


def _hub(scales: dict[str, Any]) -> bqplot.Scatter:
    return bqplot.Scatter(
        x=np.zeros(1),
        y=np.zeros(1),
        scales=scales,
        colors=[TEXT_COLOUR],
        default_size=80,
        enable_hover=False,
        display_legend=False,
    )
