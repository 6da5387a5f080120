"""Watch: the source of a stream of alerts; judges the rows of another stream, and its silence."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence

import numpy as np

from livewidgets.alerting.courier import Action, Courier
from livewidgets.clock import Clock
from livewidgets.data.alerts.board import Board
from livewidgets.data.alerts.log import Entry, Episode
from livewidgets.data.alerts.rules import Rule
from livewidgets.data.alerts.watched import RuleState
from livewidgets.data.batch import Batch
from livewidgets.derived import Derivation, _forget
from livewidgets.errors import SourceError
from livewidgets.runner import Wakeup
from livewidgets.sources.source import Sink, State
from livewidgets.stream import Stream

KEPT = 10_000
"""Rows of what happened that are kept as a stream; the log is shorter."""

LATENESS = 1e12
"""Seconds: entries come from rules, and people, that are not at the same time; none is too late."""


class _Judge:
    """The transform: rows go in, what happened comes out."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __str__(self) -> str:
        return "alerts"

    def begin(self) -> _Judge:
        self._watch.begin_anew()
        return self

    def feed(self, batch: Batch) -> Batch | None:
        return self._watch.judge(batch)


class Watch(Derivation):
    """Rows are judged in the thread that stores them, silence by a task of its own.

    Args:
        parent: What is watched.
        rules: What is watched for.
        actions: Who is told, each in a thread of its own.

    Attributes:
        left_alone: Whether it came to its end with its parent, and not because it was stopped.
    """

    def __init__(self, parent: Stream, rules: Sequence[Rule], actions: Sequence[Action]) -> None:
        self._clock = parent.clock
        self._board = Board(rules)
        self._begun = False
        self._news: Wakeup | None = None
        self._sink: Sink | None = None
        self._said: deque[Entry] = deque(maxlen=KEPT)  # by people, from any thread
        self.left_alone = False
        self._couriers = [Courier(action, parent.name, parent.clock) for action in actions]
        super().__init__(parent, _Judge(self))

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Watch until the stream ends; of one that failed, until its silence has been told."""
        self.left_alone = False
        self._said.clear()
        self._sink, self._news = sink, Wakeup()
        self._put(self._board.start(clock.monotonic(), clock.time()))
        ticking = asyncio.create_task(self._tick(clock))
        try:
            await self._read(sink, clock)
            self.left_alone = True
        except SourceError:
            self.left_alone = True
            raise
        finally:
            ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticking
            self._sink = self._news = None

    async def _read(self, sink: Sink, clock: Clock) -> None:
        while True:
            try:
                return await super().read(sink, clock)
            except SourceError:
                if await self._silence_told(clock):
                    raise

    async def _silence_told(self, clock: Clock) -> bool:
        """Wait until silence has nothing more to say; False: the parent came back first."""
        failed, news = self._parent, Wakeup()
        deaf = failed.subscribers.add_change(news.set)
        try:
            while True:
                news.clear()
                if self.parent is not failed or failed.status.state is not State.FAILED:
                    return False
                wait = self._board.next_tick(clock.monotonic())
                if wait is None:
                    return True
                with contextlib.suppress(TimeoutError):
                    await clock.within(max(wait, 0.01), news.wait())
        finally:
            deaf()

    def begin_anew(self) -> None:
        """Other rows come from now on: the first, or those of what took the parent's place."""
        if self._begun:
            # Put before the ring is emptied: who follows hears it, and it is none of the new.
            self._put(self._board.restart(self._clock.monotonic()))
            self._wake()
        self._begun = True

    def judge(self, batch: Batch) -> Batch | None:
        """Judge rows; what happened, as rows: rule, what, level, value and reason."""
        entries = self._board.feed(batch, self._clock.monotonic())
        self._wake()
        return self._told(entries)

    def close(self) -> None:
        """Tell nobody any more."""
        for courier in self._couriers:
            courier.close()

    # -- for pictures, and for people; from any thread ---------------------------------------

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What is watched for."""
        return self._board.rules

    def states(self) -> tuple[RuleState, ...]:
        """Each rule as it is now."""
        return self._board.states(self._clock.monotonic())

    def log(self, count: int) -> tuple[Entry, ...]:
        """The newest entries of the log, newest first."""
        return self._board.log(count)

    @property
    def happened(self) -> int:
        """How many entries the log ever had."""
        return self._board.happened

    def episodes(self) -> tuple[Episode, ...]:
        """The alerts: those that are over, and then those that are not."""
        return self._board.episodes()

    def acknowledge(self, rule: str) -> None:
        """Somebody has seen the alert of a rule.

        Raises:
            ArgumentError: There is no such rule.
        """
        self._say(self._board.acknowledge(rule, self._clock.monotonic()))

    def silence(self, rule: str, seconds: float | None) -> None:
        """Tell nobody of a rule for some time; None: tell again.

        Raises:
            ArgumentError: There is no such rule.
        """
        self._say(self._board.silence(rule, seconds, self._clock.monotonic()))
        self._wake()

    @property
    def trouble(self) -> str:
        """What the actions had trouble with, as a sentence; empty if with nothing."""
        return "; ".join(each.trouble for each in self._couriers if each.trouble)

    async def _tick(self, clock: Clock) -> None:
        news = self._news
        assert news is not None
        while True:
            self._put(self._board.tick(clock.monotonic()))
            news.clear()
            said = [self._said.popleft() for _ in range(len(self._said))]
            self._store(said)
            wait = self._board.next_tick(clock.monotonic())
            with contextlib.suppress(TimeoutError):
                # A little later rather than a little too early, and then once more.
                await clock.within(None if wait is None else wait + 0.001, news.wait())

    def _wake(self) -> None:
        if (news := self._news) is not None:
            news.set()

    def _say(self, entries: Sequence[Entry]) -> None:
        """Tell what people did: they may do it within a function that is called with rows, so
        that the rows of it are put by the task."""
        self._send(entries)
        self._said.extend(entries)
        self._wake()

    def _put(self, entries: Sequence[Entry]) -> None:
        self._send(entries)
        self._store(entries)

    def _store(self, entries: Sequence[Entry]) -> None:
        if entries and (sink := self._sink) is not None:
            sink.put(_rows(entries))

    def _told(self, entries: Sequence[Entry]) -> Batch | None:
        self._send(entries)
        return _rows(entries) if entries else None

    def _send(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            for courier in self._couriers:
                courier.send(entry)


def _rows(entries: Sequence[Entry]) -> Batch:
    """Entries as rows: rule, what, level, value and reason."""
    return Batch(
        np.array([entry.time for entry in entries]),
        {
            "rule": np.array([entry.rule for entry in entries], dtype=object),
            "what": np.array([entry.what for entry in entries], dtype=object),
            "level": np.array([int(entry.level) for entry in entries], dtype=np.int64),
            "value": np.array([entry.value for entry in entries]),
            "reason": np.array([entry.reason for entry in entries], dtype=object),
        },
    )


def watch(parent: Stream, rules: Sequence[Rule], actions: Sequence[Action] = ()) -> Stream:
    """A stream of what happens to rules; its source is a `Watch`.

    Raises:
        ArgumentError: There is no rule, or two have one name.
    """
    source = Watch(parent, rules, actions)
    # Nothing happens for long by nature: that is not stale.
    stream = Stream(
        source,
        keep=KEPT,
        lateness=LATENESS,
        runner=parent.runner,
        clock=parent.clock,
        stale_after="365d",
    )
    source.forget = lambda: _forget(stream)
    return stream
