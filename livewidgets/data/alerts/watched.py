"""A rule at work, and what is to be seen of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from livewidgets.data.alerts.judgement import Evaluator, Level
from livewidgets.data.alerts.machine import Change, Machine
from livewidgets.data.alerts.rules import Rule


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


class Watched:
    """A rule at work.

    Its evaluator and its machine belong to whoever judges; `level` and `pending` are what
    they came to, for everybody else.

    Args:
        rule: The rule.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.evaluator: Evaluator = rule.condition.begin()
        self.machine = Machine(rule.hold)
        self.level = Level.OK
        self.pending: Level | None = None
        self.acknowledged = False
        self.silenced_until = -math.inf
        self.last: Change | None = None
        self.raised = self.errors = 0
        self.error = ""

    def settle(self) -> None:
        """Let everybody see what the machine has come to."""
        self.level, self.pending = self.machine.level, self.machine.pending

    def state(self, now: float) -> RuleState:
        """What the rule is doing at a monotonic time, in seconds."""
        left = self.silenced_until - now
        return RuleState(
            rule=self.rule,
            level=self.level,
            pending=self.pending,
            acknowledged=self.acknowledged,
            silenced=left if left > 0 else None,
            since=None if self.last is None else self.last.time,
            reason="" if self.last is None else self.last.reason,
            raised=self.raised,
            errors=self.errors,
            error=self.error,
        )
