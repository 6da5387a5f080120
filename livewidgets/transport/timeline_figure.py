"""A timeline: thick stock lines with labels in them, markers for events, and a legend."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.figure import AXIS_LABEL, TICK_FORMAT
from livewidgets.transport.panel import Panel, notice_label
from livewidgets.views.timeline_look import BAR, COLOURS, MARGIN, height_of

TEXT_COLOUR = "var(--jp-ui-font-color1, #808080)"


def timeline_figure(title: str, lanes: bool, events: bool) -> tuple[Panel, dict[str, Any]]:
    """A panel for a `TimelineView`, and its slots.

    Args:
        title: Above it.
        lanes: Whether there are states.
        events: Whether there are events.
    """
    x_scale = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    y_scale = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
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
    x_axis = bqplot.Axis(
        scale=x_scale,
        tick_values=np.array([0.0]),
        tick_labels={"0": " "},
        label_color=AXIS_LABEL,
    )
    y_axis = bqplot.Axis(
        scale=y_scale,
        side="left",
        grid_lines="none",
        tick_values=np.array([0.0]),
        tick_labels={"0": " "},
        tick_format=TICK_FORMAT["linear"],
    )
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
    figure = bqplot.Figure(
        marks=marks,
        axes=[x_axis, y_axis],
        fig_margin={**MARGIN, "left": 20},
        animation_duration=0,
        display_toolbar=False,
        layout=ipywidgets.Layout(width="100%", height=f"{height}px", min_width="0", margin="0"),
    )
    heading = ipywidgets.Label(
        title, layout=ipywidgets.Layout(width="auto", min_width="0", margin="0 2px")
    )
    heading.style.font_weight = "600"
    legend = ipywidgets.HTML(layout=ipywidgets.Layout(width="auto", min_width="0", margin="0 2px"))
    notice = notice_label()
    slots |= {"figure": figure, "room": figure.layout, "legend": legend, "notice": notice}
    return Panel([heading, figure, legend, notice], flex="1 1 auto", width="100%"), slots


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
