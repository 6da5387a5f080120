"""Python values as columns: the kind that a value suggests, and values of a kind as arrays."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.schema import Kind
from livewidgets.data.timestamps import TimeUnit, datetime_seconds, iso_seconds
from livewidgets.errors import SchemaError

_TEXT = (str, bytes)


def kind_of_value(value: Any) -> Kind:
    """The kind of a column by its first value: numbers are FLOAT, None is a missing one.

    Raises:
        ValueError: No column can hold it; a phrase.
    """
    if isinstance(value, (bool, np.bool_)):
        return Kind.BOOLEAN
    if isinstance(value, _TEXT):
        return Kind.STRING
    _float(value)
    return Kind.FLOAT


def kind_of_array(array: NDArray[Any]) -> Kind:
    """The kind of a column by its first values: integer arrays are INTEGER.

    Raises:
        ValueError: No column can hold them; a phrase.
    """
    if array.dtype == object:
        known = [value for value in array.tolist() if value is not None]
        return kind_of_value(known[0]) if known else Kind.FLOAT
    try:
        return Kind.of(array)
    except SchemaError as error:
        raise ValueError(str(error)) from None


def check(kind: Kind, value: Any) -> Any:
    """One value, as a column of the kind holds it.

    Raises:
        ValueError: It is of another kind; a phrase.
    """
    return _CHECK[kind](value)


def column(kind: Kind, values: Sequence[Any]) -> NDArray[Any]:
    """The array of values that were checked, shape (rows,)."""
    array = np.empty(len(values), dtype=kind.dtype)
    array[:] = values
    return array


def convert(kind: Kind, array: NDArray[Any]) -> NDArray[Any]:
    """The array of a table's column, as a column of the kind.

    A float array for an INTEGER column is given as it is: the column becomes FLOAT.

    Raises:
        ValueError: It is of another kind; a phrase.
    """
    found = kind_of_array(array)
    if array.dtype == object:
        if kind is Kind.INTEGER and found is Kind.FLOAT:
            kind = Kind.FLOAT
        return column(kind, [check(kind, value) for value in array.tolist()])
    if array.dtype.kind == "u" and array.dtype.itemsize == 8 and (array > 2**63 - 1).any():
        raise ValueError("an integer does not fit 64 bits")
    if found is kind or (kind is Kind.FLOAT and found.numeric):
        return array.astype(kind.dtype)
    if kind is Kind.INTEGER and found is Kind.FLOAT:
        return array.astype(np.float64)
    raise ValueError(f"{found.value} values are not {kind.value} values")


class Times:
    """Reads times of any Python type; remembers the unit of numeric ones.

    Args:
        unit: The unit, where it is given; see `TimeUnit`.

    Raises:
        ArgumentError: There is no such unit.
    """

    def __init__(self, unit: str | None = None) -> None:
        self._unit = TimeUnit(unit)

    @property
    def unit(self) -> str:
        """What the times are in; "" before the first."""
        return self._unit.name

    def one(self, value: Any) -> float:
        """Seconds since 1970-01-01 UTC (or since the sender's own zero).

        Raises:
            ValueError: It is no time; a phrase.
        """
        seconds = self._seconds(value)
        if not math.isfinite(seconds):
            raise ValueError("the time is missing")
        return seconds

    def many(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """The same of many, shape (rows,); NaN where there is none."""
        if values.dtype.kind == "M":
            ticks = values.astype("datetime64[ns]").astype(np.int64)
            return np.where(np.isnat(values), np.nan, ticks / 1e9)
        if values.dtype.kind in "fiu":
            times = values.astype(np.float64)
            finite = np.isfinite(times)
            if finite.any():
                times /= self._unit.per_second(float(times[finite.argmax()]))
            return np.where(finite, times, np.nan)
        return np.array([self._or_nan(value) for value in values.tolist()], dtype=np.float64)

    def _seconds(self, value: Any) -> float:
        if isinstance(value, datetime):
            return datetime_seconds(value)
        if isinstance(value, date):
            return datetime_seconds(datetime(value.year, value.month, value.day))
        if isinstance(value, np.datetime64):
            return float(self.many(np.array([value]))[0])
        if isinstance(value, str):
            try:
                seconds = iso_seconds(value)
            except ValueError:
                raise ValueError("the time is no ISO 8601 time") from None
            self._unit.is_text()
            return seconds
        number = _float(value)
        return number / self._unit.per_second(number) if math.isfinite(number) else number

    def _or_nan(self, value: Any) -> float:
        try:
            return self._seconds(value)
        except ValueError:
            return math.nan


def _float(value: Any) -> float:
    if type(value) is float:
        return value
    if value is None:
        return math.nan
    if isinstance(value, _TEXT) or not hasattr(value, "__float__"):
        raise ValueError(f"a {type(value).__name__} is not a number")
    try:
        return float(value)
    except (TypeError, OverflowError) as error:
        raise ValueError(f"a {type(value).__name__} is not a number: {error}") from None


def _integer(value: Any) -> int:
    number = operator.index(value) if hasattr(value, "__index__") else _float(value)
    if not float(number).is_integer():
        raise ValueError(f"{number} is not an integer")
    if not -(2**63) <= number < 2**63:
        raise ValueError("an integer does not fit 64 bits")
    return int(number)


def _boolean(value: Any) -> bool:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise ValueError(f"a {type(value).__name__} is not a boolean")


def _string(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    raise ValueError(f"a {type(value).__name__} is not a string")


_CHECK: dict[Kind, Callable[[Any], Any]] = {
    Kind.FLOAT: _float,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.STRING: _string,
}
