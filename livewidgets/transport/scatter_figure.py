"""The widgets of a scatter."""

from __future__ import annotations

from typing import Any

import bqplot
import numpy as np

from livewidgets.transport.colour_bar import add_colour_bar
from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.picture_figure import add_marks, plot_figure
from livewidgets.views.palette import LINE_COLOURS
from livewidgets.views.scatter import DARKEST, LIGHTEST, SHADES, Points
from livewidgets.views.shades import shade_names

DOT, NEWEST = 20, 130
"""Areas in square pixels: the newest point is told by its size and shape, not by its colour."""


def scatter_figure(title: str, height: str, points: Points) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure for a `ScatterView`, and its slots.

    The points are the markers of stock lines without a width: a page with the extension
    draws those on a canvas, where a mark of single elements takes many times as long.
    """
    figure, slots = plot_figure(title, height)
    colours = [LINE_COLOURS[0]] if points.color is None else shade_names(SHADES, DARKEST, LIGHTEST)
    rows = points.ages * len(colours)
    scales = {"x": slots["x_scale"], "y": slots["y_scale"]}
    dots = bqplot.Lines(
        x=np.zeros((rows, 2)),  # of a single point bqplot would make a number
        y=np.zeros((rows, 2)),
        scales=scales,
        visible=False,
        colors=colours * points.ages,
        opacities=[each for each in points.opacities for _ in colours],
        stroke_width=0.0,
        marker="circle",
        marker_size=DOT,
        display_legend=False,
    )
    newest = bqplot.Lines(
        x=np.zeros(1),
        y=np.zeros(1),
        scales=scales,
        visible=False,
        colors=[LINE_COLOURS[1]],
        stroke_width=0.0,
        marker="diamond",
        marker_size=NEWEST,
        display_legend=False,
    )
    add_marks(figure, dots, newest)
    bar = (
        {} if points.color is None else add_colour_bar(figure, height, SHADES, (DARKEST, LIGHTEST))
    )
    return figure, {**slots, **bar, "points": dots, "newest": newest}
