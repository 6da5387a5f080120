"""CSV fields: splitting a record into them, and turning a column of them into an array."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.schema import Kind
from livewidgets.data.timestamps import ISO, TimeUnit, iso_seconds

_MISSING = frozenset({b"", b"na", b"null", b"none", b"nan"})
_BOOLEANS = {
    **dict.fromkeys((b"true", b"t", b"yes", b"y", b"on", b"1"), True),
    **dict.fromkeys((b"false", b"f", b"no", b"n", b"off", b"0"), False),
}
_QUOTED = re.compile(rb'"[^"]*"')
_INT64 = range(-(2**63), 2**63)

Column = tuple[NDArray[Any], list[int]]
"""The array of a column, shape (rows,), and the rows whose field could not be read."""


def split(record: bytes, delimiter: bytes) -> list[bytes]:
    """Split a record into fields; quotes as in RFC 4180.

    Raises:
        ValueError: The quotes do not match; the message is a phrase.
    """
    if b'"' not in record:
        return record.split(delimiter)
    # latin-1 maps each byte to one character and back, whatever the text's real encoding is.
    reader = csv.reader(
        [record.decode("latin-1")],
        delimiter=delimiter.decode("latin-1"),
        skipinitialspace=not delimiter.isspace(),
        strict=True,
    )
    try:
        return [field.encode("latin-1") for field in next(reader)]
    except csv.Error:
        raise ValueError("the quotes do not match") from None


def delimiter_in(record: bytes) -> bytes | None:
    """The delimiter that a record seems to have; None if it has one field.

    A semicolon goes before a comma, which may be a decimal one then. A space stands for
    runs of them: only between numbers, as text has spaces too.
    """
    bare = _QUOTED.sub(b"", record)
    for delimiter in (b"\t", b";", b","):
        if delimiter in bare.strip():
            return delimiter
    parts = record.split()
    numbers = len(parts) > 1 and all(kind_of(part) is Kind.FLOAT for part in parts)
    return b" " if numbers else None


def number(field: bytes) -> float:
    """Read one number; a missing one (empty, nan, NA, null, None) is NaN.

    Raises:
        ValueError: It is none, or a Python-ism such as `1_000`.
    """
    try:
        value = float(field)
    except ValueError:
        if field.strip().lower() in _MISSING:
            return np.nan
        raise
    if b"_" in field:
        raise ValueError("an underscore is no part of a number")
    return value


def kind_of(field: bytes) -> Kind:
    """FLOAT if a field holds a number or a word for a missing one, else STRING."""
    try:
        number(field)
    except ValueError:
        return Kind.STRING
    return Kind.FLOAT


def is_data(field: bytes) -> bool:
    """Whether a field holds a number, a word for a missing one, or an ISO time: no name."""
    if not field.strip():
        return False
    try:
        number(field)
    except ValueError:
        try:
            iso_seconds(field.decode("ascii"))
        except ValueError:
            return False
    return True


def matrix(fields: Sequence[bytes], width: int) -> NDArray[np.float64] | None:
    """All fields of rows of plain numbers at once, shape (width, rows); None if any is none.

    Args:
        fields: The fields, row after row.
        width: How many a row has.
    """
    if b"_" in b"".join(fields):
        return None
    try:
        numbers = np.fromiter(map(float, fields), np.float64, len(fields))
    except ValueError:
        return None
    return numbers.reshape(-1, width).T.copy()


def convert(kind: Kind, fields: Sequence[bytes]) -> Column:
    """Turn the fields of a column into its array; rows that cannot be read hold a filler."""
    return _CONVERT[kind](fields)


def _floats(fields: Sequence[bytes]) -> Column:
    plain = matrix(fields, 1)
    if plain is not None:
        return plain[0], []
    return _each(number, fields, np.nan, Kind.FLOAT)


def _integers(fields: Sequence[bytes]) -> Column:
    return _each(_integer, fields, 0, Kind.INTEGER)


def _booleans(fields: Sequence[bytes]) -> Column:
    return _each(_boolean, fields, False, Kind.BOOLEAN)


def _strings(fields: Sequence[bytes]) -> Column:
    array = np.empty(len(fields), dtype=object)
    array[:] = [field.strip().decode("utf-8", "replace") for field in fields]
    return array, []


def _integer(field: bytes) -> int:
    if b"_" in field:
        raise ValueError("an underscore is no part of a number")
    try:
        value = int(field)
    except ValueError:
        real = float(field)
        if not real.is_integer():
            raise
        value = int(real)
    if value not in _INT64:
        raise ValueError("it does not fit 64 bits")
    return value


def _boolean(field: bytes) -> bool:
    try:
        return _BOOLEANS[field.strip().lower()]
    except KeyError:
        raise ValueError("it is no boolean") from None


def _each(read: Callable[[bytes], Any], fields: Sequence[bytes], filler: Any, kind: Kind) -> Column:
    values: list[Any] = []
    bad: list[int] = []
    for row, field in enumerate(fields):
        try:
            values.append(read(field))
        except ValueError:
            values.append(filler)
            bad.append(row)
    return np.array(values, dtype=kind.dtype), bad


_CONVERT: dict[Kind, Callable[[Sequence[bytes]], Column]] = {
    Kind.FLOAT: _floats,
    Kind.INTEGER: _integers,
    Kind.BOOLEAN: _booleans,
    Kind.STRING: _strings,
}


class TimeColumn:
    """Reads times; remembers the unit of numeric ones.

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

    def is_stated(self, unit: str) -> None:
        """Note what the column's heading says; see `TimeUnit.is_stated`."""
        self._unit.is_stated(unit)

    def convert(self, fields: Sequence[bytes]) -> Column:
        """Times in seconds, float64, shape (rows,); finite where the row is not named bad."""
        if self._unit.name == ISO:
            with suppress(ValueError):  # all of them, as a rule
                seconds = [iso_seconds(field.decode("ascii")) for field in fields]
                return np.array(seconds, dtype=np.float64), []
        times, texts = _floats(fields)
        for row in texts:
            with suppress(ValueError):
                times[row] = iso_seconds(fields[row].decode("ascii"))
                self._unit.is_text()
        return self.scaled(times, texts)

    def scaled(self, times: NDArray[np.float64], iso: Sequence[int] = ()) -> Column:
        """The same of times that have been read, but for their unit.

        Args:
            times: Numbers, which are written to; shape (rows,).
            iso: Rows that are in seconds already.
        """
        finite = np.isfinite(times)
        plain = finite.copy()
        plain[list(iso)] = False
        if plain.any():
            times[plain] /= self._unit.per_second(float(times[plain.argmax()]))
        return times, [] if finite.all() else np.flatnonzero(~finite).tolist()
