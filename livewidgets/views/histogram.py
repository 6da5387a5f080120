"""HistogramView: how the values of a window are distributed."""

from __future__ import annotations

import numpy as np

from livewidgets.data.bins import Bins, Floats
from livewidgets.data.news import Newsreader
from livewidgets.data.schema import Kind, Schema
from livewidgets.stream import Stream
from livewidgets.views.axis import axis_traits
from livewidgets.views.format import count_text, formatter
from livewidgets.views.numbers import require_numbers
from livewidgets.views.text import one_line
from livewidgets.views.ticks import Ticks, number_ticks
from livewidgets.views.time_axis import SHOWING, waiting
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Follows, Shown, Traits

AUTO = 30
"""About how many bins the values use, where nothing else is asked for."""

ROOM = 6
"""Numbers under the axis at most."""

TEXT_PACE = 0.25
"""Seconds: numbers that change faster cannot be read."""


class HistogramView:
    """The values of a column in the last `window` seconds, by bin, with mean and median.

    Slots: `bins` (x, y: an outline in steps; visible), `mean` and `median` (x, labels,
    visible), `x_scale`, `x_axis`, `y_scale`, `y_axis`, `figure` (fig_margin), `message`.

    Args:
        stream: What to show.
        column: Which column; None takes the first that is numbers.
        bins: About how many; None is 30.
        window: Seconds.
    """

    period = 0.5
    """Seconds after which the texts are those of the last rows, though no more come."""
    curves = 1

    def __init__(
        self, stream: Stream, column: str | None = None, *, bins: int | None, window: float
    ) -> None:
        self.follows = Follows(stream)
        self.window = window
        self._column = column
        self._wanted = bins or AUTO
        self._axis = ValueAxis((0.0, None))
        self._of: object = None  # the stream and column that are counted
        self._reader = Newsreader(())
        self._bins = Bins(self._wanted)
        self._show = formatter()
        self._said: tuple[float, str, str] | None = None
        self._newest = -np.inf
        self._ticks = Ticks()

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return waiting(stream)
        name = self._name(schema)
        if self._of != (stream, name):
            self._of = stream, name
            self._reader = Newsreader((name,))
            self._bins = Bins(self._wanted, schema.kinds[name] is Kind.INTEGER)
            self._show, self._said = formatter(), None
        start = newest - self.window
        bins = self._bins
        bins.update(self._reader.read(stream.ring, start), name, start)
        if not len(bins.values):
            nothing = {"visible": False}
            return {**waiting(stream), "bins": nothing, "mean": nothing, "median": nothing}
        edges = bins.edges
        axis = self._axis.render(bins.counts.astype(np.float64), stream.ring, (), schema, newest)
        before, self._ticks = self._ticks, number_ticks(float(edges[0]), float(edges[-1]), ROOM)
        unit = schema.units.get(name, "")
        called = f"{one_line(name)} [{one_line(unit)}]" if unit else one_line(name)
        return {
            **SHOWING,
            **axis,
            **self._middles(newest),
            "bins": outline(edges, bins.counts.astype(np.float64)),
            "x_scale": {"min": float(edges[0]), "max": float(edges[-1])},
            "x_axis": {
                **axis_traits(self._ticks, [before]),
                "label": f"{called} · n = {count_text(len(bins.values))}",
            },
            "y_axis": {**axis["y_axis"], "label": "rows"},
        }

    def _name(self, schema: Schema) -> str:
        if self._column is None:
            return schema.numeric[0] if schema.numeric else self._none(schema)
        require_numbers(schema, (self._column,), "a histogram")
        return self._column

    def _none(self, schema: Schema) -> str:
        require_numbers(schema, schema.names, "a histogram")
        return ""

    def _middles(self, newest: float) -> Shown:
        bins = self._bins
        mean = float(bins.values.mean())
        middle = median(bins.edges, bins.counts)
        rests, self._newest = newest == self._newest, newest
        if rests or self._said is None or not 0.0 <= newest - self._said[0] < TEXT_PACE:
            self._said = newest, self._show(mean), self._show(middle)
        _, mean_text, median_text = self._said
        return {
            "mean": _upright(mean, f"mean {mean_text}"),
            "median": _upright(middle, f"median ≈ {median_text}"),
        }


def outline(edges: Floats, counts: Floats) -> Traits:
    """The outline of bars that stand side by side, for a line that goes in steps.

    Args:
        edges: Shape (bins + 1,).
        counts: Shape (bins,).
    """
    x = np.concatenate((edges[:1], edges))
    y = np.concatenate(([0.0], counts, [0.0]))
    return {"x": x, "y": y, "visible": True}


def median(edges: Floats, counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """Where half of the values lie below, as if those of a bin were evenly spread in it."""
    below = np.concatenate(([0], np.cumsum(counts)))
    half = below[-1] / 2
    place = int(np.searchsorted(below, half, "left")) - 1
    place = min(max(place, 0), len(counts) - 1)
    part = (half - below[place]) / max(1, counts[place])
    return float(edges[place] + part * (edges[place + 1] - edges[place]))


def _upright(value: float, label: str) -> Traits:
    return {
        "x": np.array([value, value]),
        "labels": [label],
        "display_legend": True,
        "visible": True,
    }
