"""Asking: how the user's hub stands, and its end, for people and commands."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

from livewidgets.clock import SYSTEM
from livewidgets.errors import SourceError
from livewidgets.hub.place import Place, Record
from livewidgets.hub.wire import PROTOCOL, Ask, Refused, Standing

ANSWER_WITHIN = 5.0
END_WITHIN = 10.0


def status() -> Standing | None:
    """How the user's hub stands; None if none runs.

    Streams, their readers, rates (rows/s), losses and memory (bytes); `print` shows a table.

    Raises:
        SourceError: It does not answer, or is of another version.
    """
    place = Place()
    while (record := place.record()) is not None:
        record.require_same()
        answer = _ask(place, record, stop=False)
        if answer is not None:
            return answer
        SYSTEM.block(threading.Event(), 0.02)  # another has taken its place, or will
    return None


def stop() -> bool:
    """End the user's hub; False if none runs.

    Kernels that read through it are told, and start no other by themselves.

    Raises:
        SourceError: It does not end.
    """
    return end(Place())


def end(place: Place) -> bool:
    """End the hub of a place; False if none runs there.

    Raises:
        SourceError: It does not end.
    """
    deadline = SYSTEM.monotonic() + END_WITHIN
    while (record := place.record()) is None:
        if not (place.running.held() or place.starting.held()) or SYSTEM.monotonic() >= deadline:
            return False
        SYSTEM.block(threading.Event(), 0.02)  # one is just starting
    asked = False
    if record.protocol == PROTOCOL:
        with contextlib.suppress(SourceError):  # it hangs
            asked = _ask(place, record, stop=True) is not None
    if not asked and place.running.held():
        os.kill(record.pid, signal.SIGTERM)
    while place.running.held():
        if SYSTEM.monotonic() >= deadline:
            raise SourceError(
                f"the hub (process {record.pid}) has not ended within {END_WITHIN:g} s; "
                f"`kill -9 {record.pid}` ends it"
            )
        SYSTEM.block(threading.Event(), 0.02)
    return True


def _ask(place: Place, record: Record, stop: bool) -> Standing | None:
    """How it stands; None if it is not that hub any more."""
    from livewidgets.hub.link import ask

    answer = ask(place, record, Ask(record.token, stop), ANSWER_WITHIN)
    if isinstance(answer, Refused):
        raise SourceError(answer.sentence)
    return answer if isinstance(answer, Standing) else None
