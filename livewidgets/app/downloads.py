"""The files that somebody who looks at a dashboard can save: what is seen, and nothing else."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence

from livewidgets.app.picture import Picture
from livewidgets.app.seen_rows import seen_rows
from livewidgets.clock import SYSTEM, Clock
from livewidgets.errors import ArgumentError
from livewidgets.transport.download_button import DownloadButton, File

REST = 1.0
"""Seconds from the end of one file to the beginning of the next: a kernel has more to do."""

Page = Callable[[], bytes]
"""Makes a file, such as the page of a dashboard as it is now."""


class Turns:
    """Has one file of a dashboard be made at a time, with a second's rest after it. From any
    thread.

    Args:
        clock: What a second is.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ended: float | None = None

    def take(self, make: Page) -> bytes:
        """Make a file.

        Raises:
            ArgumentError: Another one is being made, or was within the last second.
        """
        if not self._lock.acquire(blocking=False):
            raise ArgumentError("a file of this dashboard is being made; press again in a moment")
        try:
            if self._ended is not None and self._clock.monotonic() < self._ended + REST:
                raise ArgumentError(
                    "a file of this dashboard was made less than a second ago; press again"
                )
            try:
                return make()
            finally:
                self._ended = self._clock.monotonic()
        finally:
            self._lock.release()


def download_buttons(
    title: str, pictures: Sequence[Picture], page: Page, clock: Clock = SYSTEM
) -> tuple[DownloadButton, ...]:
    """Buttons for the rows that are seen, the page, and a picture of it.

    Args:
        title: The dashboard's, of which files have their names.
        pictures: Those that show the rows.
        page: Makes the page.
        clock: Tells when the next file may be made.
    """
    name = re.sub(r"[^\w-]+", "-", title).strip("-")[:60] or "dashboard"

    turns = Turns(clock)

    def rows() -> File:
        return File(f"{name}.csv", "text/csv", turns.take(lambda: seen_rows(pictures)))

    def whole() -> File:
        return File(f"{name}.html", "text/html", turns.take(page))

    return (
        DownloadButton("Save CSV", "Save the rows that are shown", rows),
        DownloadButton("Save page", "Save all of this, as it is now, as a page of its own", whole),
        DownloadButton("Save PNG", "Save all of this, as it is now, as a picture", whole, True),
    )
