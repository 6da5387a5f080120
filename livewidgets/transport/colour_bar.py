"""The colour bar over a plot: its colours in a row, and numbers above them."""

from __future__ import annotations

import re
from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.plot import axis, scale
from livewidgets.views.colour_bar import TOP
from livewidgets.views.shades import LEVELS, picture
from livewidgets.views.value_axis import MARGIN

FROM, TO = 6, 16
"""Pixels above the plot between which the bar lies."""

USUAL = 320.0
"""Pixels of a figure whose height is not given in pixels."""


def add_colour_bar(
    figure: PictureFigure,
    height: str,
    steps: int = LEVELS,
    part: tuple[float, float] = (0.0, 1.0),
) -> dict[str, Any]:
    """Put a colour bar over a plot. Slots: `bar_scale`, `bar_axis` (see `bar_traits`).

    Args:
        figure: As `plot_figure` made it.
        height: Of the figure, as CSS has it.
        steps: How many different colours it has.
        part: From where to where of all shades, from 0 to 1.
    """
    given = re.fullmatch(r"\s*(\d+(?:\.\d+)?)px\s*", height)
    plot = max(40.0, (float(given[1]) if given else USUAL) - TOP - MARGIN["bottom"])
    unit, numbers = scale(), scale()
    shown = (np.linspace(*part, steps) * (LEVELS - 1)).round().astype(np.uint8)
    bar = bqplot.Image(
        image=ipywidgets.Image(value=picture(shown[np.newaxis, :]), format="url"),
        x=np.array([0.0, 1.0]),
        y=np.array([1 + FROM / plot, 1 + TO / plot]),
        scales={"x": unit, "y": unit},
        pixelated=True,
        apply_clip=False,
    )
    above = axis(
        numbers,
        "top",
        tick_style={"transform": f"translate(0px, -{TO - 4}px)"},
        label_location="end",
        label_offset=f"{TO + 24}px",
        grid_lines="none",
    )
    figure.marks = [bar, *figure.marks]
    figure.axes = [*figure.axes, above]
    figure.fig_margin = {**figure.fig_margin, "top": TOP}
    return {"bar_scale": numbers, "bar_axis": above}
