"""A big number with its trend, and a small line below it."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.controlled import WordedFigure
from livewidgets.transport.panel import Panel, notice_label, text_label
from livewidgets.views.palette import line_colour

SPARK_HEIGHT = "44px"


def number_panel(sparkline: bool) -> tuple[Panel, dict[str, Any]]:
    """A panel for a `NumberView`, and its slots.

    Args:
        sparkline: Whether it has a small line.
    """
    name = text_label(font_weight="500")
    # It does not shrink: a number that is cut off reads as another one. The room above and
    # below is for letters that are taller than the line that a label has.
    layout = ipywidgets.Layout(flex="0 0 auto", height="auto", padding="7px 0", margin="0 2px")
    value = ipywidgets.Label("–", layout=layout)
    value.style.font_size = "2.4em"
    value.style.font_weight = "600"
    value.style.font_variant = "tabular-nums"
    trend = text_label(font_variant="tabular-nums")
    row = ipywidgets.HBox(
        [value, trend],
        layout=ipywidgets.Layout(
            flex_flow="row wrap", align_items="center", grid_gap="0 12px", overflow="hidden"
        ),
    )
    notice = notice_label()
    slots: dict[str, Any] = {"name": name, "value": value, "trend": trend, "notice": notice}
    children = [name, row]
    if sparkline:
        figure, marks = _spark_figure()
        slots |= marks
        children.append(figure)
    return Panel([*children, notice], flex="1 1 auto"), slots


def _spark_figure() -> tuple[bqplot.Figure, dict[str, Any]]:
    x_scale = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    y_scale = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    spark = bqplot.Lines(
        x=np.array([[0.0, 1.0]]),  # hidden, not empty: bqplot takes an empty path away for good
        y=np.array([[0.0, 0.0]]),
        visible=False,
        scales={"x": x_scale, "y": y_scale},
        colors=[line_colour(0)],
        stroke_width=1.5,
        display_legend=False,
    )
    figure = WordedFigure(
        marks=[spark],
        fig_margin={"top": 3, "bottom": 3, "left": 2, "right": 2},
        background_style={"fill": "none"},
        animation_duration=0,
        display_toolbar=False,
        layout=ipywidgets.Layout(width="100%", height=SPARK_HEIGHT, min_width="0", margin="0"),
    )
    slots = {"spark": spark, "x_scale": x_scale, "y_scale": y_scale, "figure": figure}
    return figure, slots
