"""The fields of CSV rows as a batch, by a layout that has been decided."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv_fields import TimeColumn, convert, matrix
from livewidgets.data.framing import OnReject
from livewidgets.data.layout import Layout
from livewidgets.data.schema import Kind

_ARTICLE = {
    None: "a time",
    Kind.FLOAT: "a number",
    Kind.INTEGER: "an integer",
    Kind.BOOLEAN: "a boolean",
}


def rows_of(
    records: list[bytes],
    fields: list[bytes],
    layout: Layout,
    times: TimeColumn,
    now: float,
    on_reject: OnReject,
) -> Batch | None:
    """The rows of a batch; None if none can be used.

    Args:
        records: One per row, for what is rejected.
        fields: The fields of all rows, one row after the other.
        layout: What the fields are.
        times: Reads the time.
        now: The time of the rows if no field says it, in seconds since 1970.
        on_reject: Told about each row that cannot be used.
    """
    time: NDArray[np.float64] | None = None
    columns: dict[str, NDArray[Any]] = {}
    bad: dict[int, str] = {}
    plain = matrix(fields, layout.width) if layout.plain else None
    failed: list[int] = []
    for index, field in enumerate(layout.fields):
        if plain is not None:
            if field.kind is None:
                time, failed = times.scaled(plain[index])
            else:
                columns[field.name], failed = plain[index], []
        elif field.kind is None:
            time, failed = times.convert(fields[index :: layout.width])
        else:
            columns[field.name], failed = convert(field.kind, fields[index :: layout.width])
        for row in failed:
            what = f"column {field.name!r} (field {index + 1})"
            bad.setdefault(row, f"{what} is not {_ARTICLE[field.kind]}")
    if time is None:
        time = np.full(len(records), now, dtype=np.float64)
    batch = Batch(time, columns)
    if bad:
        for row in sorted(bad):
            on_reject(Reject(bad[row], records[row]))
        batch = batch[np.delete(np.arange(len(records)), list(bad))]
    return batch if len(batch) else None
