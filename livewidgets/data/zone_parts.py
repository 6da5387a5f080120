"""What zone maps tell of the parts of buckets that need not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.buckets import Buckets, Floats
from livewidgets.data.chunks import Piece
from livewidgets.data.m4 import KEPT, distinct, highest, lowest
from livewidgets.data.zones import Zones, ends_of

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Zoned:
    """The zones of some pieces, in order.

    Attributes:
        rows: Rows of each zone.
        piece: The piece that each zone lies in, shape (n,).
        row: Its first row in that piece, shape (n,).
        start: Its first row, counted over all pieces, shape (n,).
        first, last: Times of its first and last row, shape (n,).
        moves: How many of its rows are later than the one before them there, shape (n,).
        low, high: The lowest and the highest number, inf and -inf for none; (curves, n).
        places: The first number, the first of the lowest, the last of the highest, the last
            number: where in the zone; shape (curves, 4, n).
    """

    rows: int
    piece: Places
    row: Places
    start: Places
    first: Floats
    last: Floats
    moves: Places
    low: Floats
    high: Floats
    places: NDArray[np.uint8]

    @classmethod
    def of(cls, given: Sequence[Zones | None], names: Sequence[str], base: Places) -> Zoned:
        """The zones of those pieces that have a map.

        Args:
            given: The map of each piece; one of them has one.
            names: The columns that are wanted.
            base: The first row of each piece, counted over all.
        """
        maps = [(at, zones) for at, zones in enumerate(given) if zones is not None]
        rows = maps[0][1].rows
        ends, places = ends_of([zones for _, zones in maps], names)
        counts = np.array([zones.ends.shape[1] for _, zones in maps])
        piece = np.repeat(np.array([at for at, _ in maps]), counts)
        row = (np.arange(len(piece)) - np.repeat(np.cumsum(counts) - counts, counts)) * rows
        return cls(
            rows,
            piece,
            row,
            base[piece] + row,
            ends[0],
            ends[1],
            places[0].astype(np.int64),
            ends[2::2],
            ends[3::2],
            places[1:].reshape(len(names), KEPT, -1),
        )

    def unknown(self, least: float) -> Flags:
        """The zones of which the map does not tell enough, for they may hold numbers that are
        below the least that can be shown."""
        below = self.low < least if least > -np.inf else self.low == -np.inf
        return np.asarray(below.any(axis=0))

    def runs(self, which: Flags) -> list[tuple[int, int, int]]:
        """Some of the zones as runs of rows: piece, first row, the one after the last."""
        together = which[1:] & which[:-1] & (self.piece[1:] == self.piece[:-1])
        begins = np.flatnonzero(which & ~np.concatenate(([False], together)))
        ends = np.flatnonzero(which & ~np.concatenate((together, [False])))
        found = self.piece[begins], self.row[begins], self.row[ends] + self.rows
        return list(zip(*(each.tolist() for each in found), strict=True))


@dataclass(frozen=True, slots=True)
class ZoneParts:
    """Parts of buckets that are runs of whole zones.

    Attributes:
        start: The first row of each part, counted over all pieces; shape (parts,).
        number: Number of the bucket, shape (parts,).
        holds: Whether there is a number, shape (curves, parts).
    """

    start: Places
    number: Floats
    holds: Flags
    _zoned: Zoned
    _from: Places  # the first zone of each part
    _to: Places  # the one after the last
    _moves: Places
    _low: Places  # the zone that has the lowest; shape (curves, parts)
    _high: Places

    @classmethod
    def of(cls, zoned: Zoned, number: Floats, cut: Flags) -> ZoneParts | None:
        """The parts that the zones make which are not cut; None if all are.

        Args:
            zoned: The zones.
            number: Number of the bucket of each zone's first row, shape (n,).
            cut: Which zones are read, shape (n,).
        """
        if cut.all():
            return None
        new = cut[1:] | cut[:-1] | (number[1:] != number[:-1])
        new |= zoned.start[1:] != zoned.start[:-1] + zoned.rows
        starts = np.concatenate(([0], np.flatnonzero(new) + 1))
        stops = np.append(starts[1:], len(cut))
        steps = np.concatenate(([False], (zoned.first[1:] > zoned.last[:-1]) & ~new))
        inner = ~cut[starts]
        return cls(
            zoned.start[starts[inner]],
            number[starts[inner]],
            (np.minimum.reduceat(zoned.low, starts, axis=1) < np.inf)[:, inner],
            zoned,
            starts[inner],
            stops[inner],
            np.add.reduceat(zoned.moves + steps, starts)[inner],
            lowest(zoned.low, starts, stops - starts)[:, inner],
            highest(zoned.high, starts, stops - starts)[:, inner],
        )

    def buckets(
        self, given: Sequence[Piece], names: Sequence[str], first: Flags, last: Flags
    ) -> Buckets:
        """The parts as buckets.

        Args:
            given: The pieces.
            names: The columns.
            first: Where the first number is wanted, shape (curves, parts); elsewhere one that is
                not before it will do.
            last: Where the last number is; elsewhere one that is not after it.
        """
        zoned, curves = self._zoned, len(names)
        shape = (curves, len(self.start), KEPT)
        x, y = np.empty(shape), np.full(shape, np.nan)
        x[:] = zoned.first[self._from][:, np.newaxis]
        which = np.arange(curves)[:, np.newaxis]
        low, high = (
            zoned.start[zone] + zoned.places[which, kind, zone]
            for kind, zone in ((1, self._low), (2, self._high))
        )
        low_first = low <= high
        sides = (
            (1, first & self.holds, np.where(low_first, self._low, self._high), ~low_first),
            (2, last & self.holds, np.where(low_first, self._high, self._low), low_first),
        )
        for slot, wanted, zone, is_high in sides:
            part, curve = np.nonzero(self.holds.T)  # so that what lies together is read so
            found = zone[curve, part]
            kind = 1 + is_high[curve, part]
            x[curve, part, slot] = self._times(given, curve, found, kind)
            y[curve, part, slot] = np.where(
                kind == 1, zoned.low[curve, found], zoned.high[curve, found]
            )
            edge = 0 if slot == 1 else 3
            x[:, :, edge], y[:, :, edge] = x[:, :, slot], y[:, :, slot]
            part, curve = np.nonzero(wanted.T)
            if len(curve):
                found = self._edge(curve, part, edge)
                x[curve, part, edge] = self._times(given, curve, found, edge)
                y[curve, part, edge] = self._values(given, names, curve, found, edge)
        ends = zoned.last[self._to - 1]
        rows = (self._to - self._from) * zoned.rows
        new = distinct(x, y)
        left_out = np.zeros(len(rows), np.int64)
        return Buckets(
            *(self.number, rows, zoned.first[self._from], ends, self._moves, left_out, x, y, new)
        )

    def _edge(self, curve: Places, part: Places, edge: int) -> Places:
        """The first or the last zone with a number, of some curves and parts that have one."""
        zone = self._from[part] if edge == 0 else self._to[part] - 1
        holds = self._zoned.low < np.inf
        for each in np.flatnonzero(~holds[curve, zone]).tolist():
            found = np.flatnonzero(
                holds[curve[each], self._from[part[each]] : self._to[part[each]]]
            )
            zone[each] = self._from[part[each]] + found[0 if edge == 0 else -1]
        return zone

    def _rows(self, curve: Places, zone: Places, kind: Places | int) -> Places:
        return np.asarray(self._zoned.row[zone] + self._zoned.places[curve, kind, zone])

    def _times(
        self, given: Sequence[Piece], curve: Places, zone: Places, kind: Places | int
    ) -> list[float]:
        rows = self._rows(curve, zone, kind).tolist()
        pieces = self._zoned.piece[zone].tolist()
        return [given[piece][0].item(row) for piece, row in zip(pieces, rows, strict=True)]

    def _values(
        self, given: Sequence[Piece], names: Sequence[str], curve: Places, zone: Places, kind: int
    ) -> list[float]:
        rows = self._rows(curve, zone, kind).tolist()
        pieces = self._zoned.piece[zone].tolist()
        named = [names[each] for each in curve.tolist()]
        return [
            given[piece][1][name][row] for piece, name, row in zip(pieces, named, rows, strict=True)
        ]
