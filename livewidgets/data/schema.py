"""Schema: the names, kinds and units of a stream's columns, and where its times come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.errors import ArgumentError, SchemaError, unknown_name


class Kind(Enum):
    """What a column holds. A missing float is NaN, a missing string is ''."""

    FLOAT = "float"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    STRING = "string"

    @property
    def dtype(self) -> np.dtype[Any]:
        """The numpy dtype that holds this kind: float64, int64, bool, or object (of str)."""
        return _DTYPES[self]

    @property
    def numeric(self) -> bool:
        """Whether it can be charted as a number."""
        return self is not Kind.STRING

    @classmethod
    def of(cls, array: NDArray[Any]) -> Kind:
        """The kind of an array's elements.

        Raises:
            SchemaError: The dtype is none that a column can have (complex, datetime, ...).
        """
        if array.dtype.kind == "f":
            return cls.FLOAT
        if array.dtype.kind in "iu":
            return cls.INTEGER
        if array.dtype.kind == "b":
            return cls.BOOLEAN
        if array.dtype.kind in "UOT":
            return cls.STRING
        raise SchemaError(
            f"a column cannot hold {array.dtype}; use floats, integers, booleans or strings"
        )

    @classmethod
    def given(cls, kind: Kind | type | str) -> Kind:
        """The kind that is meant by a kind, a Python type, or a word such as "float".

        Raises:
            ArgumentError: It means none.
        """
        if isinstance(kind, Kind):
            return kind
        word = kind if isinstance(kind, str) else getattr(kind, "__name__", "")
        word = {"int": "integer", "bool": "boolean", "str": "string"}.get(word, word)
        for each in cls:
            if each.value == word:
                return each
        raise ArgumentError(
            f"{kind!r} is not a kind of column; use float, int, bool, str or a Kind"
        )


_DTYPES: dict[Kind, np.dtype[Any]] = {
    Kind.FLOAT: np.dtype(np.float64),
    Kind.INTEGER: np.dtype(np.int64),
    Kind.BOOLEAN: np.dtype(np.bool_),
    Kind.STRING: np.dtype(object),
}


@dataclass(frozen=True, slots=True)
class TimeOrigin:
    """Where the times of a stream come from.

    Attributes:
        column: What the column of the times is called in the data, or its number from 0;
            None where rows have the time at which they came.
        unit: What its values are in: "s", "ms", "us", "ns" or "ISO 8601"; "" while that is
            not known, and for arrival.
    """

    column: str | int | None = None
    unit: str = ""

    def __str__(self) -> str:
        if self.column is None:
            return "time of arrival"
        return f"column {self.column!r}" + (f", {self.unit}" if self.unit else "")


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a stream, in order.

    Attributes:
        kinds: Kind by column name; the order is the columns' order.
        units: Unit by column name, where one is known; for people, as text.
        time: Where the times come from; None where the source does not say.
    """

    kinds: Mapping[str, Kind]
    units: Mapping[str, str] = field(default_factory=dict)
    time: TimeOrigin | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.kinds)

    @property
    def numeric(self) -> tuple[str, ...]:
        """The names of the columns that can be charted."""
        return tuple(name for name, kind in self.kinds.items() if kind.numeric)

    def require(self, name: str) -> Kind:
        """The kind of a column.

        Raises:
            SchemaError: There is none of that name; says the nearest.
        """
        try:
            return self.kinds[name]
        except KeyError:
            raise SchemaError(unknown_name("column", name, self.kinds)) from None

    def taking(self, other: Schema) -> Schema:
        """This schema when rows of another have come: an integer column may become float.

        Raises:
            SchemaError: A column is unknown, missing, or of a kind that does not fit.
        """
        for name in other.kinds:
            self.require(name)
        kinds: dict[str, Kind] = {}
        for name, kind in self.kinds.items():
            if name not in other.kinds:
                raise SchemaError(f"column {name!r} is missing; rows must have all columns")
            come = other.kinds[name]
            promoted = kind is Kind.INTEGER and come is Kind.FLOAT
            if not (promoted or kind is come or (kind is Kind.FLOAT and come.numeric)):
                raise SchemaError(
                    f"column {name!r} holds {come.value} values where it held {kind.value} before"
                )
            kinds[name] = Kind.FLOAT if promoted else kind
        return Schema(kinds, self.units, self.time)

    def widened(self, other: Schema) -> Schema:
        """This schema with the columns that another adds; of the others see `taking`.

        What is added is float or text, as the rows before lack it, and a boolean column may
        become float for the same reason.

        Raises:
            SchemaError: A column is missing in the other, or of a kind that does not fit.
        """
        kinds = {
            name: Kind.FLOAT
            if kind is Kind.BOOLEAN and other.kinds.get(name) is Kind.FLOAT
            else kind
            for name, kind in self.kinds.items()
        }
        new = [name for name in other.kinds if name not in kinds]
        text = {name for name in new if other.kinds[name] is Kind.STRING}
        added = {name: Kind.STRING if name in text else Kind.FLOAT for name in new}
        return Schema(kinds | added, self.units, self.time).taking(other)
