"""Frames: what changed since the last one, as few bytes. Pure; no widget, no time.

An array that slides is mostly what it was: a frame says how many columns to drop and to
keep, and brings the rest as float32 differences from a float64 base. Where that would lose
what can be seen, it brings float64.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from livewidgets.transport.wire import ArrayOp, FrameMessage, Op, SetOp

Floats: TypeAlias = NDArray[np.float64]

VISIBLE = 1e-6
"""The part of an array's span that a page may be off: a thousandth of a pixel."""

_MOST_CANDIDATES = 4


@dataclass(slots=True)
class _Sent:
    """An array as it was given, shape (rows, columns), and how far off a page may be."""

    array: Floats
    flat: bool
    error: float = 0.0


class Encoder:
    """Makes frames, and remembers what the pages have: as much as is shown, no more.

    Attributes:
        epoch: Names this encoder among all that a page may hear.
        sequence: The number of the last frame; 0 before the first.

    Args:
        epoch: For tests; else random.
    """

    def __init__(self, epoch: str | None = None) -> None:
        self.epoch = epoch or secrets.token_hex(4)
        self.sequence = 0
        self._arrays: dict[str, dict[str, _Sent]] = {}
        self._states: dict[str, dict[str, Any]] = {}

    @property
    def models(self) -> Iterable[str]:
        """The models that a snapshot tells of."""
        return self._states.keys()

    def forget(self, model: str) -> None:
        """A widget has been closed."""
        self._arrays.pop(model, None)
        self._states.pop(model, None)

    def state(self, model: str) -> Mapping[str, Any]:
        """The plain traits of a model, as they were last given."""
        return self._states.get(model, {})

    def drop(self, model: str, traits: Iterable[str]) -> None:
        """These went another way: a snapshot does not tell of them."""
        for name in traits:
            self._states.get(model, {}).pop(name, None)
            self._arrays.get(model, {}).pop(name, None)

    def encode(
        self, changes: Sequence[tuple[str, Mapping[str, Any]]], snapshot: bool
    ) -> tuple[FrameMessage, list[bytes]]:
        """A frame of what changed, and its buffers.

        A snapshot is everything that was ever given. With no changes it has the number of
        the last frame, and pages that have that one ignore it.

        Args:
            changes: New values by trait, by model: float64 arrays of one or two dimensions
                (rows, columns), or what JSON can hold.
            snapshot: Whether it is to need nothing.
        """
        base = self.sequence
        self.sequence += bool(changes)
        ops: list[Op] = []
        buffers: list[bytes] = []
        for model, traits in changes:
            self._change(model, traits, None if snapshot else ops, buffers)
        if snapshot:
            self._all(ops, buffers)
        frame = FrameMessage(
            type="frame",
            epoch=self.epoch,
            seq=self.sequence,
            base=-1 if snapshot else base,
            ops=ops,
        )
        return frame, buffers

    def _change(
        self, model: str, traits: Mapping[str, Any], ops: list[Op] | None, buffers: list[bytes]
    ) -> None:
        """Take new values over; into operations, where they are wanted."""
        state = self._states.setdefault(model, {})
        arrays = self._arrays.setdefault(model, {})
        plain = {name: each for name, each in traits.items() if not isinstance(each, np.ndarray)}
        for name in plain:
            arrays.pop(name, None)
        state.update(plain)
        if plain and ops is not None:
            ops.append(SetOp(op="set", model=model, state=plain))
        drops: list[int] = []  # the arrays of a model slide together
        for name, value in traits.items():
            if not isinstance(value, np.ndarray):
                continue
            state.pop(name, None)
            # A copy: a view's arrays may be parts of a ring.
            new = _Sent(np.atleast_2d(np.array(value, dtype=np.float64)), value.ndim == 1)
            old, arrays[name] = arrays.get(name), new
            if ops is not None:
                drop, keep = _overlap(old, new, drops)
                if keep:
                    drops.append(drop)
                ops.append(_array(model, name, old, new, drop, keep, buffers))

    def _all(self, ops: list[Op], buffers: list[bytes]) -> None:
        for model, state in self._states.items():
            ops.append(SetOp(op="set", model=model, state=dict(state)))
            for name, sent in self._arrays.get(model, {}).items():
                ops.append(_array(model, name, sent, sent, 0, 0, buffers))


