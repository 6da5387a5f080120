"""Phase: making frames so that they come to a page just before it paints.

A page paints when its screen does. A frame that comes right after that waits for the next time,
16 ms at sixty pictures a second, and is older by so much when it is seen; frames at twenty a
second keep step with the screen for minutes, so that chance would decide how long all of them
wait. The page tells how long they waited, and the frames are made later by that, but for what
their way to the page may vary by. The idea is that of a phase-locked loop.
"""

from __future__ import annotations

AHEAD = 0.006
"""Seconds before the page paints at which a frame is to come: less, and one that is late on its
way misses the picture that it was for."""

GAIN = 0.5
"""The part of what a frame is off by that one answer mends: the next shows what is left."""

MOST_SHIFT = 0.008
"""Seconds that one answer moves frames at most."""

LONGEST_WAIT = 0.034
"""Seconds that the slowest of usual screens, at thirty pictures a second, has a frame wait. One
that waited longer did so for a page that was busy, and says nothing of its screen."""


def shift(wait: float) -> float:
    """Seconds by which frames had better be made later; less than zero, earlier.

    Args:
        wait: Seconds that frames lay in the page before it painted, in the median.
    """
    if not 0.0 <= wait <= LONGEST_WAIT:
        return 0.0
    return max(-MOST_SHIFT, min(MOST_SHIFT, GAIN * (wait - AHEAD)))
