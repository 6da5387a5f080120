"""Lifetime: what runs, which cell made it, and what happens when that cell runs again.

JupyterLab and Notebook 7 give each cell an identity. What a cell made in its last run is
kept as its heirloom while it runs again: a stream that is made anew takes the place of
its predecessor (pictures in other cells go on with it), and what is not made again is
closed when the cell has ended, unless a picture that it has made now shows it. A cell that
fails closes no stream: those that it had no time to make again wait for its next run.
Where cells have no identity (Voila, nbclient, a terminal), a stream replaces one that has the
same name given by the user, or that holds the same exclusive resource.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from livewidgets.sources.source import Source

_log = logging.getLogger("livewidgets")


class Owned(Protocol):
    """What a cell can make and must not leak: a stream, a picture."""

    def stop(self) -> None: ...


class OwnedStream(Owned, Protocol):
    """What the registry needs of a stream."""

    named: bool
    source: Source

    @property
    def name(self) -> str: ...
    def replace_by(self, successor: Any) -> None: ...


class Registry:
    """All that runs or is shown, and what each cell made. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._running: dict[int, OwnedStream] = {}
        self._pictures: dict[int, Owned] = {}
        self._made: dict[str, list[Owned]] = {}
        self._before: list[Owned] = []
        self._unmatched: list[OwnedStream] = []
        self._cell: str | None = None
        self._nested = 0

    # -- cells ----------------------------------------------------------------------

    def cell_begins(self, cell: str | None) -> None:
        """A cell starts to run; what it made the last time waits for its successors."""
        with self._lock:
            if cell is None and self._cell is not None:
                self._nested += 1  # code that the cell runs as a cell, such as %run
                return
            unfinished = self._closing(failed=False)  # empty, unless an end was not told
            self._cell = cell
            self._before = self._made.pop(cell, []) if cell is not None else []
        _hand_on(*unfinished)

    def cell_ends(self, failed: bool = False) -> None:
        """The cell has run: what it made the last time and not again is closed.

        A stream whose source was edited has no successor of the same source: the first
        new one that took nobody's place takes its own.

        Args:
            failed: Whether it broke off: streams that are left then go on.
        """
        with self._lock:
            if self._nested:
                self._nested -= 1
                return
            left = self._closing(failed)
        _hand_on(*left)

    def own(self, picture: Owned) -> None:
        """Note that a picture was made, by the running cell if there is one."""
        with self._lock:
            self._pictures[id(picture)] = picture
            self._note(picture)

    def disown(self, picture: Owned) -> None:
        """Note that a picture is over."""
        with self._lock:
            self._pictures.pop(id(picture), None)
            for made in (*self._made.values(), self._before):
                made[:] = [each for each in made if each is not picture]

    # -- streams ----------------------------------------------------------------------

    def made(self, stream: Any) -> None:
        """A stream was made: it takes the place of its predecessors, if it has any."""
        with self._lock:
            earlier = self._predecessors(stream)
            self._before = [each for each in self._before if each not in earlier]
            if not earlier and self._cell is not None:
                self._unmatched.append(stream)
            self._note(stream)
        for each in earlier:
            each.replace_by(stream)

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

    def heirlooms(self) -> tuple[Any, ...]:
        """What the running cell made in its last run, and has not made again by now."""
        with self._lock:
            return tuple(self._before)

    def pictures(self) -> tuple[Any, ...]:
        """What is shown, in the order in which it was made."""
        with self._lock:
            return tuple(self._pictures.values())

    def stop_all(self) -> None:
        """Close every picture, stop every stream; nobody owns them any more."""
        with self._lock:
            every = [*self._pictures.values(), *self._before, *self._running.values()]
            every += [thing for made in self._made.values() for thing in made]
            self._made.clear()
            self._before = []
        for each in {id(each): each for each in every}.values():
            _stop(each)

    def _note(self, thing: Owned) -> None:
        if self._cell is not None:
            self._made.setdefault(self._cell, []).append(thing)

    def _closing(self, failed: bool) -> tuple[list[Owned], list[OwnedStream]]:
        """End the cell; what it has left of its last run, and those who may take its place."""
        left, self._before = self._before, []
        new, self._unmatched = self._unmatched, []
        cell, self._cell, self._nested = self._cell, None, 0
        if cell is not None:
            made = self._made.get(cell, [])
            used = [each for each in left if any(each is one for one in _used_by(made))]
            left = [each for each in left if each not in used]
            self._made.setdefault(cell, []).extend(used)
        if failed and cell is not None:
            kept = [each for each in left if _is_stream(each)][len(new) :]
            left = [each for each in left if each not in kept]
            self._made.setdefault(cell, []).extend(kept)
        return left, new

    def _predecessors(self, stream: OwnedStream) -> list[Any]:
        """Of the cell's last run the first of the same source; all that must make room."""
        heirs = (each for each in self._before if _is_stream(each) and _same_source(each, stream))
        found: list[Any] = list(itertools.islice(heirs, 1))
        for running in self._running.values():
            if running is not stream and running not in found and _rivals(running, stream):
                found.append(running)
        return found


def _is_stream(thing: Any) -> bool:
    return hasattr(thing, "replace_by")


def _used_by(made: Sequence[Any]) -> list[Any]:
    """The streams that these pictures show and these streams are derived from."""
    used: list[Any] = []
    for each in made:
        stream = each if _is_stream(each) else getattr(each, "stream", None)
        if stream is not each:
            used.append(stream)
        while (parent := getattr(getattr(stream, "source", None), "parent", None)) is not None:
            used.append(parent)
            stream = parent
    return used


def _same_source(one: Any, other: OwnedStream) -> bool:
    key = other.source.key
    if key is not None:
        return bool(one.source.key == key)
    return bool(one.source.key is None and one.name == other.name)


def _rivals(one: OwnedStream, other: OwnedStream) -> bool:
    """Whether two streams cannot run side by side: one given name, or one resource."""
    if one.named and other.named and one.name == other.name:
        return True
    key = other.source.key
    exclusive = bool(getattr(other.source, "exclusive", False))
    return exclusive and key is not None and one.source.key == key


def _hand_on(left: list[Owned], new: list[OwnedStream]) -> None:
    for each in left:
        if new and _is_stream(each):
            cast(OwnedStream, each).replace_by(new.pop(0))
        else:
            _stop(each)


def _stop(thing: Owned) -> None:
    try:
        thing.stop()
    except Exception:
        _log.exception("%r could not be stopped; the others are", thing)


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

    def after(result: Any) -> None:
        registry.cell_ends(failed=not getattr(result, "success", False))

    shell.events.register("pre_run_cell", before)
    shell.events.register("post_run_cell", after)
    # The cell that is the first to use us has begun before anybody could say so.
    registry.cell_begins(_running_cell(shell))

    def unwatch() -> None:
        shell.events.unregister("pre_run_cell", before)
        shell.events.unregister("post_run_cell", after)

    return unwatch


def _running_cell(shell: Any) -> str | None:
    """The identity of the cell whose code calls this; ipykernel keeps what asked for it."""
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    if request.get("header", {}).get("msg_type") != "execute_request":
        return None
    cell: str | None = request.get("metadata", {}).get("cellId")
    return cell
