"""The rows that a dashboard shows, and nothing else, as CSV for whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.app.export import csv_of, field_of, table_of
from livewidgets.app.picture import Picture
from livewidgets.data.batch import Batch
from livewidgets.data.look import Look
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.views.seen import Mask, Seen

MOST_FIELDS = 1_000_000
"""Of the rows: about a second of the kernel's time, and 20 MB."""

FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What begins a formula, or is skipped before one, in some spreadsheet."""


def seen_rows(pictures: Sequence[Picture]) -> bytes:
    """The rows that some pictures show, and of these the columns that are drawn, each only
    where it is: what nobody is shown, nobody can save. Nothing in it is a formula.

    Args:
        pictures: What shows no rows counts for nothing.

    Raises:
        ArgumentError: There are none, or too many.
    """
    streams: dict[int, Stream] = {}
    shown: dict[int, list[Picture]] = {}
    for each in pictures:
        stream = each.stream
        streams[id(stream)] = stream
        shown.setdefault(id(stream), []).append(each)
    found = [(stream, *_chosen(stream, shown[key])) for key, stream in streams.items()]
    # Before anything is copied.
    fields = sum(_count(masks) * (len(masks) + 1) for _, _, masks in found)
    if not fields:
        raise ArgumentError("no picture shows a row now, so there is nothing to save")
    if fields > MOST_FIELDS:
        raise ArgumentError(
            f"{fields:,} numbers are seen, and {MOST_FIELDS:,} go into a file at most. Choose a "
            'shorter window, or zoom in; in Python, board.export("data.csv") writes all of them'
        )
    parts = [(stream, _texts(look, masks)) for stream, look, masks in found if _count(masks)]
    units: dict[str, str] = {}
    for stream, rows in parts:
        units |= {name: stream.units[name] for name in rows.columns if name in stream.units}
    time, columns = table_of(parts)
    safe = {
        name: np.array([no_formula(each) for each in column.tolist()], dtype=object)
        for name, column in columns.items()
    }
    return csv_of(time, safe, units, no_formula)


def no_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe comes before what would begin
    one, where it is no number (OWASP, "CSV Injection")."""
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _chosen(stream: Stream, pictures: Sequence[Picture]) -> tuple[Look, dict[str, Mask]]:
    """A look at a stream's rows, and where in it each column is seen."""
    ring = stream.ring
    all_seen = [seen for each in pictures if (seen := each.seen(ring)) is not None]
    start = min((each.start for each in all_seen), default=np.inf)
    look = ring.pieces(time=start)  # of one moment for all of them
    if look.pieces is None:
        return look, {}
    parts = list(look.pieces)
    time = np.concatenate([each for each, _ in parts]) if parts else np.empty(0)
    names = parts[0][1].keys() if parts else ()
    masks: dict[str, Mask] = {}
    for seen in all_seen:
        rows = seen.of(time, look.start, _categories(seen, parts))
        for name in seen.columns:
            if name in names and rows.any():
                masks[name] = masks[name] | rows if name in masks else rows
    return look, masks


def _categories(
    seen: Seen, parts: Sequence[tuple[NDArray[np.float64], Mapping[str, NDArray[Any]]]]
) -> NDArray[Any] | None:
    if seen.by is None or not parts or seen.by not in parts[0][1]:
        return None
    return np.concatenate([columns[seen.by] for _, columns in parts])


def _union(masks: Mapping[str, Mask]) -> Mask:
    whole: Mask = np.logical_or.reduce(list(masks.values()))
    return whole


def _count(masks: Mapping[str, Mask]) -> int:
    return int(_union(masks).sum()) if masks else 0


def _texts(look: Look, masks: Mapping[str, Mask]) -> Batch:
    """The rows in which a column is seen, as text; empty where another one is."""
    any_seen = _union(masks)
    times: list[NDArray[np.float64]] = []
    cells: dict[str, list[NDArray[Any]]] = {name: [] for name in masks}
    place = 0
    for time, columns in look.pieces or ():
        rows = slice(place, place + len(time))
        kept = any_seen[rows]
        times.append(time[kept])
        for name, mask in masks.items():
            text = np.full(int(kept.sum()), "", dtype=object)
            text[mask[rows][kept]] = [
                str(field_of(each)) for each in columns[name][mask[rows]].tolist()
            ]
            cells[name].append(text)
        place += len(time)
    return Batch(
        np.concatenate(times), {name: np.concatenate(each) for name, each in cells.items()}
    )
