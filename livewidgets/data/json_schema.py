"""What a user's `msgspec.Struct` says about columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from livewidgets.data.schema import Kind
from livewidgets.errors import ArgumentError

_KINDS: dict[type[inspect.Type], Kind] = {
    inspect.FloatType: Kind.FLOAT,
    inspect.DecimalType: Kind.FLOAT,
    inspect.IntType: Kind.INTEGER,
    inspect.BoolType: Kind.BOOLEAN,
    inspect.StrType: Kind.STRING,
    inspect.EnumType: Kind.STRING,
    inspect.UUIDType: Kind.STRING,
}


def checked_struct(schema: object) -> type[msgspec.Struct] | None:
    """The type as it is; None for None.

    Raises:
        ArgumentError: It is no `msgspec.Struct` type, or one that msgspec cannot decode.
    """
    if schema is None:
        return None
    if not (isinstance(schema, type) and issubclass(schema, msgspec.Struct)):
        raise ArgumentError(
            f"schema={schema!r}: give a type that is made from msgspec.Struct, as in "
            "class Reading(msgspec.Struct): temp: float"
        )
    try:
        inspect.type_info(schema)
    except (TypeError, NameError) as error:
        raise ArgumentError(f"schema={schema.__name__}: {error}") from None
    return schema


def kinds_of_struct(schema: type[msgspec.Struct]) -> dict[str, Kind]:
    """Kind by dotted name of the fields whose kind the type says."""
    return dict(_kinds("", inspect.type_info(schema), ()))


def _kinds(prefix: str, found: inspect.Type, above: tuple[type, ...]) -> Iterator[tuple[str, Kind]]:
    if not isinstance(found, inspect.StructType) or found.cls in above:
        return  # a type may contain itself
    for field in found.fields:
        name = f"{prefix}{field.encode_name}"
        kind, inner = _without_none(field.type)
        known = _KINDS.get(type(inner))
        if known is not None:
            yield name, Kind.FLOAT if kind and known is not Kind.STRING else known
        else:
            yield from _kinds(f"{name}.", inner, (*above, found.cls))


def _without_none(found: inspect.Type) -> tuple[bool, Any]:
    """Whether a type may be null, and what it is else, where that is one type."""
    if not isinstance(found, inspect.UnionType):
        return False, found
    others = [each for each in found.types if not isinstance(each, inspect.NoneType)]
    return len(others) < len(found.types), others[0] if len(others) == 1 else None
