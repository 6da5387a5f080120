"""Thinning: the few rows of many that a reduction to buckets of time can need.

M4 of these rows is M4 of all of them. They are found at the speed of a search for the least
and the greatest, in the ring's own arrays: of ten million rows in some milliseconds.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.buckets import Buckets, Floats, bucketize
from livewidgets.data.m4 import KEPT
from livewidgets.data.showable import LARGEST

Columns = Sequence[NDArray[Any]]
Piece = tuple[Floats, Mapping[str, NDArray[Any]]]

DENSE = 48
"""Rows of a piece for each bucket from which on thinning is quicker than to sort them all."""

PART = 32_768
"""Rows that are worked on at once: they stay in the processor's cache."""


class _Run(NamedTuple):
    """Rows of a piece that lie in one bucket: how many, and at how many new times."""

    number: int
    rows: int
    moves: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class _Thinned:
    """What remained of a piece; values of shape (curves, n)."""

    time: Floats
    values: Floats
    runs: list[_Run]


def reduced(
    pieces: Iterable[Piece], names: Sequence[str], width: float, log: bool = False
) -> Buckets:
    """Sort rows into buckets, as `bucketize` does of all of them in one piece.

    Args:
        pieces: Times in seconds and columns by name, one piece after the other, sorted.
        names: The columns that are wanted; numbers.
        width: The buckets' width in seconds.
        log: Whether they are drawn on a logarithmic axis: then all rows are read, since those
            that it cannot show are counted.
    """
    done = Buckets.none(len(names))
    whole: list[tuple[Floats, Columns]] = []
    thin: list[_Thinned] = []
    for time, named in pieces:
        if not len(time):
            continue
        columns = [named[name] for name in names]
        if not log and len(time) >= DENSE * (1.0 + (float(time[-1]) - float(time[0])) / width):
            done = _with_whole(done, whole, width, log)
            thin.append(_thinned(time, columns, width))
        else:
            done = _with_thin(done, thin, width)
            whole.append((time, columns))
            if sum(len(each) for each, _ in whole) >= PART:
                done = _with_whole(done, whole, width, log)
    return _with_thin(_with_whole(done, whole, width, log), thin, width)


def _with_whole(
    done: Buckets, whole: list[tuple[Floats, Columns]], width: float, log: bool
) -> Buckets:
    """What is done and all rows of some pieces, which are taken from the list."""
    if not whole:
        return done
    time = np.concatenate([each for each, _ in whole])
    columns = [np.concatenate(parts) for parts in zip(*(each for _, each in whole), strict=True)]
    whole.clear()
    for start in range(0, len(time), PART):
        part = slice(start, start + PART)
        values = np.array([each[part] for each in columns], dtype=np.float64)
        done = done.joined(bucketize(time[part], values, width, log))
    return done


def _with_thin(done: Buckets, thin: list[_Thinned], width: float) -> Buckets:
    """What is done and what remained of some pieces, which are taken from the list."""
    if not thin:
        return done
    found = bucketize(
        np.concatenate([each.time for each in thin]),
        np.concatenate([each.values for each in thin], axis=1),
        width,
    )
    rows: list[int] = []
    moves: list[int] = []
    before: _Run | None = None
    for run in (run for each in thin for run in each.runs):
        if before is not None and run.number == before.number:
            rows[-1] += run.rows
            moves[-1] += run.moves + (run.first > before.last)
        else:
            rows.append(run.rows)
            moves.append(run.moves)
        before = run
    thin.clear()
    return done.joined(
        replace(found, rows=np.array(rows, np.int64), moves=np.array(moves, np.int64))
    )


def _thinned(time: Floats, columns: Columns, width: float) -> _Thinned:
    kept: list[int] = []
    runs = []
    for number, start, stop in _runs(time, width):
        inside = time[start:stop]
        moves = int(np.count_nonzero(inside[1:] != inside[:-1]))
        runs.append(_Run(number, stop - start, moves, float(inside[0]), float(inside[-1])))
        kept += _remaining(columns, start, stop)
    places = np.array(kept)
    values = np.array([column[places] for column in columns], dtype=np.float64)
    return _Thinned(time[places], values.reshape(len(columns), -1), runs)


def _runs(time: Floats, width: float) -> Iterator[tuple[int, int, int]]:
    """Number of the bucket, first row and the one after the last, for each bucket with rows."""

    def number(moment: float) -> int:
        return math.floor(float(moment) / width)  # just as `bucketize` has it

    start, count = 0, len(time)
    last = number(time[-1])
    while start < count:
        first = number(time[start])
        stop = count if first == last else bisect_right(time, first, start, count, key=number)
        yield first, start, stop
        start = stop


def _remaining(columns: Columns, start: int, stop: int) -> Iterable[int]:
    """The rows of a run that M4 can need of it, ascending."""
    count = stop - start
    if count <= 2 * KEPT:
        return range(start, stop)
    # More than four, so that the bucket is known to have had more than four.
    places = {0, 1, 2, count - 2, count - 1}
    for column in columns:
        run = column[start:stop]
        low, high = int(run.argmin()), _last_highest(run)
        if run.dtype.kind == "f" and not (run[low] >= -LARGEST and run[high] <= LARGEST):
            fits = np.flatnonzero(np.abs(run) <= LARGEST)  # of NaN, too, neither holds
            if not len(fits):
                continue
            run = run[fits]
            places.update((int(fits[0]), int(fits[-1])))
            low = int(fits[run.argmin()])
            high = int(fits[_last_highest(run)])
        places.update((low, high))
    return [start + each for each in sorted(places)]


def _last_highest(run: NDArray[Any]) -> int:
    """The place of the highest value, of several the last; with NaN, of one of these.

    Forwards, the search is some times as quick as backwards, and there is mostly one.
    """
    first = int(run.argmax())
    rest = run[first + 1 :]
    if not len(rest) or rest.max() < run[first]:
        return first
    return len(run) - 1 - int(run[::-1].argmax())
