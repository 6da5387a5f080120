"""A timeline: thick stock lines with labels in them, markers for events, and a legend."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.panel import notice_label
from livewidgets.transport.picture_figure import PicturePanel
from livewidgets.transport.plot import axis, figure, scale
from livewidgets.views.timeline_look import BAR, COLOURS, MARGIN, height_of

TEXT_COLOUR = "var(--jp-ui-font-color1, #808080)"


def timeline_figure(title: str, lanes: bool, events: bool) -> tuple[PicturePanel, dict[str, Any]]:
    """A panel for a `TimelineView`, and its slots.

    Args:
        title: Above it.
        lanes: Whether there are states.
        events: Whether there are events.
    """
    x_scale, y_scale = scale(), scale()
    scales = {"x": x_scale, "y": y_scale}
    curves = len(COLOURS)
    spans = bqplot.Lines(
        # Hidden, not empty: bqplot takes the path of an empty line away for good.
        x=np.zeros((curves, 1)),
        y=np.zeros((curves, 1)),
        visible=False,
        scales=scales,
        colors=list(COLOURS),
        stroke_width=BAR,
        display_legend=False,
    )
    names = _label(scales, "middle")
    marks = [spans, names]
    x_axis = axis(x_scale, "bottom")
    y_axis = axis(y_scale, "left", grid_lines="none", label_offset=None, label_color=None)
    slots: dict[str, Any] = {
        "spans": spans,
        "names": names,
        "x_scale": x_scale,
        "y_scale": y_scale,
        "x_axis": x_axis,
        "y_axis": y_axis,
    }
    if events:
        slots |= _events(scales)
        marks += [slots["events"], slots["event_texts"]]
    height = round(height_of(int(lanes), events)) + MARGIN["top"] + MARGIN["bottom"]
    made = figure(
        PictureFigure,
        f"{height}px",
        marks=marks,
        axes=[x_axis, y_axis],
        fig_margin={**MARGIN, "left": 20},
        display_toolbar=False,
    )
    made.layout.min_width = "0"
    heading = ipywidgets.Label(
        title, layout=ipywidgets.Layout(width="auto", min_width="0", margin="0 2px")
    )
    heading.style.font_weight = "600"
    legend = ipywidgets.HTML(layout=ipywidgets.Layout(width="auto", min_width="0", margin="0 2px"))
    notice = notice_label()
    slots |= {"figure": made, "room": made.layout, "legend": legend, "notice": notice}
    return PicturePanel([heading, made, legend, notice], flex="1 1 auto", width="100%"), slots


def _events(scales: dict[str, Any]) -> dict[str, Any]:
    points = bqplot.Scatter(
        x=np.zeros(1),
        y=np.zeros(1),
        visible=False,
        scales=scales,
        marker="triangle-down",
        colors=[TEXT_COLOUR],
        default_size=50,
        enable_hover=False,
        display_legend=False,
    )
    texts = _label(scales, "end")
    texts.colors = [TEXT_COLOUR]
    return {"events": points, "event_texts": texts}


def _label(scales: dict[str, Any], align: str) -> bqplot.Label:
    return bqplot.Label(
        x=np.zeros(0),
        y=np.zeros(0),
        text=np.zeros(0, dtype=np.str_),
        scales=scales,
        align=align,
        default_size=11,
        font_weight="normal",
    )
