"""Alerts as text and as fixed markup: all text from outside is escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from livewidgets.data.alerts.judgement import Level
from livewidgets.data.alerts.log import Entry
from livewidgets.data.alerts.watched import RuleState
from livewidgets.views.format import age_text, count_text
from livewidgets.views.text import one_line
from livewidgets.views.ticks import elapsed

SYMBOLS = {Level.OK: "✓", Level.WARNING: "▲", Level.CRITICAL: "✕"}
"""A shape for each level, so that it is never told by colour alone."""

COLOURS = {Level.OK: "#00795a", Level.WARNING: "#8f6400", Level.CRITICAL: "#c60c18"}
"""Backgrounds of white text; contrast at least 4.5:1."""

QUIET_COLOUR = "#5f6b73"

_MARKS = {"warning": "▲", "critical": "✕", "eased": "▽", "cleared": "✓", "error": "⚠"}

_BANNER = (
    "padding:6px 12px;margin:0 0 4px;border-radius:4px;background:#c60c18;color:#ffffff;"
    "line-height:1.5;overflow-wrap:anywhere"
)
_SCROLLED = "max-height:{height}px;overflow:auto;color:var(--jp-ui-font-color1,currentColor)"
_TABLE = "border-collapse:collapse;line-height:1.5"
_CELL = "padding:1px 12px 1px 0;vertical-align:top;text-align:left;"
_FIRM = _CELL + "white-space:nowrap;font-variant-numeric:tabular-nums"


def pill(state: RuleState) -> tuple[str, str]:
    """Symbol and word of a rule's state, and the background for white text."""
    if state.error:
        return "⚠ error", QUIET_COLOUR
    if state.level is Level.OK and state.pending is not None:
        return "◔ pending", QUIET_COLOUR
    word = state.level.name.lower()
    colour = QUIET_COLOUR if state.silenced is not None else COLOURS[state.level]
    return f"{SYMBOLS[state.level]} {word}", colour


def sentence(state: RuleState, tz: tzinfo | None) -> str:
    """What a rule is doing, on one line."""
    parts = []
    if state.error:
        times = "once" if state.errors == 1 else f"{count_text(state.errors)} times"
        parts.append(f"cannot be judged ({times}): {state.error}")
    if state.level:
        parts.append(f"{state.reason}, since {when(state.since, tz)}")
    elif state.pending is not None:
        parts.append(f"{state.pending.name.lower()} if it lasts {state.rule.hold:g} s")
    elif state.raised and state.since is not None:
        parts.append(f"{state.reason}, since {when(state.since, tz)}")
    elif not state.error:
        parts.append("never raised")
    if state.raised > 1:
        parts.append(f"{count_text(state.raised)} alerts")
    if state.acknowledged:
        parts.append("acknowledged")
    if state.silenced is not None:
        parts.append(f"silenced for {age_text(state.silenced)}")
    return one_line(" · ".join(parts))


def announcement(states: Sequence[RuleState]) -> str:
    """The critical alerts that nobody has seen, as a live region; empty where there is none.

    Screen readers tell at once what is put into the page with the role `alert`.
    """
    lines = [
        f"<div>✕ <b>Critical: {_escaped(state.rule.name)}</b> {_escaped(state.reason)}</div>"
        for state in states
        if state.level is Level.CRITICAL and not state.acknowledged and state.silenced is None
    ]
    style = f' style="{_BANNER}"' if lines else ""
    return (
        f'<div role="alert" aria-live="assertive" aria-atomic="true"{style}>{"".join(lines)}</div>'
    )


def log_table(entries: Sequence[Entry], tz: tzinfo | None, height: int) -> str:
    """The log as a table, newest first; scrolled by keyboard too."""
    if not entries:
        rows = f'<tr><td style="{_CELL}">nothing has happened yet</td></tr>'
    else:
        rows = "".join(map(lambda entry: _row(entry, tz), entries))
    return (
        f'<div tabindex="0" role="region" aria-label="Alert log, newest first" '
        f'style="{_SCROLLED.format(height=height)}">'
        f'<table style="{_TABLE}"><tbody>{rows}</tbody></table></div>'
    )


def when(time: float | None, tz: tzinfo | None) -> str:
    """A time of day; seconds where times count from the sender's own zero."""
    if time is None:
        return "–"
    if elapsed(time):
        return f"{time:.1f} s"
    try:
        utc = datetime.fromtimestamp(time, UTC)
        return f"{utc.astimezone(tz):%H:%M:%S}"
    except (ValueError, OverflowError, OSError):  # beyond the calendar
        return f"{time:g} s"


def _row(entry: Entry, tz: tzinfo | None) -> str:
    mark = _MARKS.get(entry.what, "·")
    more = f" (and {count_text(entry.skipped)} changes just before)" if entry.skipped else ""
    cells = (
        (_FIRM, when(entry.time, tz)),
        (_FIRM, f"{mark} {entry.what}"),
        (_CELL, entry.rule),
        (_CELL + "overflow-wrap:anywhere", entry.reason + more),
    )
    inner = "".join(f'<td style="{style}">{_escaped(text)}</td>' for style, text in cells)
    return f"<tr>{inner}</tr>"


def _escaped(text: str) -> str:
    return html.escape(one_line(text))
