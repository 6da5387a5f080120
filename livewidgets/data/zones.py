"""Zone maps: of each stretch of rows in a full chunk, what a reduction needs to skip them.

The least and greatest value of each stretch of a table, kept beside it, are known as small
materialized aggregates (Moerkotte, VLDB 1998), zone maps or block range indexes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.showable import LARGEST

Floats = NDArray[np.float64]

ZONE = 128
"""Rows of a zone: of float64 columns the map takes 2 % of the rows' own memory."""

_FIRST, _LOW, _HIGH, _LAST = range(4)


class Zones:
    """What is known of each zone of a chunk; never changed.

    A number beyond ±1e300 counts as none (see `showable`), and so does NaN.

    Attributes:
        names: The columns, in the order of the arrays.
        rows: Rows of each zone.
        ends: Shape (2 + 2 × columns, zones): the times of the first and the last row; then for
            each column the lowest and the highest number, inf and -inf where there is none.
            A lowest of -inf: there is a number below -1e300, so that the rows must be read.
        places: Shape (1 + 4 × columns, zones): how many rows are later than the one before them
            in the zone; then for each column the places within the zone of the first number, the
            first of the lowest, the last of the highest, and the last; of no meaning where
            there is none.

    Args:
        time: Times of the chunk's rows, sorted, shape (n,); n is a multiple of `rows`.
        columns: The columns by name, each of shape (n,).
        names: The columns that are numbers or booleans.
        rows: Rows of a zone, at most 256.
    """

    __slots__ = ("ends", "names", "places", "rows")

    def __init__(
        self, time: Floats, columns: Mapping[str, NDArray[Any]], names: Sequence[str], rows: int
    ) -> None:
        self.names, self.rows = tuple(names), rows
        count = len(time) // rows
        self.ends: Floats = np.empty((2 + 2 * len(names), count))
        self.places: NDArray[np.uint8] = np.empty((1 + 4 * len(names), count), np.uint8)
        grid = time.reshape(count, rows)
        self.ends[0], self.ends[1] = grid[:, 0], grid[:, -1]
        later = grid[:, 1:] > grid[:, :-1]
        self.places[0] = rows - 1 if later.all() else np.count_nonzero(later, axis=1)
        self.places[1 + _FIRST :: 4], self.places[1 + _LAST :: 4] = 0, rows - 1
        at = np.arange(0, len(time), rows)
        for index, name in enumerate(names):
            column = columns[name]
            if column.dtype.kind == "i":  # great ones are equal when they are drawn
                column = column.astype(np.float64)
            values = column.reshape(count, rows)
            low = values.argmin(axis=1)
            high = rows - 1 - values[:, ::-1].argmax(axis=1)
            self.ends[2 + 2 * index] = column[at + low]
            self.ends[3 + 2 * index] = column[at + high]
            self.places[1 + 4 * index + _LOW], self.places[1 + 4 * index + _HIGH] = low, high
        fits = np.abs(self.ends[2:]) <= LARGEST  # of NaN, which both searches find, it is not
        if not fits.all():
            for index in np.unique(np.flatnonzero(~fits.all(axis=1)) // 2).tolist():
                self._without(index, np.asarray(columns[names[index]], np.float64))

    def _of(self, index: int) -> tuple[Floats, NDArray[np.uint8]]:
        return (
            self.ends[2 + 2 * index : 4 + 2 * index],
            self.places[1 + 4 * index : 5 + 4 * index],
        )

    def _without(self, index: int, column: Floats) -> None:
        """Look at a column again that holds something else than numbers."""
        values = column.reshape(-1, self.rows)
        fits = np.abs(values) <= LARGEST
        low, high = np.where(fits, values, np.inf), np.where(fits, values, -np.inf)
        ends, places = self._of(index)
        ends[0], ends[1] = low.min(axis=1), high.max(axis=1)
        places[_FIRST], places[_LAST] = fits.argmax(axis=1), self._last(fits)
        places[_LOW] = low.argmin(axis=1)
        places[_HIGH] = self._last(high == ends[1][:, np.newaxis])
        ends[0, (values < -LARGEST).any(axis=1)] = -np.inf

    def _last(self, where: NDArray[np.bool_]) -> NDArray[np.intp]:
        last: NDArray[np.intp] = self.rows - 1 - where[:, ::-1].argmax(axis=1)
        return last


def ends_of(zones: Sequence[Zones], names: Sequence[str]) -> tuple[Floats, NDArray[np.uint8]]:
    """`ends` and `places` of the zones of many chunks, with those of some columns only.

    A column that a chunk does not know came later: it has no number there.

    Returns:
        Shapes (2 + 2 × names, n) and (1 + 4 × names, n).
    """
    found, start = [], 0
    for stop in range(1, len(zones) + 1):
        if stop == len(zones) or zones[stop].names != zones[start].names:
            found.append(_alike(zones[start:stop], names))
            start = stop
    ends = [each for each, _ in found]
    places = [each for _, each in found]
    if len(found) == 1:
        return ends[0], places[0]
    return np.concatenate(ends, axis=1), np.concatenate(places, axis=1)


def _alike(zones: Sequence[Zones], names: Sequence[str]) -> tuple[Floats, NDArray[np.uint8]]:
    known = list(zones[0].names)
    if known == list(names):
        return (
            np.concatenate([each.ends for each in zones], axis=1),
            np.concatenate([each.places for each in zones], axis=1),
        )
    which = [(to, known.index(name)) for to, name in enumerate(names) if name in known]
    end_rows, place_rows = [0, 1], [0]
    to_ends, to_places = [0, 1], [0]
    for to, index in which:
        end_rows += [2 + 2 * index, 3 + 2 * index]
        to_ends += [2 + 2 * to, 3 + 2 * to]
        place_rows += range(1 + 4 * index, 5 + 4 * index)
        to_places += range(1 + 4 * to, 5 + 4 * to)
    count = sum(each.ends.shape[1] for each in zones)
    ends = np.empty((2 + 2 * len(names), count))
    ends[2::2], ends[3::2] = np.inf, -np.inf
    places = np.zeros((1 + 4 * len(names), count), np.uint8)
    ends[to_ends] = np.concatenate([each.ends[end_rows] for each in zones], axis=1)
    places[to_places] = np.concatenate([each.places[place_rows] for each in zones], axis=1)
    return ends, places
