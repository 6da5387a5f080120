"""Limits with hysteresis: from values to levels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from livewidgets.data.alerts.judgement import Array, Level, Levels, Limit
from livewidgets.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one side.

    Attributes:
        warning: Beyond it is a warning; None: there is no warning.
        critical: Beyond it is critical; None: nothing is.
        margin: How far a value must come back within a limit until its alert is cleared.
        under: Whether "beyond" is below the limit, not above it.
        clear: The value at which the first limit's alert is cleared, as it was given: limit and
            margin make another number of it, in its last bit.
    """

    warning: float | None
    critical: float | None
    margin: float
    under: bool = False
    clear: float | None = None

    @classmethod
    def given(
        cls,
        limit: float,
        critical: float | None,
        level: Level,
        clear: float | None,
        under: bool = False,
    ) -> Limits:
        """Limits as people give them.

        Args:
            limit: Of `level`.
            critical: A second limit, further out, of a warning that may become critical.
            level: What `limit` is the limit of.
            clear: The value to which it must come back; None is the limit itself.
            under: Whether it is about values below.

        Raises:
            ArgumentError: A number is none, or on the wrong side of another.
        """
        sign = -1.0 if under else 1.0
        for name, number in (("limit", limit), ("critical", critical), ("clear", clear)):
            if number is not None:
                require_number(name, number)
        if critical is not None and level is Level.CRITICAL:
            raise ArgumentError(f"critical={critical!r}: the first limit is critical already")
        if critical is not None and not sign * critical > sign * limit:
            word = "below" if under else "above"
            raise ArgumentError(f"critical={critical!r} must be {word} the limit {limit!r}")
        margin = 0.0 if clear is None else sign * (limit - clear)
        if margin < 0:
            word = "above" if under else "below"
            raise ArgumentError(f"clear={clear!r} must be {word} the limit {limit!r}, or equal")
        if level is Level.CRITICAL:
            return cls(None, float(limit), margin, under, clear)
        further = None if critical is None else float(critical)
        return cls(float(limit), further, margin, under, clear)

    def judge(self, value: Array) -> tuple[Levels, Levels]:
        """The level that each value calls for, and the one that it lets stay."""
        level = np.zeros(len(value), np.int8)
        keep = np.zeros(len(value), np.int8)
        for limit, what in ((self.warning, Level.WARNING), (self.critical, Level.CRITICAL)):
            if limit is not None:
                level[self._beyond(value, limit)] = what
                keep[self._beyond(value, self._back(limit))] = what
        return level, keep

    def _back(self, limit: float) -> float:
        """Where the alert of a limit is cleared."""
        if self.clear is not None and limit == self.first:
            return self.clear
        return limit + (self.margin if self.under else -self.margin)

    def _beyond(self, value: Array, limit: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return value < limit if self.under else value > limit

    @property
    def drawn(self) -> tuple[Limit, ...]:
        """The limits, as lines."""
        pairs = ((Level.WARNING, self.warning), (Level.CRITICAL, self.critical))
        return tuple(Limit(level, limit) for level, limit in pairs if limit is not None)

    @property
    def first(self) -> float:
        """The limit that is reached first."""
        return self.drawn[0].value

    @property
    def text(self) -> str:
        """`above 90 (critical above 95, clears at 85)`."""
        word = "below" if self.under else "above"
        notes = []
        if self.warning is not None and self.critical is not None:
            notes.append(f"critical {word} {self.critical:g}")
        if self.margin:
            notes.append(f"clears at {self._back(self.first):g}")
        return f"{word} {self.first:g}" + (f" ({', '.join(notes)})" if notes else "")

    def passed(self, value: float, level: int) -> str:
        """What a value did, as a phrase: `above 90`, or `no longer above 90`."""
        word = "below" if self.under else "above"
        if level == Level.CRITICAL and self.critical is not None:
            return f"{word} {self.critical:g}"
        return f"{'' if level else 'no longer '}{word} {self.first:g}"


def require_number(name: str, number: object) -> None:
    """Check a finite number.

    Raises:
        ArgumentError: It is none.
    """
    plain = isinstance(number, (int, float, np.integer, np.floating))
    if isinstance(number, bool) or not plain or not math.isfinite(number):  # type: ignore[arg-type]
        raise ArgumentError(f"{name}={number!r}: give a finite number")
