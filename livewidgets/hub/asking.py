"""Asking: how the user's hub stands, and its end, for people and commands."""

from __future__ import annotations

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
    record = Place().record()
    if record is None:
        return None
    record.require_same()
    return _ask(record, stop=False)


def stop() -> bool:
    """End the user's hub; False if none runs.

    Kernels that read through it are told, and start no other by themselves.

    Raises:
        SourceError: It does not end.
    """
    place = Place()
    record = place.record()
    if record is None:
        return False
    asked = False
    if record.protocol == PROTOCOL:
        try:
            _ask(record, stop=True)
            asked = True
        except SourceError:
            pass  # it hangs
    if not asked:
        os.kill(record.pid, signal.SIGTERM)
    deadline = SYSTEM.monotonic() + END_WITHIN
    while place.running.held():
        if SYSTEM.monotonic() >= deadline:
            raise SourceError(
                f"the hub (process {record.pid}) has not ended within {END_WITHIN:g} s; "
                f"`kill -9 {record.pid}` ends it"
            )
        SYSTEM.block(threading.Event(), 0.02)
    return True


def _ask(record: Record, stop: bool) -> Standing:
    from livewidgets.hub.link import ask

    answer = ask(record, Ask(record.token, stop), ANSWER_WITHIN)
    if isinstance(answer, Refused):
        raise SourceError(answer.sentence)
    if not isinstance(answer, Standing):
        raise SourceError(f"the hub (process {record.pid}) gave no answer to this")
    return answer
