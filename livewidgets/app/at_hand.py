"""Data that are at hand as a whole: a frame, an array, a list. Its rows, each with a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.record_items import Item, take_apart
from livewidgets.data.records import Records
from livewidgets.data.timestamps import is_time_name
from livewidgets.errors import ArgumentError

STEP = 1.0
"""Seconds from one row to the next, where the rows have no time of their own."""


def is_at_hand(thing: object) -> bool:
    """Whether all of it is there already: no iterator, no function, no text."""
    if isinstance(thing, (str, bytes, bytearray)) or callable(thing):
        return False
    frame = hasattr(thing, "to_numpy") and hasattr(thing, "index")
    return frame or isinstance(thing, (Sequence, Mapping, np.ndarray))


def rows_of(thing: Any, now: float) -> Batch:
    """Its rows, by time. Where they have none they are a second apart, and the last is now.

    Args:
        thing: A DataFrame, a Series, an array of shape (rows,) or (rows, columns), a mapping
            of columns, or a sequence of what is a row: a number, a tuple, a mapping.
        now: In seconds since 1970.

    Raises:
        ArgumentError: There is no row in it, or one of them cannot be used.
    """
    refused: list[Reject] = []
    if hasattr(thing, "to_frame"):  # a Series; and an Index, which has no name of its own
        thing = thing.to_frame(name=str(thing.name or "value"))
    if isinstance(thing, np.ndarray) and thing.ndim < 2 and thing.dtype.names is None:
        thing = np.atleast_1d(thing)[:, np.newaxis]
    items, times = [thing], [now]
    if isinstance(thing, Sequence):
        items = list(thing)
        times = [now - STEP * (len(items) - 1 - place) for place in range(len(items))]
    else:
        items = [_timed(_table(thing), now)]
    batch = Records().batch(items, times, refused.append)
    if refused:
        raise ArgumentError(f"this {type(thing).__name__} cannot be shown: {refused[0].reason}")
    if batch is None or not len(batch):
        raise ArgumentError(f"this {type(thing).__name__} has no rows")
    order = np.argsort(batch.time, kind="stable")
    return batch[order]


def replayed(batch: Batch) -> Iterator[dict[str, Any]]:
    """Its rows one by one, without their time: they come as if they were measured now."""
    for place in range(len(batch)):
        row = batch.row(place)
        del row["time"]
        yield row


def _table(thing: Any) -> Item:
    try:
        item = take_apart(thing)
    except ValueError as error:
        raise ArgumentError(f"this {type(thing).__name__} cannot be shown: {error}") from None
    if not item.table:
        raise ArgumentError(
            f"this {type(thing).__name__} is a single row: give a function that returns it anew"
        )
    return item


def _timed(item: Item, now: float) -> dict[str, Any]:
    """The columns by name, with a time among them."""
    count = len(item.values)
    names = item.names or (("value",) if count == 1 else tuple(f"c{n}" for n in range(count)))
    columns = dict(zip(names, item.values, strict=True))
    if any(is_time_name(name) for name in names):
        return columns
    return {"time": now - STEP * np.arange(item.rows - 1, -1, -1.0), **columns}
