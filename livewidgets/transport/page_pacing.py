"""Page pacing: who looks, what each page has, and when the next frame may be made.

A pure state machine; times are passed in. Frames are broadcast, so they go out as long as
any page that is seen has credit left: one that is slow applies several and paints once. A
page that nobody sees costs nothing, and one that is silent while no cell runs is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from livewidgets.transport.phase import shift

FRAME_INTERVAL = 1 / 66
"""Seconds between frames at least: what a screen shows, and a tenth more, since a frame that
comes a little late would leave one of the screen's pictures without anything new."""

STEADY_INTERVAL = 1 / 20
"""Seconds between frames on the average, while changes do not cease and no picture asks for
more: each is a message with 1 kB around it, and work for the page."""

EARLY = 60 / 66
"""The part of the interval that pictures ask for after which the next frame may be made."""

BURST = 3
"""Frames that may come sooner than that after a rest: what is new is shown at once."""

TRICKLE_INTERVAL = 1 / 5
"""Seconds between frames while a cell runs and acknowledgements are unheard."""

BLIND_SNAPSHOT_INTERVAL = 2.0
"""Seconds between snapshots in that trickle: a page that lacks something is unheard, too."""

SNAPSHOT_INTERVAL = 0.25
"""Seconds between snapshots that are asked for: they go to every page."""

PAGE_SILENCE = 5.0
"""Seconds that a page may leave a frame without an answer, while no cell runs."""

REST = 60.0
"""Seconds until the next look when nobody is there; whoever comes wakes the pump."""

MESSAGES_PER_SECOND = 95.0
"""All widgets of a kernel together; beyond 1,000 the Jupyter server drops messages."""

RECOVERY = 0.8
"""By how much the interval of a page shrinks again with each answer that it paints all."""

COALESCED = 1.4
"""Frames that a page may put into one picture without being slow: at sixty a second it
depends on chance whether two of eight come between the same two pictures of the screen."""

SLOWEST_INTERVAL = 1.0
"""Seconds between frames at most, however slowly a page paints."""

MOST_UNDER_WAY = 16
FIRST_UNDER_WAY = 8
FEWEST_UNDER_WAY = 4

PROMPT_ANSWER = 0.5
SLOW_ANSWER = 0.8
"""A page acknowledges within 400 ms, or 8 frames, of painting: each acknowledgement costs the
kernel about as much as a frame does, since ipykernel tells every page that it was busy."""

MOST_PAGES = 64
"""Pages that are kept account of; their names come from outside."""


@dataclass
class _Page:
    visible: bool
    heard: float
    acknowledged: int
    wants: bool
    window: int = FIRST_UNDER_WAY
    since: float | None = None  # when the oldest frame was sent that it has not answered
    interval: float = STEADY_INTERVAL  # what it can paint, or less
    painted: tuple[int, float] | None = None  # how often it had painted until when, in seconds


