"""Values as JSON has them: one record as fields by dotted name, many of one field as a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.schema import Kind

DEEPEST = 16
"""Levels of nesting that are read; data to look at has two or three."""

_INT64 = range(-(2**63), 2**63)


def fields_of(record: Any) -> dict[str, Any]:
    """The values of a record by name; `{"pos": {"x": 1}, "v": [2, 3]}` has `pos.x`, `v.0`, `v.1`.

    A list has the fields `c0`, `c1`, ..., a single value is the field `value`. What is null
    is left out.

    Raises:
        ValueError: It is nested too deeply; a phrase.
    """
    if isinstance(record, dict):
        if not any(value is None or type(value) in (dict, list) for value in record.values()):
            return record  # as a rule
        return dict(_leaves("", record, DEEPEST))
    if isinstance(record, list):
        named = {f"c{index}": value for index, value in enumerate(record)}
        return dict(_leaves("", named, DEEPEST))
    return {} if record is None else {"value": record}


def _leaves(prefix: str, record: dict[Any, Any], levels: int) -> Iterator[tuple[str, Any]]:
    if not levels:
        raise ValueError(f"nested more than {DEEPEST} levels deep")
    for name, value in record.items():
        if isinstance(value, list):
            value = dict(enumerate(value))
        if isinstance(value, dict):
            yield from _leaves(f"{prefix}{name}.", value, levels - 1)
        elif value is not None:
            yield f"{prefix}{name}", value


def kind_of(value: Any) -> Kind:
    """The kind of a column by its first value: numbers are FLOAT."""
    if isinstance(value, bool):
        return Kind.BOOLEAN
    return Kind.STRING if isinstance(value, str) else Kind.FLOAT


def column(kind: Kind, values: Sequence[Any]) -> tuple[NDArray[Any], list[int]]:
    """The values of a field as a column; None is a missing one.

    A column of integers or booleans that lacks some is given as float64, with NaN there.

    Returns:
        The array, shape (rows,), and the rows whose value is of another kind.
    """
    if kind is Kind.STRING:
        array = np.empty(len(values), dtype=object)
        array[:] = [each if isinstance(each, str) else _text(each) for each in values]
        return array, []
    if kind is Kind.BOOLEAN and all(type(value) is bool for value in values):
        return np.array(values, dtype=np.bool_), []
    if kind is Kind.INTEGER and all(type(each) is int and each in _INT64 for each in values):
        return np.array(values, dtype=np.int64), []
    try:
        return np.array(values, dtype=np.float64), []
    except (ValueError, OverflowError):
        return _one_by_one(values)


def _one_by_one(values: Sequence[Any]) -> tuple[NDArray[Any], list[int]]:
    array = np.full(len(values), np.nan)
    bad: list[int] = []
    for row, value in enumerate(values):
        try:
            array[row] = np.nan if value is None else float(value)
        except (ValueError, OverflowError):
            bad.append(row)
    return array, bad


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
