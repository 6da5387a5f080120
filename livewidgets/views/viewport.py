"""Viewport: which span of time is seen, in one picture or in several that are linked."""

from __future__ import annotations

import math
import secrets
import threading
from collections.abc import Callable
from weakref import WeakSet

from livewidgets.errors import ArgumentError
from livewidgets.views.view import Follows

SHORTEST, LONGEST = 1e-6, 1e10
"""Seconds that can be seen: a microsecond, which float64 tells apart; three centuries."""

MOST_PAGES = 64
"""Pages of which the newest action is remembered: their names come from outside."""


class Viewport:
    """The span that is seen: the last `window` seconds, those before a pause, or one chosen.

    Thread-safe. Pictures that share one have one time axis.

    Attributes:
        name: Names it in the pages, which move all its pictures as one.
        window: The span's length while it follows, in seconds; infinite: all rows are seen, of
            whatever time, and that cannot be changed.
        span: The chosen one, (start, end) in seconds; None: it follows, or is paused.
        paused: Whether what is seen stands still though it was not chosen.
        held: The right end of the newest row at the pause; None: there was none.
        revision: Counts the changes.
        answered: The number of the newest action of each page that acted.

    Args:
        window: Seconds.
    """

    def __init__(self, window: float) -> None:
        self.name = secrets.token_hex(4)
        self.window = window
        self.span: tuple[float, float] | None = None
        self.paused = False
        self.held: float | None = None
        self._early = False  # whether the pause came before the first row
        self.revision = 0
        self.answered: dict[str, int] = {}
        self._lock = threading.RLock()
        self._members: WeakSet[Follows] = WeakSet()
        self._listeners: list[Callable[[], None]] = []

    @property
    def following(self) -> bool:
        """Whether the newest rows are seen."""
        return self.span is None and not self.paused

    @property
    def blank(self) -> bool:
        """Whether nothing is to be seen: it was paused before the first row."""
        return self.paused and self._early and self.span is None

    @property
    def choice(self) -> object:
        """Another one when somebody chose to see something else."""
        return self.window, self.span, self.paused, self.held, self._early

    def join(self, member: Follows) -> None:
        """Have the right edge follow this one's stream, too."""
        with self._lock:
            self._members.add(member)

    def leave(self, member: Follows) -> None:
        with self._lock:
            self._members.discard(member)

    def edge(self) -> float | None:
        """The time of the newest row of all streams in it; None before the first."""
        if self.paused and (self._early or self.held is not None):
            return self.held
        with self._lock:
            times = [each.stream.ring.newest for each in self._members]
        return max((time for time in times if time is not None), default=None)

    def limits(self) -> tuple[float, float] | None:
        """The span that is seen; None before the first row, and where all rows are."""
        if self.span is not None:
            return self.span
        edge = self.edge()
        all_rows = math.isinf(self.window)
        return None if edge is None or all_rows else (edge - self.window, edge)

    def pause(self) -> None:
        """Let what is seen stand still."""
        with self._lock:
            if self.paused:
                return
            self.held = self.edge()
            self._early = self.held is None and len(self._members) > 0
            self.paused = True
        self._changed()

    def live(self) -> None:
        """See the newest rows, from now on."""
        with self._lock:
            self.paused, self.held, self.span = False, None, None
            self._early = False
        self._changed()

    def resize(self, window: float) -> None:
        """See so many seconds: the newest, or those before the pause.

        Raises:
            ArgumentError: They are not between a microsecond and three centuries, or it has
                no window.
        """
        if math.isinf(self.window):
            raise ArgumentError("this picture is of no span of time, so it has no window")
        if not SHORTEST <= window <= LONGEST:
            raise ArgumentError(
                f"a window of {window!r} s cannot be shown; give from {SHORTEST:g} to {LONGEST:g} s"
            )
        with self._lock:
            self.window, self.span = float(window), None
        self._changed()

    def zoom(self, start: float, end: float) -> None:
        """See this span, and follow no more.

        Raises:
            ArgumentError: It is none, or too short or too long; or there is no window.
        """
        if math.isinf(self.window):
            raise ArgumentError("this picture is of no span of time, so it cannot be zoomed")
        if not (math.isfinite(start) and math.isfinite(end) and start < end):
            raise ArgumentError(
                f"from {start!r} to {end!r} is no span; "
                "give two times in seconds, the earlier first"
            )
        if not SHORTEST <= end - start <= LONGEST:
            raise ArgumentError(
                f"a span of {end - start:g} s cannot be shown; "
                f"give from {SHORTEST:g} to {LONGEST:g} s"
            )
        with self._lock:
            self.span = (float(start), float(end))
        self._changed()

    def touch(self) -> None:
        """Have all that is seen in it drawn again."""
        self._changed()

    def answer(self, page: str, number: int) -> None:
        """An action of a page has been done."""
        with self._lock:
            self.answered.pop(page, None)
            if len(self.answered) >= MOST_PAGES:
                del self.answered[next(iter(self.answered))]
            self.answered[page] = number
        self._changed()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have a function called at each change, from any thread; gives what ends that."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def _changed(self) -> None:
        with self._lock:
            self.revision += 1
            listeners = list(self._listeners)
        for listener in listeners:
            listener()
