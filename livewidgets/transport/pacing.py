"""Pacing: when the next frame may be made. A pure state machine; times are passed in.

Pages acknowledge frames that carry a mark. A page that draws slowly acknowledges late,
and frames then wait for it: few are under way, and each is the newest when it is made.
Acknowledgements are unheard while a cell holds the kernel's main thread; a trickle then
goes on. A page that is silent while no cell runs is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FRAME_INTERVAL = 1 / 20
"""Seconds between frames at least: a page redraws stock marks no faster with profit."""

MARK_INTERVAL = 0.2
"""Seconds between marked frames while the page keeps up: each acknowledgement occupies
the kernel's shell, and answers with busy and idle to every page."""

TRICKLE_INTERVAL = 1 / 5
"""Seconds between frames while nobody acknowledges."""

IDLE_INTERVAL = 1.0
"""Seconds between frames when the pages that acknowledged have all gone."""

MESSAGES_PER_SECOND = 95.0
"""All widgets of a kernel together; beyond 1,000 the Jupyter server drops messages."""

TRICKLE_BYTES_PER_SECOND = 1_000_000.0
"""What may be sent unasked, while nobody acknowledges."""

PAGE_SILENCE = 3.0
"""Seconds without an answer, while no cell runs, after which a page is gone."""

POINTS_PER_FRAME = 16_000
"""Points that all curves of a frame share: what a page redraws, with stock marks, in
well under half a second."""

MOST_COLUMNS = 950
"""Pixel columns of a curve at most."""

MOST_UNDER_WAY = 8
SLOW_ANSWER = 0.25
PROMPT_ANSWER = 0.15


@dataclass
class _Page:
    acknowledged: int
    heard: float
    window: int = 2


class Pacer:
    """Decides when a frame may be made, and whether it carries a mark."""

    def __init__(self) -> None:
        self.sequence = 0
        self.cell_runs = False
        self._pages: dict[str, _Page] = {}
        self._ever_heard = False
        self._sent_at: dict[int, float] = {}
        self._last_sent = -1e9
        self._last_marked = -1e9
        self._cost_until = -1e9
        self._unasked_until = -1e9
        self._answered_interval = FRAME_INTERVAL

    @property
    def pages(self) -> int:
        """How many pages are known to look."""
        return len(self._pages)

    @property
    def points(self) -> int:
        """How many points all curves of a frame may have, together."""
        return POINTS_PER_FRAME

    @property
    def columns(self) -> int:
        """How many pixel columns a curve may be reduced to."""
        return MOST_COLUMNS

    def pixels_of(self, targets: Mapping[str, Any]) -> int | None:
        """How many device pixels wide the plot of a picture on these widgets is; None where
        no page has said so."""
        return None

    def steady(self, interval: float) -> None:
        """Make frames so many seconds apart, if the pages can draw them; stock marks cannot."""

    def delay(self, now: float) -> float:
        """Seconds until a frame may be made; 0 where it may be made at once."""
        self._expire(now)
        earliest = max(self._last_sent + FRAME_INTERVAL, self._cost_until)
        if not self._pages:
            rest = IDLE_INTERVAL if self._ever_heard and not self.cell_runs else TRICKLE_INTERVAL
            earliest = max(earliest, self._last_sent + rest, self._unasked_until)
        elif not self._credit():
            if self.cell_runs:
                rest = max(TRICKLE_INTERVAL, 1.5 * self._answered_interval)
                earliest = max(earliest, self._last_sent + rest)
            else:
                earliest = max(earliest, self._next_expiry())
        return max(0.0, earliest - now)

    def marks(self, now: float) -> bool:
        """Whether the frame that is made now is to be acknowledged."""
        if not self._pages or now - self._last_marked >= MARK_INTERVAL:
            return True
        return any(self._under_way(page) + 1 >= page.window for page in self._pages.values())

    def sent(self, now: float, messages: int, size: int, marked: bool) -> int:
        """Note a frame of so many messages and bytes; returns its sequence number."""
        self.sequence += 1
        self._last_sent = now
        if marked:
            self._last_marked = now
            self._sent_at[self.sequence] = now
            while len(self._sent_at) > 4 * MOST_UNDER_WAY:
                del self._sent_at[next(iter(self._sent_at))]
        self._cost_until = max(self._cost_until, now) + messages / MESSAGES_PER_SECOND
        self._unasked_until = now + size / TRICKLE_BYTES_PER_SECOND
        return self.sequence

    def acknowledged(self, page: str, sequence: int, now: float) -> None:
        """A page has drawn everything up to a frame. Numbers from elsewhere are ignored."""
        if not 0 <= sequence <= self.sequence:
            return
        self._ever_heard = True
        known = self._pages.get(page)
        if known is None:
            self._pages[page] = _Page(sequence, now)
            return
        known.heard = now
        if sequence <= known.acknowledged:
            return
        sent = self._sent_at.get(sequence)
        if sent is not None:
            self._learn(known, now - sent, sequence - known.acknowledged)
        known.acknowledged = sequence

    def cell(self, runs: bool, now: float) -> None:
        """A cell begins or ends to hold the kernel; acknowledgements may be unheard meanwhile."""
        self.cell_runs = runs
        if not runs:
            for page in self._pages.values():
                page.heard = max(page.heard, now)

    def _learn(self, page: _Page, answer: float, frames: int) -> None:
        if answer > SLOW_ANSWER:
            page.window = max(1, page.window // 2)
        elif answer < PROMPT_ANSWER:
            page.window = min(MOST_UNDER_WAY, page.window + 1)
        interval = max(FRAME_INTERVAL, answer / max(1, frames))
        self._answered_interval += 0.3 * (interval - self._answered_interval)

    def _under_way(self, page: _Page) -> int:
        return self.sequence - page.acknowledged

    def _credit(self) -> bool:
        return all(self._under_way(page) < page.window for page in self._pages.values())

    def _expire(self, now: float) -> None:
        if self.cell_runs:
            return
        for name, page in list(self._pages.items()):
            if self._owes(page) and now - max(page.heard, self._asked(page)) >= PAGE_SILENCE:
                del self._pages[name]

    def _owes(self, page: _Page) -> bool:
        return any(sequence > page.acknowledged for sequence in self._sent_at)

    def _asked(self, page: _Page) -> float:
        """When the oldest frame was sent that the page has not acknowledged."""
        return min(at for sequence, at in self._sent_at.items() if sequence > page.acknowledged)

    def _next_expiry(self) -> float:
        blocking = (p for p in self._pages.values() if self._under_way(p) >= p.window)
        return min(
            max(page.heard, self._asked(page)) + PAGE_SILENCE
            if self._owes(page)
            else page.heard + PAGE_SILENCE
            for page in blocking
        )
