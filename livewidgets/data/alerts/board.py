"""The board: all rules of a panel, what each is doing, who has seen it, and the log."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from livewidgets.data.alerts.judgement import Evaluator, Judgement, Level
from livewidgets.data.alerts.log import EPISODES, Entry, Episode, Episodes, Log
from livewidgets.data.alerts.machine import Change, Machine
from livewidgets.data.alerts.rules import Rule
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, LiveWidgetsError, unknown_name


@dataclass(frozen=True, slots=True)
class RuleState:
    """What one rule is doing at a moment.

    Attributes:
        rule: The rule.
        level: Its level.
        pending: The level that is called for but not for long enough yet.
        acknowledged: Whether somebody has seen the present alert.
        silenced: Seconds for which nobody is told; None: not silenced.
        since: When its level changed, in the stream's own time; None: never.
        reason: Why, as a sentence.
        raised: How many alerts there were.
        errors: How often it could not be judged.
        error: Why it cannot be judged now, as a sentence; empty if it can.
    """

    rule: Rule
    level: Level
    pending: Level | None
    acknowledged: bool
    silenced: float | None
    since: float | None
    reason: str
    raised: int
    errors: int
    error: str


class _Watched:
    """A rule at work."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.evaluator: Evaluator = rule.condition.begin()
        self.machine = Machine(rule.hold)
        self.acknowledged = False
        self.silenced_until = -math.inf
        self.last: Change | None = None
        self.raised = self.errors = 0
        self.error = ""


class Board:
    """Thread-safe; all that takes a time takes a monotonic one, in seconds.

    Rows are judged in the order in which they came, late ones too. The stream's own time is
    that of the newest row, and goes on from there while none comes.

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
        self._lock = Lock()
        self._watched = {rule.name: _Watched(rule) for rule in rules}
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

    def start(self, now: float, time: float) -> None:
        """Begin to watch, at a wall time in seconds since 1970 UTC: silence counts from now."""
        with self._lock:
            if not self._rows:
                self._newest, self._newest_at = time, now
        self.tick(now)

    def restart(self, now: float) -> None:
        """Begin anew with other rows: alerts are cleared; log and silences stay."""
        with self._lock:
            for watched in self._watched.values():
                if watched.machine.level:
                    reason = "the stream began anew"
                    ending = Change(
                        self._stamp(now), watched.machine.level, Level.OK, math.nan, reason
                    )
                    self._change(watched, ending, now)
                watched.evaluator = watched.rule.condition.begin()
                watched.machine = Machine(watched.rule.hold)
            self._rows = False

    def feed(self, batch: Batch, now: float) -> list[Entry]:
        """Judge rows; what happened by that and is to be told of."""
        if not len(batch):
            return []
        with self._lock:
            before = self._newest if self._rows else -math.inf
            time = np.maximum.accumulate(np.maximum(batch.time, before))
            rows = Batch(time, batch.columns)
            self._newest, self._newest_at, self._rows = float(time[-1]), now, True
            return self._each(lambda watched: watched.evaluator.judge(rows), now)

    def tick(self, now: float) -> list[Entry]:
        """Let time pass; what happened by that and is to be told of."""
        with self._lock:
            stamp = self._stamp(now)
            told = self._each(lambda watched: watched.evaluator.silent(stamp), now)
            for watched in self._watched.values():
                if -math.inf < watched.silenced_until <= now:
                    watched.silenced_until = -math.inf
                    told += self._note(watched, "silence over", now)
            return told

    def next_tick(self, now: float) -> float | None:
        """Seconds until time alone changes something; None: it does not."""
        with self._lock:
            waits = [
                each.silenced_until - now
                for each in self._watched.values()
                if math.isfinite(each.silenced_until)
            ]
            stamp = self._stamp(now)
            for each in self._watched.values():
                if (silent := each.evaluator.next_silent()) is not None:
                    waits.append(silent - stamp)
            return max(0.0, min(waits)) if waits else None

    # -- what people do ---------------------------------------------------------------------

    def acknowledge(self, name: str, now: float) -> None:
        """Somebody has seen the present alert of a rule; nothing if there is none.

        Raises:
            ArgumentError: There is no such rule.
        """
        with self._lock:
            watched = self._find(name)
            if watched.machine.level and not watched.acknowledged:
                watched.acknowledged = True
                self._note(watched, "acknowledged", now)

    def silence(self, name: str, seconds: float | None, now: float) -> None:
        """Tell nobody of a rule for some time, or again (None); its state and log go on.

        Raises:
            ArgumentError: There is no such rule.
        """
        with self._lock:
            watched = self._find(name)
            silenced = watched.silenced_until > now
            watched.silenced_until = -math.inf if seconds is None else now + seconds
            if seconds is not None:
                self._note(watched, "silenced", now, f"for {seconds:g} s")
            elif silenced:
                self._note(watched, "silence over", now)

    # -- what is to be seen -----------------------------------------------------------------

    def states(self, now: float) -> tuple[RuleState, ...]:
        """Each rule as it is, in the order in which they were given."""
        with self._lock:
            return tuple(self._state(each, now) for each in self._watched.values())

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

    def _find(self, name: str) -> _Watched:
        if name not in self._watched:
            raise ArgumentError(unknown_name("rule", name, self._watched))
        return self._watched[name]

    def _each(self, judge: Callable[[_Watched], Judgement | None], now: float) -> list[Entry]:
        told: list[Entry] = []
        happened: list[tuple[_Watched, Change]] = []
        for watched in self._watched.values():
            try:
                seen = judge(watched)
                changes = [] if seen is None else watched.machine.feed(seen)
            except Exception as error:
                told += self._fail(watched, error, now)
                continue
            if seen is not None:
                watched.error = ""
            happened += ((watched, change) for change in changes)
        for watched, change in sorted(happened, key=lambda each: each[1].time):
            told += self._change(watched, change, now)
        return told

    def _change(self, watched: _Watched, change: Change, now: float) -> list[Entry]:
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

    def _fail(self, watched: _Watched, error: Exception, now: float) -> list[Entry]:
        known = isinstance(error, LiveWidgetsError)
        sentence = str(error) if known else f"{type(error).__name__}: {error}"
        watched.errors += 1
        if sentence == watched.error:  # it may be the same with every batch
            return []
        watched.error = sentence
        return self._note(watched, "error", now, sentence)

    def _note(self, watched: _Watched, what: str, now: float, reason: str = "") -> list[Entry]:
        level = watched.machine.level
        entry = Entry(self._stamp(now), watched.rule.name, what, level, reason=reason)
        self._log.add(entry)
        return [] if watched.silenced_until > now else [entry]

    def _state(self, watched: _Watched, now: float) -> RuleState:
        left = watched.silenced_until - now
        return RuleState(
            rule=watched.rule,
            level=watched.machine.level,
            pending=watched.machine.pending,
            acknowledged=watched.acknowledged,
            silenced=left if left > 0 else None,
            since=None if watched.last is None else watched.last.time,
            reason="" if watched.last is None else watched.last.reason,
            raised=watched.raised,
            errors=watched.errors,
            error=watched.error,
        )
