"""What a Python object is as a record: one row of values, or a table of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_SCALARS = (bool, int, float, str, bytes, np.generic)


@dataclass(frozen=True, slots=True)
class Item:
    """An object, taken apart.

    Attributes:
        names: What its values are called; None where only their order says what they are.
        values: One value per field; in a table each is an array of shape (rows,).
        table: Whether it is a table, of any number of rows.
    """

    names: tuple[str, ...] | None
    values: Sequence[Any]
    table: bool = False

    @property
    def rows(self) -> int:
        """How many rows it has."""
        if not self.table:
            return 1
        return len(self.values[0]) if self.values else 0


def take_apart(item: Any) -> Item:
    """See what an object is.

    Args:
        item: A scalar; a sequence or 1-D array (one row); a mapping of scalars (one row) or
            of 1-D arrays (a table); a 2-D array of shape (rows, columns), a structured
            array or a DataFrame (a table). A named tuple is a mapping.

    Raises:
        ValueError: It is none of these; the message is a phrase.
    """
    if item is None:
        raise ValueError("None instead of a reading")
    if isinstance(item, _SCALARS):
        return Item(None, (item,))
    if isinstance(item, Mapping):
        return _mapping(item)
    if hasattr(item, "_asdict"):
        return _mapping(item._asdict())
    if hasattr(item, "columns") and hasattr(item, "to_numpy"):
        return _frame(item)
    if isinstance(item, Sequence):
        return Item(None, item)
    if hasattr(item, "__array__"):
        return _array(np.asarray(item))
    if hasattr(item, "__float__"):  # Decimal, Fraction and their like
        return Item(None, (item,))
    raise ValueError(f"a {type(item).__name__} is no record")


def _mapping(item: Mapping[Any, Any]) -> Item:
    names = tuple(str(name) for name in item)
    values = list(item.values())
    tables = [not isinstance(value, _SCALARS) and _is_column(value) for value in values]
    if not any(tables):
        return Item(names, values)
    if not all(tables):
        raise ValueError("a mapping must hold single values only, or arrays only")
    return _table(names, values)


def _table(names: tuple[str, ...] | None, values: Sequence[Any]) -> Item:
    columns = [value if isinstance(value, np.ndarray) else _as_array(value) for value in values]
    if any(column.ndim != 1 for column in columns):
        raise ValueError("the columns of a table must have one dimension")
    if len({len(column) for column in columns}) > 1:
        sizes = ", ".join(str(len(column)) for column in columns)
        raise ValueError(f"the columns of a table must be equally long, not {sizes}")
    return Item(names, columns, table=True)


def _frame(frame: Any) -> Item:
    names = tuple(str(name) for name in frame.columns)
    columns = [frame.iloc[:, index].to_numpy() for index in range(len(names))]
    index = frame.index
    if getattr(index.dtype, "kind", "") == "M" and "time" not in names:
        names, columns = ("time", *names), [index.to_numpy(), *columns]
    return _table(names, columns)


def _array(array: np.ndarray[Any, Any]) -> Item:
    if array.dtype.names:
        rows = array.reshape(-1)
        return _table(array.dtype.names, [rows[name] for name in array.dtype.names])
    if array.ndim == 0:
        return Item(None, (array.item(),))
    if array.ndim == 1:
        return Item(None, array.tolist() if array.dtype.kind != "M" else list(array))
    if array.ndim == 2:
        return _table(None, list(array.T))
    raise ValueError(f"an array of {array.ndim} dimensions is no record")


def _is_column(value: Any) -> bool:
    if isinstance(value, np.ndarray) or hasattr(value, "__array__"):
        return bool(np.ndim(value) > 0)
    return isinstance(value, Sequence)


def _as_array(value: Any) -> np.ndarray[Any, Any]:
    if isinstance(value, Sequence):  # of Python objects: what each is shows later
        array = np.empty(len(value), dtype=object)
        array[:] = list(value)
        return array
    return np.asarray(value)
