"""MarkView: columns of a stream as the data of a user's own mark."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.reduce import Reducer, bucket_width
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.views.drawable import drawable
from livewidgets.views.view import Follows, Shown

Columns: TypeAlias = str | Sequence[str]

MOST_ROWS = 2_000
"""Rows that a mark gets which cannot be reduced without changing its meaning."""


class MarkView:
    """Feeds traits of a mark from columns. Slot: `mark`.

    A line over time is reduced to four samples per pixel column (see `Buckets`); any other
    mark shows the newest rows, 2,000 at most.

    Args:
        stream: What to show.
        traits: Column by trait name (`{"x": "time", "y": "value"}`); "time" is the time.
            Several columns make an array of two dimensions.
        window: The span of time to show, in seconds; None is everything that is kept.
        line: Whether the mark joins its points, so that it can be reduced.
        dates: Traits that take dates (datetime64[ms], UTC), where the column is the time.
        values: Traits that take one value: that of the newest row.
        lists: Traits that take a list of values: those of the rows.
        upright: Traits whose several columns lie side by side, shape (rows, columns); all
            others are of shape (columns, rows).
    """

    period = None

    def __init__(
        self,
        stream: Stream,
        traits: Mapping[str, Columns],
        *,
        window: float | None,
        line: bool,
        dates: Collection[str] = (),
        values: Collection[str] = (),
        lists: Collection[str] = (),
        upright: Collection[str] = (),
    ) -> None:
        require_traits(traits)
        self.follows = Follows(stream)
        named = {name: (each,) if isinstance(each, str) else each for name, each in traits.items()}
        self._names = tuple(dict.fromkeys(each for names in named.values() for each in names))
        self._values = {name: each[0] for name, each in named.items() if name in values}
        self._arrays = {name: each for name, each in named.items() if name not in values}
        self._lists, self._upright = frozenset(lists), frozenset(upright)
        self._dates = frozenset(dates)
        self._window = window
        self._reduced = line and self._arrays.keys() == {"x", "y"} and traits["x"] == "time"
        self._reducer: Reducer | None = None

    @property
    def curves(self) -> int:
        return 1

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None:
            return {}
        for column in self._names:
            if column != "time":
                schema.require(column)
        shown = self._line(newest, columns) if self._reduced else self._points(newest)
        for trait in self._dates & shown.keys():
            if self._arrays[trait] == ("time",):
                shown[trait] = np.round(shown[trait] * 1e3).astype("datetime64[ms]")
        if self._values:
            row = stream.ring.last(1).row(0)
            shown |= {trait: row[column] for trait, column in self._values.items()}
        return {"mark": shown}

    def _line(self, newest: float, columns: int) -> dict[str, Any]:
        ring = self.follows.stream.ring
        start = -np.inf if self._window is None else newest - self._window
        span = self._window
        if span is None:
            oldest = ring.oldest
            span = 1.0 if oldest is None else max(newest - oldest, 1e-3)
        width = bucket_width(span, columns)
        if self._reducer is None or self._reducer.width != width:
            self._reducer = Reducer(self._arrays["y"], width)
        x, y = drawable(*self._reducer.update(ring, start))
        # A line of no points would be gone for good; a rerun may have emptied the ring.
        if not x.size:
            return {}
        return {"x": x[0], "y": y[0]} if len(y) == 1 else {"x": x, "y": y}

    def _points(self, newest: float) -> dict[str, Any]:
        rows = self.follows.stream.ring.last(MOST_ROWS)
        if self._window is not None:
            rows = rows[rows.time >= newest - self._window]
        return {trait: self._shown(trait, rows, names) for trait, names in self._arrays.items()}

    def _shown(self, trait: str, rows: Batch, names: Sequence[str]) -> Any:
        if trait in self._lists:
            return _column(rows, names[0]).tolist()
        columns = [_column(rows, name) for name in names]
        if len(columns) == 1:
            return columns[0]
        return np.stack(columns, axis=1 if trait in self._upright else 0)


def require_traits(traits: Mapping[str, Columns]) -> None:
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
