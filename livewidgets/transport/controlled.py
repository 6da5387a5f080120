"""LiveFigure: a figure that knows its stream, and what is done with its controls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import bqplot
from traitlets import Dict

from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.stream import Stream
from livewidgets.transport.actions import Action
from livewidgets.views.viewport import Viewport


class Picture(Protocol):
    """What a figure asks of the pictures that are drawn on it."""

    @property
    def stream(self) -> Stream: ...
    @property
    def view(self) -> Any: ...
    @property
    def viewport(self) -> Viewport | None: ...
    def look_through(self, viewport: Viewport) -> None: ...
    def clear(self) -> None: ...
    def stop(self) -> None: ...


class LiveFigure(bqplot.Figure):  # type: ignore[misc]
    """A `bqplot.Figure` that knows its stream; its front end is the stock one.

    Zoom, window and pause are the same on every page that shows it.
    """

    controls = Dict().tag(sync=True)
    """What the pages show of its controls; see `ControlsState`. Written by the picture."""

    picture: Picture
    overlays: tuple[Picture, ...] = ()
    """What is drawn over it by pictures of their own."""
    anomalies: Stream | None = None
    """What a detector says of the rows, where anomalies are drawn."""
    linked: bool | None = None
    """Whether it is linked with others: False never, None where a dashboard does so."""

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        return self.picture.stream

    @property
    def viewport(self) -> Viewport:
        """Which span of time is seen; shared with the figures that it is linked with."""
        viewport = self.picture.viewport
        assert viewport is not None  # a line has one
        return viewport

    @property
    def paused(self) -> bool:
        """Whether the picture stands still."""
        return self.viewport.paused

    @property
    def following(self) -> bool:
        """Whether the newest rows are seen: it is neither paused nor zoomed."""
        return self.viewport.following

    @property
    def window(self) -> float:
        """The span that is seen while it follows, in seconds; set it to any duration."""
        return self.viewport.window

    @window.setter
    def window(self, window: str | float | timedelta) -> None:
        self.viewport.resize(seconds(window))

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

    def pause(self) -> None:
        """Let the picture stand still; the stream goes on."""
        self.viewport.pause()

    def resume(self) -> None:
        """Go on with the newest data; the same as `live`."""
        self.viewport.live()

    def live(self) -> None:
        """See the newest data again, after a pause or a zoom."""
        self.viewport.live()

    def zoom(self, start: float | datetime, end: float | datetime) -> None:
        """See a span in full detail, from the rows that the stream keeps; follow no more.

        Args:
            start: Left end: seconds since 1970 UTC (or of the sender's own time), or a
                datetime; one without a zone is this machine's local time.
            end: Right end, likewise.

        Raises:
            ArgumentError: That is no span, or shorter than a microsecond.
        """
        self.viewport.zoom(_seconds("start", start), _seconds("end", end))

    def clear(self) -> None:
        """Show only what comes from now on; the stream keeps its rows."""
        for each in (self.picture, *self.overlays):
            each.clear()

    def link(self, *others: LiveFigure) -> None:
        """Have one time axis with other figures: window, zoom, pause and crosshair.

        Raises:
            ArgumentError: One of them is no figure of `line`.
        """
        for other in others:
            if not isinstance(other, LiveFigure):
                raise ArgumentError(f"{other!r} cannot be linked; give what line(...) has given")
        for other in others:
            other.look_through(self.viewport)
            other.linked = self.linked = True

    def look_through(self, viewport: Viewport) -> None:
        """Share a viewport from now on."""
        for each in (self.picture, *self.overlays):
            each.look_through(viewport)

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

    def stop(self) -> None:
        """End the picture and close its widgets; the stream goes on."""
        self.picture.stop()


def _seconds(name: str, time: Any) -> float:
    if isinstance(time, datetime):
        return time.timestamp()
    if isinstance(time, bool) or not isinstance(time, (int, float)):
        raise ArgumentError(f"{name}={time!r}: give seconds, or a datetime")
    return float(time)
