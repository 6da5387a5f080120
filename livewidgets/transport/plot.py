"""Plots: the scales, axes and figures that pictures over stock marks are made of."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import bqplot
import ipywidgets
import numpy as np

from livewidgets.views.time_axis import MESSAGE_LINES, message_lines
from livewidgets.views.value_axis import MARGIN

AXIS_LABEL = "#808080"
"""Reads on a light and on a dark background; a colour trait takes no CSS variable."""

TICK_FORMAT = {"linear": ".15~g", "log": "~g"}
"""d3's formats that write our ticks as their labels have them. bqplot may write the text of a
tick by its own format, where a transition began before it had our labels."""

LEGEND = {"fill": "var(--jp-layout-color0, white)", "fill-opacity": "0.75", "stroke": "none"}
"""Under the legend, so that its text reads where a line passes."""

LINE = 17
"""Pixels from one line of a message to the next."""

USUAL = 320
"""Pixels that a figure is high if nobody says otherwise."""

Kind = TypeVar("Kind", bound=bqplot.Figure)


def scale(log: bool = False) -> Any:
    """A scale whose limits are given, from 0 to 1 at first (from 0.1 on a logarithmic one)."""
    if log:
        return bqplot.LogScale(min=0.1, max=1.0, allow_padding=False)
    return bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)


def axis(on: Any, side: str, **look: Any) -> bqplot.Axis:
    """An axis whose ticks are given, with one tick that is not seen at first.

    Args:
        on: Its scale.
        side: "bottom", "left", "right" or "top".
        look: Other traits of `bqplot.Axis`.
    """
    log = isinstance(on, bqplot.LogScale)
    beside = {"label_offset": "48px"} if side == "left" else {}
    return bqplot.Axis(
        scale=on,
        side=side,
        tick_values=np.array([0.1 if log else 0.0]),
        tick_labels={"0.1" if log else "0": " "},
        **{
            "tick_format": TICK_FORMAT["log" if log else "linear"],
            "label_color": AXIS_LABEL,
            **beside,
            **look,
        },
    )


def message(height: str) -> bqplot.Label:
    """Lines of text in the middle of a plot, for what shows nothing: they say why.

    Args:
        height: The figure's, as CSS has it.
    """
    unit = scale()
    middle = (MESSAGE_LINES - 1) / 2
    room = (pixels(height) or USUAL) - MARGIN["top"] - MARGIN["bottom"]
    step = min(LINE / max(room, 1), 1 / MESSAGE_LINES)
    return bqplot.Label(
        x=np.full(MESSAGE_LINES, 0.5),
        y=0.5 + step * (middle - np.arange(MESSAGE_LINES)),
        text=np.array(message_lines("no rows yet"), dtype=object),
        scales={"x": unit, "y": unit},
        colors=[AXIS_LABEL],
        align="middle",
        default_size=14,
        font_weight="normal",
    )


def pixels(size: str | None) -> int | None:
    """The pixels of a CSS length, where it is given in such; within reason."""
    found = re.fullmatch(r"(?:max\()?(\d+)px(?:,.*)?", size or "")
    return None if found is None else min(max(int(found[1]), 20), 2_000)


def figure(kind: type[Kind], height: str, **look: Any) -> Kind:
    """A figure as wide as there is room.

    Args:
        kind: Its class.
        height: As CSS has it.
        look: Other traits of `bqplot.Figure`.
    """
    layout = ipywidgets.Layout(width="100%", height=height, min_width="280px", margin="0")
    made: Kind = kind(
        **{
            "fig_margin": dict(MARGIN),
            "title_style": {"fill": "var(--jp-ui-font-color1, currentColor)"},
            "legend_location": "top-left",
            "legend_style": dict(LEGEND),
            "animation_duration": 0,
            "layout": layout,
            **look,
        }
    )
    return made
