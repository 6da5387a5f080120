"""Arguments that pictures have in common, and how they are checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias

from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream

Duration: TypeAlias = str | float | timedelta

Limits: TypeAlias = tuple[float | None, float | None] | str | None


def require_names(*columns: object) -> None:
    """Check that columns are given by name.

    Raises:
        ArgumentError: One is not.
    """
    for name in columns:
        if not isinstance(name, str):
            raise ArgumentError(
                f"{name!r} is no column: give columns by name, one by one, "
                'as in scatter(stream, "a", "b")'
            )


def require_known(stream: Stream, columns: Sequence[str]) -> None:
    """Check columns where the stream has some already; else the picture says it later.

    Raises:
        SchemaError: There is no such column; says the nearest.
    """
    if stream.schema is not None:
        for name in columns:
            if name != "time":
                stream.schema.require(name)