class PagePacer:
    """What the pages said, and what follows from it.

    Attributes:
        heard: Whether any page ever said hello: only then do frames reach anybody.
        cell_runs: Whether what pages say may be unheard.
        sequence: The number of the newest frame.
    """

    def __init__(self) -> None:
        self.heard = False
        self.cell_runs = False
        self.sequence = 0
        self._steady = STEADY_INTERVAL
        self._pages: dict[str, _Page] = {}
        self._sent_at: dict[int, float] = {}
        self._last_sent = -1e9
        self._last_snapshot = -1e9
        self._cost_until = -1e9
        self._owed_until = -1e9  # when as many frames will have been made as may be by then

    @property
    def seen(self) -> frozenset[str]:
        """The pages that somebody sees."""
        return frozenset(name for name, page in self._pages.items() if page.visible)

    @property
    def looking(self) -> int:
        """How many pages somebody sees."""
        return sum(page.visible for page in self._pages.values())

    def steady(self, interval: float) -> None:
        """Make frames so many seconds apart on the average, while changes do not cease."""
        self._steady = min(STEADY_INTERVAL, interval)
        if self._steady < STEADY_INTERVAL:
            self._steady = max(FRAME_INTERVAL, EARLY * self._steady)
        for page in self._pages.values():
            page.interval = self._steady  # one that cannot says so again

    def delay(self, now: float) -> float:
        """Seconds until a frame may be made; 0 where it may be made at once."""
        self._expire(now)
        looking = [page for page in self._pages.values() if page.visible]
        if not looking:
            return REST
        burst = (BURST - 1) * self._steady
        earliest = max(self._last_sent + FRAME_INTERVAL, self._cost_until, self._owed_until - burst)
        if not any(self._credit(page) for page in looking):
            if self.cell_runs:
                earliest = max(earliest, self._last_sent + TRICKLE_INTERVAL)
            else:
                # Until then it is worth waiting for: for an answer, or for a snapshot to go out.
                earliest = max(earliest, min(self._expiry(page, now) for page in looking))
        return max(0.0, earliest - now)

    def sent(self, now: float, messages: int) -> None:
        """Note that so many messages went out for a frame."""
        self._last_sent = now
        paces = [page.interval for page in self._pages.values() if self._credit(page)]
        pace = min(paces, default=self._steady)
        self._owed_until = max(self._owed_until, now) + pace
        self._cost_until = max(self._cost_until, now) + messages / MESSAGES_PER_SECOND

    def framed(self, sequence: int, snapshot: bool, now: float) -> None:
        """Note a frame of this number."""
        self.sequence = sequence
        self._sent_at[sequence] = now
        while len(self._sent_at) > 2 * MOST_UNDER_WAY:
            del self._sent_at[next(iter(self._sent_at))]
        if snapshot:
            self._last_snapshot = now
        for page in self._pages.values():
            if snapshot and page.visible and page.wants:
                page.wants = False
                page.acknowledged = sequence - 1
                page.since = now
            elif page.visible and page.since is None and page.acknowledged < sequence:
                page.since = now

    def snapshot_wait(self, now: float) -> float | None:
        """Seconds until a snapshot is due; None where nobody asks for one."""
        if not any(page.visible and page.wants for page in self._pages.values()):
            return None
        return max(0.0, self._last_snapshot + SNAPSHOT_INTERVAL - now)

    def blind(self, now: float) -> bool:
        """Whether the frame that is made now had better be a snapshot, asked for or not."""
        unheard = self.cell_runs and not any(map(self._credit, self._pages.values()))
        return unheard and now - self._last_snapshot >= BLIND_SNAPSHOT_INTERVAL

    def hello(self, name: str, visible: bool, now: float) -> None:
        """A page is there, and has nothing."""
        self.heard = True
        self._pages.pop(name, None)
        if len(self._pages) >= MOST_PAGES:
            del self._pages[min(self._pages, key=lambda each: self._pages[each].heard)]
        self._pages[name] = _Page(visible, now, self.sequence, wants=visible, interval=self._steady)

    def sees(self, name: str, visible: bool, now: float) -> None:
        """Somebody sees a page, which then has nothing; or nobody does."""
        self.hello(name, visible, now)

    def asks(self, name: str, now: float) -> None:
        """A page lacks something."""
        page = self._known(name, now)
        page.wants = page.visible = True

    def bye(self, name: str) -> None:
        """A page goes."""
        self._pages.pop(name, None)

    def acknowledged(self, name: str, sequence: int, painted: int, at: float, now: float) -> None:
        """A page shows everything up to a frame. Numbers from elsewhere are ignored.

        Args:
            name: The page's.
            sequence: The frame's number.
            painted: How often the page has painted.
            at: When it last did, in seconds by its own clock.
            now: By ours.
        """
        if not 0 <= sequence <= self.sequence:
            return
        page = self._known(name, now)
        if sequence <= page.acknowledged:
            return
        self._learn_pace(page, sequence - page.acknowledged, painted, at)
        sent = self._sent_at.get(sequence)
        if sent is None or now - sent > SLOW_ANSWER:
            page.window = max(FEWEST_UNDER_WAY, page.window // 2)
        elif now - sent < PROMPT_ANSWER:
            page.window = min(MOST_UNDER_WAY, page.window + 2)
        page.acknowledged = sequence
        page.since = None if sequence == self.sequence else self._sent_at.get(sequence + 1, now)

    def waited(self, name: str, wait: float, now: float) -> None:
        """Frames lay in a page until it painted. The first page that is seen decides for all,
        while frames keep to their interval: those that come one by one are made at once, and
        with more than that every picture of the screen has its own.

        Args:
            name: The page's.
            wait: Seconds, in the median.
            now: By our clock.
        """
        first = next((each for each, page in self._pages.items() if page.visible), None)
        if name == first and self._steady == STEADY_INTERVAL and self._owed_until > now:
            self._owed_until += shift(wait)

    def cell(self, runs: bool, now: float) -> None:
        """A cell begins or ends to hold the kernel; pages may be unheard meanwhile."""
        self.cell_runs = runs
        if not runs:
            for page in self._pages.values():
                page.heard = max(page.heard, now)

    def _learn_pace(self, page: _Page, frames: int, painted: int, at: float) -> None:
        """A page that paints several frames at once is better sent fewer."""
        before, page.painted = page.painted, (painted, at)
        if before is None or not (paints := painted - before[0]) or at <= before[1]:
            return
        if frames > COALESCED * paints:
            page.interval = min(SLOWEST_INTERVAL, max(page.interval, (at - before[1]) / paints))
        else:
            page.interval = max(self._steady, RECOVERY * page.interval)

    def _known(self, name: str, now: float) -> _Page:
        """A page that speaks is there, even where it had been given up."""
        if name not in self._pages:
            self.hello(name, True, now)
            self._pages[name].wants = False  # it would have asked
        page = self._pages[name]
        page.heard = now
        return page

    def _credit(self, page: _Page) -> bool:
        under_way = self.sequence - page.acknowledged
        return page.visible and not page.wants and under_way < page.window

    def _expiry(self, page: _Page, now: float) -> float:
        since = now if page.since is None else page.since
        return max(page.heard, since) + PAGE_SILENCE

    def _expire(self, now: float) -> None:
        if self.cell_runs:
            return
        for name, page in list(self._pages.items()):
            if page.visible and page.since is not None and self._expiry(page, now) <= now:
                del self._pages[name]
