"""The traits of an axis of time, and of a plot that has nothing to show yet."""

from __future__ import annotations

import textwrap
from datetime import tzinfo

import numpy as np

from livewidgets.stream import Stream
from livewidgets.views.axis import axis_traits
from livewidgets.views.text import one_line
from livewidgets.views.ticks import elapsed, number_ticks, time_ticks_of
from livewidgets.views.view import Shown, Traits

ROOM = 5
"""Labels at most: what fits a figure 400 pixels wide."""


MESSAGE_LINES = 5
"""Lines of text in the middle of a plot that shows nothing; some may be empty."""

MESSAGE_WIDTH = 28
"""Characters of such a line at most: what fits a figure 280 pixels wide."""


def time_traits(start: float, end: float, tz: tzinfo | None, said: str = "") -> Traits:
    """Tick values, tick labels and label of an axis of time.

    Args:
        start: Its left end, in seconds.
        end: Its right end.
        tz: Its time zone; None is the machine's own.
        said: What else is said under it.
    """
    span = end - start
    views = [(start + shift, end + shift) for shift in (0.0, -span, span)]
    now, *others = (
        [number_ticks(*each, ROOM) for each in views]
        if elapsed(end)
        else time_ticks_of(views, tz, ROOM)
    )
    label = " · ".join(each for each in ("time [s]" if elapsed(end) else "", said) if each)
    return {**axis_traits(now, others), "label": label}


def waiting(stream: Stream, why: str = "") -> Shown:
    """A plot without anything in it: it says why. Slots: `message` (text: its lines;
    visible), `figure` (words).

    Args:
        stream: Whose state says why there are no rows.
        why: What says so instead.
    """
    why = one_line(why or stream.status.sentence or "no rows yet")
    message = {"text": np.array(message_lines(why), dtype=object), "visible": True}
    return {"message": message, "figure": {"words": why}}


def message_lines(why: str) -> list[str]:
    """A sentence in lines that fit a narrow plot, as many as a message has, in its middle;
    of what is longer than all, the beginning."""
    lines = textwrap.wrap(why, MESSAGE_WIDTH, max_lines=MESSAGE_LINES, placeholder=" …")
    above = (MESSAGE_LINES - len(lines)) // 2
    return [*[""] * above, *lines, *[""] * (MESSAGE_LINES - len(lines) - above)]


SHOWING: Shown = {"message": {"visible": False}}
"""What takes that away."""
