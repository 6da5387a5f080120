"""Columns that a picture wants as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from livewidgets.data.schema import Schema
from livewidgets.errors import SchemaError


def require_numbers(schema: Schema, names: Sequence[str], picture: str) -> None:
    """Check that a stream has columns, and numbers in them; "time" is always there.

    Args:
        schema: Of the stream.
        names: Of the columns.
        picture: What shows them, with its article ("a histogram").

    Raises:
        SchemaError: One is missing, or holds text.
    """
    for name in names:
        if name != "time" and not schema.require(name).numeric:
            raise SchemaError(
                f"column {name!r} holds text, which {picture} cannot show; name a column of numbers"
            )


def numeric_names(schema: Schema, picture: str) -> tuple[str, ...]:
    """All columns that hold numbers.

    Raises:
        SchemaError: There is none.
    """
    if not schema.numeric:
        texts = ", ".join(repr(name) for name in schema.names)
        raise SchemaError(
            f"no column holds numbers ({texts} hold text), and {picture} shows numbers; "
            "look at the delimiter, or name the columns' kinds"
        )
    return schema.numeric
