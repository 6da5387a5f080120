"""Schema: the names, kinds and units of a stream's columns."""

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
class Schema:
    """The columns of a stream, in order.

    Attributes:
        kinds: Kind by column name; the order is the columns' order.
        units: Unit by column name, where one is known; for people, as text.
    """

    kinds: Mapping[str, Kind]
    units: Mapping[str, str] = field(default_factory=dict)

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
        return Schema(kinds, self.units)
