"""Appending: rows on a schedule to a file that grows."""

from __future__ import annotations

from pathlib import Path

from livewidgets.app.sending import BUNCH, Say, Schedule, Sending
from livewidgets.clock import Clock
from livewidgets.errors import SourceError


async def append_to(path: Path, sending: Sending, clock: Clock, say: Say) -> None:
    """Write rows to the end of a file, whole ones each time; a new one begins with the header.

    Raises:
        SourceError: The file cannot be written.
    """
    schedule = Schedule(sending, clock)
    try:
        # Unbuffered: who reads the file sees a row when it is due.
        with path.open("ab", buffering=0) as file:
            if file.tell() == 0:
                file.write(sending.format.header)
            say(f"appending {sending.pace} to {path} (Ctrl-C ends it)")
            schedule.restart()
            while True:
                file.write(schedule.rows())
                if schedule.over:
                    return
                await clock.sleep(max(BUNCH, schedule.until_next()))
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror or error}") from error
