"""Steered: what views have in common that can be paused, cleared, and moved through time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import tzinfo

from livewidgets.data.news import News, Newsreader
from livewidgets.data.ring import Ring
from livewidgets.stream import Stream
from livewidgets.views.cleared import Cleared
from livewidgets.views.controls import PACE, controls_traits, note_on
from livewidgets.views.seen import Seen
from livewidgets.views.time_axis import waiting
from livewidgets.views.view import Follows, Shown, Traits
from livewidgets.views.viewport import Viewport
from livewidgets.views.words import Said

BLANK = "paused before the first row"
"""What stands in a picture that stays empty."""

CLEARED, NO_ROWS = "cleared: no rows since", "no rows in this span"

ALL = math.inf
"""The window of what is no picture of a span of time: all rows that there are."""


class Steered:
    """A view that is seen through a viewport: at first its last `window` seconds, then what
    somebody chose, or what there was at a pause. While it follows, it keeps what it shows of
    each row; a span that was chosen is made of the ring's rows, once.

    Attributes:
        viewport: What is seen; shared with pictures that it is linked with.
        tz: The zone of its time axis; None is the machine's own.
        moves: Whether its x axis is one of time, which can be zoomed and moved.

    Args:
        stream: What to show.
        window: Seconds; `ALL` where it is of no span of time.
        tz: See above.
        moves: See above.
    """

    leads = True
    """Its rows move the viewport's edge."""
    busy_pace = 0.0
    """The least seconds between two pictures while it follows."""

    def __init__(
        self, stream: Stream, window: float, *, tz: tzinfo | None = None, moves: bool = True
    ) -> None:
        self.follows = Follows(stream)
        self.viewport = Viewport(window)
        self.tz = tz
        self.moves = moves
        self._cleared = Cleared()
        self._drawn: object = None  # what the last picture was drawn for
        self._kept: object = None  # what is kept of the rows is of these
        self._total = 0  # rows that the stream had when it was drawn
        self._looked = 0  # rows that it had when they were looked at last
        self._said = Said()

    @property
    def since(self) -> int:
        """Rows that came since it was drawn last; 0 while it follows."""
        came = self.follows.stream.ring.total - self._total
        return 0 if self.viewport.following else max(0, came)

    @property
    def period(self) -> float | None:
        """Seconds after which it changes by itself: what is said of it."""
        return self._said.period

    @property
    def pace(self) -> float:
        """The least seconds between two pictures."""
        return self.busy_pace if self.viewport.following else max(PACE, self.busy_pace)

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn, whatever its stream does."""
        return self.viewport.revision

    @property
    def edge(self) -> float | None:
        """The right end of what is seen while that follows; rows of another stream may move it."""
        return self.viewport.edge() if self.viewport.following else None

    def clear(self) -> None:
        """Show only rows that are newer than those that there are; the stream keeps them."""
        self._cleared.clear(self.follows.stream.ring)
        self.viewport.touch()

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns that it draws."""
        return ()

    def seen(self, ring: Ring) -> Seen:
        """What it shows of a ring."""
        start, end = self.viewport.limits() or (-math.inf, math.inf)
        if not self.viewport.following and (edge := self.viewport.edge()) is not None:
            end = edge if self.viewport.span is None else end
        return Seen(self.shown_columns, max(start, self._cleared.start(ring)), end)

    def idle(self, stream: Stream) -> Shown:
        """What there is instead of a picture, before the first row or where it was paused then.
        Slots: `message`, `figure`."""
        if self.viewport.blank:
            return self.without(stream, BLANK)
        self._said.forget()
        return waiting(stream)

    def without(self, stream: Stream, why: str, width: float = 0.0) -> Shown:
        """What there is where there is nothing to draw. Slots: `message`, `figure`.

        Args:
            stream: Whose state says why, where `why` is empty.
            why: What says so.
            width: As `steering` takes it.
        """
        self._said.forget()
        shown = waiting(stream, why)
        return {**shown, "figure": {**shown["figure"], **self.steering(stream.ring, width)}}

    def emptied(self, ring: Ring) -> str:
        """Why there is nothing to show of a ring that has rows; empty where it shows all."""
        if self._cleared.hides(ring):
            return CLEARED
        return NO_ROWS if self.viewport.span is not None else ""

    def moved(self, ring: Ring, *what: object) -> bool:
        """Whether it has to be drawn: what follows has, and of what stands still only what is
        another than the last time.

        Args:
            ring: The rows.
            what: All else that the picture depends on.
        """
        viewport, self._looked = self.viewport, ring.total
        span = viewport.span
        key: tuple[object, ...] = (ring, viewport.window, self._cleared.version, *what)
        if span is not None:
            oldest, newest = ring.oldest, ring.newest
            gone = oldest if oldest is not None and oldest > span[0] else None
            come = newest if newest is not None and newest < span[1] else None
            key = (*key, span, ring.revision, gone, come)
        if not viewport.following and key == self._drawn:
            return False
        self._drawn = key
        if viewport.following:
            self._total = ring.total
        return True

    def at(self, newest: float) -> float:
        """Seconds: the newest time that is seen, of what is no span that was chosen."""
        edge = self.viewport.edge()
        return newest if edge is None else edge

    def limits(self, newest: float) -> tuple[float, float]:
        """The span that is seen, in seconds, to the newest row or as it was chosen."""
        end = self.at(newest)
        return self.viewport.span or (end - self.viewport.window, end)

    def ends(self, newest: float, width: float) -> tuple[float, float]:
        """The span that is seen, in seconds: as it was chosen, or in whole buckets.

        Args:
            newest: The time of the newest row.
            width: Of a bucket.
        """
        span = self.viewport.span
        if span is not None:
            return span
        end = (math.floor(self.at(newest) / width) + 1) * width
        return end - self.viewport.window, end

    def fresh(self, *what: object) -> bool:
        """Whether what was kept of the rows is of others than these, and no use any more."""
        key = (*what, self.viewport.window, self._cleared.version)
        changed, self._kept = key != self._kept, key
        return changed

    def forget(self) -> None:
        """Have what was kept be of no use any more."""
        self._kept = None

    def news(self, reader: Newsreader, ring: Ring, start: float) -> News:
        """What is new, from a time on, of what is shown."""
        return reader.read(ring, max(start, self._cleared.start(ring)))

    def past(self, ring: Ring, names: Sequence[str], start: float, end: float) -> News:
        """The rows between two times, as if all of them were new; none that came after a
        pause, and none that was cleared away."""
        if self.viewport.span is None and (edge := self.viewport.edge()) is not None:
            end = min(end, edge)
        start = max(start, self._cleared.start(ring))
        return News(-math.inf, ring.span(start, end, names))

    def steering(self, ring: Ring, width: float = 0.0) -> Traits:
        """The traits of a figure that tell its pages what can be done with it, and its state.

        Args:
            ring: The rows.
            width: Seconds of the buckets that time is cut into.
        """
        viewport, newest = self.viewport, ring.newest or 0.0
        limits = viewport.limits() or (newest, newest)
        note = note_on(viewport, ring, self.since, *limits)
        return controls_traits(viewport, (), limits, self.tz, note, width, moves=self.moves)

    def said(self, newest: float, words: Callable[[], str]) -> Traits:
        """The trait `words` of a figure; see `Said`."""
        stream = self.follows.stream
        return self._said.traits(stream, (newest, self._looked), self._choice(stream.ring), words)

    def still(self, stream: Stream, width: float = 0.0) -> Shown:
        """What there is to be said of a picture that has not `moved`. Slot: `figure`.

        Args:
            stream: Whose picture it is.
            width: As `steering` takes it.
        """
        said = self._said.still(stream, self._choice(stream.ring))
        return {"figure": {**self.steering(stream.ring, width), **said}}

    def _choice(self, ring: Ring) -> object:
        return self.viewport.choice, self._cleared.choice(ring)
