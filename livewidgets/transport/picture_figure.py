"""The plot that pictures have, and the panel around one."""

from __future__ import annotations

from typing import Any

from livewidgets.transport.controlled import Controlled, PictureFigure
from livewidgets.transport.panel import Panel
from livewidgets.transport.plot import axis, figure, message, scale


class PicturePanel(Controlled, Panel):
    """A box around a figure, which is controlled as the figure is."""


def plot_figure(
    title: str, height: str, *, y_log: bool = False
) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure with axes and lines of text in its middle, but no marks yet.

    Its slots: `figure`, `x_scale`, `y_scale`, `x_axis`, `y_axis`, `message`.

    Args:
        title: Above it.
        height: As CSS has it.
        y_log: Whether its y axis is logarithmic.
    """
    x_scale, y_scale = scale(), scale(y_log)
    x_axis, y_axis = axis(x_scale, "bottom"), axis(y_scale, "left")
    said = message(height)
    made = figure(PictureFigure, height, title=title, marks=[said], axes=[x_axis, y_axis])
    return made, {
        "figure": made,
        "x_scale": x_scale,
        "y_scale": y_scale,
        "x_axis": x_axis,
        "y_axis": y_axis,
        "message": said,
    }


def add_marks(figure: PictureFigure, *marks: Any) -> None:
    """Put marks under those that there are: what says that there is nothing stays uppermost."""
    figure.marks = [*marks, *figure.marks]
