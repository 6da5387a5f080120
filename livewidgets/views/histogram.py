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
from livewidgets.views.seen import numbers_of
from livewidgets.views.steered import Steered
from livewidgets.views.text import one_line
from livewidgets.views.ticks import Ticks, number_ticks
from livewidgets.views.time_axis import SHOWING
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Shown, Traits
from livewidgets.views.words import sentence

AUTO = 30
"""About how many bins the values use, where nothing else is asked for."""

ROOM = 6
"""Numbers under the axis at most."""

TEXT_PACE = 0.25
"""Seconds: numbers that change faster cannot be read."""


class HistogramView(Steered):
    """The values of a column in the last `window` seconds, by bin, with mean and median. Of a
    span that was chosen in a figure that it is linked with, those of that.

    Slots: `bins` (x, y: an outline in steps; visible), `mean` and `median` (x, labels,
    visible), `x_scale`, `x_axis`, `y_scale`, `y_axis`, `figure` (fig_margin,
    controls, words), `message`.

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
        super().__init__(stream, window, moves=False)
        self._column = column
        self._wanted = bins or AUTO
        self._axis = ValueAxis((0.0, None))
        self._reader = Newsreader(())
        self._bins = Bins(self._wanted)
        self._show = formatter()
        self._texts: tuple[float, str, str] | None = None
        self._newest = -np.inf
        self._ticks = Ticks()

    @property
    def shown_columns(self) -> tuple[str, ...]:
        return numbers_of(
            self.follows.stream.schema, () if self._column is None else (self._column,), 1
        )

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            return self.idle(stream)
        name, ring = self._name(schema), stream.ring
        if not self.moved(ring, name):
            return self.still(stream)
        bins = self._count(stream, name, newest, schema.kinds[name] is Kind.INTEGER)
        if not len(bins.values):
            nothing = {"visible": False}
            shown = {"bins": nothing, "mean": nothing, "median": nothing}
            return {**self.without(stream, self.emptied(ring)), **shown}
        edges, zoomed = bins.edges, self.viewport.span is not None
        axis = dict(
            self._axis.render(bins.counts.astype(np.float64), ring, (), schema, newest, zoomed)
        )
        before, self._ticks = self._ticks, number_ticks(float(edges[0]), float(edges[-1]), ROOM)
        unit = schema.units.get(name, "")
        called = f"{one_line(name)} [{one_line(unit)}]" if unit else one_line(name)
        middles = self._middles(bins, newest)
        said = [middles[each]["labels"][0] for each in ("mean", "median")]
        low, high = f"{edges[0]:g}", f"{edges[-1]:g}"
        words = self.said(
            newest,
            lambda: sentence(
                (
                    f"histogram of {count_text(len(bins.values))} values of {called}",
                    f"from {low} to {high}",
                    *said,
                )
            ),
        )
        return {
            **SHOWING,
            **axis,
            **middles,
            "figure": {**axis["figure"], **self.steering(ring), **words},
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

    def _count(self, stream: Stream, name: str, newest: float, whole: bool) -> Bins:
        """The values of what is seen."""
        if not self.viewport.following:
            start, end = self.limits(newest)
            past = Bins(self._wanted, whole)
            past.update(self.past(stream.ring, (name,), start, end), name, start)
            return past
        if self.fresh(stream, name):
            self._reader = Newsreader((name,))
            self._bins = Bins(self._wanted, whole)
            self._show, self._texts = formatter(), None
        start = self.at(newest) - self.viewport.window
        self._bins.update(self.news(self._reader, stream.ring, start), name, start)
        return self._bins

    def _middles(self, bins: Bins, newest: float) -> dict[str, Traits]:
        mean = float(bins.values.mean())
        middle = median(bins.edges, bins.counts)
        rests, self._newest = newest == self._newest, newest
        texts = self._texts if self.viewport.following else None
        if rests or texts is None or not 0.0 <= newest - texts[0] < TEXT_PACE:
            texts = newest, self._show(mean), self._show(middle)
        self._texts = texts if self.viewport.following else None
        _, mean_text, median_text = texts
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
