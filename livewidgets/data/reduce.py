"""Reduction to pixel columns: per time bucket the first, lowest, highest and last sample."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.buckets import Buckets, bucketize
from livewidgets.data.look import Look
from livewidgets.data.ring import Ring
from livewidgets.data.thinning import reduced
from livewidgets.errors import ArgumentError, SchemaError

Floats = NDArray[np.float64]

LADDER = ("1", "1.25", "1.5", "2", "2.5", "3", "4", "5", "6", "8")
"""Steps of at most a third: at least three quarters of the columns are used."""

_AHEAD = 16
"""Chunks of one column of which each update makes the zone maps that a zoom will want: some ms,
for which whatever else runs on the loop waits."""

_TRIES = 4  # late rows may come between two looks at the ring; then all is read


def bucket_width(span: float, columns: int) -> float:
    """The width of the buckets that a span of time is cut into.

    Args:
        span: Seconds; more than zero.
        columns: The most buckets; at least 1.

    Returns:
        Seconds: the smallest of the ladder (LADDER × 10^k) with
        ceil(span / width) <= columns. A ladder, so that a small change of the columns
        does not cut the time anew.

    Raises:
        ArgumentError: An argument is out of range.
    """
    if not (math.isfinite(span) and span > 0) or columns < 1:
        raise ArgumentError(f"cannot cut {span} s into {columns} columns; both must be positive")
    power = math.floor(math.log10(span / columns)) - 1
    while True:
        for step in LADDER:
            width = float(f"{step}e{power}")
            if width > 0 and math.ceil(span / width) <= columns:
                return width
        power += 1


def pixel_width(span: float, pixels: int, columns: int) -> float:
    """The width of buckets that begin and end where pixels do.

    Every pixel then shows its own first, lowest, highest and last sample, and what has been
    drawn slides by whole pixels (Jugel et al., M4, VLDB 2014, section 4.2).

    Args:
        span: Seconds; more than zero.
        pixels: Pixels that the span is drawn on; at least 1.
        columns: The most buckets; at least 1.

    Returns:
        Seconds: one pixel's, or those of as few whole pixels as the columns allow.

    Raises:
        ArgumentError: An argument is out of range.
    """
    if not (math.isfinite(span) and span > 0) or pixels < 1 or columns < 1:
        raise ArgumentError(
            f"cannot cut {span} s into {columns} columns of {pixels} pixels; all must be positive"
        )
    return span / pixels * math.ceil(pixels / columns)


def m4(time: Floats, values: NDArray[np.generic], width: float) -> tuple[Floats, Floats]:
    """Reduce curves, all at once; see `Buckets` for what remains of a bucket, and of gaps.

    Args:
        time: Seconds, shape (n,), sorted.
        values: Shape (curves, n); infinities, and what is beyond ±1e300, are taken for NaN.
        width: The buckets' width in seconds.

    Returns:
        x and y, float64, both of shape (curves, m).
    """
    return bucketize(time, values, width).points(width)


class Reducer:
    """`m4` over the newest part of a ring, at a cost that follows the new rows.

    Each update gives what `m4` would over the ring's rows from the first row of the
    bucket that holds `start`. Only new rows are read; when late rows came, those from the
    bucket of the first of them on. A bucket of which the
    ring has let go a part stays as it was, until the ring has let go of all of it.

    Args:
        names: The columns that are drawn; numeric ones.
        width: The buckets' width in seconds.
        log: Whether they are drawn on a logarithmic axis, which shows no zero and nothing below.

    Raises:
        ArgumentError: The width is not positive.
    """

    def __init__(self, names: Sequence[str], width: float, log: bool = False) -> None:
        if not (math.isfinite(width) and width > 0):
            raise ArgumentError(f"the width of a bucket must be positive, not {width}")
        self.names = tuple(names)
        self.width = width
        self._log = log
        self._ring: Ring | None = None
        self._revision = -1
        self._first = 0  # sequence number of the oldest row in the ring
        self._left = math.inf  # number of the first bucket that was asked for
        self._start = 0  # sequence number of the first row of the first bucket
        self._done = Buckets.none(len(self.names))  # the last of them may go on

    def update(self, ring: Ring, start: float) -> tuple[Floats, Floats]:
        """Reduce the ring's rows from the bucket of `start` on.

        Args:
            ring: The ring; another than before is no harm, but costs a full reading.
            start: Seconds; -inf is all that the ring holds.

        Returns:
            x and y, float64, both of shape (curves, m).

        Raises:
            SchemaError: A column is unknown, or holds text.
        """
        schema = ring.schema
        if schema is None:
            return np.empty((len(self.names), 0)), np.empty((len(self.names), 0))
        for name in self.names:
            if not schema.require(name).numeric:
                raise SchemaError(f"column {name!r} holds text; a line needs numbers")
        left = math.floor(start / self.width) if math.isfinite(start) else start
        if ring is not self._ring or left < self._left or not self._advance(ring):
            self._rebuild(ring, left)
        self._left = left
        self._trim(left)
        ring.map_zones(max(1, _AHEAD // max(1, len(schema.kinds))))
        return self._done.points(self.width)

    @property
    def left_out(self) -> int:
        """Numbers among what was given last that a logarithmic axis cannot show."""
        return int(self._done.left_out.sum())

    def _advance(self, ring: Ring) -> bool:
        """Read on from the last row; False if that cannot be done."""
        good = len(self._done)  # buckets that no late row has changed
        for _ in range(_TRIES):
            if good == 0:
                return False
            sequence = self._start + int(self._done.rows[:good].sum())
            look = ring.look(sequence, names=self.names)
            if look.start != sequence:
                return False
            if look.revision == self._revision:
                self._done = self._done[:good].joined(self._bucketize(look))
                self._first = look.first
                return True
            # The buckets before the first late row are as they were.
            late = np.floor(ring.changed_since(self._revision) / self.width)
            good = min(good, int(np.searchsorted(self._done.number, late)))
            self._revision = look.revision
        return False

    def _rebuild(self, ring: Ring, left: float) -> None:
        """Read all rows from a bucket on."""
        # One bucket more is read, as the product may be rounded past the bucket's first row.
        look = ring.look(time=(left - 1) * self.width, names=self.names)
        self._ring, self._revision, self._first = ring, look.revision, look.first
        self._start = look.start
        self._done = self._bucketize(look)

    def _bucketize(self, look: Look) -> Buckets:
        return reduced(
            look.pieces.chunks() if look.pieces else (), self.names, self.width, self._log
        )

    def _trim(self, left: float) -> None:
        """Let go of buckets before the first that is asked for, and of those of which the
        ring holds no row any more."""
        ends = self._start + np.cumsum(self._done.rows)
        gone = max(
            int(np.searchsorted(self._done.number, left)),
            int(np.searchsorted(ends, self._first, "right")),
        )
        if gone:
            self._start = int(ends[gone - 1])
            self._done = self._done[gone:]
