"""The values of records as rows of a batch, by a layout that has been decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.layout import Field, Layout
from livewidgets.data.record_values import Times, check, column, convert
from livewidgets.data.schema import Kind

V = TypeVar("V")


class Rows:
    """Single rows that are gathered until they make a batch."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._rows: list[list[Any]] = []

    def add(self, layout: Layout, values: Sequence[Any], when: float, times: Times) -> None:
        """Add a row.

        Args:
            layout: What the values are.
            values: One per field of the layout.
            when: The time of the row if no field says it.
            times: Reads the time.

        Raises:
            ValueError: A value is of another kind; a phrase. Nothing is added then.
        """
        row = []
        for field, value in zip(layout.fields, values, strict=True):
            if field.kind is None:
                when = times.one(value)
            else:
                row.append(_named(field, field.kind, check, value))
        self._times.append(when)
        self._rows.append(row)

    def take(self, layout: Layout) -> list[Batch]:
        """The rows as a batch, if there are any; none remain."""
        if not self._rows:
            return []
        columns = {
            name: column(kind, [row[index] for row in self._rows])
            for index, (name, kind) in enumerate(layout.kinds.items())
        }
        batch = Batch(np.array(self._times, dtype=np.float64), columns)
        self._times, self._rows = [], []
        return [batch]


def table(layout: Layout, values: Sequence[NDArray[Any]], when: float, times: Times) -> Batch:
    """The rows of a table; copies, as its owner may write to it.

    Args:
        layout: What the values are.
        values: One array of shape (rows,) per field of the layout.
        when: The time of the rows if no field says it.
        times: Reads the times; where there is none, it is NaN.

    Raises:
        ValueError: A column is of another kind; a phrase.
    """
    time = np.full(len(values[0]) if values else 0, when, dtype=np.float64)
    columns: dict[str, NDArray[Any]] = {}
    for field, array in zip(layout.fields, values, strict=True):
        if field.kind is None:
            time = times.many(array)
        else:
            columns[field.name] = _named(field, field.kind, convert, array)
    return Batch(time, columns)


def adopted(layout: Layout, batch: Batch) -> Batch:
    """A batch with the columns of the layout; the batch itself if it has them already.

    Raises:
        ValueError: It has other columns, or of other kinds; a phrase.
    """
    kinds = layout.kinds
    for name in batch.columns.keys() ^ kinds.keys():
        raise ValueError(f"column {name!r} is not both in this batch and in what came before")
    if all(batch.columns[name].dtype == kind.dtype for name, kind in kinds.items()):
        return batch
    fields = [(field, field.kind) for field in layout.fields if field.kind is not None]
    return Batch(
        batch.time,
        {f.name: _named(f, kind, convert, batch.columns[f.name]) for f, kind in fields},
    )


def promoted(layout: Layout, columns: Mapping[str, NDArray[Any]]) -> Layout:
    """The layout after these columns have come: INTEGER becomes FLOAT when floats come."""
    fields = tuple(
        replace(field, kind=Kind.FLOAT)
        if field.kind is Kind.INTEGER and columns[field.name].dtype.kind == "f"
        else field
        for field in layout.fields
    )
    return layout if fields == layout.fields else replace(layout, fields=fields)


def _named(field: Field, kind: Kind, read: Callable[[Kind, Any], V], value: Any) -> V:
    try:
        return read(kind, value)
    except ValueError as error:
        raise ValueError(f"column {field.name!r}: {error}") from None
