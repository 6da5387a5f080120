"""Lifetime: what runs, which cell made it, and what happens when that cell runs again.

JupyterLab and Notebook 7 give each cell an identity. What a cell made in its last run is
kept as its heirloom while it runs again: a stream that is made anew takes the place of
its predecessor (pictures in other cells go on with it), and what is not made again is
closed when the cell has ended. Where cells have no identity (Voila, nbclient, a
terminal), a stream replaces one that has the same name given by the user, or that holds
the same exclusive resource.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from livewidgets.sources.source import Source


class Owned(Protocol):
    """What a cell can make and must not leak: a stream, a picture."""

    def stop(self) -> None: ...


class OwnedStream(Owned, Protocol):
    """What the registry needs of a stream."""

    name: str
    named: bool
    source: Source

    def replace_by(self, successor: Any) -> None: ...


class Registry:
    """All streams that run, and what each cell made. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._running: dict[int, OwnedStream] = {}
        self._made: dict[str, list[Owned]] = {}
        self._before: list[Owned] = []
        self._unmatched: list[OwnedStream] = []
        self._cell: str | None = None

    # -- cells ----------------------------------------------------------------------

    def cell_begins(self, cell: str | None) -> None:
        """A cell starts to run; what it made the last time waits for its successors."""
        with self._lock:
            self._cell, self._unmatched = cell, []
            self._before = self._made.pop(cell, []) if cell is not None else []

    def cell_ends(self) -> None:
        """The cell has run: what it made the last time and not again is closed.

        A stream whose source was edited has no successor of the same source: the first
        new one that took nobody's place takes its own.
        """
        with self._lock:
            left, self._before, self._cell = self._before, [], None
            unmatched, self._unmatched = self._unmatched, []
        for each in left:
            if unmatched and hasattr(each, "replace_by"):
                each.replace_by(unmatched.pop(0))
            else:
                each.stop()

    def own(self, thing: Owned) -> None:
        """Note that the running cell made this."""
        with self._lock:
            if self._cell is not None:
                self._made.setdefault(self._cell, []).append(thing)

    # -- streams ----------------------------------------------------------------------

    def made(self, stream: Any) -> None:
        """A stream was made: it takes the place of its predecessor, if it has one."""
        with self._lock:
            predecessor = self._predecessor(stream)
            if predecessor in self._before:
                self._before.remove(predecessor)
            elif predecessor is None and self._cell is not None:
                self._unmatched.append(stream)
            self.own(stream)
        if predecessor is not None:
            predecessor.replace_by(stream)

    def started(self, stream: OwnedStream) -> None:
        with self._lock:
            self._running[id(stream)] = stream

    def stopped(self, stream: OwnedStream) -> None:
        with self._lock:
            self._running.pop(id(stream), None)

    def streams(self) -> tuple[Any, ...]:
        """The streams that run, in the order in which they were started."""
        with self._lock:
            return tuple(self._running.values())

    def forget(self) -> list[Owned]:
        """Everything that any cell made and that runs; nobody owns it any more."""
        with self._lock:
            every = [*self._before, *(thing for made in self._made.values() for thing in made)]
            every += [each for each in self._running.values() if each not in every]
            self._made.clear()
            self._before = []
            return every

    def _predecessor(self, stream: OwnedStream) -> Any | None:
        for earlier in self._before:
            if hasattr(earlier, "replace_by") and _same_source(earlier, stream):
                return earlier
        for running in self._running.values():
            if running is stream:
                continue
            if stream.named and running.named and running.name == stream.name:
                return running
            if _exclusive(stream) and running.source.key == stream.source.key:
                return running
        return None


def _same_source(one: Any, other: OwnedStream) -> bool:
    key = other.source.key
    if key is not None:
        return bool(one.source.key == key)
    return bool(one.source.key is None and one.name == other.name)


def _exclusive(stream: OwnedStream) -> bool:
    return bool(getattr(stream.source, "exclusive", False)) and stream.source.key is not None


REGISTRY = Registry()
"""The process's streams and cells."""


def watch_cells(shell: Any, registry: Registry = REGISTRY) -> Callable[[], None]:
    """Follow the cells of an IPython shell, the one that runs now included.

    Args:
        shell: IPython's `InteractiveShell`.
        registry: What to tell.

    Returns:
        What ends it.
    """

    def before(info: Any) -> None:
        registry.cell_begins(getattr(info, "cell_id", None))

    def after(_result: Any) -> None:
        registry.cell_ends()

    registry.cell_begins(_running_cell(shell))
    shell.events.register("pre_run_cell", before)
    shell.events.register("post_run_cell", after)

    def unwatch() -> None:
        shell.events.unregister("pre_run_cell", before)
        shell.events.unregister("post_run_cell", after)

    return unwatch


def _running_cell(shell: Any) -> str | None:
    """The identity of the cell that runs at this moment: its `pre_run_cell` is over."""
    parent = getattr(shell, "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    return cell if isinstance(cell, str) else None
