"""Columns as the arguments of pictures name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream


def require_names(picture: str, *columns: object) -> None:
    """Check that columns are given by name; None is none.

    Raises:
        ArgumentError: One is not.
    """
    for name in columns:
        if name is not None and not isinstance(name, str):
            raise ArgumentError(
                f'{name!r} is no column: give columns by name, as in {picture}(stream, "a")'
            )


def is_count(given: Any, least: int, most: int) -> bool:
    """Whether an argument is a whole number between two others."""
    return isinstance(given, int) and not isinstance(given, bool) and least <= given <= most


def require_known(stream: Stream, columns: Iterable[str | None]) -> None:
    """Check columns where the stream has some already; else the picture says it later.

    Raises:
        SchemaError: The stream has rows, and no such column.
    """
    if stream.schema is not None:
        for name in columns:
            if name is not None and name != "time":
                stream.schema.require(name)


def flat(columns: Iterable[object]) -> list[object]:
    """Columns that are given one by one, or several for one trait."""
    found: list[object] = []
    for each in columns:
        found += each if isinstance(each, (list, tuple)) and each else [each]
    return found
