"""The picture that fits a stream: a line for numbers, text for text, and its status below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from livewidgets.app.audience import AUDIENCE
from livewidgets.app.live_fitting import asked, fitting
from livewidgets.app.live_source import Found
from livewidgets.app.magic_options import Options
from livewidgets.app.picture import Picture
from livewidgets.app.pictures import line, status, value
from livewidgets.errors import LiveWidgetsError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.transport.closing import close_tree
from livewidgets.transport.live_box import LiveBox, live_box, printed_text
from livewidgets.views.fitting import HIDDEN, FittingView
from livewidgets.views.printed import PrintedView

FIRST_ROWS = 1.0
"""Seconds that a cell waits for rows which show what fits; most sources need a hundredth."""

WINDOW = 60.0
"""Seconds that a line shows, where nothing else is asked for."""

IN_WINDOW = 60
"""At least so many items of a slow stream are within it."""


def show(found: Found, options: Options, printed: Callable[[], str] | None = None) -> LiveBox:
    """Pictures of a stream, in one widget that is displayed by being a cell's last value.

    Args:
        found: What to show.
        options: What was asked for.
        printed: Gives what a repeated cell printed last; None: there is no such cell.

    Raises:
        ArgumentError: An option cannot be used.
        SchemaError: The stream has no such column.
    """
    stream = found.stream
    pictures: list[Any] = []
    try:
        widgets = _fitting(found, options, pictures)
        below = status(stream)
        pictures.append(below.picture)
        widgets.append(below)
        if printed is not None:
            text, slots = printed_text()
            pictures.append(Picture(PrintedView(stream, printed), slots, [text]))
            widgets.append(text)
    except BaseException:
        for picture in pictures:
            picture.stop()
        if found.made:
            stream.stop()
        raise
    return _Shown(live_box(widgets), pictures, stream if found.made else None).box


def rest_earlier() -> None:
    """Let what this cell's last run shows stand still: it ends with the cell, and the stream
    that takes its stream's place may have other columns."""
    for each in REGISTRY.heirlooms():
        if isinstance(each, _Shown):
            each.pause()


def _fitting(found: Found, options: Options, pictures: list[Any]) -> list[Any]:
    stream = found.stream
    _await_first_rows(stream)
    window = _window(found, options)

    def keep(widget: Any) -> Any:
        pictures.append(widget.picture)
        return widget

    schema = stream.schema
    if options.picture is not None or (schema is None and len(options.columns) > 1):
        return [keep(make()) for make in asked(stream, options, window)]
    if schema is not None:
        return [keep(make()) for make in fitting(stream, schema, options.columns, window)]
    figure = keep(line(stream, *options.columns, window=window))
    text = keep(value(stream, next(iter(options.columns), None)))
    pictures.append(_decides(stream, figure, text))
    return [figure, text]


def _decides(stream: Stream, figure: Any, text: Any) -> Picture:
    """What hides one of two pictures when rows come."""
    figure.picture.pause()  # or it would complain of a stream of texts
    text.layout.display = HIDDEN
    view = FittingView(stream, figure.picture.resume)
    return Picture(view, {"line": figure.layout, "text": text.layout})


class _Shown:
    """What `%live` made, until its cell runs again or the box is closed.

    Attributes:
        parts: The pictures in it, which count as one.
    """

    def __init__(self, box: LiveBox, pictures: Sequence[Any], stream: Stream | None) -> None:
        self.box = box
        self.parts = pictures
        self._stream = stream
        box.follows = lambda: self.stream
        box.ends = self.stop
        box.observe(self._comm_changed, "comm")
        REGISTRY.own(self)

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        stream: Stream = self.parts[0].stream
        return stream

    def pause(self) -> None:
        """Let the pictures stand still."""
        for picture in self.parts:
            picture.pause()

    def stop(self) -> None:
        """End the pictures, and the stream that was made for them."""
        REGISTRY.disown(self)
        self.box.unobserve(self._comm_changed, "comm")
        for picture in self.parts:
            picture.stop()
        close_tree(self.box)
        if self._stream is not None:
            self._stream.stop()

    def _comm_changed(self, change: Mapping[str, Any]) -> None:
        if change["new"] is None:
            self.stop()


def _await_first_rows(stream: Stream) -> None:
    if AUDIENCE.awaited or stream.ring.total:
        return  # a dashboard that nobody looks at yet reads nothing
    try:
        stream.wait(rows=1, timeout=FIRST_ROWS)
    except (TimeoutError, LiveWidgetsError):
        return  # what it shows then is decided when rows come, and its status says why


def _window(found: Found, options: Options) -> float:
    if options.window is not None:
        return options.window
    if found.span is not None:
        return max(found.span, 1.0)
    return max(WINDOW, IN_WINDOW * (options.every or 0.0))
