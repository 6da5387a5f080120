"""source_of: finds how a Python object is read."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from typing import Any, cast

from livewidgets.data.records import Records
from livewidgets.data.schema import Kind
from livewidgets.errors import ArgumentError
from livewidgets.sources.aiterate import AIterate
from livewidgets.sources.iterate import Iterate
from livewidgets.sources.source import Source
from livewidgets.sources.user_code import name_of

_ACCEPTED = (
    "give a generator, a generator function or another function without arguments, "
    "an iterable, an async generator (function), or a source"
)


def source_of(
    obj: object,
    *,
    interval: str | float | None = None,
    columns: Sequence[str] | Mapping[str, Kind | type] | None = None,
    time: str | int | bool | None = None,
    units: Mapping[str, str] | None = None,
    name: str | None = None,
) -> Source:
    """The source that reads an object.

    Args:
        obj: A generator function, generator, iterable, function without arguments,
            async generator (function) or async iterable; a source is given back as it is.
        interval: Seconds between the calls of a function (1 if None) or the items of an
            iterable (its own pace if None).
        columns: Names for the values of rows that have none, or kinds by name.
        time: The column that holds a row's time: its name or number; None looks for one,
            False takes the time of arrival.
        units: Units by column name.
        name: What it is called, for people.

    Raises:
        ArgumentError: It cannot be read; says what can.
    """
    if _is_source(obj):
        return cast(Source, obj)
    _refuse(obj)
    records = Records(columns=columns, time=time, units=units)
    called = name or name_of(obj)
    if inspect.isasyncgenfunction(obj) or isinstance(obj, AsyncIterable):
        if interval is not None:
            raise ArgumentError(
                f"interval={interval!r}: {called} sets its own pace, as it is asynchronous; "
                "await asyncio.sleep in it"
            )
        return AIterate(obj, records=records, name=called)
    if _is_frame(obj):
        obj = [obj]  # all its rows at once; iterating it would give its column names
    return Iterate(obj, records=records, interval=interval, name=called)


def _refuse(obj: object) -> None:
    if inspect.iscoroutinefunction(obj) or inspect.iscoroutine(obj):
        raise ArgumentError(
            f"{name_of(obj)} is a coroutine, which gives one result and no stream: "
            "make it an async generator, with yield for each reading"
        )
    if isinstance(obj, type):
        raise ArgumentError(f"{obj.__name__} is a class: give an instance of it; or {_ACCEPTED}")
    if isinstance(obj, (str, bytes, bytearray, Mapping)):
        raise ArgumentError(f"{type(obj).__name__} is no stream of readings: {_ACCEPTED}")
    if callable(obj):
        _refuse_arguments(obj)
    elif not isinstance(obj, (Iterable, AsyncIterable)):
        raise ArgumentError(f"{type(obj).__name__} cannot be read: {_ACCEPTED}")


def _refuse_arguments(function: Any) -> None:
    if isinstance(function, (Iterable, AsyncIterable)):
        return  # it is iterated, not called
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # some built-in functions have none; calling it will tell
    try:
        signature.bind()
    except TypeError as error:
        raise ArgumentError(
            f"{name_of(function)} cannot be called without arguments ({error}): "
            "give a lambda or functools.partial that has them"
        ) from None


def _is_source(obj: object) -> bool:
    return not isinstance(obj, type) and all(
        hasattr(obj, each) for each in ("read", "name", "key", "reconnects")
    )


def _is_frame(obj: object) -> bool:
    return hasattr(obj, "columns") and hasattr(obj, "to_numpy")
