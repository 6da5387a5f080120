"""MarkView: columns of a stream as the data of a user's own mark."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.reduce import Reducer, bucket_width
from livewidgets.data.schema import Schema
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.views.curves import drawable
from livewidgets.views.view import Follows, Shown

MOST_ROWS = 2_000
"""Rows that a mark gets which cannot be reduced without changing its meaning."""


class MarkView:
    """Feeds traits of a mark from columns. Slot: `mark`.

    A line over time is reduced to four samples per pixel column (see `Buckets`); any other
    mark shows the newest rows, 2,000 at most.

    Args:
        stream: What to show.
        traits: Column by trait name (`{"x": "time", "y": "value"}`); "time" is the time.
        window: The span of time to show, in seconds; None is everything that is kept.
        line: Whether the mark joins its points, so that it can be reduced.
        dates: Traits that take dates (datetime64[ms], UTC), where the column is the time.
    """

    period = None

    def __init__(
        self,
        stream: Stream,
        traits: Mapping[str, str],
        *,
        window: float | None,
        line: bool,
        dates: Collection[str] = (),
    ) -> None:
        require_traits(traits)
        self.follows = Follows(stream)
        self._traits = dict(traits)
        self._dates = frozenset(dates)
        self._window = window
        self._reduced = line and self._traits.keys() == {"x", "y"} and traits["x"] == "time"
        self._reducer: Reducer | None = None

    @property
    def curves(self) -> int:
        return 1

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return {}
        for column in self._traits.values():
            if column != "time":
                schema.require(column)
        shown = self._line(schema, newest, columns) if self._reduced else self._points(newest)
        for trait in self._dates & shown.keys():
            if self._traits[trait] == "time":
                shown[trait] = np.round(shown[trait] * 1e3).astype("datetime64[ms]")
        return {"mark": shown}

    def _line(self, schema: Schema, newest: float, columns: int) -> dict[str, Any]:
        ring = self.follows.stream.ring
        start = -np.inf if self._window is None else newest - self._window
        span = self._window
        if span is None:
            oldest = ring.oldest
            span = 1.0 if oldest is None else max(newest - oldest, 1e-3)
        width = bucket_width(span, columns)
        if self._reducer is None or self._reducer.width != width:
            self._reducer = Reducer((self._traits["y"],), width)
        x, y = drawable(*self._reducer.update(ring, start))
        return {"x": x[0], "y": y[0]}

    def _points(self, newest: float) -> dict[str, Any]:
        rows = self.follows.stream.ring.last(MOST_ROWS)
        if self._window is not None:
            rows = rows[rows.time >= newest - self._window]
        return {trait: _column(rows, name) for trait, name in self._traits.items()}


def require_traits(traits: Mapping[str, str]) -> None:
    """Check that there is a column for a trait.

    Raises:
        ArgumentError: There is none.
    """
    if not traits:
        raise ArgumentError('name at least one trait and its column, such as y="value"')


def _column(rows: Batch, name: str) -> NDArray[Any]:
    column = rows.time if name == "time" else rows.columns[name]
    # bqplot casts int64 to int32 unchecked, and large numbers become others.
    return column.astype(np.float64) if column.dtype.kind in "iub" else column
