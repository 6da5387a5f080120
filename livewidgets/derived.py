"""Derived streams: rows that a transform makes of another stream's, as they come.

The rows of the parent pass through in the thread that stores them there, so none is
queued and none is dropped: a transform that is slow slows its source down.

- First comes what the parent's ring holds, then every batch, each row once, in order of
  arrival. A row that was late, but not too late for the parent's ring, comes when it came;
  one that was too late for it does not come, and counts as dropped.
- The parent starts with the derived stream, which tells the parent's state and ends when
  it ends. Started again, it goes on with the rows that it has not had.
- When the cell of the parent ran again, the derived stream begins anew with what took its
  place: with a new step, and nothing kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self, cast

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch, Reject
from livewidgets.data.columns import Columns, Function
from livewidgets.data.transform import Measured, Transform
from livewidgets.errors import ArgumentError, LiveWidgetsError, SourceError
from livewidgets.runner import Wakeup
from livewidgets.sources.source import Sink, State
from livewidgets.sources.user_code import user_error

if TYPE_CHECKING:
    from livewidgets.stream import Stream

CATCH_UP = 65_536
"""Rows of the ring that are fed at a time."""


class Derivable:
    """What makes a derived stream of a stream."""

    def derive(
        self,
        transform: Transform | Mapping[str, Function | str],
        *,
        keep: int | str | None = None,
        name: str | None = None,
    ) -> Self:
        """A stream of what a transform makes of the rows of this one.

        Args:
            transform: Such as `rolling("1m")`, or columns of your own as functions of a
                batch: `{"power": lambda b: b["u"] * b["i"]}`.
            keep: How much history to keep: rows (int) or a duration ("10m").
            name: For people; the transform's and this stream's if None.

        Raises:
            ArgumentError: It is no transform, or another argument cannot be used.
        """
        recipe: object = Columns(transform) if isinstance(transform, Mapping) else transform
        if isinstance(recipe, type) or not isinstance(recipe, Transform):
            raise ArgumentError(
                f"{transform!r} is no transform; give one such as rolling('1m'), or functions "
                'by column name, as in {"power": lambda b: b["u"] * b["i"]}'
            )
        parent = cast("Stream", self)
        source = Derivation(parent, recipe)
        options: dict[str, Any] = {} if keep is None else {"keep": keep}
        stream = type(parent)(
            source,
            name=name,
            units=_Units(source),
            lateness=parent.ring.lateness,
            runner=parent.runner,
            clock=parent.clock,
            **options,
        )
        source.forget = lambda: _forget(stream)
        return cast("Self", stream)


class Derivation:
    """The source of a derived stream.

    Args:
        parent: Whose rows are taken.
        transform: What makes others of them.
    """

    reconnects = False
    key: str | None = None

    def __init__(self, parent: Stream, transform: Transform) -> None:
        self.transform = transform
        self.forget: Callable[[], None] = lambda: None
        self._parent = parent
        self._name = f"{_called(transform)} of {parent.name}"
        self._passage = Passage(transform)

    @property
    def name(self) -> str:
        return self._name

    @property
    def parent(self) -> Stream:
        """Whose rows are taken: the first one, or what took its place."""
        return self._parent.current()

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Pass rows on until the parent ends.

        Raises:
            SourceError: The parent failed; the sentence is its own.
        """
        while True:
            parent = self.parent
            if parent is not self._parent:
                self._parent, self._passage = parent, Passage(self.transform)
                self.forget()
            await self._follow(parent, sink)
            if self.parent is parent:
                return

    async def _follow(self, parent: Stream, sink: Sink) -> None:
        news = Wakeup()
        deaf = parent.subscribers.add_change(news.set)
        leave = self._passage.enter(parent, sink)
        said: tuple[State, str] = (State.CONNECTING, "")
        try:
            parent.wake()
            while parent.current() is parent:
                status = parent.status
                if status.state is State.FAILED:
                    raise SourceError(status.sentence)
                # Whether it is stale, a derived stream knows by its own rhythm.
                state = State.LIVE if status.state is State.STALE else status.state
                if (state, status.sentence) != said:
                    said = state, status.sentence
                    sink.report(*said)
                if state is State.ENDED:
                    return
                await news.wait()
                news.clear()
        finally:
            leave()
            deaf()


class Passage:
    """Rows on their way through a step; remembers which have come.

    Args:
        transform: Whose step it is.
    """

    def __init__(self, transform: Transform) -> None:
        self._step = transform.begin()
        self._name = _called(transform)
        self._lock = threading.RLock()
        self._turn = 0
        self._had = 0  # rows of the parent's ring that have come, ever
        self._newest = float("-inf")
        self._revision = 0

    def enter(self, parent: Stream, sink: Sink) -> Callable[[], None]:
        """Feed what the parent holds, and from then on what it stores; returns what ends it."""
        with self._lock:  # what is stored meanwhile waits, and comes after it
            self._turn += 1
            turn, total = self._turn, 0

            def stored(rows: Batch, total_then: int, too_late: int) -> None:
                with self._lock:
                    if turn != self._turn:
                        return
                    if too_late:
                        sink.dropped(too_late)
                    if total_then > total:  # else the ring held them already
                        self._feed(rows, sink)

            # In this order: what is stored in between is in the look, and told as well.
            leave = parent.subscribers.add_follower(stored)
            try:
                look = parent.ring.look(self._had)
            except BaseException:
                leave()
                raise
            rows, total = look.rows, look.start + len(look.rows)
            if self._had and look.revision != self._revision:
                # Late rows have moved others since: these have certainly not come.
                rows = rows[rows.time > self._newest]
            if self._had and total - self._had > len(rows):
                sink.dropped(total - self._had - len(rows))
            self._had = total - len(rows)
            for start in range(0, len(rows), CATCH_UP):
                self._feed(rows[start : start + CATCH_UP], sink)

        def end() -> None:
            leave()
            with self._lock:
                self._turn += 1  # what is on its way goes no further
                self._revision = parent.ring.revision

        return end

    def _feed(self, rows: Batch, sink: Sink) -> None:
        if not len(rows):
            return
        self._had += len(rows)
        self._newest = max(self._newest, float(rows.time.max()))
        try:
            made = self._step.feed(rows)
            if made is not None:
                sink.put(made)
        except LiveWidgetsError as error:
            sink.reject(_reject(str(error), rows))
        except (Exception, SystemExit) as error:
            sink.reject(_reject(str(user_error(error, self._name)), rows))


class _Units(Mapping[str, str]):
    """Units of a derived stream, looked up when needed: the parent's may still grow."""

    def __init__(self, source: Derivation) -> None:
        self._source = source

    def _now(self) -> Mapping[str, str]:
        given, transform = self._source.parent.units, self._source.transform
        return transform.units(given) if isinstance(transform, Measured) else given

    def __getitem__(self, name: str) -> str:
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())


def _forget(stream: Stream) -> None:
    gone, stream.ring = stream.ring.rows, stream.ring.emptied()
    stream.counters.add(stream.clock.monotonic(), evicted=gone)


def _called(transform: Transform) -> str:
    given = type(transform).__str__ is not object.__str__
    return str(transform) if given else type(transform).__name__


def _reject(sentence: str, rows: Batch) -> Reject:
    return Reject(sentence, repr(rows.row(0)).encode(), rows=len(rows))
