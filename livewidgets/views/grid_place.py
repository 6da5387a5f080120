"""GridPlace: which rows of a ring a grid's places are, while pages scroll through them."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from livewidgets.data.ring import Ring
from livewidgets.views.cleared import Cleared

MOST_PAGES = 32
"""Pages whose place is remembered; those that closed are never told of."""

MOST_SPANS = 8
"""Spans that pages were given while it stood still, and are told one by one that are stale; where
there are more, pages begin anew."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the places of a grid are at one moment. Place 0 is the newest of its rows.

    Attributes:
        end: The sequence number after the row at place 0.
        first: That of the oldest row that can be shown.
        total: How many rows the ring was ever given.
        following: Whether it moves with the newest rows.
        turn: Another one where pages have to go back to place 0.
        seen: The first and the last place that a page has asked for last; None: not yet.
        stale: Spans of places, first and last, of which pages have what is there no more.
    """

    end: int
    first: int
    total: int
    following: bool
    turn: int
    seen: tuple[int, int] | None
    stale: tuple[tuple[int, int], ...] = ()

    @property
    def count(self) -> int:
        """How many places there are."""
        return max(0, self.end - self.first)


class GridPlace:
    """Follows the newest rows while all pages are at the top. Once one of them scrolls back,
    places mean the rows that they meant then, until it returns. From any thread.

    A page keeps what it was given. Therefore place 0 moves only when `move` says so, whose rows
    are sent to all pages; what a page asks for is answered from where it was moved to last.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cleared = Cleared()
        self._ring: Ring | None = None
        self._end = 0
        self._first = 0
        self._held = False  # it stands still
        self._scrolled = False  # since somebody has scrolled
        self._turn = 0
        self._pages: dict[str, int] = {}  # the place at the top of each, by page
        self._seen: tuple[int, int] | None = None
        self._given: list[tuple[int, int]] = []

    @property
    def revision(self) -> object:
        """Another one when somebody has moved it."""
        return self._held, self._turn, self._seen if self._held else None

    @property
    def following(self) -> bool:
        return not self._held

    def follow(self) -> None:
        """Go back to the newest rows, on all pages."""
        with self._lock:
            self._back()

    def pause(self) -> None:
        """Stay at the rows that are shown, wherever pages scroll to."""
        with self._lock:
            self._held, self._scrolled = True, False

    def clear(self, ring: Ring) -> None:
        """Show only rows that come from now on."""
        with self._lock:
            self._cleared.clear(ring)
            self._back()

    def move(self, ring: Ring) -> Place:
        """Go to the newest rows, where it follows. What is stale is told once."""
        with self._lock:
            if ring is not self._ring:  # the stream's cell ran again
                if self._ring is not None:
                    self._back()
                self._ring = ring
            stale: tuple[tuple[int, int], ...] = ()
            if not self._held:
                self._end = ring.total
                self._first = self._oldest(ring)
                stale, self._given = tuple(self._given), []
            return self._place(ring, stale)

    def ask(self, page: str, first: int, last: int, ring: Ring) -> Place | None:
        """A page shows these places now; None: of rows that it has not been moved to.

        Args:
            page: Which one.
            first: The place at its top.
            last: The place at its bottom.
            ring: The rows.
        """
        with self._lock:
            if ring is not self._ring:
                return None
            self._pages.pop(page, None)
            self._pages[page] = first
            if len(self._pages) > MOST_PAGES:
                del self._pages[next(iter(self._pages))]
            self._seen = (first, last)
            if first > 0 and not self._held:
                self._held = self._scrolled = True
            elif self._scrolled and not any(self._pages.values()):
                if len(self._given) > MOST_SPANS:
                    self._back()
                self._held = self._scrolled = False
            return self._place(ring)

    def gave(self, first: int, last: int) -> None:
        """A page has been given these places: they will be stale once it follows again."""
        with self._lock:
            if self._held and len(self._given) <= MOST_SPANS:
                self._given.append((first, last))

    def now(self, ring: Ring) -> Place:
        """Where it is."""
        with self._lock:
            return self._place(ring)

    def _back(self) -> None:
        self._held = self._scrolled = False
        self._turn += 1
        self._seen = None
        self._pages.clear()
        self._given = []

    def _oldest(self, ring: Ring) -> int:
        return max(ring.first, self._cleared.rows(ring))

    def _place(self, ring: Ring, stale: tuple[tuple[int, int], ...] = ()) -> Place:
        # Where it stands still there are as many places as before, though rows go.
        return Place(
            self._end, self._first, ring.total, not self._held, self._turn, self._seen, stale
        )
