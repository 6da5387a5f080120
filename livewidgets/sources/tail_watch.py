"""Waiting until a file may have changed: told by the system, or by looking again and again."""

from __future__ import annotations

import contextvars
import logging
import os
import threading
from typing import Literal

from livewidgets.clock import Clock
from livewidgets.errors import ArgumentError

try:
    import watchfiles
except ImportError:  # an extra: without it files are looked at
    watchfiles = None  # type: ignore[assignment]

WatchMode = Literal["auto", "poll"]

LOOK = 0.1
"""Seconds between two looks where nobody tells of changes."""

LOOK_TOLD = 1.0
"""Seconds between two looks where somebody should tell: he may be deaf."""

DEAF_AFTER = 3
"""Changes in a row that were found by looking only, after which nobody is waited for."""

_STEP, _DEBOUNCE = 10, 50  # milliseconds in which watchfiles gathers changes

_log = logging.getLogger("livewidgets")


def checked_watch(mode: object) -> WatchMode:
    """The mode as it is.

    Raises:
        ArgumentError: It is none.
    """
    if mode == "auto":
        return "auto"
    if mode == "poll":
        return "poll"
    raise ArgumentError(f"watch={mode!r}: use 'auto', or 'poll' to look again and again")


class Watch:
    """Waits, in the thread that reads a file, until it may have changed.

    Network file systems do not tell what other machines do, and nobody says which they are.
    So the file is looked at all the same, once a second, and ten times a second from when
    that was first to find what happened three times in a row.

    Args:
        path: The file, which need not be there.
        mode: "auto" or "poll".
        clock: Waits.
    """

    def __init__(self, path: str, mode: WatchMode, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._wanted = mode == "auto" and watchfiles is not None
        self._changed = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._waited = self._was_told = False
        self._missed = 0

    @property
    def told(self) -> bool:
        """Whether the system tells of changes, as far as it is known."""
        return self._wanted and self._thread is not None and self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def listen(self) -> None:
        """Have the system tell, if it does not already; once there is a directory."""
        if not self._wanted or self.told or not os.path.isdir(self._directory):
            return
        self._thread = threading.Thread(target=self._run, name="livewidgets-watch", daemon=True)
        contextvars.Context().run(self._thread.start)

    def wait(self) -> None:
        """Wait for a change, for the next look, or for the end."""
        self._was_told = self._clock.block(self._changed, LOOK_TOLD if self.told else LOOK)
        self._waited = True
        self._changed.clear()
        if self._stop.is_set():
            self._changed.set()

    def found(self) -> None:
        """Note that something has happened, after `wait`."""
        if self._waited and self.told:
            self._missed = 0 if self._was_told else self._missed + 1
        self._waited = False  # what follows without a wait is the same
        if self._missed >= DEAF_AFTER:
            self._wanted = False

    def stop(self) -> None:
        """End every wait; from any thread."""
        self._stop.set()
        self._changed.set()

    def close(self) -> None:
        """Stop, and wait for what tells."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    @property
    def _directory(self) -> str:
        return os.path.dirname(self._path) or "."

    def _run(self) -> None:
        name = os.path.basename(self._path)
        try:
            for _ in watchfiles.watch(
                self._directory,
                watch_filter=lambda _, path: os.path.basename(path) == name,
                debounce=_DEBOUNCE,
                step=_STEP,
                stop_event=self._stop,
                rust_timeout=1_000,
                recursive=False,
                raise_interrupt=False,
            ):
                self._changed.set()
        except Exception as error:  # the directory was removed, or there are too many watches
            _log.debug("%s is looked at, as nobody tells of changes: %s", self._path, error)
