"""`bind`: a widget of the user's own follows a stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from livewidgets.app.columns import flat, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError
from livewidgets.transport.bindable import (
    Takes,
    fit_mark,
    fit_option,
    is_selection,
    taken_by,
    upright,
)
from livewidgets.transport.figure import Widget
from livewidgets.transport.validation import date_traits, fit, is_line, is_mark, shows_markup
from livewidgets.views.bound import MarkView, require_traits
from livewidgets.views.format import formatter
from livewidgets.views.value import ValueView
from livewidgets.views.view import View

Duration = str | float | timedelta


def bind(
    widget: Widget,
    source: Any,
    column: str | None = None,
    *,
    trait: str | None = None,
    format: str | Callable[[Any], str] | None = None,
    window: Duration | None = None,
    **columns: str | Sequence[str],
) -> Picture:
    """Let a widget of your own follow a stream; it stays yours, and is never closed.

    For a bqplot mark name a column for each trait: `bind(mark, s, x="time", y="value")`, or
    several where it takes them: `y=("open", "high", "low", "close")`. What takes arrays or
    lists gets the rows, what takes one value that of the newest row.
    For any other widget name the column: `bind(label, s, "value", format="{:.1f} °C")`.
    A widget with options shows the one that has the value, or is called so.

    Args:
        widget: A bqplot mark, or any widget.
        source: A stream, or what `stream` takes.
        column: The column whose newest value is shown; None takes the first. "time" is the time,
            which widgets of dates and times show.
        trait: The trait that shows it; `value` if None.
        format: Makes text of the value, as in `value`.
        window: How much time a mark shows; None is all that is kept.
        columns: Column by trait, for marks; "time" is the time.

    Text from the stream is shown as text: for a widget that shows markup (`HTML`), what is
    special there is escaped, and the format's own markup stays.

    Raises:
        ArgumentError: The widget has no such trait, no column can fill it, or the arguments do
            not go together.
    """
    view: View
    require_names("bind", *flat(columns.values()), column)
    if is_mark(widget):
        # Some marks have traits that are called like an argument.
        if column is not None and "column" in widget.keys:
            columns["column"], column = column, None
        if isinstance(format, str) and "format" in widget.keys:
            columns["format"], format = format, None
        if column is not None or format is not None or trait is not None:
            raise ArgumentError(
                'a mark takes a column for each trait: bind(mark, stream, x="time", y="value")'
            )
        takes = {name: taken_by(widget, name) for name in columns}
        span = None if window is None else seconds(window)
        require_traits(columns)
        view = MarkView(
            as_stream(source),
            columns,
            window=span,
            line=is_line(widget),
            dates=date_traits(widget),
            values=[name for name, each in takes.items() if each is Takes.VALUE],
            lists=[name for name, each in takes.items() if each is Takes.LIST],
            upright=upright(widget),
        )
        return Picture(view, {"mark": widget}, check=fit_mark)
    if columns or window is not None:
        raise ArgumentError(
            f"{type(widget).__name__} is no mark: name one column, as in "
            'bind(label, stream, "value")'
        )
    name = trait or "value"
    option = name == "value" and is_selection(widget)
    if option:
        name = "index"  # of an option: the page is not told its value
    else:
        taken_by(widget, name)
    formatter(format)
    raw = format is None and not isinstance(getattr(widget, name), str)
    view = ValueView(
        as_stream(source),
        column,
        format=format,
        trait=name,
        raw=raw,
        markup=shows_markup(widget),
    )
    return Picture(view, {"value": widget}, check=fit_option if option else fit)
