"""Frames: what changed since the last one, as few bytes. Pure; no widget, no time.

An array that slides is mostly what it was: a frame says how many columns to drop and to
keep, and brings the rest as float32 differences from a float64 base. Where that would lose
what can be seen on its axis (`precision.py`), it brings float64.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from livewidgets.transport.precision import Axis, axis_of, rounded
from livewidgets.transport.wire import ArrayOp, FrameMessage, Op, SetOp

Floats: TypeAlias = NDArray[np.float64]

Axes: TypeAlias = Callable[[str, str], Axis | None]
"""Gives the axis that an array trait of a model is seen on; None if that is not known."""

_MOST_CANDIDATES = 4


def _no_axis(model: str, trait: str) -> None:
    return None


@dataclass(slots=True)
class _Sent:
    """An array as it was given, shape (rows, columns), and how far off a page may be: the worst
    of each column."""

    array: Floats
    flat: bool
    off: Floats


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
        self,
        changes: Sequence[tuple[str, Mapping[str, Any]]],
        snapshot: bool,
        axes: Axes = _no_axis,
    ) -> tuple[FrameMessage, list[bytes]]:
        """A frame of what changed, and its buffers.

        A snapshot is everything that was ever given. With no changes it has the number of
        the last frame, and pages that have that one ignore it.

        Args:
            changes: New values by trait, by model: float64 arrays of one or two dimensions
                (rows, columns), or what JSON can hold.
            snapshot: Whether it is to need nothing.
            axes: What the arrays are seen on, after the changes. Where one shows more than it
                did, arrays that are not exact enough for it come again.
        """
        base = self.sequence
        self.sequence += bool(changes)
        ops: list[Op] = []
        buffers: list[bytes] = []
        for model, traits in changes:
            self._change(model, traits, None if snapshot else ops, buffers, axes)
        if snapshot:
            self._all(ops, buffers, axes)
        elif changes:
            self._again(changes, ops, buffers, axes)
        frame = FrameMessage(
            type="frame",
            epoch=self.epoch,
            seq=self.sequence,
            base=-1 if snapshot else base,
            ops=ops,
        )
        return frame, buffers

    def _change(
        self,
        model: str,
        traits: Mapping[str, Any],
        ops: list[Op] | None,
        buffers: list[bytes],
        axes: Axes,
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
            array = np.atleast_2d(np.array(value, dtype=np.float64))
            new = _Sent(array, value.ndim == 1, np.zeros(array.shape[1]))
            old, arrays[name] = arrays.get(name), new
            if ops is not None:
                axis = axes(model, name) or axis_of(array)
                drop, keep = _overlap(old, new, drops, axis)
                if keep:
                    drops.append(drop)
                ops.append(_array(model, name, old, new, drop, keep, buffers, axis))

    def _again(
        self,
        changes: Sequence[tuple[str, Mapping[str, Any]]],
        ops: list[Op],
        buffers: list[bytes],
        axes: Axes,
    ) -> None:
        """Bring once more what did not change, but is seen more closely now."""
        told = {(model, name) for model, traits in changes for name in traits}
        for model, arrays in self._arrays.items():
            for name, sent in arrays.items():
                axis = None if (model, name) in told else axes(model, name)
                if axis is not None and not axis.allows(sent.off, sent.array):
                    ops.append(_array(model, name, None, sent, 0, 0, buffers, axis))

    def _all(self, ops: list[Op], buffers: list[bytes], axes: Axes) -> None:
        for model, state in self._states.items():
            ops.append(SetOp(op="set", model=model, state=dict(state)))
            for name, sent in self._arrays.get(model, {}).items():
                axis = axes(model, name) or axis_of(sent.array)
                ops.append(_array(model, name, sent, sent, 0, 0, buffers, axis))


def _array(
    model: str,
    trait: str,
    old: _Sent | None,
    new: _Sent,
    drop: int,
    keep: int,
    buffers: list[bytes],
    axis: Axis,
) -> ArrayOp:
    """The operation that makes the new array of the old, its tail put to the buffers."""
    tail = new.array[:, keep:]
    bases = axis.bases(tail)
    single, off = rounded(tail, bases)
    op = ArrayOp(
        op="array",
        model=model,
        trait=trait,
        shape=list(new.array.shape[1:] if new.flat else new.array.shape),
        drop=drop,
        keep=keep,
        buffer=len(buffers),
    )
    if axis.allows(off, tail):
        op["bases"] = bases.tolist()
        buffers.append(single.tobytes())
    else:
        off = np.zeros(tail.shape[1])
        op["dtype"] = "float64"
        buffers.append(tail.astype("<f8").tobytes())
    if old is new:
        # Another page may still have what an earlier frame brought.
        new.off = np.maximum(old.off, off)
    else:
        kept = old.off[drop : drop + keep] if old is not None else off[:0]
        new.off = np.concatenate((kept, off))
    return op


def _overlap(old: _Sent | None, new: _Sent, drops: Sequence[int], axis: Axis) -> tuple[int, int]:
    """How many columns of the old array to drop, and how many then to keep.

    Looks at few shifts: those of the model's other arrays first. A shift that it misses costs
    bytes and nothing else.
    """
    if old is None or old.flat != new.flat or len(old.array) != len(new.array):
        return 0, 0
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
    drop, keep = best
    if not axis.allows(old.off[drop : drop + keep], new.array[:, :keep]):
        return 0, 0  # what the pages have is not good enough any more
    return best


def _run(before: NDArray[np.uint64], after: NDArray[np.uint64]) -> int:
    """How many columns two arrays have in common from the left."""
    columns = min(before.shape[1], after.shape[1])
    differs = (before[:, :columns] != after[:, :columns]).any(axis=0)
    return int(differs.argmax()) if differs.any() else columns
