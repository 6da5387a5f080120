"""Companions: derived streams that a picture makes for itself."""

from __future__ import annotations

from livewidgets.sources.source import State
from livewidgets.stream import Stream


def keep_beside(companion: Stream, stream: Stream) -> None:
    """See that a derived stream goes on while its parent does.

    It ends with its parent; where that was started again, so is it. A parent that nobody has
    started yet (a dashboard whose visitor is still to come) is left alone, and so is a companion
    whose place another has taken: its cell runs again, and its picture is about to be closed.

    Raises:
        ClosedError: It cannot be started any more.
    """
    if stream.status.state is State.IDLE or companion.current() is not companion:
        return
    companion.wake()
    if stream.running and not companion.running:
        companion.start()
