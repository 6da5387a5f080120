"""The controls that the pictures of a dashboard share: in its bar, and from Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import isfinite
from typing import Any

from livewidgets.app.picture import Picture
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.transport.board import flattened, is_figure
from livewidgets.transport.control_bar import ControlBar
from livewidgets.transport.controlled import Controlled
from livewidgets.transport.figure import Widget
from livewidgets.views.control_bar import MOST_CHANNELS, WINDOWS, ControlBarView

ROOM_FOR_UNKNOWN = 8
"""Boxes for channels of which it is not known yet what they are."""


class SharedControls:
    """Pause, window, channels and the like of several pictures at once.

    Args:
        widgets: Those on the dashboard; what is no picture of ours is left alone, and so is
            what tells how things are now (status, alerts).
    """

    def __init__(self, widgets: Sequence[Widget]) -> None:
        by_picture: dict[int, Any] = {}  # a panel and the figure in it have one
        for each in flattened(widgets):
            picture = getattr(each, "picture", None)
            if isinstance(picture, Picture) and not getattr(picture.view, "stays_live", False):
                by_picture.setdefault(id(picture), each)
        self._widgets: list[Any] = list(by_picture.values())
        self._channels = min(MOST_CHANNELS, _channels(self.pictures))
        every = [each.viewport for each in self.pictures if each.viewport is not None]
        now = {each.window for each in every if isfinite(each.window)}
        self._windows = tuple(sorted(now.union(WINDOWS)))
        self._view: ControlBarView | None = None
        if self._widgets:
            self._view = ControlBarView(self.pictures, self._windows, self._channels)
        self._picture: Picture | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What they are for, in order."""
        return tuple(each.picture for each in self._widgets)

    @property
    def charts(self) -> bool:
        """Whether there is a figure among them."""
        return any(is_figure(each) or isinstance(each, Controlled) for each in self._widgets)

    def bar(self, more: Sequence[Widget] = ()) -> ControlBar:
        """Widgets for them, with further buttons, until `stop`; there must be a chart."""
        view = self._view
        assert view is not None
        bar = ControlBar(
            self._windows,
            self._channels,
            pause=self.toggle,
            live=self.resume,
            clear=self.clear,
            choose=self._choose,
            check=self._check,
            more=more,
        )
        self._picture = Picture(view, bar.slots, [bar])
        return bar

    def stop(self) -> None:
        """Close the widgets."""
        picture, self._picture = self._picture, None
        if picture is not None:
            picture.stop()

    def toggle(self) -> None:
        """Let all stand still; where all does so already, let it go on."""
        if self._view is not None and self._view.still:
            self.resume()
        else:
            self.pause()

    def pause(self) -> None:
        """Let all pictures stand still; the streams go on."""
        for viewport in self._viewports():
            viewport.pause()
        for each in self.pictures:
            if each.viewport is None:
                each.pause()

    def resume(self) -> None:
        """Let all pictures go on with the newest data, after a pause or a zoom."""
        for viewport in self._viewports():
            if not viewport.following:
                viewport.live()
        for each in self.pictures:
            if each.viewport is None:
                each.resume()

    def clear(self) -> None:
        """Show only what comes from now on; the streams keep their rows."""
        for each in self._widgets:
            (each if isinstance(each, Controlled) else each.picture).clear()

    @property
    def window(self) -> float | None:
        """Of all charts over time, in seconds; None where they have several, or there is none."""
        return None if self._view is None else self._view.window

    def resize(self, window: str | float | timedelta) -> None:
        """Have all charts show a window of this length."""
        span = seconds(window)
        for viewport in self._viewports():
            if viewport.window != span and isfinite(viewport.window):
                viewport.resize(span)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The columns that no chart draws."""
        view = self._view
        return () if view is None else tuple(each for each in view.columns if each in view.hidden)

    def hide(self, columns: Iterable[str]) -> None:
        """Draw these columns in no chart, and all others."""
        names = {columns} if isinstance(columns, str) else set(columns)
        known = () if self._view is None else self._view.columns
        for name in names if known else ():
            if name not in known:
                raise ArgumentError(unknown_name("column", name, known))
        for each in self.pictures:
            if hasattr(each.view, "hide"):
                mine = names.intersection(each.view.columns) if known else names
                if mine != each.view.hidden:
                    each.view.hide(mine)

    def _viewports(self) -> Sequence[Any]:
        return () if self._view is None else self._view.viewports

    def _choose(self, window: float) -> None:
        """Somebody chose a window; a value that we gave is no choice."""
        view = self._view
        place = self._windows.index(window)
        if view is not None and view.shown.get("window", {}).get("index") != place:
            self.resize(window)

    def _check(self, number: int, seen: bool) -> None:
        """Somebody checked the box of a channel, or took the check away."""
        view = self._view
        if view is None or number >= len(view.channels):
            return
        if view.shown.get(f"channel {number}", {}).get("value") == seen:
            return
        name = view.channels[number]
        self.hide(view.hidden - {name} if seen else view.hidden | {name})


def _channels(pictures: Sequence[Picture]) -> int:
    """How many columns the charts have, or may have."""
    names: set[str] = set()
    for each in pictures:
        if hasattr(each.view, "hide"):
            columns = each.view.columns
            if not columns:
                return ROOM_FOR_UNKNOWN
            names.update(columns)
    return len(names) if len(names) > 1 else 0
