"""BandCurves: the band around the curves of a line, as areas between pairs of curves."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from livewidgets.data.reduce import Floats, Reducer
from livewidgets.data.showable import SMALLEST
from livewidgets.data.span import reduce_span
from livewidgets.data.statistics.band import HIGH, LOW
from livewidgets.stream import Stream
from livewidgets.views.companion import keep_beside
from livewidgets.views.drawable import drawable
from livewidgets.views.palette import line_colour
from livewidgets.views.view import Traits

OPACITY = 0.22
"""Of the area; the line and the grid are seen through it, on white and on dark."""


class BandCurves:
    """For each column two curves, its band's lower edge and its upper one, of which the page
    fills the area from each first to its second.

    Args:
        band: A stream of `<column>_low` and `<column>_high`, derived from the line's.
    """

    def __init__(self, band: Stream) -> None:
        self._band = band
        self._reducer: Reducer | None = None

    def render(
        self,
        stream: Stream,
        names: Sequence[str],
        width: float,
        start: float,
        end: float | None = None,
        hidden: Collection[str] = (),
    ) -> tuple[Traits, Floats]:
        """The traits of the band's mark, and its values, for the limits of the axis.

        Args:
            stream: What the line shows.
            names: The columns.
            width: Of the line's buckets, in seconds.
            start: Where the window begins, in seconds.
            end: Where it ends; None: with the newest row.
            hidden: Columns without a band.
        """
        keep_beside(self._band, stream)
        schema = self._band.schema
        # A column that came later has no band.
        kinds = schema.kinds if schema else {}
        banded = [each for each in names if each not in hidden and f"{each}_{LOW}" in kinds]
        edges = tuple(f"{name}_{edge}" for name in banded for edge in (LOW, HIGH))
        if not edges:
            return {"visible": False}, np.empty((0, 0))
        if end is not None:
            return self._traits(
                names, banded, *reduce_span(self._band.ring, edges, start, end, width)
            )
        if self._reducer is None or self._reducer.width != width or self._reducer.names != edges:
            self._reducer = Reducer(edges, width)
        return self._traits(names, banded, *self._reducer.update(self._band.ring, start))

    def _traits(
        self, names: Sequence[str], banded: Sequence[str], x: Floats, y: Floats
    ) -> tuple[Traits, Floats]:
        if not x.shape[1]:
            return {"visible": False}, y
        # The points of a pair must stand above one another. They are within one bucket, and
        # where one edge is no number there is no band.
        x = np.repeat(x[::2], 2, axis=0)
        gone = np.repeat(np.isnan(y[::2]) | np.isnan(y[1::2]), 2, axis=0)
        if gone.all():
            return {"visible": False}, y
        x, y = drawable(x, np.where(gone, np.nan, y))
        return {
            **_style([names.index(name) for name in banded]),
            "x": x,
            "y": y,
            "visible": True,
        }, y


def on_log_axis(band: Traits, bottom: float) -> Traits:
    """The traits of a band's mark on a logarithmic axis: an edge that is not above zero is at
    the axis's foot."""
    if "y" not in band:
        return band
    y = band["y"]
    return {**band, "y": np.where(y < SMALLEST, bottom, y)}


def _style(columns: Sequence[int]) -> Traits:
    colours = [line_colour(index) for index in columns for _ in (LOW, HIGH)]
    return {
        "colors": colours,
        "fill_colors": colours,
        "opacities": [0.0] * len(colours),
        "fill_opacities": [OPACITY, 0.0] * len(columns),
    }
