"""Runners: where the readers and the pump run.

Both are event loops: one in a thread of its own, which goes on while a cell blocks the
kernel, and the one that runs already (`asyncio`), for code that shares objects with it
and for places without threads. What runs on them is the same.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError

_log = logging.getLogger("livewidgets")

THREAD_NAME = "livewidgets"


class Job:
    """Something that was given to a runner."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._task: asyncio.Task[None] | None = None
        self._cancelled = False
        self._ended = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether it has come to its end, its cleaning up included."""
        return self._ended.is_set()

    def cancel(self) -> None:
        """Ask it to end; from any thread."""
        self._cancelled = True
        if not self._ended.is_set() and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._cancel_task)

    def wait(self, seconds: float) -> bool:
        """Hold the calling thread until it has ended; False if it has not in time.

        On the job's own loop this returns at once: holding that loop would hold the job.
        """
        if _running_loop() is self._loop:
            return self._ended.is_set()
        return SYSTEM.block(self._ended, seconds)

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _begin(self, work: Coroutine[Any, Any, None], then: Callable[[], None]) -> None:
        if self._cancelled:
            work.close()
            self._ended.set()
            then()
            return
        # An empty context: ipykernel pins what inherits a cell's context to that
        # cell's output for ever (ipykernel#1559).
        context = contextvars.Context()
        self._task = context.run(self._loop.create_task, work)
        self._task.add_done_callback(lambda task: self._end(task, then))

    def _end(self, task: asyncio.Task[None], then: Callable[[], None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a background task died", exc_info=error)
        self._ended.set()
        then()


class Runner(Protocol):
    """Where jobs run."""

    def submit(self, work: Coroutine[Any, Any, None]) -> Job:
        """Run a coroutine; from any thread."""

    def here(self) -> bool:
        """Whether its event loop runs in the calling thread."""


class ThreadRunner:
    """An event loop in a daemon thread that lives as long as it has jobs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._jobs = 0

    def submit(self, work: Coroutine[Any, Any, None]) -> Job:
        with self._lock:
            if self._loop is None:
                self._loop = _start_loop()
            loop = self._loop
            self._jobs += 1
        job = Job(loop)
        loop.call_soon_threadsafe(job._begin, work, self._release)
        return job

    def here(self) -> bool:
        return self._loop is not None and _running_loop() is self._loop

    def _release(self) -> None:
        with self._lock:
            self._jobs -= 1
            if self._jobs == 0 and self._loop is not None:
                self._loop.call_soon(self._loop.stop)
                self._loop = None


class AsyncioRunner:
    """The event loop that runs where this is made.

    Raises:
        ArgumentError: No event loop runs here.
    """

    def __init__(self) -> None:
        loop = _running_loop()
        if loop is None:
            raise ArgumentError(
                "runner='asyncio' needs a running event loop, and none runs here; "
                "make the stream in a notebook cell or a coroutine, or use runner='thread'"
            )
        self._loop = loop

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def submit(self, work: Coroutine[Any, Any, None]) -> Job:
        job = Job(self._loop)
        if _running_loop() is self._loop:
            job._begin(work, _nothing)
        else:
            self._loop.call_soon_threadsafe(job._begin, work, _nothing)
        return job

    def here(self) -> bool:
        return _running_loop() is self._loop


THREAD: ThreadRunner = ThreadRunner()
"""The process's one background thread; it exists only while something runs on it."""

_asyncio_runners: dict[int, AsyncioRunner] = {}


def runner_of(which: str | Runner) -> Runner:
    """The runner that a user names: "thread", "asyncio" (one per loop), or their own.

    Raises:
        ArgumentError: There is none of that name, or no event loop runs here.
    """
    if which == "thread":
        return THREAD
    if which == "asyncio":
        here = AsyncioRunner()
        for key, known in list(_asyncio_runners.items()):
            if known.loop.is_closed():
                del _asyncio_runners[key]
        return _asyncio_runners.setdefault(id(here.loop), here)
    if isinstance(which, str):
        raise ArgumentError(f"there is no runner {which!r}; use 'thread' or 'asyncio'")
    return which


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    thread = threading.Thread(target=run, name=THREAD_NAME, daemon=True)
    contextvars.Context().run(thread.start)
    return loop


def _nothing() -> None:
    pass
