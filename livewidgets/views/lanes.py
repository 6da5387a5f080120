"""Lanes: the states of a stream's rows, by category, and its events."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring
from livewidgets.views.format import formatter
from livewidgets.views.runs import Runs
from livewidgets.views.text import one_line

MOST_LANES = 12
"""Categories that have a lane each; those that come later are counted."""

MOST_EVENTS = 200
"""Events that are kept: with more, the markers lie on each other."""

MOST_OTHERS = 1_000

LONGEST_STATE = 40

Event = tuple[float, str]


class Lanes:
    """Follows a ring, and reads each of its rows once; all of them again when late ones came.

    Attributes:
        runs: By lane, in the order in which the lanes came.
        others: Categories that have no lane.
        events: The newest ones, oldest first.

    Args:
        state: The column of the states; None: only events.
        by: The column of the categories; None: one lane.
        events: The column of the events, in which empty text is none; None: no events.
        width: Seconds; see `Runs`.
    """

    def __init__(self, state: str | None, by: str | None, events: str | None, width: float) -> None:
        self.width = width
        self._state, self._by, self._events = state, by, events
        self._ring: Ring | None = None
        self._revision = -1
        self._next = 0  # the sequence number of the first row that was not read
        self._show = formatter()
        self._reset()

    def _reset(self) -> None:
        self.runs: dict[str, Runs] = {}
        self.others: set[str] = set()
        self.events: deque[Event] = deque(maxlen=MOST_EVENTS)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(dict.fromkeys(name for name in (self._state, self._by, self._events) if name))

    def update(self, ring: Ring, start: float, least: float = -math.inf) -> None:
        """Read what is new; of what is older than `start` only what goes on from there.

        Args:
            ring: The rows.
            start: Seconds.
            least: Seconds: rows before that are of no interest.

        Raises:
            SchemaError: There is no such column.
        """
        look = ring.look(self._next, names=self.names)
        if ring is not self._ring or look.revision != self._revision:
            self._reset()
            # A state that holds since long before has a row within twice the time, we hope.
            since = max(least, 2 * start - (ring.newest or start))
            look = ring.look(time=since, names=self.names)
            self._ring, self._revision = ring, look.revision
        for time, columns in look.pieces or ():
            self._read(time, columns)
        self._next = look.start + sum(len(time) for time, _ in look.pieces or ())
        self.trim(start)

    def take(self, rows: Batch) -> None:
        """Read rows that are newer than those before."""
        self._read(rows.time, rows.columns)

    def keep(self, names: Iterable[str]) -> None:
        """Have lanes of these names, too, as far as there is room."""
        for name in names:
            if name not in self.runs and len(self.runs) < MOST_LANES:
                self.runs[name] = Runs(self.width)

    def trim(self, start: float) -> None:
        """Let go of what ended before a time."""
        for runs in self.runs.values():
            runs.trim(start)
        while self.events and self.events[0][0] < start:
            self.events.popleft()

    def _read(self, time: NDArray[np.float64], columns: Mapping[str, NDArray[Any]]) -> None:
        if not len(time):
            return
        if self._events is not None:
            texts = columns[self._events].tolist()
            said = [(at, text) for at, text in zip(time.tolist(), texts, strict=True) if text]
            self.events.extend((at, self._text(text)) for at, text in said[-MOST_EVENTS:])
        if self._state is None:
            return
        states = columns[self._state]
        if self._by is None:
            self._add("", time, states)
            return
        keys = columns[self._by].tolist()
        codes: dict[Any, int] = {}
        lanes = np.array([codes.setdefault(key, len(codes)) for key in keys])
        for key, code in codes.items():
            chosen = lanes == code
            self._add(self._text(key), time[chosen], states[chosen])

    def _add(self, lane: str, time: NDArray[np.float64], states: NDArray[Any]) -> None:
        runs = self.runs.get(lane)
        if runs is None:
            if len(self.runs) >= MOST_LANES:
                if len(self.others) < MOST_OTHERS:
                    self.others.add(lane)
                return
            runs = self.runs[lane] = Runs(self.width)
        changes = np.concatenate(([0], np.flatnonzero(states[1:] != states[:-1]) + 1))
        times, values = time[changes].tolist(), states[changes].tolist()
        runs.add((at, self._text(value)) for at, value in zip(times, values, strict=True))

    def _text(self, value: Any) -> str:
        if isinstance(value, float) and math.isnan(value):
            return ""
        text = one_line(value) if isinstance(value, str) else self._show(value)
        return text if len(text) <= LONGEST_STATE else f"{text[: LONGEST_STATE - 1]}…"
