"""Work that blocks, in a thread of its own, awaited and ended from the event loop."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable

from livewidgets.runner import tell

_LAST_STEPS = 1.0
"""Seconds for a thread that has said that it is over to be so: microseconds, as a rule."""


async def in_thread(work: Callable[[], None], stop: Callable[[], None], name: str) -> None:
    """Run something that blocks in a daemon thread, to its end.

    When this is cancelled, `stop` is called, and the end of the work awaited.

    Args:
        work: What to run; what it raises is raised here.
        stop: Makes `work` return soon; called from the event loop, at the end in any case.
        name: What the thread is called.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def run() -> None:
        failure: BaseException | None = None
        try:
            work()
        except BaseException as error:
            failure = error
        tell(loop, _end, ended, failure)

    thread = threading.Thread(target=run, name=name, daemon=True)
    # Empty, since a thread that inherits a cell's context stays pinned to that cell's
    # output for ever (ipykernel#1559).
    contextvars.Context().run(thread.start)
    try:
        await asyncio.shield(ended)
    finally:
        stop()
        await asyncio.wait({ended})
        ended.exception()  # looked at, also when a cancel has come first
        thread.join(_LAST_STEPS)


def _end(ended: asyncio.Future[None], failure: BaseException | None) -> None:
    if failure is None:
        ended.set_result(None)
    else:
        ended.set_exception(failure)
