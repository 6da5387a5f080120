"""Colours that read on white and on dark, and that colour-blind people can tell apart."""

from __future__ import annotations

from livewidgets.sources.source import State

# The first three are Okabe and Ito's (2008) blue, vermillion and bluish green. Their other
# colours are too light on white; these were searched for: luminance between 0.12 and 0.30,
# and the greatest least distance, as seen with each kind of colour blindness.
LINE_COLOURS = (
    "#0072b2",  # blue
    "#d55e00",  # vermillion
    "#009e73",  # bluish green
    "#8a4e72",  # plum
    "#d872ae",  # pink
    "#8a8ae4",  # periwinkle
    "#8454e4",  # violet
    "#c60c18",  # red
    "#ba30a2",  # magenta
    "#5a663c",  # olive
)
"""Colours of curves, in order. Contrast is at least 3:1 with #ffffff and with #111111."""

_TEXT = "#ffffff"

_STATES = {
    State.IDLE: "#5f6b73",
    State.CONNECTING: "#0072b2",
    State.LIVE: "#00795a",
    State.STALE: "#8f6400",
    State.RECONNECTING: "#b34f00",
    State.PAUSED: "#7a56b8",
    State.ENDED: "#5f6b73",
    State.FAILED: "#c60c18",
}


def line_colour(index: int) -> str:
    """The colour of the curve with this index; after the last colour, the first again."""
    return LINE_COLOURS[index % len(LINE_COLOURS)]


def state_colours(state: State) -> tuple[str, str]:
    """Background and text colour of a state's pill; their contrast is at least 4.5:1."""
    return _STATES[state], _TEXT
