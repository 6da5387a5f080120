"""Growth: columns that come later, and columns that stay away, in one stream of batches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.schema import Kind

MOST_COLUMNS = 256
"""Columns to which a stream grows; names without end, such as ids, would fill the memory."""


class Growth:
    """All columns that a stream has had; every batch is made to have them all.

    A row that lacks a column has NaN there, or "" for text. Integers and booleans have no
    such value, so that a column of them becomes FLOAT when one is missing, and is FLOAT from
    the beginning where rows came before it.

    Those of the first batch are taken however many they are; others while there are fewer
    than 256.

    Attributes:
        kinds: Kind by column name, in the order in which they came.
    """

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}

    def complete(self, batch: Batch) -> Batch:
        """The batch with all columns that were ever there, as one that may add some."""
        columns = batch.columns
        first = not self.kinds
        for name, column in columns.items():
            if not first and name not in self.kinds and len(self.kinds) >= MOST_COLUMNS:
                continue
            come = Kind.of(column)
            if not first and name not in self.kinds:
                come = with_missing(come)
            if self.kinds.setdefault(name, come) is not Kind.STRING and come is Kind.FLOAT:
                self.kinds[name] = Kind.FLOAT
        for name, kind in self.kinds.items():
            if name not in columns:
                self.kinds[name] = with_missing(kind)
        filled = {
            name: _as(kind, columns[name]) if name in columns else missing(kind, len(batch))
            for name, kind in self.kinds.items()
        }
        return Batch(batch.time, filled, grows=True)


def with_missing(kind: Kind) -> Kind:
    """The kind of a column of which some rows have no value."""
    return kind if kind is Kind.STRING else Kind.FLOAT


def missing(kind: Kind, rows: int) -> NDArray[Any]:
    """A column of so many rows without a value, shape (rows,); FLOAT or STRING."""
    return np.full(rows, "" if kind is Kind.STRING else np.nan, dtype=kind.dtype)


def _as(kind: Kind, column: NDArray[Any]) -> NDArray[Any]:
    if column.dtype == kind.dtype or not kind.numeric or column.dtype == object:
        return column
    return column.astype(kind.dtype)
