"""The widgets that our pictures are made of: figure, value, status pill."""

from __future__ import annotations

from typing import Any, TypeAlias

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.controlled import LiveFigure
from livewidgets.transport.plot import axis, figure, message, scale
from livewidgets.views.palette import LINE_COLOURS

Widget: TypeAlias = ipywidgets.Widget
Label: TypeAlias = ipywidgets.Label
HBox: TypeAlias = ipywidgets.HBox
Box: TypeAlias = ipywidgets.VBox


def line_figure(
    title: str, height: str, band: bool = False, log: bool = False
) -> tuple[LiveFigure, dict[str, Any]]:
    """A figure with one mark for all curves and lines of text in its middle, and its slots
    for a `LineView`.

    Args:
        title: Above it.
        height: As CSS has it.
        band: Whether it has a mark for bands, which lies under the curves.
        log: Whether its y axis is logarithmic.
    """
    x_scale, y_scale = scale(), scale(log)
    level = 1.0 if log else 0.0
    lines = bqplot.Lines(
        # Neither empty nor NaN, but hidden until there are data: bqplot takes the path of
        # an empty line away for good, and complains of a line with no defined point.
        x=np.array([[0.0, 1.0]]),
        y=np.array([[level, level]]),
        visible=False,
        scales={"x": x_scale, "y": y_scale},
        colors=list(LINE_COLOURS),
        stroke_width=1.5,
        display_legend=False,
    )
    x_axis, y_axis = axis(x_scale, "bottom"), axis(y_scale, "left")
    said = message(height)
    made = figure(LiveFigure, height, title=title, marks=[lines, said], axes=[x_axis, y_axis])
    slots: dict[str, Any] = {
        "lines": lines,
        "x_scale": x_scale,
        "y_scale": y_scale,
        "x_axis": x_axis,
        "y_axis": y_axis,
        "figure": made,
        "message": said,
    }
    if band:
        slots["band"] = _band(lines.scales, level)
        made.marks = [slots["band"], *made.marks]
    return made, slots


def _band(scales: dict[str, Any], level: float) -> Any:
    """A mark that fills the area between each two curves."""
    return bqplot.Lines(
        x=np.array([[0.0, 1.0], [0.0, 1.0]]),  # see above
        y=np.full((2, 2), level),
        visible=False,
        scales=scales,
        fill="between",
        stroke_width=0,
        display_legend=False,
    )


def is_widget(thing: object) -> bool:
    """Whether it can be put into a box."""
    return isinstance(thing, ipywidgets.DOMWidget)


def value_label() -> tuple[ipywidgets.Label, dict[str, Any]]:
    """A label for a `ValueView`. A label shows text; markup in it stays text."""
    # It does not shrink: a number that is cut off reads as another one.
    label = ipywidgets.Label(value="–", layout=ipywidgets.Layout(flex="0 0 auto"))
    label.style.font_size = "1.6em"
    label.style.font_weight = "600"
    label.style.font_variant = "tabular-nums"
    return label, {"value": label}


def stats_table() -> tuple[ipywidgets.VBox, dict[str, Any]]:
    """A table for a `StatsView`, and under it a line of text for what is wrong."""
    # It scrolls where there is no room, by keyboard, too: it does not lose the focus when its
    # content is another.
    table = ipywidgets.HTML(
        layout=ipywidgets.Layout(width="100%", margin="0", overflow="auto"), tabbable=True
    )
    notice = ipywidgets.Label(layout=ipywidgets.Layout(min_width="0", height="auto"))
    box = ipywidgets.VBox([table, notice], layout=ipywidgets.Layout(min_width="0"))
    return box, {"table": table, "notice": notice}


def status_line() -> tuple[ipywidgets.HBox, dict[str, Any]]:
    """A pill with the state and a line of text, for a `StatusView`."""
    pill = ipywidgets.Label(layout=ipywidgets.Layout(padding="0 10px", flex="0 0 auto"))
    text = ipywidgets.Label(layout=ipywidgets.Layout(min_width="0"))
    box = ipywidgets.HBox(
        [pill, text], layout=ipywidgets.Layout(align_items="center", grid_gap="8px")
    )
    return box, {"pill": pill, "style": pill.style, "text": text}
