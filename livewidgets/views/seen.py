"""Seen: which rows of a ring a picture shows, and which of their columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.schema import Schema

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows, and columns. A row counts where all that is said of rows holds for it.

    Attributes:
        columns: The columns that are drawn.
        start: Seconds: the least time.
        end: Seconds: the greatest time.
        first: The least sequence number.
        stop: That after the last one; None: as far as there are rows.
        last: So many of the newest of these rows; None: all.
        back: Those that are at most so many seconds older than the newest of these; None: all.
        by: A column of categories; None: they do not count.
        newest: The categories of which the newest row is seen, and that alone, with the time
            up to which it is.
    """

    columns: tuple[str, ...]
    start: float = -math.inf
    end: float = math.inf
    first: int = 0
    stop: int | None = None
    last: int | None = None
    back: float | None = None
    by: str | None = None
    newest: Mapping[Any, float] | None = None

    def of(self, time: NDArray[np.float64], number: int, by: NDArray[Any] | None) -> Mask:
        """Which rows these are, of some that follow one another.

        Args:
            time: Theirs, sorted; shape (rows,).
            number: The sequence number of the first of them.
            by: Their categories, of the same shape; None where there are none.
        """
        low = max(int(np.searchsorted(time, self.start, "left")), self.first - number)
        high = int(np.searchsorted(time, self.end, "right"))
        if self.stop is not None:
            high = min(high, self.stop - number)
        low, high = max(low, 0), max(high, 0)
        if self.last is not None:
            low = max(low, high - self.last)
        if self.back is not None and low < high:
            low = max(low, int(np.searchsorted(time, time[high - 1] - self.back, "left")))
        shown = np.zeros(len(time), dtype=np.bool_)
        if self.newest is None or by is None:
            shown[low:high] = True
        else:
            shown[_newest(time, by, low, high, self.newest)] = True
        return shown


def _newest(
    time: NDArray[np.float64],
    by: NDArray[Any],
    low: int,
    high: int,
    wanted: Mapping[Any, float],
) -> list[int]:
    """The place of the newest row of each category, between two places."""
    left, found = dict(wanted), []
    categories = by[low:high].tolist()
    for place in range(high - 1, low - 1, -1):
        if not left:
            break
        until = left.get(categories[place - low])
        if until is not None and time[place] <= until:
            del left[categories[place - low]]
            found.append(place)
    return found


def numbers_of(
    schema: Schema | None, wanted: Iterable[str], most: int | None = None
) -> tuple[str, ...]:
    """The columns that are wanted; where none are, all that hold numbers, or the first `most`."""
    return tuple(wanted) or (() if schema is None else schema.numeric[:most])
