"""Transforms that treat each column of numbers alike and apart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.schema import Kind
from livewidgets.errors import SchemaError

Floats: TypeAlias = NDArray[np.float64]

Results: TypeAlias = tuple[slice | NDArray[np.bool_], dict[str, NDArray[Any]]]
"""For which of the rows there are results, and these by suffix: shape (columns, results)."""

PIECE = 16_384
"""Numbers that are worked on at a time, so that they stay in the processor's cache."""


class Online(Protocol):
    """A statistic at work on several columns side by side."""

    def feed(self, time: Floats, values: Floats) -> Results:
        """Take rows.

        Args:
            time: Seconds, shape (n,), never backward.
            values: Shape (columns, n); what is no number is NaN.
        """


class Columnwise(ABC):
    """A transform whose columns are `<column>_<suffix>`: `temp_mean`, `temp_std`.

    Attributes:
        columns: Which columns; None: all that are numbers.
        UNITS: Unit by suffix, `{}` standing for the column's own; without: the column's own.
    """

    columns: tuple[str, ...] | None
    UNITS: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def online(self, columns: int) -> Online:
        """The statistic at its beginning, for so many columns."""

    @abstractmethod
    def suffixes(self) -> tuple[str, ...]:
        """What the names of the result's columns end with."""

    def begin(self) -> ColumnwiseStep:
        """A step that has seen no rows."""
        return ColumnwiseStep(self)

    def units(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """Units of the result by column name."""
        return {
            f"{name}_{suffix}": self.UNITS.get(suffix, "{}").replace("{}", unit)
            for name, unit in given.items()
            for suffix in self.suffixes()
        }


class ColumnwiseStep:
    """Takes the columns apart, and names what comes of them."""

    def __init__(self, recipe: Columnwise) -> None:
        self._recipe = recipe
        self._online: Online | None = None
        self._names: tuple[str, ...] = ()
        self._newest = -np.inf

    def feed(self, batch: Batch) -> Batch | None:
        """The statistics of the rows.

        Raises:
            SchemaError: A column is unknown or holds text, or none holds numbers.
        """
        if not len(batch):
            return None
        names = self._names or columns_of(batch, self._recipe.columns)
        values = numbers(batch, names)
        time = np.maximum(np.maximum.accumulate(batch.time), self._newest)
        if self._online is None:  # not before it is known that the rows can be used
            self._online, self._names = self._recipe.online(len(names)), names
        self._newest = float(time[-1])
        times, parts = [], []
        rows = max(PIECE // len(names), 1)
        for start in range(0, len(time), rows):
            piece = slice(start, start + rows)
            # A square may be too large for a double; then there is no deviation.
            with np.errstate(over="ignore", invalid="ignore"):
                which, results = self._online.feed(time[piece], values[:, piece])
            times.append(time[piece][which])
            parts.append(results)
        at = np.concatenate(times)
        if not len(at):
            return None
        whole = {name: joined([each[name] for each in parts]) for name in parts[0]}
        columns = {
            f"{name}_{suffix}": rows[number]
            for number, name in enumerate(self._names)
            for suffix, rows in whole.items()
        }
        return Batch(at, columns)


def columns_of(batch: Batch, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The columns that are meant: those that are wanted, or all that are numbers.

    Raises:
        SchemaError: One is unknown or holds text, or none holds numbers.
    """
    schema = batch.schema
    for name in wanted or ():
        if not schema.require(name).numeric:
            raise SchemaError(
                f"column {name!r} holds text, which has no statistics; name a column of numbers"
            )
    names = tuple(wanted or schema.numeric)
    if not names:
        raise SchemaError(f"no column holds numbers (known: {', '.join(schema.names)})")
    return names


def numbers(batch: Batch, names: Sequence[str]) -> Floats:
    """Columns as float64, shape (columns, rows); what is not finite is NaN.

    Raises:
        SchemaError: One is unknown or holds text.
    """
    values = np.empty((len(names), len(batch)))
    for row, name in zip(values, names, strict=True):
        column = batch[name]
        if Kind.of(column) is Kind.STRING:
            raise SchemaError(f"column {name!r} holds text, which has no statistics")
        row[:] = column
    finite = np.isfinite(values)
    if not finite.all():
        values[~finite] = np.nan
    return values


def first_number(known: Floats, values: Floats) -> Floats:
    """What each column is measured from: its first number.

    Differences to a number of the column's own size are exact or nearly so, where sums of
    large numbers would lose what is small.

    Args:
        known: Shape (columns, 1); NaN where there was none yet.
        values: Shape (columns, n).
    """
    if not np.isnan(known).any():
        return known
    finite = ~np.isnan(values)
    first = np.take_along_axis(values, finite.argmax(axis=1)[:, np.newaxis], axis=1)
    return np.where(np.isnan(known), first, known)


def joined(pieces: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Arrays of shape (columns, n), one behind the other."""
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces, axis=1)
