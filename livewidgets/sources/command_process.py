"""A program that runs in a process group of its own, and ends with whoever reads it."""

from __future__ import annotations

import atexit
import contextvars
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, cast

from livewidgets.clock import Clock

BLOCK = 65_536
"""Bytes that are read from a pipe at a time."""

TERMINATE = 2.0
"""Seconds that a program has to end when it is asked to; then it is killed."""

DRAIN = 1.0
"""Seconds for which programs that it left behind may hold its output open."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class CommandProcess:
    """A program, from its start to its end. It is made in the thread that reads it.

    Where Python ends, its group is killed; where Python is killed, Linux kills it.

    Args:
        command: The program and its arguments.
        cwd: Where it runs; None: here.
        env: Its environment; None: this one's.
        clock: Waits.

    Attributes:
        code: Its exit code, -n where signal n has ended it; None while it runs.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        cwd: str | None,
        env: Mapping[str, str] | None,
        clock: Clock,
    ) -> None:
        self.code: int | None = None
        self._clock = clock
        self._exited = threading.Event()
        self._drained = threading.Event()
        self._stopping = threading.Event()
        self._process = subprocess.Popen(
            list(command),
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=None if env is None else dict(env),
            start_new_session=True,
            # The thread that starts it lives as long as it does, as this signal asks for.
            preexec_fn=_die_with_parent if _LIBC is not None else None,
        )
        self._wake = os.pipe()
        _RUNNING.add(self)
        self._reaper = _thread(self._reap, "livewidgets-reap")

    def pump(self, out: Callable[[bytes], None], err: Callable[[bytes], None]) -> None:
        """Read what it writes until it has ended; b"" tells the end of its output."""
        try:
            self._read(out, err)
        finally:
            self._drained.set()
            self.stop()
            self._reaper.join()
            for pipe in (self._process.stdout, self._process.stderr):
                cast(IO[bytes], pipe).close()
            for end in self._wake:
                os.close(end)

    def stop(self) -> None:
        """Have its group end; returns at once. From any thread, also where it has ended."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        if not self._exited.is_set():
            self._signal(signal.SIGTERM)
            _thread(self._kill_later, "livewidgets-kill")

    def kill(self) -> None:
        """Kill its group."""
        self._signal(signal.SIGKILL)

    def _read(self, out: Callable[[bytes], None], err: Callable[[bytes], None]) -> None:
        pipes = {self._process.stdout: out, self._process.stderr: err}
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake[0], selectors.EVENT_READ)
            for pipe, take in pipes.items():
                selector.register(cast(IO[bytes], pipe), selectors.EVENT_READ, take)
            while len(selector.get_map()) > 1:
                ready = [key for key, _ in selector.select() if key.data is not None]
                if not ready:
                    break  # woken, and nothing is left to read
                for key in ready:
                    data = os.read(key.fd, BLOCK)
                    key.data(data)
                    if not data:
                        selector.unregister(key.fileobj)
            for key in selector.get_map().values():
                if key.data is not None:
                    key.data(b"")

    def _reap(self) -> None:
        self.code = self._process.wait()
        self._exited.set()
        if not self._stopping.is_set():
            self._clock.block(self._drained, DRAIN)
        self.kill()  # what it left behind
        _RUNNING.discard(self)
        if not self._clock.block(self._drained, DRAIN):
            os.write(self._wake[1], b"!")  # somebody outside the group holds the output open
            self._clock.block(self._drained, None)

    def _kill_later(self) -> None:
        if not self._clock.block(self._exited, TERMINATE):
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):  # nobody is left in the group
            os.killpg(self._process.pid, number)


def _thread(work: Callable[[], None], name: str) -> threading.Thread:
    thread = threading.Thread(target=work, name=name, daemon=True)
    contextvars.Context().run(thread.start)
    return thread


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_RUNNING: weakref.WeakSet[CommandProcess] = weakref.WeakSet()


@atexit.register
def _kill_all() -> None:
    for process in list(_RUNNING):
        process.kill()
