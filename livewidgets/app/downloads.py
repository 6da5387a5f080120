"""The files that somebody who looks at a dashboard can save: what is seen, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from livewidgets.app.export import csv_of, parts_of, table_of
from livewidgets.app.picture import Picture
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.transport.download_button import DownloadButton, File

MOST_FIELDS = 1_000_000
"""Of the rows: about a second of the kernel's time, and 20 MB."""

Page = Callable[[], bytes]
"""Makes the page of a dashboard as it is now."""


def download_buttons(
    title: str, pictures: Sequence[Picture], page: Page
) -> tuple[DownloadButton, ...]:
    """Buttons for the rows that are seen, the page, and a picture of it.

    Args:
        title: The dashboard's, of which files have their names.
        pictures: Those of whose charts the rows are.
        page: Makes the page.
    """
    name = re.sub(r"[^\w-]+", "-", title).strip("-")[:60] or "dashboard"

    def rows() -> File:
        return File(f"{name}.csv", "text/csv", seen_rows(pictures))

    def whole() -> File:
        return File(f"{name}.html", "text/html", page())

    return (
        DownloadButton("Save CSV", "Save the rows that the charts show", rows),
        DownloadButton("Save page", "Save all of this, as it is now, as a page of its own", whole),
        DownloadButton("Save PNG", "Save all of this, as it is now, as a picture", whole, True),
    )


def seen_rows(pictures: Sequence[Picture]) -> bytes:
    """The rows of some charts, within their spans, and of these the curves that are drawn: what
    nobody is shown, nobody can save.

    Args:
        pictures: What is no chart counts for nothing.

    Raises:
        ArgumentError: There are none, or too many.
    """
    charts = [each for each in pictures if each.viewport is not None]
    names: dict[int, dict[str, None]] = {}
    for each in charts:
        hidden = getattr(each.view, "hidden", ())
        drawn = [name for name in getattr(each.view, "columns", ()) if name not in hidden]
        names.setdefault(id(each.stream), {}).update(dict.fromkeys(drawn))
    parts: list[tuple[Stream, Batch]] = []
    units: dict[str, str] = {}
    for stream, rows in parts_of(charts, everything=False):
        wanted = names.get(id(stream), {})
        columns = {name: rows.columns[name] for name in wanted if name in rows.columns}
        if columns and len(rows):
            parts.append((stream, Batch(rows.time, columns)))
            units |= {name: stream.units[name] for name in columns if name in stream.units}
    fields = sum(len(rows) * (len(rows.columns) + 1) for _, rows in parts)
    if not fields:
        raise ArgumentError("no chart shows a row now, so there is nothing to save")
    if fields > MOST_FIELDS:
        raise ArgumentError(
            f"{fields:,} numbers are seen, and {MOST_FIELDS:,} go into a file at most. Choose a "
            'shorter window, or zoom in; in Python, board.export("data.csv") writes all of them'
        )
    return csv_of(*table_of(parts), units)
