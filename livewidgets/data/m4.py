"""M4: which samples of a bucket remain (Jugel, Jerzak, Hackenbroich, Markl, VLDB 2014).

The first, the lowest, the highest and the last: what a line through all of them and one
through these cover of a pixel column is the same. M4 of two parts of a bucket is that of
what remained of each, so that a bucket can grow.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

KEPT = 4
"""Samples that remain of a bucket and curve at most."""


def chosen(values: Floats, starts: NDArray[np.intp], rows: Places) -> Places:
    """The samples that remain of each bucket, in order.

    All of them where there are four at most. Else the first, the first of the lowest, the
    last of the highest and the last of the finite ones; if there are none, the first.

    Args:
        values: Shape (curves, n).
        starts: Where buckets begin, shape (buckets,).
        rows: How many samples each has, shape (buckets,).

    Returns:
        Their places, shape (curves, buckets, 4); where fewer remain, some are repeated.
    """
    few = rows <= KEPT
    all_of_few = starts[:, np.newaxis] + np.minimum(np.arange(KEPT), rows[:, np.newaxis] - 1)
    if few.all():
        return np.broadcast_to(all_of_few, (len(values), *all_of_few.shape))
    return np.where(few[:, np.newaxis], all_of_few, _m4(values, starts, rows))


def together(before: Floats, after: Floats, rows_before: int, rows_after: int) -> Places:
    """The samples that remain of one bucket, of what remained of its two parts.

    Args:
        before: What remained of the earlier samples, shape (curves, 4).
        after: What remained of the later ones, shape (curves, 4).
        rows_before: How many samples that part had.
        rows_after: How many this one had.

    Returns:
        Their places in the two arrays, one behind the other; shape (curves, 4).
    """
    if rows_before + rows_after <= KEPT:
        places = [*range(rows_before), *range(KEPT, KEPT + rows_after)]
        places += [places[-1]] * (KEPT - len(places))
        return np.broadcast_to(np.array(places), (len(before), KEPT))
    both = np.concatenate((before, after), axis=1)
    return _m4(both, np.zeros(1, dtype=np.intp), np.array([2 * KEPT]))[:, 0]


def distinct(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Which samples of a bucket are other points than the one before, for any curve.

    Args:
        x: Times, shape (curves, buckets, 4).
        y: Values, of the same shape; NaN is no other than NaN.

    Returns:
        Shape (buckets, 4); the first always is.
    """
    new = np.ones(x.shape[1:], dtype=np.bool_)
    before, after = y[:, :, :-1], y[:, :, 1:]
    other = (before != after) & ~(np.isnan(before) & np.isnan(after))
    new[:, 1:] = (other | (x[:, :, :-1] != x[:, :, 1:])).any(axis=0)
    return new


def lowest(values: Floats, starts: NDArray[np.intp], rows: Places) -> Places:
    """Where the first of the lowest values of each stretch is.

    Args:
        values: Without NaN, shape (curves, n); n is at least 1.
        starts: Where stretches begin, of which the first does at 0; shape (stretches,).
        rows: How many values each has, shape (stretches,).

    Returns:
        Shape (curves, stretches).
    """
    equal, begin, shift = _equal(np.minimum, values, starts, rows)
    return equal[np.searchsorted(equal, begin)].reshape(len(values), -1) - shift


def highest(values: Floats, starts: NDArray[np.intp], rows: Places) -> Places:
    """Where the last of the highest values of each stretch is; else as `lowest`."""
    equal, begin, shift = _equal(np.maximum, values, starts, rows)
    stop = np.append(begin[1:], values.size)
    return equal[np.searchsorted(equal, stop) - 1].reshape(len(values), -1) - shift


def _equal(
    extreme: np.ufunc, values: Floats, starts: NDArray[np.intp], rows: Places
) -> tuple[Places, Places, Places]:
    """The places of the values that are a stretch's extreme, ascending, and where stretches
    begin, with the curves one behind the other; and where each curve does."""
    curves, count = values.shape
    shift = (np.arange(curves) * count)[:, np.newaxis]
    begin, flat = (starts + shift).ravel(), values.ravel()
    found = np.repeat(extreme.reduceat(flat, begin), np.tile(rows, curves))
    return np.flatnonzero(flat == found), begin, shift


def _m4(values: Floats, starts: NDArray[np.intp], rows: Places) -> Places:
    finite = np.isfinite(values)
    low, high = values, values
    shape = (len(values), len(starts))
    first, last = np.broadcast_to(starts, shape), np.broadcast_to(starts + rows - 1, shape)
    none = None
    if not finite.all():
        low, high = np.where(finite, values, np.inf), np.where(finite, values, -np.inf)
        flags = finite.astype(np.float64)
        first, last = lowest(-flags, starts, rows), highest(flags, starts, rows)
        none = ~np.take_along_axis(finite, first, axis=1)
    kept = np.stack((first, lowest(low, starts, rows), highest(high, starts, rows), last), axis=2)
    kept.sort(axis=2)
    return kept if none is None else np.where(none[:, :, np.newaxis], starts[:, np.newaxis], kept)
