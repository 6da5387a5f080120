"""The widgets of a histogram."""

from __future__ import annotations

from typing import Any

import bqplot
import numpy as np

from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.picture_figure import add_marks, plot_figure
from livewidgets.views.palette import LINE_COLOURS


def histogram_figure(title: str, height: str) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure for a `HistogramView`, and its slots. All marks are stock lines, which a page
    with the extension draws on a canvas."""
    figure, slots = plot_figure(title, height)
    scales = {"x": slots["x_scale"], "y": slots["y_scale"]}
    bins = bqplot.Lines(
        x=np.array([0.0, 1.0]),
        y=np.zeros(2),
        scales=scales,
        visible=False,
        interpolation="step-after",
        fill="bottom",
        colors=[LINE_COLOURS[0]],
        fill_colors=[LINE_COLOURS[0]],
        fill_opacities=[0.35],
        stroke_width=1.5,
        display_legend=False,
    )
    unit = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    mean, median = (
        bqplot.Lines(
            x=np.zeros(2),
            y=np.array([0.0, 1.0]),
            scales={"x": slots["x_scale"], "y": unit},
            visible=False,
            colors=[colour],
            line_style=style,
            stroke_width=2.0,
            labels=[name],
            display_legend=False,
        )
        for name, colour, style in (
            ("mean", LINE_COLOURS[1], "solid"),
            ("median", LINE_COLOURS[2], "dashed"),
        )
    )
    figure.legend_location = "top-right"
    add_marks(figure, bins, mean, median)
    return figure, {**slots, "bins": bins, "mean": mean, "median": median}
