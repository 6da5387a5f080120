"""Runs of records that look alike: rows of plain numbers, made into columns at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from livewidgets.data.batch import Batch
from livewidgets.data.layout import Layout

NUMBERS = frozenset((float, int, np.float64, np.float32, np.int64))
"""Types that a FLOAT column takes as they are."""


@dataclass(frozen=True, slots=True)
class Run:
    """How rows of one shape become columns.

    Attributes:
        names: The columns' names.
        keys: Where each column's value is in a row: its key, or its number; empty where the
            row is the value itself.
    """

    names: tuple[str, ...]
    keys: tuple[Any, ...]

    @classmethod
    def of(cls, layout: Layout, item: object) -> Run | None:
        """How rows like this one become columns, if they are plain numbers and have no time.

        Args:
            layout: What the values are.
            item: A row that could be used.
        """
        names = tuple(layout.kinds)
        keys: tuple[Any, ...] = ()
        values: Sequence[Any] = (item,)
        if type(item) is dict:
            keys, values = layout.header or names, tuple(item.values())
        elif isinstance(item, (tuple, list)) and type(item) in (tuple, list):
            keys, values = tuple(range(len(names))), item
        plain = layout.plain and layout.time is None and NUMBERS.issuperset(map(type, values))
        return cls(names, keys) if plain else None

    def batch(self, items: Sequence[Any], times: Sequence[float]) -> Batch:
        """The rows as a batch.

        Args:
            items: Rows of this shape.
            times: The time of each, in seconds since 1970.

        Raises:
            OverflowError: An integer is too large for a float64.
        """
        taken: list[Sequence[Any]] = [[item[key] for item in items] for key in self.keys]
        taken = taken or [items]
        columns = {
            name: np.array(values, dtype=np.float64)
            for name, values in zip(self.names, taken, strict=True)
        }
        return Batch(np.array(times, dtype=np.float64), columns)
