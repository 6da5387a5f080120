"""The files that somebody who looks at a dashboard can save: what is seen, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from livewidgets.app.picture import Picture
from livewidgets.app.seen_rows import seen_rows
from livewidgets.transport.download_button import DownloadButton, File

Page = Callable[[], bytes]
"""Makes the page of a dashboard as it is now."""


def download_buttons(
    title: str, pictures: Sequence[Picture], page: Page
) -> tuple[DownloadButton, ...]:
    """Buttons for the rows that are seen, the page, and a picture of it.

    Args:
        title: The dashboard's, of which files have their names.
        pictures: Those that show the rows.
        page: Makes the page.
    """
    name = re.sub(r"[^\w-]+", "-", title).strip("-")[:60] or "dashboard"

    def rows() -> File:
        return File(f"{name}.csv", "text/csv", seen_rows(pictures))

    def whole() -> File:
        return File(f"{name}.html", "text/html", page())

    return (
        DownloadButton("Save CSV", "Save the rows that are shown", rows),
        DownloadButton("Save page", "Save all of this, as it is now, as a page of its own", whole),
        DownloadButton("Save PNG", "Save all of this, as it is now, as a picture", whole, True),
    )
