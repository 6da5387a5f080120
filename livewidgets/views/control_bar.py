"""ControlBarView: the controls that a dashboard has for all its pictures, as they stand."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.views.format import count_text
from livewidgets.views.status import SYMBOLS
from livewidgets.views.text import one_line
from livewidgets.views.view import Follows, Shown, Traits
from livewidgets.views.viewport import Viewport

WINDOWS = (10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)
"""Seconds that can be chosen: those that a figure's own toolbar has."""

MOST_CHANNELS = 12
"""Columns that have a box to check; more are hidden from Python."""


_LIVELY = (
    *(State.FAILED, State.RECONNECTING, State.STALE, State.CONNECTING),
    *(State.PAUSED, State.IDLE, State.ENDED, State.LIVE),
)
"""The states of streams; the first that one is in is told of all."""


class Controlled(Protocol):
    """A picture, as far as its controls go."""

    @property
    def stream(self) -> Stream: ...
    @property
    def view(self) -> Any: ...
    @property
    def viewport(self) -> Viewport | None: ...
    @property
    def paused(self) -> bool: ...


class ControlBarView:
    """What the controls show. Slots: `pause` (description), `live` (disabled), `window` (index
    among the choices, None for another one), `state` (value), and for channel number n
    `channel n` (value, description) and `room n` (display).

    Args:
        pictures: Those that the controls are for; at least one. Of those that have one, the
            viewports are what is paused.
        windows: The choices of a window, in seconds.
        channels: How many channels there is room for.
    """

    curves = 0
    period = 0.5  # figures that are not linked with the first are not heard of
    pace = 0.25

    def __init__(
        self, pictures: Sequence[Controlled], windows: Sequence[float], channels: int
    ) -> None:
        self._pictures = tuple(pictures)
        charts = [each for each in pictures if each.viewport is not None]
        self._charts = tuple(charts)
        self._windows = tuple(windows)
        self._channels = channels
        first = (charts or list(pictures))[0]
        self.follows = Follows(first.stream)
        self.shown: Shown = {}
        """What it gave last: a control that has another value was moved by somebody."""

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn, whatever its stream does."""
        viewports = [(each.name, each.revision) for each in self.viewports]
        return viewports, [each.paused for each in self._pictures]

    @property
    def viewports(self) -> tuple[Viewport, ...]:
        """What is seen in the charts: one for those that are linked."""
        found = [each.viewport for each in self._charts]
        return tuple(dict.fromkeys(each for each in found if each is not None))

    @property
    def window(self) -> float | None:
        """Of all charts over time, in seconds, or of all that are of a span if there are none of
        those; None where they have several, or there is none."""
        over_time = [each for each in self._charts if each.view.moves] or self._charts
        found = {each.viewport.window for each in over_time if each.viewport is not None}
        windows = {each for each in found if math.isfinite(each)}
        return windows.pop() if len(windows) == 1 else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all curves, in order."""
        every = (getattr(each.view, "columns", ()) for each in self._charts)
        return tuple(dict.fromkeys(name for names in every for name in names))

    @property
    def channels(self) -> tuple[str, ...]:
        """Those that have a box to check."""
        return self.columns[: self._channels]

    @property
    def hidden(self) -> frozenset[str]:
        """The columns that no chart draws."""
        shown: set[str] = set()
        gone: set[str] = set()
        for each in self._charts:
            hidden: Collection[str] = getattr(each.view, "hidden", ())
            names = getattr(each.view, "columns", ())
            shown.update(name for name in names if name not in hidden)
            gone.update(name for name in names if name in hidden)
        return frozenset(gone - shown)

    @property
    def still(self) -> bool:
        """Whether all of it stands still, so that the next press lets it go on."""
        return all(each.paused for each in self.viewports) and all(
            each.paused for each in self._pictures if each.viewport is None
        )

    def render(self, columns: int) -> Shown:
        viewports = self.viewports
        live = all(each.following for each in viewports)
        halted = any(each.paused for each in self._pictures if each.viewport is None)
        window = self.window
        known = self._windows.index(window) if window in self._windows else None
        self.shown = {
            "pause": {"description": "Resume all" if self.still else "Pause all"},
            "live": {"disabled": live and not halted},
            "window": {"index": known},
            "state": {"value": self._state(viewports)},
            **self._boxes(),
        }
        return self.shown

    def _state(self, viewports: Sequence[Viewport]) -> str:
        """How it is, with a sign before it, and what no control shows."""
        paused = sum(each.paused for each in viewports)
        halted = [each for each in self._pictures if each.viewport is None and each.paused]
        zoomed = sum(each.span is not None for each in viewports)
        parts = []
        if paused or halted:
            some = "" if self.still else " in part"
            since = self._since()
            rows = f" · {count_text(since)} {'row' if since == 1 else 'rows'} since"
            parts.append(f"‖ paused{some}{rows if paused else ''}")
        if zoomed:
            parts.append("⌕ zoomed" if zoomed == len(viewports) else "⌕ zoomed in part")
        if not parts:
            parts.append(self._streams())
        more = len(self.columns) - self._channels
        if more > 0 and self._channels:
            parts.append(f"{more} more channels")
        return " · ".join(parts)

    def _streams(self) -> str:
        """What the streams of all pictures do, for it is nobody else who holds them back."""
        streams = {id(each.stream): each.stream for each in self._pictures}
        states = [each.status.state for each in streams.values()]
        least = min(states, key=_LIVELY.index)
        some = "" if set(states) == {least} else " in part"
        return f"{SYMBOLS[least]} {least.value}{some}"

    def _since(self) -> int:
        """Rows that came since the charts were drawn, of each stream once."""
        by_stream: dict[int, int] = {}
        for each in self._charts:
            key = id(each.stream)
            by_stream[key] = max(by_stream.get(key, 0), getattr(each.view, "since", 0))
        return sum(by_stream.values())

    def _boxes(self) -> dict[str, Traits]:
        names, hidden = self.channels, self.hidden
        several = len(self.columns) > 1
        shown: dict[str, Traits] = {}
        for number in range(self._channels):
            there = several and number < len(names)
            shown[f"room {number}"] = {"display": "" if there else "none"}
            if there:
                name = names[number]
                shown[f"channel {number}"] = {
                    "value": name not in hidden,
                    "description": one_line(name),
                }
        return shown


def window_text(seconds: float) -> str:
    """A window as it is chosen: `30 s`, `5 min`, `1 h`."""
    for size, unit in ((3600.0, "h"), (60.0, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"
