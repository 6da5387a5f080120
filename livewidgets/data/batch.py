"""Batch: rows that arrived together, as a time column and named columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.schema import Kind, Schema
from livewidgets.errors import EXCERPT_BYTES, SchemaError, unknown_name


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows, column by column. Arrays are not to be written to.

    Attributes:
        time: float64, shape (rows,), seconds since 1970-01-01 UTC (or since the
            sender's own zero); not necessarily sorted.
        columns: Arrays of shape (rows,) by name: float64, int64, bool or object of str.
    """

    time: NDArray[np.float64]
    columns: Mapping[str, NDArray[Any]]

    def __post_init__(self) -> None:
        rows = len(self.time)
        for name, column in self.columns.items():
            if len(column) != rows:
                raise SchemaError(
                    f"column {name!r} has {len(column)} rows where the time column has {rows}"
                )

    def __len__(self) -> int:
        return len(self.time)

    @property
    def schema(self) -> Schema:
        """The names and kinds of the columns (no units: those belong to the stream)."""
        return Schema({name: Kind.of(column) for name, column in self.columns.items()})

    @overload
    def __getitem__(self, rows: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, rows: slice | NDArray[Any]) -> Batch: ...
    def __getitem__(self, rows: str | slice | NDArray[Any]) -> Batch | NDArray[Any]:
        """Some of the rows; or one column by its name ("time" is the time).

        Raises:
            SchemaError: There is no column of that name.
        """
        if isinstance(rows, str):
            if rows == "time":
                return self.time
            if rows not in self.columns:
                raise SchemaError(unknown_name("column", rows, self.columns))
            return self.columns[rows]
        return Batch(self.time[rows], {name: col[rows] for name, col in self.columns.items()})

    def row(self, index: int) -> dict[str, Any]:
        """One row as plain Python values: `time` and each column."""
        row: dict[str, Any] = {"time": float(self.time[index])}
        for name, column in self.columns.items():
            value = column[index]
            row[name] = value.item() if isinstance(value, np.generic) else value
        return row


def join(batches: Sequence[Batch]) -> Batch:
    """Rows of several batches, one after the other; all have the columns of the first.

    Raises:
        KeyError: A batch lacks a column of the first.
    """
    if len(batches) == 1:
        return batches[0]
    time = np.concatenate([batch.time for batch in batches])
    names = batches[0].columns
    return Batch(time, {n: np.concatenate([b.columns[n] for b in batches]) for n in names})


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be used.

    Attributes:
        reason: What is wrong with it, as a phrase.
        excerpt: Its beginning, at most 80 bytes.
        rows: How many rows are lost with it.
    """

    reason: str
    excerpt: bytes
    rows: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "excerpt", self.excerpt[:EXCERPT_BYTES])
