"""AlertsView: the state of each rule, what is critical, and the log."""

from __future__ import annotations

from datetime import tzinfo
from typing import cast

from livewidgets.alerting.watch import Watch
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.views.alert_text import announcement, log_table, pill, sentence
from livewidgets.views.companion import keep_beside
from livewidgets.views.view import Follows, Shown, Traits

ANNOUNCED = 1.0
"""Seconds between two announcements: nobody can listen to more, and the last one comes."""

WHITE = "#ffffff"


class AlertsView:
    """Slots: `banner` and `log` (value, markup), `trouble` (value), `room` (display: none
    without trouble), and for rule number n `pill n` (value), `style n` (background,
    text_color), `text n` (value), `acknowledge n` (disabled), `silence n` (description).

    Args:
        stream: One that `livewidgets.alerting.watch.watch` made.
        entries: How many entries of the log are shown.
        height: Of the log, in pixels at most.
        tz: The time zone of its times; None is the machine's own.
    """

    curves = 0
    stays_live = True
    """It tells the truth of now, also while a dashboard is paused."""
    period = ANNOUNCED  # a silence runs off, and an announcement may wait

    def __init__(self, stream: Stream, entries: int, height: int, tz: tzinfo | None) -> None:
        self.follows = Follows(stream)
        self._rules = watch_of(stream).rules
        self._entries = entries
        self._height = height
        self._tz = tz
        self._banner = announcement(())
        self._announced = float("-inf")

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        watch = watch_of(stream)
        if watch.left_alone:  # else somebody has stopped it
            keep_beside(stream, watch.parent)
        states = watch.states()
        if [state.rule.name for state in states] != [rule.name for rule in self._rules]:
            raise ArgumentError("the cell of this panel ran again with other rules: run this anew")
        now = stream.clock.monotonic()
        banner = announcement(states)
        if banner != self._banner and now - self._announced >= ANNOUNCED:
            self._banner, self._announced = banner, now
        trouble = self._trouble(stream, watch)
        shown: dict[str, Traits] = {
            "banner": {"value": self._banner},
            "log": {"value": log_table(watch.log(self._entries), self._tz, self._height)},
            "trouble": {"value": trouble},
            "room": {"display": "" if trouble else "none"},
        }
        for number, state in enumerate(states):
            text, colour = pill(state)
            shown[f"pill {number}"] = {"value": text}
            shown[f"style {number}"] = {"background": colour, "text_color": WHITE}
            shown[f"text {number}"] = {"value": sentence(state, self._tz)}
            shown[f"acknowledge {number}"] = {"disabled": not state.level or state.acknowledged}
            silenced = state.silenced is not None
            shown[f"silence {number}"] = {"description": "Unsilence" if silenced else "Silence"}
        return shown

    def _trouble(self, stream: Stream, watch: Watch) -> str:
        status = stream.status
        said = [watch.trouble, "" if stream.running else f"alerts are off: {status}"]
        return " · ".join(f"⚠ {each}" for each in said if each)


def watch_of(stream: Stream) -> Watch:
    """The watch of a stream of alerts."""
    return cast(Watch, stream.source)
