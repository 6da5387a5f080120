"""Status: the truth about a stream, as a state and a sentence."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from livewidgets.data.growth import MOST_COLUMNS
from livewidgets.sources.source import State

UNFINISHED_AFTER = 2.0
"""Seconds after which bytes without the end of a record are worth a sentence."""

STALE_AFTER = 3.0
"""Seconds of silence below which no stream is called stale."""

STALE_INTERVALS = 5.0
"""A stream is stale after a silence of so many of its usual intervals."""

REJECTED_IN_A_ROW = 20
"""Rejects after the last rows that are worth a sentence; before any row one is."""

NOTED_FOR = 60.0
"""Seconds for which something that happened is told."""

WORTH_A_NOTE = 1.0
"""Seconds without rows, while nothing was read, that are told of afterwards."""

_SMOOTHING = 0.2


@dataclass(frozen=True, slots=True)
class Status:
    """What a stream is doing.

    Attributes:
        state: One word for it.
        sentence: What a person should know beside it; may be empty.
        age: Seconds since the last rows came; None before the first.
    """

    state: State
    sentence: str
    age: float | None

    def __str__(self) -> str:
        return f"{self.state.value}: {self.sentence}" if self.sentence else self.state.value


class Condition:
    """Follows what a source reports, and says what it amounts to. Thread-safe.

    Args:
        stale_after: Seconds of silence after which a live stream is stale; None learns
            it from the stream's own rhythm (five usual intervals, at least 3 s).
    """

    def __init__(self, stale_after: float | None = None) -> None:
        self._lock = threading.Lock()
        self._stale_after = stale_after
        self._state = State.IDLE
        self._sentence = ""
        self._last_rows: float | None = None
        self._rhythm_from: float | None = None  # the last rows without a break after them
        self._interval: float | None = None
        self._held = 0
        self._held_since: float | None = None
        self._rejected = 0  # since the last rows
        self._reason = ""  # for the last of them
        self._ended = False  # since the last rows
        self._note = ("", 0.0)  # what happened, and until when it is told

    @property
    def state(self) -> State:
        """What was last reported; staleness needs the time, and is in `status`."""
        return self._state

    def report(self, state: State, sentence: str = "") -> None:
        """Take what the source says of itself."""
        with self._lock:
            self._state, self._sentence = state, sentence
            self._ended = self._ended or state is State.ENDED
            if state is not State.LIVE:  # what follows is a new beginning
                self._rhythm_from = self._held_since = None
                self._held = 0

    def rows(self, now: float) -> None:
        """Note that rows came, at the monotonic time `now`, in seconds."""
        with self._lock:
            if self._rhythm_from is not None:
                self._learn(now - self._rhythm_from)
            silence = 0.0 if self._last_rows is None else now - self._last_rows
            if self._ended and silence >= WORTH_A_NOTE:
                note = f"no rows for {silence:.0f} s: it was not read"
                self._note = (note, now + NOTED_FOR)
            self._ended = False
            self._last_rows = self._rhythm_from = now
            self._rejected = 0
            if self._state in (State.CONNECTING, State.RECONNECTING):
                self._state, self._sentence = State.LIVE, ""  # rows prove more than any report
            self._held_since = now if self._held else None

    def rejected(self, rows: int, reason: str) -> None:
        """Note that rows came which cannot be used."""
        with self._lock:
            self._rejected += rows
            self._reason = reason

    def columns_came(self, names: tuple[str, ...], in_all: int, now: float) -> None:
        """Tell for a minute, beside all else, that columns were added; nothing for none."""
        if not names:
            return
        what = ", ".join(map(repr, names[:5])) + (" and others" if len(names) > 5 else "")
        full = f"; there are {in_all}, others are left out" if in_all >= MOST_COLUMNS else ""
        with self._lock:
            self._note = (f"new column{'s' * (len(names) > 1)} {what}{full}", now + NOTED_FOR)

    def pending(self, held: int, now: float) -> None:
        """Note how many bytes wait for the end of their record."""
        with self._lock:
            if held and not self._held:
                self._held_since = now
            elif not held:
                self._held_since = None
            self._held = held

    def status(self, now: float) -> Status:
        """What it amounts to at the monotonic time `now`, in seconds."""
        with self._lock:
            age = None if self._last_rows is None else max(0.0, now - self._last_rows)
            state, sentence = self._state, self._sentence
            note, until = self._note
            if now < until:
                sentence = f"{note}; {sentence}" if sentence else note
            if state in (State.LIVE, State.CONNECTING):
                useless = self._useless() if state is State.LIVE else ""
                sentence = useless or self._unfinished(now) or sentence
                if state is State.LIVE and age is not None and age > self._patience():
                    state = State.STALE
            return Status(state, sentence, age)

    def _learn(self, passed: float) -> None:
        if self._interval is None:
            self._interval = passed
            return
        # An hour's silence is no rhythm: it counts as no more than what is called stale.
        passed = min(passed, self._patience())
        self._interval += _SMOOTHING * (passed - self._interval)

    def _patience(self) -> float:
        if self._stale_after is not None:
            return self._stale_after
        return max(STALE_AFTER, STALE_INTERVALS * (self._interval or 0.0))

    def _useless(self) -> str:
        enough = 1 if self._last_rows is None else REJECTED_IN_A_ROW
        return f"every row is rejected: {self._reason}" if self._rejected >= enough else ""

    def _unfinished(self, now: float) -> str:
        if not self._held or self._held_since is None:
            return ""
        waited = now - self._held_since
        if waited < UNFINISHED_AFTER:
            return ""
        unit = "byte" if self._held == 1 else "bytes"
        return (
            f"{self._held:,} {unit}, no newline for {waited:.0f} s; "
            'if the sender ends its records with silence, use framing="pause"'
        )
