"""Thinning: buckets of millions of rows, of which few are read.

Where a chunk has a zone map, the rows of a zone that lies in one bucket are not read: what the
map knows of it is enough. What is found is M4 of all rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.buckets import Buckets, bucketize
from livewidgets.data.chunks import Piece
from livewidgets.data.showable import SMALLEST
from livewidgets.data.zone_parts import Zoned, ZoneParts

Places = NDArray[np.int64]

PART = 32_768
"""Rows that are worked on at once: they stay in the processor's cache."""

BLOCK = 4_194_304
"""Rows of which all that is worked out lies in memory at once, and then only their buckets: with
few columns some MB, however many rows there are. Fewer at once cost time, a quarter of them some
15 % more."""

PARTS = 4_096
"""Parts of buckets that wait to be made one, which is quicker for many at once."""

DENSE = 256
"""Rows for each bucket up to which most zones lie in more than one: then all rows are read."""


def reduced(
    pieces: Iterable[Piece], names: Sequence[str], width: float, log: bool = False
) -> Buckets:
    """Sort rows into buckets, as `bucketize` does of all of them in one piece.

    Args:
        pieces: Times in seconds, columns by name and the chunk, where it is whole; one piece
            after the other, sorted.
        names: The columns that are wanted; numbers.
        width: The buckets' width in seconds.
        log: Whether they are drawn on a logarithmic axis.
    """
    given = [each for each in pieces if len(each[0])]
    if not given:
        return Buckets.none(len(names))
    base = np.array([0, *accumulate(len(time) for time, _, _ in given)])
    if base[-1] <= PART:  # as in nearly every tick
        values = np.array(
            [np.concatenate([named[name] for _, named, _ in given]) for name in names], np.float64
        )
        return bucketize(np.concatenate([time for time, _, _ in given]), values, width, log)
    buckets = 1.0 + (float(given[-1][0][-1]) - float(given[0][0][0])) / width
    dense = bool(base[-1] > DENSE * buckets)
    parts: list[Buckets] = []
    start = 0
    while start < len(given):
        stop = max(start + 1, int(np.searchsorted(base, base[start] + BLOCK, "right")) - 1)
        parts.append(_block(given[start:stop], dense, names, width, log))
        start = stop
        if start == len(given) or sum(len(each) for each in parts) > PARTS:
            parts = [Buckets.chained(parts, len(names)).combined()]
    return parts[0]


def _block(
    given: Sequence[Piece], dense: bool, names: Sequence[str], width: float, log: bool
) -> Buckets:
    """The parts of buckets that some pieces make, in order."""
    maps = [chunk.zones() if dense and chunk is not None else None for *_, chunk in given]
    if all(each is None for each in maps):
        runs = [(index, 0, len(time)) for index, (time, _, _) in enumerate(given)]
        return _read(given, runs, names, width, log)
    base = np.array([0, *accumulate(len(time) for time, _, _ in given)])
    zoned = Zoned.of(maps, names, base)
    number = np.floor(zoned.first / width)
    cut = number != np.floor(zoned.last / width)
    cut |= zoned.unknown(SMALLEST if log else -np.inf)
    whole = [(at, 0, len(given[at][0])) for at, each in enumerate(maps) if each is None]
    runs = sorted(whole + zoned.runs(cut))
    rows = _read(given, runs, names, width, log)
    inner = ZoneParts.of(zoned, number, cut)
    if inner is None:
        return rows
    return _merged(rows, _starts(rows, runs, base), inner, given, names)


def _read(
    given: Sequence[Piece],
    runs: Sequence[tuple[int, int, int]],
    names: Sequence[str],
    width: float,
    log: bool,
) -> Buckets:
    """Parts of buckets of the rows of runs (piece, first row, the one after the last), each run
    apart from the next."""
    parts = []
    todo: list[tuple[int, int, int]] = []
    count = 0
    for piece, start, stop in runs:
        while start < stop:
            end = min(stop, start + PART - count)
            todo.append((piece, start, end))
            count += end - start
            start = end
            if count >= PART:
                parts.append(_batch(given, todo, names, width, log))
                todo, count = [], 0
    if todo:
        parts.append(_batch(given, todo, names, width, log))
    return Buckets.chained(parts, len(names))


def _batch(
    given: Sequence[Piece],
    runs: Sequence[tuple[int, int, int]],
    names: Sequence[str],
    width: float,
    log: bool,
) -> Buckets:
    time = np.concatenate([given[piece][0][start:stop] for piece, start, stop in runs])
    values = np.empty((len(names), len(time)))
    for row, name in zip(values, names, strict=True):
        np.concatenate([given[at][1][name][start:stop] for at, start, stop in runs], out=row)
    cuts = np.cumsum([stop - start for _, start, stop in runs])[:-1]
    return bucketize(time, values, width, log, cuts)


def _starts(rows: Buckets, runs: Sequence[tuple[int, int, int]], base: Places) -> Places:
    """The first row of each part that was read, counted over all pieces."""
    if not runs:
        return np.empty(0, np.int64)
    piece, start, stop = np.array(runs).T
    ends = np.cumsum(stop - start)
    first = np.cumsum(rows.rows) - rows.rows
    run = np.searchsorted(ends, first, "right")
    return np.asarray(base[piece[run]] + stop[run] - ends[run] + first, np.int64)


def _merged(
    rows: Buckets, starts: Places, inner: ZoneParts, given: Sequence[Piece], names: Sequence[str]
) -> Buckets:
    """The parts that were read and those that zone maps tell of, in order."""
    order = np.argsort(np.concatenate((starts, inner.start)), kind="stable")
    number = np.concatenate((rows.number, inner.number))[order]
    holds = np.concatenate((np.isfinite(rows.y).any(axis=2), inner.holds), axis=1)[:, order]
    # The first and the last number of a zone matter where its neighbours have none.
    same = number[1:] == number[:-1]
    before, after = np.zeros_like(holds), np.zeros_like(holds)
    before[:, 1:], after[:, :-1] = holds[:, :-1] & same, holds[:, 1:] & same
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    at = back[len(starts) :]
    parts = inner.buckets(given, names, ~before[:, at], ~after[:, at])
    return Buckets.chained([rows, parts], len(names), order)
