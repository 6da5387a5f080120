"""LineView: columns over a sliding window of time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import tzinfo

import numpy as np

from livewidgets.data.buckets import Buckets
from livewidgets.data.reduce import Reducer, bucket_width, pixel_width
from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.data.span import span_buckets
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.views.band import BandCurves, on_log_axis
from livewidgets.views.controls import PACE, controls_traits, note_on
from livewidgets.views.curves import curve_labels, curve_traits, values_within
from livewidgets.views.seen import Seen, numbers_of
from livewidgets.views.steered import BLANK, CLEARED, NO_ROWS, Steered
from livewidgets.views.time_axis import SHOWING, time_traits, waiting
from livewidgets.views.value_axis import Given, ValueAxis, left_out_text
from livewidgets.views.view import Shown, Traits
from livewidgets.views.viewport import Viewport
from livewidgets.views.words import listed, newest_words, sentence

BEFORE = 0.01
"""The part of the window that is drawn to its left: a line comes from where it was before,
and what is seen at the edge does not change when its beginning is let go."""


MARGIN_SEEN = 0.1
"""The part of a span of the past that is drawn on either side of it: a page that drags it
shows that much before the kernel answers."""

WAITED = 1.0
"""Seconds after which it says anew why there are no rows yet."""

SLACK = 0.9
"""The part of its time that must have passed before the next picture: timers are late."""


class LineView(Steered):
    """One curve per column over the span of a viewport: at first the last `window` seconds,
    ended by the newest row.

    Slots: `lines` (x, y of shape (curves, points); labels; visible), `x_scale` and `y_scale`
    (min, max), `x_axis` (tick_values, tick_labels, label), `y_axis` (the same, and
    label_offset), `figure` (fig_margin, controls, words), `message`, and `band` where there is
    one (see `BandCurves`).

    Args:
        stream: What to show.
        columns: Which columns; None shows all that are numbers.
        window: The span of time, in seconds.
        y: The axis of the values; None is linear, and follows the data.
        tz: The time zone of the axis; None is the machine's own.
        band: The edges of a band around each curve, as `BandCurves` takes them.
        viewport: What is seen, where that is shared; `window` is of no consequence then.
        refresh: Pictures a second that are asked for; None takes the usual number.
    """

    def __init__(
        self,
        stream: Stream,
        columns: Sequence[str] | None,
        *,
        window: float,
        y: ValueAxis | None = None,
        tz: tzinfo | None = None,
        band: Stream | None = None,
        viewport: Viewport | None = None,
        refresh: float | None = None,
    ) -> None:
        super().__init__(stream, window, tz=tz)
        self.refresh = refresh
        self.pixels: int | None = None
        self.viewport = viewport or self.viewport
        self._wanted = None if columns is None else tuple(columns)
        self._y = y or ValueAxis()
        self.beside = () if band is None else (band,)
        self._band = None if band is None else BandCurves(band)
        self._reducer: Reducer | None = None
        self._past: tuple[object, Buckets] | None = None
        self._width = 0.0  # of the buckets, when it was drawn
        self.hidden: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, hidden ones too; those that are wanted before they are known."""
        schema = self.follows.stream.schema
        return self._wanted or (() if schema is None else schema.numeric)

    def seen(self, ring: Ring) -> Seen:
        """What it shows of a ring: the curves that are not hidden, within the span."""
        start, end = self.viewport.limits() or (-np.inf, np.inf)
        start = max(start, self._cleared.start(ring))
        names = numbers_of(ring.schema, self._wanted or ())
        return Seen(tuple(name for name in names if name not in self.hidden), start, end)

    @property
    def log(self) -> bool:
        """Whether the axis of the values is logarithmic."""
        return self._y.log

    @property
    def y(self) -> Given:
        """The limits of the values, as they were given."""
        return self._y.given

    @y.setter
    def y(self, limits: Given) -> None:
        self._y.give(limits)
        self._redraw()

    def hide(self, columns: Iterable[str]) -> None:
        """Draw no curve of these, and draw all others; a name that is no column is none."""
        self.hidden = frozenset(columns)
        self._y.give(self._y.given)  # the axis has no patience for what is gone
        self._redraw()

    def _redraw(self) -> None:
        self._drawn = None  # also what is paused
        self.viewport.touch()

    @property
    def period(self) -> float | None:
        """Seconds after which it changes by itself: why it is empty, or what is said of it."""
        if self.follows.stream.ring.newest is None:
            return WAITED
        return self._said.period

    @property
    def pace(self) -> float:
        """The least seconds between two pictures."""
        if not self.viewport.following:
            return PACE
        return 0.0 if self.refresh is None else SLACK / self.refresh

    @property
    def curves(self) -> int:
        schema = self.follows.stream.schema
        each = 1 if self._band is None else 3
        return 0 if schema is None else each * len(self._wanted or schema.numeric)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if self.viewport.blank:
            self._said.forget()
            return {"figure": {**self._controls(stream.ring, (), 0.0, 0.0), "words": BLANK}}
        if schema is None or newest is None:
            return {} if self._width else waiting(stream)  # what was drawn stays
        names, viewport = self._names(schema), self.viewport
        window, span = viewport.window, viewport.span
        ring, units = stream.ring, [schema.units.get(name, "") for name in names]
        drawn = (stream, names, columns, self.pixels, window, self._cleared.version)
        total, limits = ring.total, viewport.limits() or (-math.inf, math.inf)
        choice = (viewport.choice, self._cleared.choice(ring), self.hidden)
        if viewport.paused and span is None and drawn == self._drawn:
            controls = self._controls(ring, units, *(viewport.limits() or (0.0, 0.0)))
            return {"figure": {**controls, **self._said.still(stream, choice)}}
        width = self._bucket(window if span is None else span[1] - span[0], columns)
        self._width = width
        if span is None:
            # The window's right edge moves in whole buckets, so that what is drawn keeps
            # its place within the pixels while it slides.
            edge = viewport.edge()
            end = (np.floor((newest if edge is None else edge) / width) + 1) * width
            start = end - window
        else:
            start, end = span
        if viewport.following:
            known = self._reducer
            if known is None or known.width != width or known.names != names:
                self._reducer = known = Reducer(names, width, self._y.log)
            x, y = known.update(stream.ring, start - max(width, BEFORE * window))
            left_out, self._total = known.left_out, stream.ring.total
        else:
            past = self._of_past(stream, names, float(start), float(end), width)
            (x, y), left_out = past.points(width), int(past.left_out.sum())
        self._drawn = drawn if span is None else None
        kept = (x >= self._cleared.start(ring)).all(axis=0)
        x, y = x[:, kept], y[:, kept]
        hidden = self.hidden  # once: it may be another one at any moment
        seen = [name not in hidden for name in names]
        y = np.where(np.array(seen)[:, None], y, np.nan) if not all(seen) else y
        left = tuple(name for name, is_seen in zip(names, seen, strict=True) if is_seen)
        band: dict[str, Traits] = {}
        inside = values_within(x, y, float(start), float(end)) if span else y.ravel()
        if self._band is not None:
            band["band"], edges = self._band.render(
                *(stream, names, width, float(start)),
                end=None if viewport.following else float(end),
                hidden=hidden,
            )
            inside = np.concatenate((inside, edges.ravel()))
        zoomed = span is not None
        axis = self._y.render(inside, stream.ring, left or names, schema, newest, zoomed)
        if self._band is not None and self._y.log:
            band["band"] = on_log_axis(band["band"], axis["y_scale"]["min"])
        return {
            **SHOWING,
            **band,
            "lines": curve_traits(x, y, curve_labels(names, hidden, schema.units)),
            "x_scale": {"min": float(start), "max": float(end)},
            # There is room under the time for what cannot be shown above it.
            "x_axis": time_traits(float(start), float(end), self.tz, left_out_text(left_out)),
            **axis,
            "figure": {
                **axis["figure"],
                **self._controls(ring, units, float(start), float(end)),
                **self._said.traits(
                    *(stream, (newest, total), choice),
                    lambda: self._words(ring, schema, left, *limits),
                ),
            },
        }

    def _bucket(self, span: float, columns: int) -> float:
        if self.pixels is None:
            return bucket_width(span, columns)
        return pixel_width(span, self.pixels, columns)

    def _of_past(
        self, stream: Stream, names: tuple[str, ...], start: float, end: float, width: float
    ) -> Buckets:
        """The rows around a span; those of the last picture, where they are the same still."""
        ring, beyond = stream.ring, MARGIN_SEEN * (end - start)
        first, last = start - beyond, end + beyond
        oldest, newest = ring.oldest, ring.newest
        key = (
            *(ring, ring.revision, names, start, end, width),
            oldest if oldest is not None and oldest > first else None,
            newest if newest is not None and newest < last else None,
        )
        if self._past is None or self._past[0] != key:
            self._past = (key, span_buckets(ring, names, first, last, width, self._y.log))
        return self._past[1]

    def _controls(self, ring: Ring, units: Sequence[str], start: float, end: float) -> Traits:
        note = note_on(self.viewport, ring, self.since, start, end)
        return controls_traits(self.viewport, units, (start, end), self.tz, note, self._width)

    def _names(self, schema: Schema) -> tuple[str, ...]:
        for name in self._wanted or ():
            if not schema.require(name).numeric:
                raise SchemaError(
                    f"column {name!r} holds text, which a line cannot show; "
                    "name a column of numbers"
                )
        if not (self._wanted or schema.numeric):
            texts = ", ".join(repr(name) for name in schema.names)
            raise SchemaError(
                f"no column holds numbers ({texts} hold text), and a line shows numbers; "
                "look at the delimiter, or name the columns' kinds"
            )
        return self._wanted or schema.numeric

    def _words(
        self, ring: Ring, schema: Schema, names: Sequence[str], start: float, end: float
    ) -> str:
        said = f"line chart of {listed(names)}" if names else "line chart without curves"
        start = max(start, self._cleared.start(ring))
        otherwise = CLEARED if self._cleared.hides(ring) else NO_ROWS
        return sentence((said, newest_words(ring, schema, names, start, end, otherwise)))
