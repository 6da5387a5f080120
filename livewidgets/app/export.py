"""Export: the rows that a dashboard's charts show, as CSV or Parquet."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.app.picture import Picture
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, MissingExtra, unknown_name
from livewidgets.stream import Stream
from livewidgets.views.ticks import elapsed

KINDS = (".csv", ".parquet", ".html")

STREAM = "stream"
"""The column that tells the rows of several streams apart."""

Columns = dict[str, NDArray[Any]]


def kind_of(path: str | Path) -> str:
    """What a file is to be, by its name.

    Raises:
        ArgumentError: That says nothing that we write; says the nearest.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in KINDS:
        raise ArgumentError(
            f"{path}: {unknown_name('kind of file', suffix or str(path), KINDS)}; "
            'give a name such as "data.csv", "data.parquet" or "page.html"'
        )
    return suffix


def write_rows(path: str | Path, pictures: Sequence[Picture], everything: bool) -> int:
    """Write the rows of some pictures' streams; how many they are.

    Args:
        path: Ends in .csv or .parquet.
        pictures: Whose streams; each counts once.
        everything: All rows that the streams keep, and not those of the windows alone.

    Raises:
        ArgumentError: There is no stream; the file cannot be written.
        MissingExtra: It is to be Parquet, and pyarrow is not installed.
    """
    parquet = kind_of(path) == ".parquet"
    arrow = _arrow() if parquet else None
    parts = parts_of(pictures, everything)
    if not parts:
        raise ArgumentError(f"{path}: no picture of this dashboard has a stream, so no rows either")
    units: dict[str, str] = {}
    for stream, _ in parts:
        units.update(stream.units)
    time, columns = table_of(parts)
    data = _parquet(arrow, time, columns, units) if parquet else csv_of(time, columns, units)
    write_file(path, data)
    return len(time)


def write_file(path: str | Path, data: bytes) -> None:
    """Write a file as a whole: who reads it meanwhile has the old one.

    Raises:
        ArgumentError: It cannot be written.
    """
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise ArgumentError(f"{target} cannot be written: {error.strerror or error}") from None


def parts_of(pictures: Sequence[Picture], everything: bool) -> list[tuple[Stream, Batch]]:
    """Each stream with its rows: those in the spans of its charts, or all if it has none."""
    spans: dict[int, tuple[float, float]] = {}
    streams: dict[int, Stream] = {}
    for each in pictures:
        key = id(each.stream)
        streams.setdefault(key, each.stream)
        limits = None if each.viewport is None else each.viewport.limits()
        if limits is not None:
            low, high = spans.get(key, limits)
            spans[key] = min(low, limits[0]), max(high, limits[1])
    found = []
    for key, stream in streams.items():
        ring = stream.ring
        span = None if everything else spans.get(key)
        rows = ring.last(ring.rows) if span is None else ring.span(*span)
        found.append((stream, rows))
    return found


def table_of(parts: Sequence[tuple[Stream, Batch]]) -> tuple[NDArray[np.float64], Columns]:
    """The rows of all streams, in order of time; what a stream lacks is NaN, or empty."""
    if len(parts) == 1:
        rows = parts[0][1]
        return rows.time, dict(rows.columns)
    time = np.concatenate([rows.time for _, rows in parts])
    names = dict.fromkeys(name for _, rows in parts for name in rows.columns)
    label = STREAM
    while label in names:
        label += "_"
    ids = [np.full(len(rows), stream.name, dtype=object) for stream, rows in parts]
    columns: Columns = {label: np.concatenate(ids)}
    for name in names:
        columns[name] = _joined([rows.columns.get(name) for _, rows in parts], parts)
    order = np.argsort(time, kind="stable")
    return time[order], {name: column[order] for name, column in columns.items()}


def _joined(
    columns: Sequence[NDArray[Any] | None], parts: Sequence[tuple[Stream, Batch]]
) -> NDArray[Any]:
    there = [each for each in columns if each is not None]
    texts = any(each.dtype.kind == "O" for each in there)
    filler: Any = "" if texts else np.nan
    made = []
    for column, (_, rows) in zip(columns, parts, strict=True):
        if column is None:
            made.append(np.full(len(rows), filler, dtype=object if texts else np.float64))
        elif texts and column.dtype.kind != "O":
            made.append(np.array([str(each) for each in column.tolist()], dtype=object))
        else:
            made.append(column)
    return np.concatenate(made)


def csv_of(
    time: NDArray[np.float64],
    columns: Columns,
    units: Mapping[str, str],
    spell: Callable[[str], str] = str,
) -> bytes:
    """Lines with a header of `name [unit]`, as it is spelt; NaN is an empty field."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = (f"{name} [{units[name]}]" if units.get(name) else name for name in columns)
    writer.writerow(["time", *map(spell, names)])
    fields = [[field_of(each) for each in column.tolist()] for column in columns.values()]
    writer.writerows(zip(map(repr, time.tolist()), *fields, strict=True))
    return out.getvalue().encode("utf-8", "backslashreplace")


def field_of(value: Any) -> Any:
    """A value as CSV has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("pyarrow", "parquet", "Parquet") from None
    return pyarrow


def _parquet(
    arrow: Any, time: NDArray[np.float64], columns: Columns, units: Mapping[str, str]
) -> bytes:
    """A table whose `time` is a date in UTC, where the times are dates; units are metadata."""
    dates = bool(len(time)) and not elapsed(float(time[-1]))
    stamps = arrow.array(time)
    if dates:
        stamps = arrow.array(np.round(time * 1e6).astype(np.int64)).cast(
            arrow.timestamp("us", tz="UTC")
        )
    arrays = [stamps, *(arrow.array(_storable(each)) for each in columns.values())]
    fields = [arrow.field("time", stamps.type)]
    for (name, _), made in zip(columns.items(), arrays[1:], strict=True):
        unit = units.get(name)
        fields.append(arrow.field(name, made.type, metadata={"unit": unit} if unit else None))
    sink = arrow.BufferOutputStream()
    arrow.parquet.write_table(arrow.Table.from_arrays(arrays, schema=arrow.schema(fields)), sink)
    return bytes(sink.getvalue())


def _storable(column: NDArray[Any]) -> Any:
    """A column as Arrow takes it: text of which no character is half of one."""
    if column.dtype.kind != "O":
        return column
    return [str(each).encode("utf-8", "backslashreplace").decode() for each in column.tolist()]
