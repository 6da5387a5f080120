"""The widgets of candles."""

from __future__ import annotations

from typing import Any

import bqplot
import numpy as np

from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.picture_figure import add_marks, plot_figure
from livewidgets.views.palette import LINE_COLOURS

EDGE = "#808080"
"""Of every candle; reads on a light and on a dark background."""


def candles_figure(title: str, height: str, volume: bool) -> tuple[PictureFigure, dict[str, Any]]:
    """A figure for a `CandlesView`, and its slots. A candle that rose is hollow, one that fell
    is filled.

    Args:
        title: Above it.
        height: As CSS has it.
        volume: Whether there is one.
    """
    figure, slots = plot_figure(title, height)
    candles = bqplot.OHLC(
        x=np.array([0.0, 1.0]),
        y=np.zeros((2, 4)),
        scales={"x": slots["x_scale"], "y": slots["y_scale"]},
        visible=False,
        format="ohlc",
        marker="candle",
        stroke=EDGE,
        stroke_width=1.3,
        colors=[None, LINE_COLOURS[1]],
        display_legend=False,
        interactions={},
    )
    if not volume:
        add_marks(figure, candles)
        return figure, {**slots, "candles": candles}
    scale = bqplot.LinearScale(min=0.0, max=1.0, allow_padding=False)
    amounts = bqplot.Lines(
        x=np.array([0.0, 1.0]),
        y=np.zeros(2),
        scales={"x": slots["x_scale"], "y": scale},
        visible=False,
        fill="bottom",
        fill_colors=[LINE_COLOURS[0]],
        fill_opacities=[0.4],
        colors=[LINE_COLOURS[0]],
        stroke_width=0.0,
        display_legend=False,
    )
    add_marks(figure, amounts, candles)
    return figure, {**slots, "candles": candles, "volume": amounts, "volume_scale": scale}
