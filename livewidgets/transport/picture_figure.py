"""PictureFigure: a figure that knows its stream, and the plot that such figures have."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.figure import AXIS_LABEL, LEGEND, TICK_FORMAT
from livewidgets.transport.pictured import Pictured
from livewidgets.views.value_axis import MARGIN


class PictureFigure(Pictured, bqplot.Figure):  # type: ignore[misc]
    """A `bqplot.Figure` that knows its stream; its front end is the stock one."""


def plot_figure(
    title: str, height: str, *, y_log: bool = False
) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure with axes and a line of text in its middle, but no marks yet.

    Its slots: `figure`, `x_scale`, `y_scale`, `x_axis`, `y_axis`, `message`.

    Args:
        title: Above it.
        height: As CSS has it.
        y_log: Whether its y axis is logarithmic.
    """
    x_scale = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    y_scale = (
        bqplot.LogScale(min=0.1, max=1.0, allow_padding=False)
        if y_log
        else bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    )
    x_axis = bqplot.Axis(
        scale=x_scale,
        tick_values=np.array([0.0]),
        tick_labels={"0": " "},
        tick_format=TICK_FORMAT["linear"],
        label_color=AXIS_LABEL,
    )
    y_axis = bqplot.Axis(
        scale=y_scale,
        side="left",
        tick_values=np.array([0.1 if y_log else 0.0]),
        tick_labels={"0.1" if y_log else "0": " "},
        label_offset="48px",
        label_color=AXIS_LABEL,
        tick_format=TICK_FORMAT["log" if y_log else "linear"],
    )
    unit = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    message = bqplot.Label(
        x=np.array([0.5]),
        y=np.array([0.5]),
        text=np.array(["no rows yet"], dtype=object),
        scales={"x": unit, "y": unit},
        colors=[AXIS_LABEL],
        align="middle",
        default_size=14,
        font_weight="normal",
    )
    figure = PictureFigure(
        title=title,
        title_style={"fill": "var(--jp-ui-font-color1, currentColor)"},
        marks=[message],
        axes=[x_axis, y_axis],
        legend_location="top-left",
        legend_style=dict(LEGEND),
        fig_margin=dict(MARGIN),
        animation_duration=0,
        layout=ipywidgets.Layout(width="100%", height=height, min_width="280px", margin="0"),
    )
    return figure, {
        "figure": figure,
        "x_scale": x_scale,
        "y_scale": y_scale,
        "x_axis": x_axis,
        "y_axis": y_axis,
        "message": message,
    }


def add_marks(figure: PictureFigure, *marks: Any) -> None:
    """Put marks under those that there are: what says that there is nothing stays uppermost."""
    figure.marks = [*marks, *figure.marks]
