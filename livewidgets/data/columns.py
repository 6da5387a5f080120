"""Columns computed from others, by the user's own functions of whole batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.schema import Kind
from livewidgets.errors import ArgumentError, SchemaError

Function = Callable[[Batch], Any]
"""Of a batch of n rows: an array of shape (n,), or one value for all of them."""


class Columns:
    """Each row's own columns, such as `{"power": lambda b: b["u"] * b["i"], "u": "u"}`.

    Args:
        columns: By name of the result: a function of the batch, or the name of a column
            that is taken as it is.

    Raises:
        ArgumentError: There is none, or one is neither.
    """

    def __init__(self, columns: Mapping[str, Function | str]) -> None:
        if not columns:
            raise ArgumentError('name a column, as in {"power": lambda b: b["u"] * b["i"]}')
        for name, how in list[tuple[object, object]](columns.items()):
            if not isinstance(name, str) or not (isinstance(how, str) or callable(how)):
                raise ArgumentError(
                    f"{name!r}: {how!r} makes no column; give a function of a batch, "
                    'as in {"power": lambda b: b["u"] * b["i"]}, or the name of a column'
                )
        self._columns = dict(columns)

    def begin(self) -> Columns:
        """Itself: each row stands alone."""
        return self

    def feed(self, batch: Batch) -> Batch:
        """The rows' own columns, at the rows' own times.

        Raises:
            SchemaError: A function gave what is no column of so many rows.
            Exception: Whatever a function raised.
        """
        return Batch(
            batch.time,
            {
                name: _column(name, how(batch) if callable(how) else batch[how], len(batch))
                for name, how in self._columns.items()
            },
        )

    def units(self, given: Mapping[str, str]) -> Mapping[str, str]:
        """A column that is taken as it is keeps its unit; the others have none."""
        taken = ((name, how) for name, how in self._columns.items() if isinstance(how, str))
        return {name: given[how] for name, how in taken if how in given}

    def __str__(self) -> str:
        return ", ".join(self._columns)


def _column(name: str, given: object, rows: int) -> NDArray[Any]:
    array = np.asarray(given)
    if array.ndim == 0:
        array = np.broadcast_to(array, rows)
    if array.shape != (rows,):
        raise SchemaError(
            f"the function for {name!r} gave shape {array.shape} for {rows} rows; "
            "give one value for each row"
        )
    try:
        return array.astype(Kind.of(array).dtype, copy=False)
    except SchemaError as error:
        raise SchemaError(f"the function for {name!r}: {error}") from None
