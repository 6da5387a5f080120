"""Actions: what somebody did with a figure's controls on a page, checked before it is done.

What a page says comes from outside. An action that is not as the wire has it is refused,
with a sentence that the page shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, TypeGuard

LONGEST_NAME = 64
"""Characters of a model's or a page's name."""

MOST_PIXELS = 8_192
"""Device pixels of a plot's width that are served; a wider one has fewer samples than pixels."""

MOST_FIGURES = 256
"""Figures whose widths one message tells."""

Act = Literal["zoom", "live", "pause", "window", "clear"]

_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "zoom": ("start", "end"),
    "live": (),
    "pause": (),
    "window": ("seconds",),
    "clear": (),
}


class Action(TypedDict):
    """A page's, numbered by it: what is to be done with a figure.

    `zoom` has start and end, in seconds; `window` has seconds.
    """

    type: Literal["action"]
    page: str
    figure: str
    id: int
    act: Act
    start: NotRequired[float]
    end: NotRequired[float]
    seconds: NotRequired[float]


class Widths(TypedDict):
    """A page's: how wide the plots are that it shows, in device pixels, by figure."""

    type: Literal["widths"]
    page: str
    widths: dict[str, int]


class RefusedMessage(TypedDict):
    """Kernel to page: an action is not done, and why, as a sentence."""

    type: Literal["refused"]
    page: str
    figure: str
    id: int
    why: str


class ControlsState(TypedDict):
    """The trait `controls` of a figure: what all its pages show of its controls.

    Attributes:
        group: Figures of one group are moved as one.
        following: Whether the newest rows are seen.
        paused: Whether what is seen stands still.
        window: Seconds that are seen while it follows; None: it is of no span of time.
        moves: Whether its x axis is one of time, which can be zoomed and moved.
        bucket: Seconds of the buckets that time is cut into.
        note: A sentence on what is seen; may be empty.
        units: Of each curve; may be empty.
        offset: Seconds by which the axis's local time is ahead of UTC; None: times are no dates.
        answered: The number of the newest action that was done, by page.
    """

    group: str
    following: bool
    paused: bool
    window: float | None
    moves: bool
    bucket: float
    note: str
    units: list[str]
    offset: float | None
    answered: dict[str, int]


def why_refused(content: Mapping[str, Any]) -> str:
    """What is wrong with an action, as a sentence; empty if nothing is."""
    figure, number, act = (content.get(name) for name in ("figure", "id", "act"))
    if not is_name(figure):
        return "the action names no figure."
    if not is_count(number):
        return "the action has no number."
    wanted = _NUMBERS.get(act) if isinstance(act, str) else None
    if wanted is None:
        return f"there is no action {str(act)[:30]!r}; there are {', '.join(_NUMBERS)}."
    for name in wanted:
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not _finite(value):
            return f"{act} needs a number as its {name}."
    return ""


def are_widths(content: Mapping[str, Any]) -> TypeGuard[Widths]:
    """Whether a page tells the widths of plots as the wire has it."""
    widths = content.get("widths")
    return (
        isinstance(widths, dict)
        and len(widths) <= MOST_FIGURES
        and all(is_name(model) and is_count(pixels) for model, pixels in widths.items())
    )


def is_name(value: object) -> bool:
    """Whether it can name a page, a model."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME


def is_count(value: object) -> bool:
    """Whether it is a whole number from 0 on that JavaScript has exactly, too."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond all floats
        return False
