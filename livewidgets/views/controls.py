"""What a page's controls are told of a picture: its state, and how times and values read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import tzinfo

from livewidgets.data.ring import Ring
from livewidgets.views.format import count_text
from livewidgets.views.ticks import elapsed
from livewidgets.views.view import Traits
from livewidgets.views.viewport import Viewport
from livewidgets.views.zone import FIRST, LAST, SECOND, Zone

PACE = 0.25
"""Seconds between two pictures of what does not follow: only counts and late rows change."""


def controls_traits(
    viewport: Viewport,
    units: Sequence[str],
    limits: tuple[float, float],
    tz: tzinfo | None,
    note: str,
    bucket: float,
    moves: bool = True,
) -> Traits:
    """The trait `controls` of a figure, as `transport/wire.py` has it (`ControlsState`).

    Args:
        viewport: What is seen.
        units: Of each curve; empty where it has none.
        limits: The span that is seen, in seconds.
        tz: The time zone of the axis; None is the machine's own.
        note: A sentence on what is seen; may be empty.
        bucket: Seconds of the buckets that time is cut into: where they are others, the page
            has nothing on its canvas that the new picture must fit.
        moves: Whether the x axis is one of time, which can be zoomed and moved.
    """
    return {
        "controls": {
            "group": viewport.name,
            "following": viewport.following,
            "paused": viewport.paused,
            "window": viewport.window if math.isfinite(viewport.window) else None,
            "moves": moves,
            "bucket": bucket,
            "note": note,
            "units": list(units),
            "offset": _offset(limits[1], tz),
            "answered": dict(viewport.answered),
        }
    }


def note_on(viewport: Viewport, ring: Ring, since: int, start: float, end: float) -> str:
    """What has to be said of a picture that does not follow; empty for one that does.

    Args:
        viewport: What is seen.
        ring: Where its rows are.
        since: Rows that came since it stands still.
        start: Left end of what is seen, in seconds.
        end: Right end, likewise.
    """
    if viewport.following:
        return ""
    parts = []
    if viewport.paused:
        rows = "row" if since == 1 else "rows"
        parts.append(f"paused · {count_text(since)} {rows} since")
    oldest = ring.oldest
    if viewport.span is not None and oldest is not None and ring.first and start < oldest:
        gone = "all rows of this span" if end < oldest else "the earlier rows of this span"
        parts.append(f"{gone} have left the ring")
    return " · ".join(parts)


def _offset(time: float, tz: tzinfo | None) -> float | None:
    """Seconds by which local time is ahead of UTC; None for a time that is no date."""
    if elapsed(time) or not FIRST <= time * SECOND <= LAST:
        return None
    return Zone(tz).offset(int(time * SECOND)) / SECOND
