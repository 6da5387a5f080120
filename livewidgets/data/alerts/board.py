"""The board: all rules of a panel, what each is doing, who has seen it, and the log."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from livewidgets.data.alerts.judgement import Judgement, Level
from livewidgets.data.alerts.log import EPISODES, Entry, Episode, Episodes, Log
from livewidgets.data.alerts.machine import Change, Machine
from livewidgets.data.alerts.rules import Rule
from livewidgets.data.alerts.watched import RuleState, Watched
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, LiveWidgetsError, unknown_name

BUSY = 0.1
"""Seconds after which one looks again where rules are being judged just now."""


class Board:
    """Thread-safe; all that takes a time takes a monotonic one, in seconds.

    Rows are judged in the order in which they came, late ones too. The stream's own time is
    that of the newest row, and goes on from there while none comes. What gives entries gives
    those that somebody is to be told of.

    Args:
        rules: What is watched for.
        episodes: How many alerts that are over are kept; None keeps all.

    Raises:
        ArgumentError: There is no rule, or two have one name.
    """

    def __init__(self, rules: Sequence[Rule], episodes: int | None = EPISODES) -> None:
        for rule in rules:
            if not isinstance(rule, Rule):
                raise ArgumentError(
                    f"{rule!r} is no rule: give one such as livewidgets.above('value', 90)"
                )
        names = [rule.name for rule in rules]
        twice = [name for name in names if names.count(name) > 1]
        if not names or twice:
            raise ArgumentError(
                f"two rules are called {twice[0]!r}: give one of them another name="
                if twice
                else "give at least one rule, such as livewidgets.above('value', 90)"
            )
        # Conditions are the user's code: slow, and free to ask this board for its states. So
        # they are judged under one lock, and what is to be seen has another.
        self._judging = Lock()
        self._lock = Lock()
        self._watched = {rule.name: Watched(rule) for rule in rules}
        self._log = Log()
        self._episodes = Episodes(episodes)
        self._newest = 0.0  # the stream's own time ...
        self._newest_at = 0.0  # ... at this monotonic one
        self._rows = False

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order in which they were given."""
        return tuple(each.rule for each in self._watched.values())

    # -- what happens ---------------------------------------------------------------------

    def start(self, now: float, time: float) -> list[Entry]:
        """Begin to watch, at a wall time in seconds since 1970 UTC: silence counts from now."""
        with self._lock:
            if not self._rows:
                self._newest, self._newest_at = time, now
        return self.tick(now)

    def restart(self, now: float) -> list[Entry]:
        """Begin anew with other rows: alerts are cleared; log and silences stay."""
        told: list[Entry] = []
        with self._judging:
            begun = [each.rule.condition.begin() for each in self._watched.values()]
            with self._lock:
                for watched, evaluator in zip(self._watched.values(), begun, strict=True):
                    if watched.level:
                        stamp, reason = self._stamp(now), "the stream began anew"
                        ending = Change(stamp, watched.level, Level.OK, math.nan, reason)
                        told += self._change(watched, ending, now)
                    watched.evaluator = evaluator
                    watched.machine = Machine(watched.rule.hold)
                    watched.settle()
                self._rows = False
        return told

    def feed(self, batch: Batch, now: float) -> list[Entry]:
        """Judge rows; what happened by that."""
        if not len(batch):
            return []
        with self._judging:
            with self._lock:
                before = self._newest if self._rows else -math.inf
                time = np.maximum.accumulate(np.maximum(batch.time, before))
                self._newest, self._newest_at, self._rows = float(time[-1]), now, True
            rows = Batch(time, batch.columns)
            return self._each(lambda watched: watched.evaluator.judge(rows), now)

    def tick(self, now: float) -> list[Entry]:
        """Let time pass; what happened by that. Nothing while rules are being judged."""
        if not self._judging.acquire(blocking=False):
            return []  # the event loop must not wait for a user's function
        try:
            with self._lock:
                stamp = self._stamp(now)
            told = self._each(lambda watched: watched.evaluator.silent(stamp), now)
        finally:
            self._judging.release()
        with self._lock:
            for watched in self._watched.values():
                if -math.inf < watched.silenced_until <= now:
                    watched.silenced_until = -math.inf
                    told += self._note(watched, "silence over", now)
        return told

    def next_tick(self, now: float) -> float | None:
        """Seconds until time alone changes something; None: it does not."""
        if not self._judging.acquire(blocking=False):
            return BUSY
        try:
            silent = [each.evaluator.next_silent() for each in self._watched.values()]
        finally:
            self._judging.release()
        with self._lock:
            ends = [each.silenced_until for each in self._watched.values()]
            stamp = self._stamp(now)
        waits = [end - now for end in ends if math.isfinite(end)]
        waits += [each - stamp for each in silent if each is not None]
        return max(0.0, min(waits)) if waits else None

    # -- what people do ---------------------------------------------------------------------

    def acknowledge(self, name: str, now: float) -> list[Entry]:
        """Somebody has seen the present alert of a rule; nothing if there is none.

        Raises:
            ArgumentError: There is no such rule.
        """
        with self._lock:
            watched = self._find(name)
            if not watched.level or watched.acknowledged:
                return []
            watched.acknowledged = True
            return self._note(watched, "acknowledged", now)

    def silence(self, name: str, seconds: float | None, now: float) -> list[Entry]:
        """Tell nobody of a rule for some time, or again (None); its state and log go on.

        Raises:
            ArgumentError: There is no such rule.
        """
        with self._lock:
            watched = self._find(name)
            silenced = watched.silenced_until > now
            if seconds is None:
                watched.silenced_until = -math.inf
                return self._note(watched, "silence over", now) if silenced else []
            # Said before it holds: that nobody will be told is the last that is told.
            told = self._note(watched, "silenced", now, f"for {seconds:g} s")
            watched.silenced_until = now + seconds
            return told

    # -- what is to be seen -----------------------------------------------------------------

    def states(self, now: float) -> tuple[RuleState, ...]:
        """Each rule as it is, in the order in which they were given."""
        with self._lock:
            return tuple(each.state(now) for each in self._watched.values())

    def log(self, count: int) -> tuple[Entry, ...]:
        """The newest entries of the log, newest first."""
        with self._lock:
            return self._log.newest(count)

    @property
    def happened(self) -> int:
        """How many entries the log ever had."""
        with self._lock:
            return self._log.total

    def episodes(self) -> tuple[Episode, ...]:
        """The alerts: those that are over, and then those that are not."""
        with self._lock:
            return self._episodes.all

    # -- under the lock -----------------------------------------------------------------------

    def _stamp(self, now: float) -> float:
        return self._newest + max(0.0, now - self._newest_at)

    def _find(self, name: str) -> Watched:
        if name not in self._watched:
            raise ArgumentError(unknown_name("rule", name, self._watched))
        return self._watched[name]

    def _each(self, judge: Callable[[Watched], Judgement | None], now: float) -> list[Entry]:
        """Under the other lock: judge, and then let it be seen."""
        failed: list[tuple[Watched, Exception]] = []
        judged: list[Watched] = []
        happened: list[tuple[Watched, Change]] = []
        for watched in self._watched.values():
            try:
                seen = judge(watched)
                changes = [] if seen is None else watched.machine.feed(seen)
            except Exception as error:
                failed.append((watched, error))
                continue
            if seen is not None:
                judged.append(watched)
            happened += ((watched, change) for change in changes)
        told: list[Entry] = []
        with self._lock:
            for watched, raised in failed:
                told += self._fail(watched, raised, now)
            for watched in judged:
                watched.error = ""
            for watched, change in sorted(happened, key=lambda each: each[1].time):
                told += self._change(watched, change, now)
            for watched in self._watched.values():
                watched.settle()
        return sorted(told, key=lambda entry: entry.time)

    def _change(self, watched: Watched, change: Change, now: float) -> list[Entry]:
        name, level = watched.rule.name, change.after
        if level > change.before:
            watched.acknowledged = False
            what = level.name.lower()
        else:
            what = "eased" if level else "cleared"
        watched.raised += not change.before
        watched.acknowledged = watched.acknowledged and bool(level)
        watched.last = change
        self._episodes.change(name, change.time, level, change.value, change.reason)
        entry = Entry(change.time, name, what, level, change.value, change.reason)
        self._log.add(entry)
        return [] if watched.silenced_until > now else [entry]

    def _fail(self, watched: Watched, error: Exception, now: float) -> list[Entry]:
        known = isinstance(error, LiveWidgetsError)
        sentence = str(error) if known else f"{type(error).__name__}: {error}"
        watched.errors += 1
        if sentence == watched.error:  # it may be the same with every batch
            return []
        watched.error = sentence
        return self._note(watched, "error", now, sentence)

    def _note(self, watched: Watched, what: str, now: float, reason: str = "") -> list[Entry]:
        level = watched.level
        entry = Entry(self._stamp(now), watched.rule.name, what, level, reason=reason)
        self._log.add(entry)
        return [] if watched.silenced_until > now else [entry]
