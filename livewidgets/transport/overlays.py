"""Marks that lie over a line: anomalies, limits, and spans of alerts; all of them stock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bqplot
import numpy as np

from livewidgets.data.alerts.judgement import Level, Limit
from livewidgets.transport.controlled import LiveFigure

ANOMALY_COLOUR = "#c60c18"
LIMIT_COLOURS = {Level.WARNING: "#a87600", Level.CRITICAL: "#e0303b"}
"""At least 3:1 on white and on dark."""

_SIGNS = {Level.WARNING: "▲", Level.CRITICAL: "✕"}


def add_anomalies(figure: LiveFigure) -> dict[str, Any]:
    """Rings around anomalies; the slots for an `AnomalyView`."""
    lines = figure.axes[0].scale, figure.axes[1].scale
    points = bqplot.Scatter(
        x=np.zeros(1),
        y=np.zeros(1),
        scales={"x": lines[0], "y": lines[1]},
        colors=[ANOMALY_COLOUR],
        stroke=ANOMALY_COLOUR,
        stroke_width=2.0,
        marker="circle",
        fill=False,
        default_size=90,
        display_legend=False,
        labels=["anomaly"],
        visible=False,
    )
    figure.marks = [*figure.marks, points]
    return {"anomalies": points}


def add_spans(figure: LiveFigure) -> dict[str, Any]:
    """Areas behind the curves, for warning and critical; the slots for a `SpanView`."""
    unit = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    colours = [LIMIT_COLOURS[Level.WARNING], LIMIT_COLOURS[Level.CRITICAL]]
    spans = bqplot.Lines(
        x=np.zeros((2, 4)),
        y=np.zeros((2, 4)),
        scales={"x": figure.axes[0].scale, "y": unit},
        colors=colours,
        opacities=[0.0, 0.0],
        fill="bottom",
        fill_colors=colours,
        fill_opacities=[0.16, 0.22],
        display_legend=False,
        visible=False,
    )
    figure.marks = [spans, *figure.marks]
    return {"spans": spans}


def add_limits(figure: LiveFigure, limits: Sequence[Limit]) -> dict[str, Any]:
    """Dashed lines across the plot, each with a sign and its number; the slots for a
    `LimitTextView`."""
    if not limits:
        return {}
    unit = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    scales = {"x": unit, "y": figure.axes[1].scale}
    values = np.array([limit.value for limit in limits])
    colours = [LIMIT_COLOURS[limit.level] for limit in limits]
    lines = bqplot.Lines(
        x=np.tile([0.0, 1.0], (len(limits), 1)),
        y=np.repeat(values[:, None], 2, axis=1),
        scales=scales,
        colors=colours,
        line_style="dashed",
        stroke_width=1.2,
        display_legend=False,
    )
    texts = bqplot.Label(
        x=np.full(len(limits), 1.0),
        y=values,
        text=[f"{_SIGNS[limit.level]} {limit.value:g}" for limit in limits],
        scales=scales,
        colors=colours,
        align="end",
        x_offset=-4,
        y_offset=-9,
        default_size=12,
        font_weight="normal",
    )
    figure.marks = [*figure.marks, lines, texts]
    return {"limit_texts": texts}
