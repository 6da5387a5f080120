"""Leak check: threads, sockets, tasks and comms that a piece of code leaves behind."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from livewidgets.clock import SYSTEM

_GRACE = 3.0
"""Seconds in which what is ending may end: sockets close on their loop's next turn."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What this process has open, as names that say what each is."""

    threads: frozenset[str]
    sockets: frozenset[str]
    tasks: frozenset[str]
    comms: frozenset[str]

    def beyond(self, earlier: Resources) -> dict[str, list[str]]:
        """What is open here and was not earlier, by sort; empty where nothing is."""
        more = {
            field.name: sorted(getattr(self, field.name) - getattr(earlier, field.name))
            for field in fields(self)
        }
        return {name: left for name, left in more.items() if left}


def open_resources() -> Resources:
    """Take stock. Tasks are those of the running event loop, where one runs here."""
    return Resources(_threads(), _sockets(), _tasks(), _comms())


@contextmanager
def no_leaks() -> Iterator[None]:
    """Fail if the code in this block leaves a thread, socket, task or comm open.

    Raises:
        AssertionError: It does; says which.
    """
    before = open_resources()
    yield
    deadline = SYSTEM.monotonic() + _GRACE
    while (left := open_resources().beyond(before)) and SYSTEM.monotonic() < deadline:
        SYSTEM.block(threading.Event(), 0.02)
    if left:
        lines = [f"{name}: {', '.join(each)}" for name, each in left.items()]
        raise AssertionError("left open:\n" + "\n".join(lines))


def _threads() -> frozenset[str]:
    return frozenset(f"{each.name} ({each.ident})" for each in threading.enumerate())


def _sockets() -> frozenset[str]:
    """The inodes of this process's sockets; none where the system does not tell (not Linux)."""
    found: set[str] = set()
    try:
        numbers = os.listdir("/proc/self/fd")
    except OSError:
        return frozenset()
    for number in numbers:
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if target.startswith("socket:"):
            found.add(target)
    return frozenset(found)


def _tasks() -> frozenset[str]:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return frozenset()
    return frozenset(f"{task.get_name()} {task.get_coro()}" for task in asyncio.all_tasks(loop))


def _comms() -> frozenset[str]:
    from ipywidgets.widgets import widget

    return frozenset(f"{type(each).__name__} {key}" for key, each in widget._instances.items())
