"""Companions: derived streams that a picture makes for itself."""

from __future__ import annotations

from livewidgets.stream import Stream


def keep_beside(companion: Stream, stream: Stream) -> None:
    """See that a derived stream goes on while its parent does.

    It ends with its parent; where that was started again, so is it.

    Raises:
        ClosedError: It cannot be started any more.
    """
    companion.wake()
    if stream.running and not companion.running:
        companion.start()