def _array(
    model: str,
    trait: str,
    old: _Sent | None,
    new: _Sent,
    drop: int,
    keep: int,
    buffers: list[bytes],
) -> ArrayOp:
    """The operation that makes the new array of the old, its tail put to the buffers."""
    tail = new.array[:, keep:]
    bases = _bases(tail)
    single, error = _rounded(tail, bases)
    op = ArrayOp(
        op="array",
        model=model,
        trait=trait,
        shape=list(new.array.shape[1:] if new.flat else new.array.shape),
        drop=drop,
        keep=keep,
        buffer=len(buffers),
    )
    if error <= VISIBLE * _span(new.array):
        op["bases"] = bases.tolist()
        buffers.append(single.tobytes())
    else:
        error = 0.0
        op["dtype"] = "float64"
        buffers.append(tail.astype("<f8").tobytes())
    # Another page may still have what an earlier frame brought.
    earlier = old.error if old is not None and (keep or old is new) else 0.0
    new.error = max(earlier, error)
    return op


def _bases(tail: Floats) -> Floats:
    """For each row its first finite value: JSON has no others."""
    if not tail.size:
        return np.zeros(len(tail))
    finite = np.isfinite(tail)
    first = tail[np.arange(len(tail)), finite.argmax(axis=1)]
    return np.where(finite.any(axis=1), first, 0.0)


def _rounded(tail: Floats, bases: Floats) -> tuple[NDArray[np.float32], float]:
    """The tail as differences of four bytes, and how far off the worst of them is."""
    column = bases[:, np.newaxis]
    with np.errstate(over="ignore", invalid="ignore"):
        single = (tail - column).astype("<f4")
        off = np.abs(column + single.astype(np.float64) - tail)
    # What is not finite has to arrive as it is; the difference of two such is no number.
    same = ~np.isfinite(tail) & _alike(column + single, tail)
    worst = np.where(same, 0.0, off)
    if not worst.size:
        return single, 0.0
    return single, float(np.where(np.isnan(worst), np.inf, worst).max())


def _alike(one: Floats, other: Floats) -> NDArray[np.bool_]:
    alike: NDArray[np.bool_] = (one == other) | (np.isnan(one) & np.isnan(other))
    return alike


def _span(array: Floats) -> float:
    finite = array[np.isfinite(array)]
    return float(np.ptp(finite)) if finite.size else 0.0


def _overlap(old: _Sent | None, new: _Sent, drops: Sequence[int]) -> tuple[int, int]:
    """How many columns of the old array to drop, and how many then to keep.

    Looks at few shifts: those of the model's other arrays first. A shift that it misses costs
    bytes and nothing else.
    """
    if old is None or old.flat != new.flat or len(old.array) != len(new.array):
        return 0, 0
    if old.error > VISIBLE * _span(new.array):
        return 0, 0  # what the pages have is not good enough any more
    # Bit by bit, so that NaN is NaN.
    before, after = old.array.view(np.uint64), new.array.view(np.uint64)
    if not before.size or not after.size:
        return 0, 0
    found = np.flatnonzero((before == after[:, :1]).all(axis=0))[:_MOST_CANDIDATES]
    best = 0, 0
    for drop in dict.fromkeys((*drops, *found.tolist())):
        keep = _run(before[:, drop:], after)
        if keep > best[1]:
            best = drop, keep
    return best


def _run(before: NDArray[np.uint64], after: NDArray[np.uint64]) -> int:
    """How many columns two arrays have in common from the left."""
    columns = min(before.shape[1], after.shape[1])
    differs = (before[:, :columns] != after[:, :columns]).any(axis=0)
    return int(differs.argmax()) if differs.any() else columns
