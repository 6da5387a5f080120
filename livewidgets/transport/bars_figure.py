"""The widgets of bars."""

from __future__ import annotations

from typing import Any

import bqplot
import numpy as np

from livewidgets.transport.figure import AXIS_LABEL, TICK_FORMAT
from livewidgets.transport.picture_figure import PictureFigure, add_marks, plot_figure
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
    numbers = bqplot.Axis(
        scale=slots["y_scale"],
        side="right",
        tick_values=np.array([0.0]),
        tick_labels={"0": " "},
        tick_format=TICK_FORMAT["linear"],
        label_color=AXIS_LABEL,
        grid_lines="none",
    )
    figure.axes = [*figure.axes, numbers]
    add_marks(figure, bars)
    return figure, {**slots, "bars": bars, "value_axis": numbers, "layout": figure.layout}
