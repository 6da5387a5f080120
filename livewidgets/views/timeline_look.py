"""How a timeline looks: its measures in pixels, and the colours of states."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from livewidgets.views.palette import LINE_COLOURS
from livewidgets.views.runs import SEVERAL

LANE = 36.0
BAR = 24.0
"""Pixels of a lane, and of the bar in it."""

EVENT_ROWS = 2
EVENT_ROW = 16.0
EVENTS = EVENT_ROWS * EVENT_ROW + 22.0
"""Rows of events' labels, the height of one, and of all that is about events."""

MARGIN = {"top": 6, "bottom": 36, "right": 14}
LEFT, MOST_LEFT, CHARACTER = 18, 170, 7.2
LONGEST_LANE, LONGEST_EVENT = 20, 30

PLOT = 300.0
"""Pixels that the plot is taken to be wide: a label that fits there fits on a phone."""

OTHER = "#6f767d"
"""The colour of SEVERAL."""

COLOURS = (*LINE_COLOURS, OTHER)

_GOOD, _POOR, _BAD = 2, 1, 7
KNOWN = {
    **dict.fromkeys(("ok", "on", "up", "live", "running", "true"), _GOOD),
    **dict.fromkeys(("warn", "warning", "degraded"), _POOR),
    **dict.fromkeys(("fault", "error", "failed", "critical", "alarm", "down"), _BAD),
}
"""The colours that some states have everywhere."""

FREE = tuple(index for index in range(len(LINE_COLOURS)) if index not in KNOWN.values())
"""Those of all others, in order."""

_DARK, _LIGHT = "#111111", "#ffffff"


def height_of(lanes: int, events: bool) -> float:
    """The plot's height in pixels."""
    return max(1, lanes) * LANE * (lanes > 0 or not events) + EVENTS * events


def margins(lanes: Iterable[str]) -> dict[str, int]:
    """Room for the names of the lanes."""
    longest = max((len(lane) for lane in lanes), default=0)
    return {**MARGIN, "left": min(MOST_LEFT, round(LEFT + CHARACTER * longest))}


def short(text: str, longest: int = LONGEST_LANE) -> str:
    """A text as there is room for it: so many characters; a lane's name if nothing is said."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def text_colour(index: int) -> str:
    """The colour of text on a state's; their contrast is at least 4.5:1."""
    light = _luminance(COLOURS[index])
    return _DARK if (light + 0.05) ** 2 > 1.05 * 0.05 else _LIGHT


def legend(
    states: Mapping[str, int], now: Iterable[tuple[str, str]], others: int, word: str = "now"
) -> str:
    """States with their colours, and the newest state of each lane, as markup; text in it is
    escaped.

    Args:
        states: Index of the colour by state.
        now: Lane and state.
        others: How many categories have no lane.
        word: Says of which time that is.
    """
    swatches = [
        f'<span style="white-space:nowrap"><span aria-hidden="true" style="color:{COLOURS[index]}">'
        f"■</span> {html.escape('changed often' if state == SEVERAL else state)}</span>"
        for state, index in states.items()
    ]
    newest = [
        f"{html.escape(lane)}{': ' if lane else ''}<b>{html.escape(state or '–')}</b>"
        for lane, state in now
    ]
    parts = [
        " ".join(swatches),
        f"{word} {', '.join(newest)}" if newest else "",
        f"{others:,} more not shown" if others else "",
    ]
    return _below(" · ".join(part for part in parts if part))


def waiting(why: str) -> str:
    """What stands there instead while there is nothing, as markup.

    Args:
        why: Text, which is escaped.
    """
    return _below(html.escape(why))


def _below(markup: str) -> str:
    return (
        '<div style="font-size:12px;line-height:1.6;overflow-wrap:anywhere;'
        f'color:var(--jp-ui-font-color1,currentColor)">{markup}</div>'
    )


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
