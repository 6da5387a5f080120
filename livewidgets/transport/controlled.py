"""Figures that know their stream, and what is done with their controls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import bqplot
from traitlets import Dict, Unicode

from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.stream import Stream
from livewidgets.transport.actions import Action
from livewidgets.transport.pictured import Picture, Pictured
from livewidgets.views.viewport import Viewport


class SteeredPicture(Picture, Protocol):
    """What a widget asks of a picture that is seen through a viewport."""

    @property
    def view(self) -> Any: ...
    @property
    def viewport(self) -> Viewport | None: ...
    def look_through(self, viewport: Viewport) -> None: ...


class Controlled(Pictured):
    """A widget that can be paused, cleared, zoomed: the same on every page that shows it."""

    picture: SteeredPicture
    linked: bool | None = None
    """Whether it is linked with others: False never, None where a dashboard does so."""
    yields = False
    """Whether it takes the window of those that it is linked with in a dashboard, since nobody
    gave it another."""

    @property
    def viewport(self) -> Viewport:
        """Which span of time is seen; shared with the figures that it is linked with."""
        viewport = self.picture.viewport
        assert viewport is not None  # all that are controlled have one
        return viewport

    @property
    def following(self) -> bool:
        """Whether the newest rows are seen: it is neither paused nor zoomed."""
        return self.viewport.following

    @property
    def window(self) -> float:
        """The span that is seen while it follows, in seconds; set it to any duration. Infinite
        for what shows all rows, of whatever time: bars and maps."""
        return self.viewport.window

    @window.setter
    def window(self, window: str | float | timedelta) -> None:
        self.viewport.resize(seconds(window))

    def live(self) -> None:
        """See the newest data again, after a pause or a zoom; the same as `resume`."""
        self.viewport.live()

    def zoom(self, start: float | datetime, end: float | datetime) -> None:
        """See a span in full detail, from the rows that the stream keeps; follow no more.

        Args:
            start: Left end: seconds since 1970 UTC (or of the sender's own time), or a
                datetime; one without a zone is this machine's local time.
            end: Right end, likewise.

        Raises:
            ArgumentError: That is no span, or shorter than a microsecond; bars and maps have none.
        """
        self.viewport.zoom(_seconds("start", start), _seconds("end", end))

    def link(self, *others: Any) -> None:
        """Have one time axis with other pictures: window, zoom, pause and crosshair.

        Raises:
            ArgumentError: One of them is no picture over time.
        """
        for each in (self, *others):
            if not isinstance(each, Controlled) or math.isinf(each.window):
                raise ArgumentError(
                    f"{each!r} cannot be linked; give what line, scatter, histogram, heatmap, "
                    "candles or timeline has given"
                )
        for other in others:
            other.look_through(self.viewport)
            other.linked = self.linked = True

    def look_through(self, viewport: Viewport) -> None:
        """Share a viewport from now on."""
        self.picture.look_through(viewport)

    def act(self, action: Action) -> None:
        """Do what somebody did on a page.

        Raises:
            ArgumentError: It cannot be done.
        """
        act, viewport = action["act"], self.viewport
        if act == "zoom":
            viewport.zoom(action["start"], action["end"])
        elif act == "window":
            viewport.resize(action["seconds"])
        elif act == "pause":
            viewport.pause()
        elif act == "live":
            viewport.live()
        else:
            self.clear()
        viewport.answer(action["page"], action["id"])


class WordedFigure(bqplot.Figure):  # type: ignore[misc]
    """A `bqplot.Figure` that is told of in words; its front end is the stock one."""

    words = Unicode().tag(sync=True)
    """What it shows, for who listens to it; written by the picture, text and no markup."""


class PictureFigure(Controlled, WordedFigure):
    """A `bqplot.Figure` that knows its stream; its front end is the stock one."""

    controls = Dict().tag(sync=True)
    """What the pages show of its controls; see `ControlsState`. Written by the picture."""


class LiveFigure(PictureFigure):
    """The figure of a line, with what is drawn over it."""

    overlays: tuple[SteeredPicture, ...] = ()
    """What is drawn over it by pictures of their own."""
    anomalies: Stream | None = None
    """What a detector says of the rows, where anomalies are drawn."""

    @property
    def hidden(self) -> tuple[str, ...]:
        """The columns whose curves are not drawn; set it to other names, or to ()."""
        return tuple(name for name in self.picture.view.columns if name in self.picture.view.hidden)

    @hidden.setter
    def hidden(self, columns: Sequence[str]) -> None:
        names = (columns,) if isinstance(columns, str) else tuple(columns)
        known = self.picture.view.columns
        for name in names if known else ():
            if name not in known:
                raise ArgumentError(unknown_name("column", name, known))
        self.picture.view.hide(names)

    @property
    def y(self) -> Any:
        """The limits of the values, as `line` takes them; set it to others."""
        return self.picture.view.y

    @y.setter
    def y(self, limits: Any) -> None:
        self.picture.view.y = limits

    def clear(self) -> None:
        """Show only what comes from now on; the stream keeps its rows."""
        for each in (self.picture, *self.overlays):
            each.clear()

    def look_through(self, viewport: Viewport) -> None:
        """Share a viewport from now on."""
        for each in (self.picture, *self.overlays):
            each.look_through(viewport)


def _seconds(name: str, time: Any) -> float:
    if isinstance(time, datetime):
        return time.timestamp()
    if isinstance(time, bool) or not isinstance(time, (int, float)):
        raise ArgumentError(f"{name}={time!r}: give seconds, or a datetime")
    return float(time)
