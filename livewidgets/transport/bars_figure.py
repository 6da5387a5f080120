"""The widgets of bars."""

from __future__ import annotations

from typing import Any

import bqplot
import numpy as np

from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.picture_figure import add_marks, plot_figure
from livewidgets.transport.plot import axis
from livewidgets.views.palette import LINE_COLOURS


def bars_figure(title: str, height: str) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure for a `BarsView`, and its slots.

    The bars are the insides of stock lines. bqplot's own mark for bars draws by transitions,
    each of which ends the one before it: a page that is busy would never see them end.
    """
    figure, slots = plot_figure(title, height)
    bars = bqplot.Lines(
        x=np.zeros(2),
        y=np.zeros(2),
        scales={"x": slots["x_scale"], "y": slots["y_scale"]},
        visible=False,
        fill="inside",
        colors=[LINE_COLOURS[0]],
        fill_colors=[LINE_COLOURS[0]],
        fill_opacities=[0.85],
        stroke_width=1.0,
        display_legend=False,
    )
    slots["y_axis"].grid_lines = "none"
    numbers = axis(slots["y_scale"], "right", grid_lines="none")
    figure.axes = [*figure.axes, numbers]
    add_marks(figure, bars)
    return figure, {**slots, "bars": bars, "value_axis": numbers, "layout": figure.layout}
