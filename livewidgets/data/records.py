"""Python objects, as generators yield them and functions return them, into batches."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from livewidgets.data.batch import Batch, Reject, join
from livewidgets.data.framing import OnReject
from livewidgets.data.layout import Field, Layout, Wish, checked_units, width_phrase
from livewidgets.data.record_items import Item, take_apart
from livewidgets.data.record_rows import Rows, adopted, promoted, table
from livewidgets.data.record_runs import Run
from livewidgets.data.record_values import Times, kind_of_array, kind_of_value
from livewidgets.data.schema import Kind


class Records:
    """Turns Python objects into batches; the first that can be used decides the columns.

    An object is a number, boolean or string (the column `value`); a sequence or 1-D array
    (one row: `c0`, `c1`, ...); a mapping of names to single values (one row) or to 1-D
    arrays (many rows); a 2-D array of shape (rows, columns), a DataFrame or a Batch (many
    rows). Numbers are FLOAT columns; integer arrays are INTEGER, until floats come. None
    among values is NaN or ""; alone it is no reading, and rejected. It has no lock: use it
    in one thread at a time.

    Args:
        columns: Names of the values in order (of a mapping: those that are wanted), or
            kinds by name.
        time: The column that is the time: its name or its number; None: the first whose
            name is t, time, timestamp, datetime, date or ts; False: the arrival time.
        units: Units by column name; a name such as `temp [°C]` gives them too.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        columns: Sequence[str] | Mapping[str, Kind | type] | None = None,
        time: str | int | bool | None = None,
        units: Mapping[str, str] | None = None,
    ) -> None:
        self._wish = Wish.of(columns, time)
        self._times = Times()
        self._layout: Layout | None = None
        self._units = checked_units(units)

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name: one mapping, to which the names of the first object add."""
        return self._units

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, once the first object has decided them; else none."""
        return tuple(self._layout.kinds) if self._layout is not None else ()

    def run_of(self, item: object) -> Run | None:
        """How rows like this one, which could be used, become columns at once, if they can."""
        return Run.of(self._layout, item) if self._layout is not None else None

    def batch(
        self, items: Sequence[object], now: Sequence[float], on_reject: OnReject
    ) -> Batch | None:
        """Turn objects into rows, in order.

        Args:
            items: The objects.
            now: When each of them came, in seconds since 1970.
            on_reject: Told about each object that cannot be used.

        Returns:
            The rows; None if there are none.

        Raises:
            SchemaError: The columns or the time that are asked for are not in the first.
        """
        parts: list[Batch] = []
        rows = Rows()
        for item, when in zip(items, now, strict=True):
            before = self._layout
            count = 1
            try:
                if isinstance(item, Batch):
                    count = len(item)
                    part = self._adopt(item)
                else:
                    taken = take_apart(item)
                    count = taken.rows
                    layout, values = self._place(taken)
                    if not taken.table:
                        rows.add(layout, values, when, self._times)
                        continue
                    part = table(layout, values, when, self._times)
                    self._layout = promoted(layout, part.columns)
            except ValueError as error:
                self._layout = before  # what cannot be used decides nothing
                if count:
                    on_reject(Reject(str(error), _excerpt(item), count))
                continue
            parts += rows.take(before) if before else []
            parts += _timed(part, item, on_reject)
        parts += rows.take(self._layout) if self._layout else []
        return join(parts) if parts else None

    def _adopt(self, batch: Batch) -> Batch:
        layout = self._layout
        if layout is None:
            layout = Layout(tuple(Field(*column) for column in batch.schema.kinds.items()))
        batch = adopted(layout, batch)
        self._layout = promoted(layout, batch.columns)
        return batch

    def _place(self, item: Item) -> tuple[Layout, list[Any]]:
        """The layout, and the object's values in its order."""
        names, values = item.names, list(item.values)
        if self._layout is None:
            names, values = self._wanted(item)
            kind_of = kind_of_array if item.table else kind_of_value
            self._layout = self._wish.layout(names, values, kind_of)
            self._units |= self._layout.units | self._units
            return self._layout, values
        layout = self._layout
        if names is None or names == layout.header:
            if len(values) != layout.width:
                raise ValueError(width_phrase(len(values), layout.width))
            return layout, values
        by_name = dict(zip(names, values, strict=True))
        keys = layout.header or tuple(field.name for field in layout.fields)
        for key in keys:
            if key not in by_name:
                raise ValueError(f"it has no {key!r}")
        if self._wish.names is None:
            for name in names:
                if name not in keys:
                    raise ValueError(f"{name!r} was not in the first")
        return layout, [by_name[key] for key in keys]

    def _wanted(self, item: Item) -> tuple[tuple[str, ...] | None, list[Any]]:
        """Of the first object's values those that are asked for."""
        values = list(item.values)
        if item.names is None or self._wish.names is None:
            return item.names, values
        if not set(self._wish.names) & set(item.names):
            return item.names, values
        chosen = [index for index, name in enumerate(item.names) if self._wish.wants(name)]
        return tuple(item.names[i] for i in chosen), [values[i] for i in chosen]


def _timed(batch: Batch, item: object, on_reject: OnReject) -> list[Batch]:
    """The rows that have a time; the others are rejected."""
    timed = np.isfinite(batch.time)
    if not timed.all():
        missing = len(batch) - int(timed.sum())
        on_reject(Reject("the time is missing", _excerpt(item), missing))
        batch = batch[timed]
    return [batch] if len(batch) else []


def _excerpt(item: object) -> bytes:
    return reprlib.repr(item).encode("utf-8", "backslashreplace")
