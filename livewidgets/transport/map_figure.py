"""A map: markers over a graticule, with coasts where it shows much of the world."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import bqplot
import ipywidgets
import numpy as np
from numpy.typing import NDArray

from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.panel import notice_label, text_label
from livewidgets.transport.picture_figure import PicturePanel
from livewidgets.transport.plot import axis, figure
from livewidgets.views.land import outlines
from livewidgets.views.map_frame import ASPECT
from livewidgets.views.map_legend import COLOURS
from livewidgets.views.palette import line_colour

TEXT_COLOUR = "var(--jp-ui-font-color1, #808080)"
GRID = "#80808040"

MARGIN = {"left": 58, "right": 22, "top": 12, "bottom": 38}
"""Of one aspect with the plot, so that this keeps it at any size."""


def map_figure(title: str, height: str, value: bool) -> tuple[PicturePanel, dict[str, Any]]:
    """A panel for a `MapView`, and its slots.

    Args:
        title: Above it.
        height: As CSS has it; the width follows from it, or from the room that there is.
        value: Whether a value gives the markers their colours.
    """
    x_scale = bqplot.LinearScale(min=-180.0, max=180.0, allow_padding=False)
    y_scale = bqplot.LinearScale(min=-90.0, max=90.0, allow_padding=False)
    scales: dict[str, Any] = {"x": x_scale, "y": y_scale}
    lines = {"grid_lines": "solid", "grid_color": GRID, "label_color": None, "label_offset": None}
    axes = [axis(x_scale, "bottom", **lines), axis(y_scale, "left", **lines)]
    markers = _markers(scales)
    slots: dict[str, Any] = {"x_scale": x_scale, "y_scale": y_scale, "markers": markers}
    slots |= {"x_axis": axes[0], "y_axis": axes[1]}
    if value:
        colours = bqplot.ColorScale(colors=list(COLOURS), min=0.0, mid=0.5, max=1.0)
        markers.scales = {**scales, "color": colours}
        slots["colours"] = colours
        layout = ipywidgets.Layout(width="auto", min_width="0", margin="0 2px")
        slots["legend"] = ipywidgets.HTML(layout=layout)
    slots |= _graticule(scales)
    slots["names"] = _label(scales, x_offset=9)
    shown = ("land", "bar", "bar_text", "markers", "names")
    made = figure(
        PictureFigure,
        # It keeps its aspect: what is higher than that on a phone would be empty.
        f"min({height}, 60vw)",
        marks=[slots[name] for name in shown],
        axes=axes,
        fig_margin=dict(MARGIN),
        min_aspect_ratio=ASPECT,
        max_aspect_ratio=ASPECT,
        display_toolbar=False,
    )
    made.layout.min_width = "0"
    heading = text_label(title, font_weight="600")
    said, notice = text_label(), notice_label()
    below = [slots["legend"], said] if "legend" in slots else [said]
    slots |= {"figure": made, "said": said, "notice": notice}
    return PicturePanel([heading, made, *below, notice], flex="1 1 auto", width="100%"), slots


def _markers(scales: dict[str, Any]) -> bqplot.Scatter:
    return bqplot.Scatter(
        x=np.zeros(1),
        y=np.zeros(1),
        visible=False,
        scales=scales,
        colors=[line_colour(0)],
        stroke=TEXT_COLOUR,
        stroke_width=1.0,
        default_size=110,
        enable_hover=False,
        display_legend=False,
    )


def _graticule(scales: dict[str, Any]) -> dict[str, Any]:
    lon, lat = _coasts()
    land = bqplot.Lines(
        x=lon,
        y=lat,
        visible=False,
        scales=scales,
        fill="inside",
        colors=["#808080"],
        fill_colors=["#808080"],
        fill_opacities=[0.18],
        stroke_width=0.6,
        display_legend=False,
    )
    bar = bqplot.Lines(
        x=np.zeros((1, 2)),
        y=np.zeros((1, 2)),
        visible=False,
        scales=scales,
        colors=[TEXT_COLOUR],
        stroke_width=3.0,
        display_legend=False,
    )
    return {"land": land, "bar": bar, "bar_text": _label(scales, y_offset=-11)}


def _label(scales: dict[str, Any], x_offset: int = 0, y_offset: int = 0) -> bqplot.Label:
    return bqplot.Label(
        x=np.zeros(0),
        y=np.zeros(0),
        text=np.zeros(0, dtype=np.str_),
        scales=scales,
        colors=[TEXT_COLOUR],
        x_offset=x_offset,
        y_offset=y_offset,
        default_size=11,
        font_weight="normal",
    )


@functools.cache
def _coasts() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The world's, as bqplot brings them."""
    path = Path(bqplot.__file__).parent / "map_data" / "WorldMap.json"
    return outlines(json.loads(path.read_text()))
