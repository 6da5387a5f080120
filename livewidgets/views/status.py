"""StatusView: a stream's state, rate and counts on one line."""

from __future__ import annotations

from livewidgets.errors import show_excerpt
from livewidgets.sources.source import State
from livewidgets.status import Status
from livewidgets.stream import Stream
from livewidgets.views.format import age_text, count_text, rate_text
from livewidgets.views.palette import state_colours
from livewidgets.views.view import Follows, Shown

SYMBOLS = {
    State.IDLE: "○",
    State.CONNECTING: "◌",
    State.LIVE: "●",
    State.STALE: "◐",
    State.RECONNECTING: "↻",
    State.PAUSED: "‖",
    State.ENDED: "■",
    State.FAILED: "✕",
}
"""A shape for each state, so that it is never told by colour alone."""


SHOWN_BYTES = 40
"""How much of a rejected record stands on the line."""


class StatusView:
    """Slots: `pill` (value: symbol and state), `style` (background, text_color), `text`
    (value: rate, rows, what was lost, and the sentence).

    Args:
        stream: What to tell of.
    """

    curves = 0
    stays_live = True
    """It tells the truth of now, also while a dashboard is paused."""
    period = 1.0

    def __init__(self, stream: Stream) -> None:
        self.follows = Follows(stream)

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        status = stream.status
        background, foreground = state_colours(status.state)
        return {
            "pill": {"value": f"{SYMBOLS[status.state]} {status.state.value}"},
            "style": {"background": background, "text_color": foreground},
            "text": {"value": " · ".join(self._parts(stream, status))},
        }

    def _parts(self, stream: Stream, status: Status) -> list[str]:
        counts = stream.counts
        quiet = status.age is not None and status.age >= 2.0
        parts = [
            stream.name,
            status.sentence,
            rate_text(stream.rate) if status.state is State.LIVE else "",
            _many(counts.stored, "row") if counts.stored else "",
            f"newest {age_text(status.age)} old" if quiet and status.age is not None else "",
        ]
        for lost, word in (
            (counts.rejected, "rejected"),
            (counts.too_late, "too late"),
            (counts.dropped, "dropped"),
        ):
            if lost:
                parts.append(f"{count_text(lost)} {word}")
        if counts.rejected and (rejects := stream.rejects):
            excerpt = rejects[-1].excerpt[:SHOWN_BYTES]
            parts.append(f"last: {rejects[-1].reason}: {show_excerpt(excerpt)}")
        if stream.subscribers.errors:
            errors = _many(stream.subscribers.errors, "error")
            parts.append(f"{errors}: {stream.subscribers.last_error}")
        return [part for part in dict.fromkeys(parts) if part]  # "12 rows" is said once


def _many(count: int, what: str) -> str:
    return f"{count_text(count)} {what}{'' if count == 1 else 's'}"
