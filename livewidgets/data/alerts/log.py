"""The log of alerts: what happened, when and why; bounded, and not flooded by one rule."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass, replace

from livewidgets.data.alerts.judgement import Level

ENTRIES = 500
"""Entries that are kept; then the oldest make room."""

PER_SECOND = 10
"""Entries of one rule in one second; of more the newest stands for the rest."""

EPISODES = 200
"""Alerts that are over and still drawn."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a rule.

    Attributes:
        time: Seconds, in the stream's own time.
        rule: The rule's name.
        what: `warning`, `critical`, `eased`, `cleared`, `acknowledged`, `silenced`,
            `silence over` or `error`.
        level: The rule's level from then on.
        value: What was judged; NaN where it is no number.
        reason: A sentence.
        skipped: Entries of the rule, just before, for which this one stands.
    """

    time: float
    rule: str
    what: str
    level: Level
    value: float = math.nan
    reason: str = ""
    skipped: int = 0


class Log:
    """The newest entries.

    Args:
        limit: How many are kept.

    Attributes:
        total: How many there were.
    """

    def __init__(self, limit: int = ENTRIES) -> None:
        self._limit = limit
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._bursts: dict[str, tuple[float, int, int]] = {}  # second, entries in it, last key
        self.total = 0

    def add(self, entry: Entry) -> None:
        """Take an entry."""
        self.total += 1
        second = math.floor(entry.time)
        known, count, last = self._bursts.get(entry.rule, (-math.inf, 0, 0))
        count = count + 1 if second == known else 1
        before = self._entries.pop(last, None) if count > PER_SECOND else None
        if before is not None:
            entry = replace(entry, skipped=before.skipped + 1)
        self._entries[self.total] = entry
        self._bursts[entry.rule] = (second, count, self.total)
        while len(self._entries) > self._limit:
            self._entries.popitem(last=False)

    def newest(self, count: int) -> tuple[Entry, ...]:
        """The newest entries, newest first."""
        keys = list(reversed(self._entries))[:count]
        return tuple(self._entries[key] for key in keys)


@dataclass(frozen=True, slots=True)
class Episode:
    """An alert from when it was raised to when it was cleared.

    Attributes:
        rule: The rule's name.
        start: When it was raised, in seconds, in the stream's own time.
        end: When it was cleared; None: not yet.
        level: The highest level that it had.
        value: What was judged when it was raised; NaN where it is no number.
        reason: Why it was raised, as a sentence.
        steps: Each change of its level: time and level.
    """

    rule: str
    start: float
    end: float | None
    level: Level
    value: float
    reason: str
    steps: tuple[tuple[float, Level], ...]


class Episodes:
    """Alerts in the order in which they were raised.

    Args:
        limit: How many that are over are kept; None keeps all, for data that have an end.
    """

    _STEPS = 64  # of one alert; a level that goes up and down for ever must not grow it

    def __init__(self, limit: int | None = EPISODES) -> None:
        self._over: deque[Episode] = deque(maxlen=limit)
        self._open: dict[str, Episode] = {}

    def change(self, rule: str, time: float, level: Level, value: float, reason: str) -> None:
        """The level of a rule is another from now on."""
        episode = self._open.get(rule)
        if episode is None:
            first = ((time, level),)
            self._open[rule] = Episode(rule, time, None, level, value, reason, first)
        elif level is Level.OK:
            del self._open[rule]
            self._over.append(replace(episode, end=max(time, episode.start)))
        else:
            steps = (*episode.steps[: self._STEPS], (time, level))
            self._open[rule] = replace(episode, level=max(level, episode.level), steps=steps)

    @property
    def all(self) -> tuple[Episode, ...]:
        """Those that are over, and then those that are not."""
        return (*self._over, *self._open.values())
