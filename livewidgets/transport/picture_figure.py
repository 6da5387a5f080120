"""The plot that pictures have, and the panel around one."""

from __future__ import annotations

from typing import Any

import bqplot
import numpy as np

from livewidgets.transport.controlled import Controlled, PictureFigure
from livewidgets.transport.panel import Panel
from livewidgets.transport.plot import AXIS_LABEL, axis, figure, scale


class PicturePanel(Controlled, Panel):
    """A box around a figure, which is controlled as the figure is."""


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
    x_scale, y_scale, unit = scale(), scale(y_log), scale()
    x_axis, y_axis = axis(x_scale, "bottom"), axis(y_scale, "left")
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
    made = figure(PictureFigure, height, title=title, marks=[message], axes=[x_axis, y_axis])
    return made, {
        "figure": made,
        "x_scale": x_scale,
        "y_scale": y_scale,
        "x_axis": x_axis,
        "y_axis": y_axis,
        "message": message,
    }


def add_marks(figure: PictureFigure, *marks: Any) -> None:
    """Put marks under those that there are: what says that there is nothing stays uppermost."""
    figure.marks = [*marks, *figure.marks]
