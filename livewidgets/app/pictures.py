"""The pictures: one call each, from a stream to widgets that follow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from livewidgets.app.session import SESSION, Attached
from livewidgets.app.streams import as_stream
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.transport.binding import Check
from livewidgets.transport.closing import close_tree
from livewidgets.transport.figure import (
    HBox,
    Label,
    LiveFigure,
    Widget,
    line_figure,
    status_line,
    value_label,
)
from livewidgets.transport.validation import fit, is_line, is_mark, require_trait
from livewidgets.views.autoscale import Autoscale, Fixed
from livewidgets.views.bound import MarkView, require_traits
from livewidgets.views.format import formatter
from livewidgets.views.line import LineView
from livewidgets.views.status import StatusView
from livewidgets.views.value import ValueView
from livewidgets.views.view import View

Duration = str | float | timedelta


class Picture:
    """A view on widgets, until it is stopped: by you, when its cell runs again, or when
    the widget is closed.

    Args:
        view: What is shown.
        targets: The widgets, by slot.
        own: Widgets that close with it; none where they are the user's own.
        check: Validates values for widgets that are the user's own.
    """

    def __init__(
        self,
        view: View,
        targets: Mapping[str, Any],
        own: Sequence[Widget] = (),
        check: Check | None = None,
    ) -> None:
        self._view = view
        self._own = own
        self._attached: Attached | None
        try:
            self._attached = SESSION.attach(view, targets, check)
        except BaseException:
            close_tree(*own)
            raise
        self._binding = self._attached.binding
        self._watched = tuple(own) or tuple(targets.values())
        for widget in self._watched:
            widget.observe(self._comm_changed, "comm")
        REGISTRY.own(self)

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        return self._view.follows.stream

    @property
    def paused(self) -> bool:
        """Whether the picture stands still."""
        return self._binding.paused

    @property
    def drawn(self) -> int:
        """Frames that were made of it."""
        return self._binding.drawn

    @property
    def coalesced(self) -> int:
        """Changes of the stream that were not drawn on their own."""
        return self._binding.coalesced

    @property
    def error(self) -> str:
        """Why the last frame could not be made; empty if it could."""
        return self._binding.error

    def pause(self) -> None:
        """Let the picture stand still; the stream goes on."""
        self._binding.pause()

    def resume(self) -> None:
        """Go on with the newest data."""
        self._binding.resume()

    def stop(self) -> None:
        """End the picture, and close the widgets that were made for it."""
        attached, self._attached = self._attached, None
        if attached is not None:
            REGISTRY.disown(self)
            attached.detach()
            for widget in self._watched:
                widget.unobserve(self._comm_changed, "comm")
            close_tree(*self._own)

    def _comm_changed(self, change: Mapping[str, Any]) -> None:
        if change["new"] is None:  # closed, by whoever has it
            self.stop()


def line(
    source: Any,
    *columns: str,
    window: Duration = "60s",
    y: tuple[float, float] | None = None,
    title: str = "",
    height: str = "320px",
    tz: str | tzinfo | None = None,
) -> LiveFigure:
    """A chart of columns over a sliding window of time.

    Args:
        source: A stream, or what `stream` takes.
        columns: Which columns; none given: all that are numbers.
        window: The span of time that is shown; its right edge is the newest row.
        y: The limits of the y axis (low, high); None follows the data.
        title: Above the chart; the stream's name if empty.
        height: As CSS has it.
        tz: The axis's time zone ("Europe/Berlin"); None is this machine's own.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    _require_names(*columns)
    span, zone = seconds(window), _zone(tz)
    limits = Autoscale() if y is None else _fixed(y)
    live = as_stream(source)
    view = LineView(live, columns or None, window=span, y=limits, tz=zone)
    figure, slots = line_figure(title or live.name, height)
    figure.picture = Picture(view, slots, [figure])
    return figure


def value(
    source: Any,
    column: str | None = None,
    *,
    format: str | Callable[[Any], str] | None = None,
    unit: str | None = None,
) -> Label:
    """The newest value of a column, as text.

    Args:
        source: A stream, or what `stream` takes.
        column: Which column; None takes the first.
        format: A template ("{:.1f} °C"), a spec (".1f"), or a function of the value.
        unit: Put behind the number; None takes the column's own.

    Raises:
        ArgumentError: The format cannot be used.
    """
    _require_names(*(() if column is None else (column,)))
    formatter(format)
    view = ValueView(as_stream(source), column, format=format, unit=unit)
    label, slots = value_label()
    label.picture = Picture(view, slots, [label])
    return label


def status(source: Any) -> HBox:
    """A pill that tells what a stream is doing, with its rate, rows and losses."""
    view = StatusView(as_stream(source))
    box, slots = status_line()
    box.picture = Picture(view, slots, [box])
    return box


def bind(
    widget: Widget,
    source: Any,
    column: str | None = None,
    *,
    trait: str | None = None,
    format: str | Callable[[Any], str] | None = None,
    window: Duration | None = None,
    **columns: str,
) -> Picture:
    """Let a widget of your own follow a stream; it stays yours, and is never closed.

    For a bqplot mark name a column for each trait: `bind(mark, s, x="time", y="value")`.
    For any other widget name the column: `bind(label, s, "value", format="{:.1f} °C")`.

    Args:
        widget: A bqplot mark, or any widget.
        source: A stream, or what `stream` takes.
        column: The column whose newest value is shown; None takes the first.
        trait: The trait that shows it; `value` if None.
        format: Makes text of the value, as in `value`.
        window: How much time a mark shows; None is all that is kept.
        columns: Column by trait, for marks; "time" is the time.

    Raises:
        ArgumentError: The widget has no such trait, or the arguments do not go together.
    """
    view: View
    _require_names(*columns.values(), *(() if column is None else (column,)))
    if is_mark(widget):
        if column is not None or format is not None or trait is not None:
            raise ArgumentError(
                'a mark takes a column for each trait: bind(mark, stream, x="time", y="value")'
            )
        for name in columns:
            require_trait(widget, name)
        span = None if window is None else seconds(window)
        require_traits(columns)
        view = MarkView(as_stream(source), columns, window=span, line=is_line(widget))
        return Picture(view, {"mark": widget})
    if columns or window is not None:
        raise ArgumentError(
            f"{type(widget).__name__} is no mark: name one column, as in "
            'bind(label, stream, "value")'
        )
    name = trait or "value"
    require_trait(widget, name)
    formatter(format)
    raw = format is None and not isinstance(getattr(widget, name), str)
    view = ValueView(as_stream(source), column, format=format, trait=name, raw=raw)
    return Picture(view, {"value": widget}, check=fit)


def _require_names(*columns: object) -> None:
    for name in columns:
        if not isinstance(name, str):
            raise ArgumentError(
                f"{name!r} is no column: give columns by name, one by one, "
                'as in line(stream, "a", "b")'
            )


def _fixed(y: tuple[float, float]) -> Fixed:
    try:
        low, high = y
        if low < high:
            return Fixed(float(low), float(high))
    except (TypeError, ValueError):
        pass
    raise ArgumentError(f"y={y!r}: give the limits as (low, high), the lower one first")


def _zone(tz: str | tzinfo | None) -> tzinfo | None:
    if tz is None or isinstance(tz, tzinfo):
        return tz
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise ArgumentError(
            f"there is no time zone {tz!r}; name one such as 'Europe/Berlin' or 'UTC'"
        ) from None
