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
from livewidgets.errors import ArgumentError, ClosedError

_log = logging.getLogger("livewidgets")

THREAD_NAME = "livewidgets"


def tell(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *args: object) -> bool:
    """Have a loop call a function, from any thread; False if the loop is closed."""
    try:
        if _task_of(loop):  # spares the loop a write to itself, and a turn to read it
            loop.call_soon(function, *args)
        else:
            loop.call_soon_threadsafe(function, *args)
    except RuntimeError:  # asked for rather than tested before: it may close in between
        return False
    return True


def _task_of(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether a task of this loop is what runs now; the loop looks what is to be done when it
    ends. A handler of a signal is none, and interrupts a loop that may sleep on."""
    try:
        return asyncio.get_running_loop() is loop and asyncio.current_task() is not None
    except RuntimeError:
        return False


class Wakeup:
    """Wakes coroutines of the loop that it is made on: from any thread, however often.

    Between two `clear` the loop is told once, so that nothing piles up while it is held.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()
        self._told = False

    def set(self) -> None:
        if not self._told:
            self._told = True
            tell(self._loop, self._event.set)

    def clear(self) -> None:
        """To be followed by a look at what one waits for; on the loop."""
        self._told = False
        self._event.clear()

    async def wait(self) -> None:
        await self._event.wait()


class Job:
    """Something that was given to a runner."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._task: asyncio.Task[None] | None = None
        self._cancelled = False
        self._ended = threading.Event()
        self._joined: list[Wakeup] = []

    @property
    def ended(self) -> bool:
        """Whether it has come to its end, its cleaning up included."""
        return self._ended.is_set() or self._loop.is_closed()

    def cancel(self) -> None:
        """Ask it to end, once: to be asked again would break off its cleaning up. Any thread."""
        if not self._cancelled:
            self._cancelled = True
            tell(self._loop, self._cancel_task)

    def wait(self, seconds: float) -> bool:
        """Hold the calling thread until it has ended; False if it has not in time.

        On the job's own loop this returns at once: holding that loop would hold the job.
        So it does where that loop has stopped, and the job with it.
        """
        if _running_loop() is self._loop or not self._loop.is_running():
            return self.ended
        return SYSTEM.block(self._ended, seconds)

    async def join(self) -> None:
        """Await that it has ended; on any event loop."""
        news = Wakeup()
        self._joined.append(news)
        try:
            while not self.ended:
                await news.wait()
                news.clear()
        finally:
            self._joined.remove(news)

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _begin(self, work: Coroutine[Any, Any, None], then: Callable[[], None]) -> None:
        if self._cancelled:
            work.close()
            self._finish(then)
            return
        # An empty context: ipykernel pins what inherits a cell's context to that
        # cell's output for ever (ipykernel#1559).
        context = contextvars.Context()
        self._task = context.run(self._loop.create_task, work)
        self._task.add_done_callback(lambda task: self._end(task, then))

    def _end(self, task: asyncio.Task[None], then: Callable[[], None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a background task died", exc_info=error)
        self._finish(then)

    def _finish(self, then: Callable[[], None]) -> None:
        self._ended.set()
        for news in list(self._joined):
            news.set()
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
        try:
            with self._lock:
                if self._loop is None:
                    self._loop = _start_loop()
                loop = self._loop
                self._jobs += 1
        except BaseException:
            work.close()  # no thread can be started, as when Python is ending
            raise
        job = Job(loop)
        loop.call_soon_threadsafe(job._begin, work, self._release)
        return job

    def here(self) -> bool:
        loop = self._loop
        return loop is not None and _running_loop() is loop

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
        """Run a coroutine; from any thread.

        Raises:
            ClosedError: The loop has been closed.
        """
        job = Job(self._loop)
        if self.here():
            job._begin(work, _nothing)
        elif not tell(self._loop, job._begin, work, _nothing):
            work.close()
            raise ClosedError(
                "the event loop of this runner='asyncio' has been closed; "
                "make the stream again where a loop runs, or use runner='thread'"
            )
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
                _asyncio_runners.pop(key, None)
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
    runs = threading.Event()
    loop.call_soon(runs.set)

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            while not _stopped(loop):
                pass
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    thread = threading.Thread(target=run, name=THREAD_NAME, daemon=True)
    try:
        contextvars.Context().run(thread.start)
        SYSTEM.block(runs, None)
    except BaseException:  # no thread can be started, or an interrupt came while it did
        if not (thread.is_alive() and tell(loop, loop.stop)):
            loop.close()
        raise
    return loop


def _stopped(loop: asyncio.AbstractEventLoop) -> bool:
    """Run a loop until it is stopped; False if a task broke it off."""
    try:
        loop.run_forever()
    except (SystemExit, KeyboardInterrupt) as error:
        # The only errors that a task does not keep to itself: user code has called exit().
        _log.error("%s on the livewidgets thread; the other streams go on", type(error).__name__)
        return False
    return True


def _nothing() -> None:
    pass
