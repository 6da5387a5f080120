"""The state of one rule: from judgements to the moments at which its alert changes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from livewidgets.data.alerts.judgement import Judgement, Level

_RAISED = (Level.WARNING, Level.CRITICAL)


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which an alert was raised, escalated, eased or cleared.

    Attributes:
        time: Seconds, in the stream's own time.
        before: The level until then.
        after: The level from then on.
        value: What was judged; NaN where it is no number.
        reason: A sentence.
    """

    time: float
    before: Level
    after: Level
    value: float
    reason: str


class Machine:
    """Raises a level when it was called for without a break for `hold` seconds, and lowers
    it to what the hysteresis lets stay.

    The cost is set by how often the judgement changes, not by the number of rows, and any
    split into batches gives the same changes.

    Args:
        hold: Seconds; 0 raises at once.

    Attributes:
        level: The level now.
        pending: The level that is called for but has not been for long enough, if any.
    """

    def __init__(self, hold: float = 0.0) -> None:
        self._hold = hold
        self._since: dict[Level, float] = {}  # since when a level is called for
        self.level = Level.OK

    @property
    def pending(self) -> Level | None:
        higher = [level for level in self._since if level > self.level]
        return max(higher, default=None)

    def feed(self, seen: Judgement) -> list[Change]:
        """Take what a condition says; the changes that come of it, in order."""
        moments = len(seen.time)
        if not moments:
            return []
        same = (seen.level[1:] == seen.level[:-1]) & (seen.keep[1:] == seen.keep[:-1])
        starts = np.concatenate(([0], np.flatnonzero(~same) + 1, [moments])).tolist()
        changes: list[Change] = []
        for start, stop in pairwise(starts):
            self._run(seen, start, stop, changes)
        return changes

    def _run(self, seen: Judgement, start: int, stop: int, changes: list[Change]) -> None:
        """Moments from `start` to `stop` that all say the same."""
        called, keep = int(seen.level[start]), int(seen.keep[start])
        for level in _RAISED:
            if called < level:
                self._since.pop(level, None)
            else:
                self._since.setdefault(level, float(seen.time[start]))
        moments = {start}
        if self._hold:
            for since in self._since.values():
                held = np.searchsorted(seen.time[start:stop], since + self._hold)
                moments.add(start + int(held))
        for moment in sorted(moments):
            if moment < stop:
                self._move(seen, moment, keep, changes)

    def _move(self, seen: Judgement, moment: int, keep: int, changes: list[Change]) -> None:
        time = float(seen.time[moment])
        due = (level for level, since in self._since.items() if time >= since + self._hold)
        held = max(due, default=Level.OK)
        after = Level(min(max(self.level, held), keep))
        if after == self.level:
            return
        # What it is raised to may be less than what the moment calls for, and is held.
        reason = seen.why(moment, min(after, int(seen.level[moment])))
        if self._hold and after > self.level:
            reason += f", for {self._hold:g} s"
        value = float(seen.value[moment])
        changes.append(Change(time, self.level, after, value, reason))
        self.level = after
