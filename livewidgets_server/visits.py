"""Visits: which kernel is still somebody's, and which is to end.

A pure state machine; times are passed in, in seconds. Every visitor of a dashboard has a
kernel, which is kept for a while when its last page has gone (closed, crashed, or out of
reach): a reload, or a page that finds its way back, has it again. A kernel whose page was
fetched and never shown, as crawlers do, is like one whose page has gone.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass
class _Visit:
    pages: set[Hashable] = field(default_factory=set)
    prepared: bool = False  # its page has been sent
    alone: float | None = None  # since when nobody is there
    arrived: bool = False  # the page that was sent last has been connected
    seen: bool = False  # its kernel was told that somebody looks
    leaving: bool = False  # its page has said that it goes


@dataclass(frozen=True)
class Room:
    """Whether one more visitor may come.

    Attributes:
        granted: Whether there is room.
        ends: A kernel that nobody looks at and that has to make room; "" for none.
    """

    granted: bool
    ends: str = ""


class Visits:
    """Who is there.

    Args:
        keep: Seconds for which a kernel is kept that nobody looks at.
        limit: How many visitors there may be.
        arrive: Seconds for which it is kept at least when its page has just been sent: a slow
            browser is to find it.
        lost: Seconds for which a page that went without a word may be back before its streams
            stop: the network was away for a moment, and the chart is to have no gap.
    """

    def __init__(self, keep: float, limit: int, arrive: float = 0.0, lost: float = 0.0) -> None:
        self._keep = keep
        self._lost = lost
        self._arrive = max(keep, arrive)
        self.limit = limit
        self._coming = 0  # let in, and without a kernel yet
        self._visits: dict[str, _Visit] = {}

    @property
    def visitors(self) -> int:
        """How many there are; those who may still come back included."""
        return len(self._visits) + self._coming

    @property
    def kernels(self) -> tuple[str, ...]:
        """Those of visitors."""
        return tuple(self._visits)

    def __contains__(self, kernel: str) -> bool:
        return kernel in self._visits

    def pages(self, kernel: str) -> int:
        """How many pages look at a kernel."""
        return len(self._visits[kernel].pages) if kernel in self._visits else 0

    def enters(self) -> Room:
        """Somebody wants a kernel; where there is room, `begins` or `leaves` must follow."""
        ends = ""
        if self.visitors >= self.limit:
            left = {
                kernel: visit.alone
                for kernel, visit in self._visits.items()
                if visit.alone is not None
            }
            if not left:
                return Room(granted=False)
            ends = min(left, key=lambda kernel: left[kernel])
            self.forget(ends)
        self._coming += 1
        return Room(granted=True, ends=ends)

    def leaves(self) -> None:
        """Somebody who was let in needs no kernel after all."""
        self._coming -= 1

    def begins(self, kernel: str) -> None:
        """Who was let in has this kernel now; its page is being prepared."""
        self._coming -= 1
        self._visits[kernel] = _Visit()

    def prepared(self, kernel: str, now: float) -> None:
        """The page of a kernel has been sent, or nobody waits for it any more."""
        visit = self._visits.get(kernel)
        if visit is not None and not visit.prepared:
            visit.prepared = True
            if not visit.pages:
                visit.alone = now

    def returns(self, kernel: str, now: float) -> bool:
        """Somebody loads the page of a kernel again; whether there still is one."""
        visit = self._visits.get(kernel)
        if visit is None:
            return False
        visit.arrived = False
        if visit.alone is not None:
            visit.alone = now
        return True

    def opened(self, kernel: str, page: Hashable) -> bool:
        """A page is connected; whether the kernel must be told that somebody looks."""
        visit = self._visits.setdefault(kernel, _Visit(prepared=True))
        visit.pages.add(page)
        visit.alone, visit.leaving, visit.arrived = None, False, True
        news, visit.seen = not visit.seen, True
        return news

    def closed(self, kernel: str, page: Hashable, now: float, lost: bool = False) -> bool:
        """A page is not connected any more; whether the kernel must be told that nobody looks.

        Args:
            kernel: Whose page it was.
            page: Which one.
            now: The time, in seconds.
            lost: It did not say that it goes: it may be back in a moment.
        """
        visit = self._visits.get(kernel)
        if visit is None or page not in visit.pages:
            return False
        visit.pages.discard(page)
        if visit.pages:
            return False
        visit.alone = now
        if lost and not visit.leaving:
            return False
        return self._unseen(visit)

    def leaving(self, kernel: str) -> bool:
        """A page says that it goes; whether the kernel must be told that nobody looks."""
        visit = self._visits.get(kernel)
        if visit is None:
            return False
        visit.leaving = True
        return not visit.pages and self._unseen(visit)

    @staticmethod
    def _unseen(visit: _Visit) -> bool:
        news, visit.seen = visit.seen, False
        return news

    def unseen(self, now: float) -> list[str]:
        """The kernels that must be told that nobody looks: their pages are not back."""
        over = [
            kernel
            for kernel, visit in self._visits.items()
            if visit.seen and visit.alone is not None and now - visit.alone >= self._lost
        ]
        for kernel in over:
            self._visits[kernel].seen = False
        return over

    def due(self, now: float) -> list[str]:
        """The kernels that have been alone for too long: they are to end, and forgotten."""
        over = [
            kernel
            for kernel, visit in self._visits.items()
            if visit.alone is not None
            and now - visit.alone >= (self._keep if visit.arrived else self._arrive)
        ]
        for kernel in over:
            self.forget(kernel)
        return over

    def forget(self, kernel: str) -> None:
        """A kernel has ended, or is about to."""
        self._visits.pop(kernel, None)
