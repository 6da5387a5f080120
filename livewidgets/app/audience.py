"""Audience: in a served dashboard streams read while somebody looks, and only then.

Elsewhere (JupyterLab, a script) a picture starts its stream when it is made. A dashboard's
kernel may have been made in advance, for a visitor who is still to come, or for one who has
gone: it reads nothing for nobody. Who comes back finds what was kept, and what is missing
shows as a gap; a file is read on where reading it had ended, and lacks nothing.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Any

from livewidgets.errors import LiveWidgetsError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream

SERVED_VARIABLE = "LIVEWIDGETS_SERVED"
"""Set in the kernels of `livewidgets serve`; the same in livewidgets_server."""

NOBODY = "nobody looks; it goes on when somebody does"

_log = logging.getLogger("livewidgets")


class Audience:
    """Whether somebody looks, and the streams that wait for it. Thread-safe.

    Args:
        awaited: Whether nobody looks until a page says so.
        running: The streams of this process that read now.
    """

    def __init__(self, awaited: bool, running: Callable[[], tuple[Any, ...]]) -> None:
        self.awaited = awaited
        self._running = running
        self._lock = threading.RLock()
        self._looks = not awaited
        self._waiting: list[Stream] = []  # never started
        self._resting: list[Stream] = []  # stopped since nobody looks

    def wake(self, stream: Stream) -> None:
        """Start a stream of which a picture was made, or will when somebody looks.

        Raises:
            ClosedError: Its event loop is closed.
        """
        with self._lock:
            if not self._looks:
                self._waiting.append(stream)
                return
        stream.wake()

    def tell(self, pages: int) -> None:
        """So many pages are connected, as the server says."""
        if pages > 0:
            self.comes()
        else:
            self.goes()

    def comes(self) -> None:
        """Somebody looks: begin, or go on."""
        with self._lock:
            if self._looks:
                return
            self._looks = True
            waiting, self._waiting = self._waiting, []
            resting, self._resting = self._resting, []
        for stream in waiting:
            _quietly(stream.current().wake)
        # Parents first: a derived stream that is started while its parent rests ends at once.
        for stream in sorted(resting, key=lambda each: hasattr(each.source, "parent")):
            if stream.current() is stream:
                _quietly(stream.start)

    def goes(self) -> None:
        """Nobody looks any more: let go of every source that can be read again."""
        with self._lock:
            if not (self.awaited and self._looks):
                return
            self._looks = False
            running = [each for each in self._running() if not _only_once(each)]
            self._resting += running
        for stream in running:
            stream.stop(NOBODY)


def _only_once(stream: Stream) -> bool:
    """Whether what it reads cannot begin again, such as a generator: then it goes on."""
    source: Any = stream.source
    parent = getattr(source, "parent", None)
    return _only_once(parent) if parent is not None else bool(getattr(source, "once", False))


def _quietly(start: Callable[[], object]) -> None:
    try:
        start()
    except LiveWidgetsError as error:
        _log.warning("a stream cannot go on: %s", error)


AUDIENCE = Audience(bool(os.environ.get(SERVED_VARIABLE)), REGISTRY.streams)
"""The process's own."""
