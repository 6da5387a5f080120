"""The widgets of a heat map."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import numpy as np

from livewidgets.transport.colour_bar import add_colour_bar
from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.picture_figure import add_marks, plot_figure
from livewidgets.views.heatmap import IMAGES
from livewidgets.views.shades import NOTHING, picture


class _Shown(ipywidgets.Image):  # type: ignore[misc]
    """A picture that a frame's bytes are written to. A thin subclass: the front end is stock."""

    def __repr__(self) -> str:
        # The stock one wants the value as a memoryview; ours is raw. A figure is displayed by
        # the repr of all that is in it, at any moment.
        return "Image()"


def heatmap_figure(title: str, height: str) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure for a `HeatmapView`, and its slots.

    The mark is a picture, in place of bqplot's own heat maps: those make a rectangle of each
    value in the page, with every frame. A mark does not see that its picture has another
    content: it is given another picture, of two by turns.
    It covers the plot and stands still: bqplot moves a picture by transitions, each of which
    ends the one before it.
    """
    figure, slots = plot_figure(title, height)
    blank = picture(np.full((1, 1), NOTHING, dtype=np.uint8))
    images = [_Shown(value=blank, format="url") for _ in IMAGES]
    unit = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    mark = bqplot.Image(
        image=images[0],
        x=np.array([0.0, 1.0]),
        y=np.array([0.0, 1.0]),
        scales={"x": unit, "y": unit},
        pixelated=True,
        visible=False,
        interactions={},
    )
    slots["x_axis"].grid_lines = slots["y_axis"].grid_lines = "none"
    add_marks(figure, mark)
    bar = add_colour_bar(figure, height)
    return figure, {**slots, **bar, "image": mark, **dict(zip(IMAGES, images, strict=True))}


def given_image(slots: dict[str, Any]) -> Any:
    """What makes the picture's own widget of its number, and of bytes what such a widget holds."""
    images = [slots[name] for name in IMAGES]

    def given(widget: Any, trait: str, value: Any) -> Any:
        if isinstance(value, bytes):
            return memoryview(value)
        return images[value] if widget is slots["image"] and trait == "image" else value

    return given
